import Foundation
import Reporting
import Testing

/// What is said of an edit is what changed: lines are known again wherever they have moved.
@Suite struct ChangeReportTests {
  private func change(_ before: String, _ after: String, _ presentation: Presentation = Presentation()) -> [String] {
    ChangeReport(from: .of(text: before), to: .of(text: after), in: presentation).text
      .split(separator: "\n").map { String($0) }
  }

  private func rows(_ before: String, _ after: String) -> [String] {
    change(before, after).prefix { !$0.hasPrefix("error") && !$0.hasPrefix("still open") }.dropFirst().filter {
      $0.hasPrefix("  ")
    }
  }

  private let start = "x : R\nclaim a: x = x\nclaim b: 2*x = x + x\nclaim c: x*x = x^2\n"

  @Test func movedLinesAreNoNews() {
    let after = "# first\nx : R\n1 + 1 = 2\n\nclaim a: x = x\nclaim b: 2*x = x + x\nclaim c: x*x = x^3\n"
    let rows = rows(start, after)
    #expect(rows.count == 2, "\(rows)")
    #expect(rows[0].hasPrefix("  ✔    line 3  proved, new"))
    #expect(rows[1].hasPrefix("  ✘ c  line 7  refuted, was proved"))
  }

  @Test func aDefinitionChangesLinesThatStay() {
    let before = "x : R\nf := x^2\nclaim slope: diff(f, x) = 2*x\n"
    let rows = rows(before, before.replacing("x^2", with: "x^3"))
    #expect(rows.count == 1 && rows[0].contains("refuted, was proved"), "\(rows)")
  }

  @Test func whatIsGoneIsNamed() {
    #expect(rows(start, "x : R\nclaim a: x = x\nclaim c: x*x = x^2\n") == ["  · b  line 3  gone"])
    #expect(rows(start, "x : R\nclaim c: (x = x\n").isEmpty, "lines of a text with mistakes are not read")
    #expect(change(start, start + "# a comment\n").first == "a.expr  changed, every verdict is as it was")
  }

  /// A finding stays the same one when only its line moves; another finding on the line is news.
  @Test func findingsAreRepeatedInOneLine() {
    let before = "x : R\nclaim a: x + x = 3*x\n"
    let moved = change(before, "# one\n" + before)
    #expect(moved.contains("  a.expr:3:18: error[D0306]: claim a: `3` should be `2` (yours 9, correct 6)"), "\(moved)")
    #expect(!moved.contains { $0.hasPrefix("error[") })
    let other = change(before, before.replacing("3*x", with: "4*x"))
    #expect(other.contains("error[D0306]: claim a: `4` should be `2`") && !other.contains("still open"))
  }

  /// Of thousands of lines that are all others each is compared with the one in its place, and that takes no time.
  @Test(.timeLimit(.minutes(1))) func everythingIsAnother() {
    func text(_ first: Int) -> String { (first..<first + 1500).map { "\($0) + 1 = \($0 + 1)\n" }.joined() }
    #expect(change(text(0), text(5000)).first == "a.expr  changed, every verdict is as it was")
  }

  @Test func asciiStaysASCII() {
    let text = change(start, "x : R\nclaim a: x = 2*x\n", Presentation(usesASCII: true)).joined()
    #expect(text.utf8.allSatisfy { $0 < 0x80 })
  }
}
