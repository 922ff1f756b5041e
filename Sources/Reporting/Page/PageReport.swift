import Checking
import Diagnostics

/// One self-contained HTML page, without script and without anything from the network: each file with its strip of
/// verdicts, what is given, and every line as it is written and as it is set.
struct PageReport {
  let text: String

  init(_ report: Report) {
    var page = HTMLText()
    page.addMarkup("<!DOCTYPE html>\n<html lang=\"en\">\n")
    page.element("head") { head in
      head.addMarkup(
        "<meta charset=\"utf-8\"/>\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n")
      head.addMarkup("<meta name=\"color-scheme\" content=\"light dark\"/>\n")
      head.addMarkup("<meta name=\"generator\" content=\"derive \(HTMLText.escaped(report.toolVersion))\"/>\n")
      head.element("title", text: Self.title(of: report))
      head.element("style") { $0.addMarkup("\n" + PageStyle.sheet) }
    }
    page.element("body") { body in
      if report.files.count > 1 { Self.addOverview(of: report, to: &body) }
      body.element("main") { main in
        for (position, file) in report.files.enumerated() {
          PageFile(file, number: position + 1, report: report).write(to: &main)
        }
        if report.files.isEmpty { main.element("p", text: "Nothing was checked.") }
      }
      Self.addFooter(of: report, to: &body)
    }
    page.addMarkup("</html>\n")
    text = page.text
  }

  private static func title(of report: Report) -> String {
    switch report.files.count {
    case 1: return report.files[0].source.name.lastPart + " – derive"
    default: return counted(report.files.count, "derivation") + " – derive"
    }
  }

  /// Of several files: which, and how they fare.
  private static func addOverview(of report: Report, to body: inout HTMLText) {
    body.element("header", ("class", "overview")) { header in
      header.element("h1", text: counted(report.files.count, "derivation"))
      header.element("p", ("class", "summary"), text: report.summary.sentence.withDots)
      header.element("table", ("class", "files")) { table in
        table.element("thead") { head in
          head.element("tr") { row in
            row.element("th", ("scope", "col"), text: "file")
            row.element("th", ("scope", "col"), text: "verdicts")
          }
        }
        table.element("tbody") { rows in
          for (position, file) in report.files.enumerated() {
            var summary = Summary()
            summary.add(file, requiring: report.required)
            rows.element("tr") { row in
              row.element("td") { cell in
                cell.element("a", ("href", "#f\(position + 1)"), text: file.source.name)
              }
              row.element("td", ("class", summary.outcome.ink.name)) { cell in
                cell.add("\(summary.outcome.mark.rawValue) \(summary.sentence.withDots)")
              }
            }
          }
        }
      }
    }
  }

  private static func addFooter(of report: Report, to body: inout HTMLText) {
    body.element("footer") { footer in
      footer.element("h2", text: "How to read this page")
      footer.element("dl", ("class", "legend")) { list in
        for (mark, ink, word, meaning) in PageLegend.entries {
          list.element("dt", ("class", ink.name), text: "\(mark.rawValue) \(word)")
          list.element("dd", text: meaning)
        }
      }
      var sentence = "Checked by derive \(report.toolVersion), seed \(report.seed)."
      sentence += report.required == .proved ? " Every line must be proved." : ""
      sentence += report.isComplete ? "" : " Not everything was checked."
      footer.element("p", text: sentence)
    }
  }
}

/// What the marks mean.
enum PageLegend {
  static let entries: [(mark: Mark, ink: Ink, word: String, meaning: String)] = [
    (.right, .good, "proved", "for all sizes and all admissible values"),
    (.confirmed, .confirmed, "confirmed", "right at every point that was tried, not proved"),
    (.wrong, .error, "refuted", "a counterexample is given, with both sides known well enough to differ"),
    (.wrong, .error, "conditional", "right only under a condition that the line does not state"),
    (.follows, .warning, "follows", "right given an earlier line that is wrong"),
    (.undecided, .warning, "undecided", "neither proved nor refuted"),
  ]
}

extension CheckedLine.Outcome {
  var ink: Ink {
    switch self {
    case .passes: .good
    case .fails: .error
    case .unsettled: .warning
    }
  }

  var mark: Mark {
    switch self {
    case .passes: .right
    case .fails: .wrong
    case .unsettled: .undecided
    }
  }
}

extension Ink {
  /// The class that colours it on a page.
  var name: String {
    switch self {
    case .error: "wrong"
    case .warning: "open"
    case .good: "right"
    case .confirmed: "confirmed"
    case .plain, .strong, .note, .frame, .faint: "note"
    }
  }
}

extension String {
  /// Of a path, the file's own name.
  var lastPart: String { split(separator: "/").last.map { String($0) } ?? self }

  /// A terminal parts remarks by three blanks, a page by a dot.
  var withDots: String {
    var parts: [String] = []
    var rest = self[...]
    while let gap = rest.firstRange(of: "   ") {
      parts.append(String(rest[..<gap.lowerBound]))
      rest = rest[gap.upperBound...]
    }
    return (parts + [String(rest)]).joined(separator: " · ")
  }
}
