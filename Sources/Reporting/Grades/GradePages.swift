import Checking
import Diagnostics
import Grading
import Numbers
import Typesetting

/// Pages in HTML: `index.html` for the class, and one for each student. No script, nothing from the network.
public struct GradePages {
  /// The name of a file and what stands in it.
  public struct Page {
    public var name: String
    public var text: String
  }

  private let report: GradeReport

  public init(_ report: GradeReport) { self.report = report }

  private var grades: ClassGrades { report.grades }

  public var all: [Page] {
    [Page(name: "index.html", text: classPage)]
      + grades.submissions.map { Page(name: GradePages.name(of: $0.student), text: studentPage($0)) }
  }

  static func name(of student: String) -> String { "student-" + fileName(of: student, ending: "html") }

  /// Letters, digits and `._-` as they are, other bytes as `%XX`: no name leaves the folder, and no two are the same.
  public static func fileName(of student: String, ending: String) -> String {
    var name = ""
    for byte in student.utf8 {
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F: name += String(Character(Unicode.Scalar(byte)))
      default: name += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
      }
    }
    return name + "." + ending
  }

  /// In a link the percent sign is escaped itself.
  private static func link(to student: String) -> String {
    name(of: student).split(separator: "%", omittingEmptySubsequences: false).joined(separator: "%25")
  }

  private func page(_ title: String, _ body: String) -> String {
    """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>\(title.markup)</title>
    <style>\(GradeStyle.text)</style>
    </head>
    <body>
    \(body)
    <footer>derive \(report.toolVersion.markup), seed \(report.seed)</footer>
    </body>
    </html>

    """
  }

  // The class

  private var classPage: String {
    let open = grades.submissions.filter { $0.needsPerson }
    var body = "<h1>\(grades.name.markup)</h1>\n<p>\(counted(grades.submissions.count, "submission").markup)"
    body += ", \(MarkText.points(grades.points).markup)"
    if let mean = grades.mean { body += ", mean \(MarkText.text(mean))" }
    body += ", \(open.count) \(open.count == 1 ? "needs" : "need") a human</p>\n"
    body += histogram + queue(open) + clusters + marks
    return page(grades.name, body)
  }

  /// How many students have which part of the points, in tenths.
  private var histogram: String {
    let read = grades.submissions.filter { $0.obstacle == nil }
    guard grades.points.signum > 0, !read.isEmpty else { return "" }
    var counts = [Int](repeating: 0, count: 10)
    for submission in read {
      let tenth = (submission.mark * Rational(10)).divided(by: grades.points) ?? .zero
      counts[min(9, Int(tenth.double))] += 1
    }
    let most = max(1, counts.max() ?? 1)
    var rows = ""
    for (tenth, count) in counts.enumerated() {
      let low = MarkText.text(grades.points * Rational(tenth, 10))
      let high = MarkText.text(grades.points * Rational(tenth + 1, 10))
      rows +=
        "<tr><th scope=\"row\">\(low) to \(high)</th><td class=\"number\">\(count)</td><td><meter min=\"0\" max=\"\(most)\" value=\"\(count)\">\(count)</meter></td></tr>\n"
    }
    return "<section><h2>Marks</h2>\n<table><tbody>\n\(rows)</tbody></table></section>\n"
  }

  private func queue(_ open: [GradedSubmission]) -> String {
    guard !open.isEmpty else { return "" }
    let items = open.map { submission in
      let texts = submission.questions.map { "<li>\($0.text.markup)</li>" }.joined()
      return "<dt>\(anchor(submission.student))</dt><dd><ul>\(texts)</ul></dd>\n"
    }
    return "<section><h2>Needs a human</h2>\n<dl class=\"queue\">\n\(items.joined())</dl></section>\n"
  }

  private var clusters: String {
    let rows = grades.clusters.map { cluster in
      "<tr><td class=\"number\">\(cluster.students.count)</td><td>\(cluster.mistake.code.markup)</td>"
        + "<td>\(prose(cluster.title))\(cluster.labelLine.map { "<div>no name yet; in the rubric: <code>\($0.markup)</code></div>" } ?? "")</td><td>\(cluster.students.map { anchor($0) }.joined(separator: ", "))</td></tr>\n"
    }
    guard !rows.isEmpty else { return "" }
    return "<section><h2>Mistakes</h2>\n<table><thead><tr><th scope=\"col\">students</th><th scope=\"col\">code</th>"
      + "<th scope=\"col\">mistake</th><th scope=\"col\">who</th></tr></thead>\n<tbody>\n\(rows.joined())</tbody></table></section>\n"
  }

  private var marks: String {
    let heads = grades.claims.map { "<th scope=\"col\">\($0.label.markup) / \(MarkText.text($0.points))</th>" }.joined()
    let rows = grades.submissions.map { submission in
      let cells =
        submission.obstacle.map { "<td colspan=\"\(grades.claims.count + 1)\">cannot be read: \($0.markup)</td>" }
        ?? ("<td class=\"number\">\(MarkText.text(submission.mark))\(submission.needsPerson ? "?" : "")</td>"
          + submission.claims.map {
            "<td class=\"number\">\(MarkText.text($0.mark))\($0.doubts.isEmpty ? "" : "?")</td>"
          }.joined())
      return "<tr><th scope=\"row\">\(anchor(submission.student))</th>\(cells)</tr>\n"
    }
    return "<section><h2>Students</h2>\n<table><thead><tr><th scope=\"col\">student</th>"
      + "<th scope=\"col\">total / \(MarkText.text(grades.points))</th>\(heads)</tr></thead>\n<tbody>\n\(rows.joined())</tbody></table></section>\n"
  }

  private func anchor(_ student: String) -> String {
    "<a href=\"\(GradePages.link(to: student))\">\(student.markup)</a>"
  }

  // A student

  private func studentPage(_ submission: GradedSubmission) -> String {
    var body = "<p><a href=\"index.html\">\(grades.name.markup)</a></p>\n<h1>\(submission.student.markup)</h1>\n"
    if let obstacle = submission.obstacle {
      body += "<p class=\"open\">cannot be read: \(obstacle.markup)</p>\n"
      return page("\(grades.name): \(submission.student)", body)
    }
    body += "<p>\(MarkText.text(submission.mark)) of \(MarkText.points(grades.points))"
    body += submission.needsPerson ? ", <span class=\"open\">needs a human</span></p>\n" : "</p>\n"
    for breach in submission.breaches {
      body += "<p class=\"wrong\">\(breach.code.markup): \(breach.message.markup)</p>\n"
    }
    let sheet = submission.source.map { FormulaSheet($0) }
    for (number, claim) in submission.claims.enumerated() { body += section(of: claim, number, submission, sheet) }
    return page("\(grades.name): \(submission.student)", body)
  }

  private func section(
    of claim: GradedClaim, _ number: Int, _ submission: GradedSubmission, _ sheet: FormulaSheet?
  ) -> String {
    var text = "<section><h2>\(claim.label.markup)</h2>\n"
    text += "<p>\(MarkText.text(claim.mark)) of \(MarkText.points(claim.points))</p>\n"
    if !claim.lines.isEmpty, let source = submission.source, let sheet {
      text += table(of: claim, source, sheet)
    }
    let account = claim.account(in: submission)
    if !account.isEmpty { text += "<ul>\(account.map { "<li>\(prose($0))</li>" }.joined())</ul>\n" }
    for (place, line) in claim.mistakenLines {
      guard let source = submission.source, let sheet else { continue }
      var page = HTMLText()
      PageStep(
        line: line.wrong, label: claim.label, number: place + 1, place: "c\(number + 1)-\(place + 1)", source: source,
        sheet: sheet, required: .confirmed, isAlone: claim.lines.count == 1
      ).write(to: &page)
      text += page.text
    }
    return text + "</section>\n"
  }

  /// With the terms in it set as formulas.
  private func prose(_ text: String) -> String {
    var page = HTMLText()
    page.addProse(text)
    return page.text
  }

  private func table(of claim: GradedClaim, _ source: SourceText, _ sheet: FormulaSheet) -> String {
    let rows = claim.lines.enumerated().map { place, line in
      let number = source.line(at: line.checked.span.start)
      var formula = HTMLText()
      formula.add(
        sheet.line(at: line.checked.span, term: line.checked.termSpan, marking: nil), of: line.checked, in: source,
        withHead: true)
      return
        "<tr class=\"\(claim.setAside.contains(place) ? "aside" : line.standingClass)\"><td class=\"number\">\(number)</td>"
        + "<td class=\"formula\">\(formula.text)</td><td>\(claim.standingWord(of: place).markup)</td></tr>\n"
    }
    return
      "<table><thead><tr><th scope=\"col\">line</th><th scope=\"col\">formula</th><th scope=\"col\">is</th></tr></thead>\n"
      + "<tbody>\n\(rows.joined())</tbody></table>\n"
  }
}

extension GradedLine {
  /// The class of a row; the words stand beside it.
  fileprivate var standingClass: String {
    switch standing {
    case .right: "right"
    case .follows, .undecided, .unread: "open"
    case .wrong, .undoes, .restsOnBreach: "wrong"
    }
  }
}

/// How the pages look: as those about derivations, with tables.
enum GradeStyle {
  static let text =
    PageStyle.sheet + """

      body > section { margin-top: 2.4rem; overflow-x: auto; }
      body > section > h2 { font-size: 1.25rem; margin-bottom: 0.8rem; padding-bottom: 0.35rem; border-bottom: 1px solid var(--rule); }
      table { border-collapse: collapse; }
      th, td { text-align: left; vertical-align: baseline; font-weight: normal; padding: 0.3rem 1.2rem 0.3rem 0.4rem; }
      thead th { color: var(--soft); font-size: 0.85rem; }
      tbody tr + tr { border-top: 1px solid var(--rule); }
      td.number { color: inherit; font-size: 1rem; }
      tr.wrong td, tr.open td { color: var(--tone); background: var(--tint); }
      tr.aside td { color: var(--soft); }
      p.wrong, p.open, span.open { color: var(--tone); }
      meter { width: 14rem; height: 0.9rem; vertical-align: middle; }
      td.formula { padding: 0.1rem 1.6rem 0.1rem 0.4rem; font-size: 1rem; line-height: 2; overflow: visible; }
      .queue dt { margin-top: 0.5rem; }
      .queue dd, ul { margin: 0.2rem 0; }
      footer { margin-top: 3rem; color: var(--soft); font-size: 0.85rem; }
      """
}
