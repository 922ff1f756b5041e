import Checking
import Diagnostics
import Notation
import Numbers
import Typesetting

/// One file of a page: heading, strip of verdicts, what is given, claims.
struct PageFile {
  private let file: CheckedFile
  private let sheet: FormulaSheet
  private let given: [FormulaSheet.Given]
  /// `f1`, which the places of the page begin with.
  private let place: String
  private let report: Report
  private let isAlone: Bool
  private var steps: [PageStep] = []
  /// Where the steps of each claim begin among all.
  private var starts: [Int] = []

  init(_ file: CheckedFile, number: Int, report: Report) {
    self.file = file
    self.report = report
    place = "f\(number)"
    isAlone = report.files.count == 1
    sheet = FormulaSheet(file.source)
    given = sheet.given
    for claim in file.claims {
      starts.append(steps.count)
      for line in claim.lines {
        steps.append(
          PageStep(
            line: line, label: claim.label, number: steps.count + 1, place: "\(place)-\(steps.count + 1)",
            source: file.source, sheet: sheet, required: report.required, isAlone: claim.lines.count == 1))
      }
    }
    starts.append(steps.count)
  }

  func write(to page: inout HTMLText) {
    page.element("section", ("class", "file"), ("id", place), ("aria-labelledby", "\(place)-name")) { section in
      writeHeader(to: &section)
      writeMistakes(to: &section)
      writeStrip(to: &section)
      for part in file.parts { write(part, to: &section) }
      writeRemarks(to: &section)
    }
  }

  /// Prose as the author has it; of a block what is given in it and its claims.
  private func write(_ part: WriteUpPart, to page: inout HTMLText) {
    switch part {
    case .prose(let span): page.add(Prose(file.source.text(of: span)), headingsLowerBy: isAlone ? 1 : 2)
    case .statements(let span):
      writeGiven(given.filter { span.holds($0.span) }, to: &page)
      for (position, claim) in file.claims.enumerated() where span.holds(claim.span) {
        write(claim, at: position, to: &page)
      }
    }
  }

  private func writeHeader(to page: inout HTMLText) {
    var summary = Summary()
    summary.add(file, requiring: report.required)
    page.element("header") { header in
      header.element(isAlone ? "h1" : "h2", ("id", "\(place)-name"), text: file.source.name.lastPart)
      header.element("p", ("class", "summary \(summary.outcome.ink.name)")) { line in
        line.add("\(summary.outcome.mark.rawValue) \(summary.sentence.withDots)")
      }
      header.element("p", ("class", "origin")) { line in
        line.add(file.source.name + "  ·  SHA-256 ")
        line.element("code", text: String(SHA256.hexadecimal(file.source.bytes).prefix(12)))
      }
    }
  }

  /// One cell for each line, which leads to it.
  private func writeStrip(to page: inout HTMLText) {
    guard !steps.isEmpty else { return }
    page.element("nav", ("class", "strip"), ("aria-label", "verdicts")) { strip in
      strip.element("ol") { list in
        for (claim, first) in zip(file.claims, starts) {
          for position in claim.lines.indices {
            steps[first + position].writeCell(isFirst: position == 0, to: &list)
          }
        }
      }
    }
  }

  /// Statements of a file that are listed; the first ones say most.
  static let mostGiven = 200

  private func writeGiven(_ given: [FormulaSheet.Given], to page: inout HTMLText) {
    guard !given.isEmpty else { return }
    let shapes = file.entries.reduce(into: [Int: String]()) { shapes, entry in
      if case .definition(let definition) = entry { shapes[definition.span.start] = definition.shape }
    }
    page.element("section", ("class", "given")) { section in
      section.element("h3", text: "Given")
      section.element("table") { table in
        for statement in given.prefix(Self.mostGiven) {
          table.element("tr") { row in
            row.element("th", ("scope", "row")) { $0.element("small", text: statement.kind.word) }
            row.element("td") { cell in
              if let formula = statement.formula {
                cell.add(formula)
              } else {
                cell.element("code", text: file.source.text(of: statement.span).singleLine)
              }
              if statement.kind == .assumption { cell.element("small", text: " the author’s, not checked") }
            }
            row.element("td", ("class", "shape")) { cell in
              guard let shape = shapes[statement.span.start] else { return }
              cell.addMarkup("<span class=\"in\">∈</span> ")
              if let formula = FormulaSheet.formula(ofShape: shape) { cell.add(formula) } else { cell.add(shape) }
            }
            row.element("td", ("class", "number"), text: "\(file.source.line(at: statement.span.start))")
          }
        }
      }
      if given.count > Self.mostGiven {
        section.element("p", text: "… and \(given.count - Self.mostGiven) more")
      }
    }
  }

  private func write(_ claim: CheckedClaim, at position: Int, to page: inout HTMLText) {
    page.element("section", ("class", "claim")) { section in
      section.element("h3") { heading in
        heading.add(claim.label == nil ? "Line \(file.source.line(at: claim.span.start))" : "Claim ")
        if let label = claim.label { heading.element("span", ("class", "label"), text: label) }
        for condition in sheet.conditions(ofClaimAt: claim.span) {
          heading.addMarkup(" ")
          heading.element("span", ("class", "condition")) { $0.add(condition) }
        }
      }
      for step in steps[starts[position]..<starts[position + 1]] { step.write(to: &section) }
    }
  }

  // MARK: What is about no line

  private func writeMistakes(to page: inout HTMLText) {
    for diagnostic in file.diagnostics { write(Finding(diagnostic, severity: .error), to: &page) }
    for fault in file.faults { write(Finding(fault, seed: file.seed), to: &page) }
  }

  private func writeRemarks(to page: inout HTMLText) {
    for remark in file.remarks { write(Finding(remark, severity: .note), to: &page) }
  }

  private func write(_ finding: Finding, to page: inout HTMLText) {
    page.element("aside", ("class", "finding \(finding.severity.ink.name)")) { aside in
      PageFinding(finding: finding, source: file.source).writeSentence(to: &aside)
      if finding.isAboutText {
        PageSource(source: file.source, context: finding.span, marked: finding.span).write(to: &aside)
      }
      PageFinding(finding: finding, source: file.source).writeHint(to: &aside)
    }
  }
}

extension CheckedFile {
  /// Prose and blocks of a write-up; of a derivation the whole.
  var parts: [WriteUpPart] {
    if diagnostics.contains(where: { !Finding($0, severity: .error).isAboutText }) { return [] }
    return source.writeUp ?? [.statements(Span(start: 0, end: .max))]
  }
}

extension FormulaSheet.Given.Kind {
  var word: String {
    switch self {
    case .size: "size"
    case .quantity: "let"
    case .definition: "define"
    case .random: "random"
    case .upstream: "upstream"
    case .assumption: "assume"
    }
  }
}
