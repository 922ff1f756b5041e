import Diagnostics
import Elaboration
import Foundation
import Notation
import Testing

/// The files of Tests/Cases/elaboration. A comment `# expect error D0205 at "j"` belongs to its line and quotes the text
/// at which the mistake is told; `# expect remark D0181 at "n"` likewise. All other lines are without mistakes.
@Suite("Mistakes of meaning are told where they are")
struct CaseTests {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Cases/elaboration")

  static let files: [String] =
    ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).filter { $0.hasSuffix(".expr") }
    .sorted()

  @Test func casesExist() { #expect(CaseTests.files.count >= 8) }

  @Test(arguments: CaseTests.files)
  func meetsExpectations(_ name: String) throws {
    let text = try String(contentsOf: CaseTests.folder.appending(path: name), encoding: .utf8)
    let source = SourceText(name: name, text: text)
    let problem = problem(text)
    let found = problem.mistakes.map { "\(source.position(of: $0.span.start).line) error \($0.quoted(from: source))" }
    let remarks = problem.remarks.map { "\(source.position(of: $0.span.start).line) remark \($0.quoted(from: source))" }
    let expected = expectations(in: text)
    let wantsRemarks = expected.contains { $0.contains(" remark ") }
    #expect((found + (wantsRemarks ? remarks : [])).sorted() == expected.sorted())
  }

  private func expectations(in text: String) -> [String] {
    text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().flatMap { number, line in
      line.matches(of: /# expect (error|remark) (D\d{4}) at "([^"]*)"/).map {
        "\(number + 1) \($0.1) \($0.2) at \"\($0.3)\""
      }
    }
  }
}

extension Problem {
  /// Each mistake once, wherever it is.
  var mistakes: [Diagnostic] {
    var all = diagnostics
    for entry in entries {
      guard case .claim(let claim) = entry else { continue }
      for judgement in claim.judgements {
        if case .invalid(let diagnostic) = judgement.content, !all.contains(diagnostic) { all.append(diagnostic) }
      }
    }
    return all
  }
}

extension Diagnostic {
  func quoted(from source: SourceText) -> String {
    "\(mistake.code) at \"\(source.text(of: span).split(whereSeparator: \.isNewline).joined(separator: " "))\""
  }
}
