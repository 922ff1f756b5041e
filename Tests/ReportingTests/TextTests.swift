import Diagnostics
import Numbers
import Testing

@testable import Reporting

/// The small parts of which reports are made.
@Suite struct TextTests {
  @Test(arguments: [
    (0.0, "0"), (-0.0, "0"), (1.0, "1"), (-1.2022561, "-1.202256"), (0.30950347, "0.3095035"), (9999999.6, "1e7"),
    (1234567.4, "1234567"), (0.00012345678, "0.0001234568"), (0.000012345678, "1.234568e-5"), (1e21, "1e21"),
    (0.1, "0.1"), (100, "100"), (5e15, "5e15"), (.infinity, "inf"), (0.99999999, "1"), (-2.5e-300, "-2.5e-300"),
  ])
  func significantDigits(_ value: Double, _ text: String) { #expect(NumberText.significant(value) == text) }

  @Test(arguments: [
    (3.1e-11, "1e-10"), (1e-10, "1e-10"), (1.0000001e-10, "1e-9"), (9.99e-10, "1e-9"), (0, "1e-16"), (1e-20, "1e-16"),
    (-0.5, "1"), (1, "1"), (2, "10"), (.infinity, "inf"), (.greatestFiniteMagnitude, "inf"),
  ])
  func powersOfTenAbove(_ error: Double, _ text: String) { #expect(NumberText.boundText(error) == text) }

  @Test func boundsAreNeverBelow() {
    for exponent in -400...400 {
      let value = Double(sign: .plus, exponent: exponent, significand: 1.7)
      #expect(NumberText.bound(value) >= value)
      #expect(NumberText.bound(value) < value * 10 || NumberText.bound(value) == 1e-16)
    }
  }

  /// FIPS 180-4 examples: the empty text, "abc", two blocks; then lengths around the end of a block.
  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
    (String(repeating: "a", count: 55), "9f4390f8d30c2dd92ec9f095b65e2b9ae9b0a925a5258e241c9f1e910f734318"),
    (String(repeating: "a", count: 64), "ffe054fe7ae0cb6dc65c3af9b61d5209f439851db43d0ba5997337df154668eb"),
  ])
  func digest(_ text: String, _ digest: String) { #expect(SHA256.hexadecimal(Array(text.utf8)) == digest) }

  @Test func columns() {
    #expect("abc".columns == 3)
    #expect("漢字".columns == 4)
    #expect("σ̂²".columns == 2)
    #expect("\u{1B}[1m".columns == 6 + 3)
    #expect("👍".columns == 2)
    #expect("abcdef".cut(to: 4, mark: "…") == "abc…")
    #expect("漢字漢字".cut(to: 5, mark: "…") == "漢字…")
    #expect("abcd".cut(to: 4, mark: "…") == "abcd")
  }

  @Test func wrapping() {
    #expect("a bb ccc".wrapped(to: 4) == ["a bb", "ccc"])
    #expect("aaaaaa b".wrapped(to: 3) == ["aaaaaa", "b"])
    #expect("".wrapped(to: 3) == [""])
  }

  @Test func hostileTextsAreHarmless() {
    for format in [ReportFormat.human, .short] {
      let text = format.text(of: .of([Drafts.hostile, Drafts.letters, Drafts.binary]))
      let harmful = text.unicodeScalars.filter { $0 != "\n" && $0.isTreacherous }
      #expect(harmful.isEmpty)
      #expect(!text.contains("\nerror[D0000]"))
    }
  }

  /// Any span on any bytes is rendered, without a trap.
  @Test func everySpanIsRendered() {
    let bytes: [UInt8] = Array("a\t漢\n\r\n".utf8) + [0xFF, 0xE2, 0x80] + Array("\nσ̂ = b".utf8)
    let source = SourceText(name: "s", bytes: bytes)
    for start in -2...bytes.count + 2 {
      for end in -2...bytes.count + 2 {
        let mistake = Diagnostic(
          .syntax(.strayColon), at: Span(start: start, end: end),
          related: [.init(span: Span(start: end, end: start), label: "r")])
        let text = DiagnosticText.text(of: [mistake], in: source, Presentation())
        #expect(text.hasPrefix("error[D0124]"))
      }
    }
  }

  @Test func aMarkOfALongLineStandsBelowItsTerm() {
    let text = String(repeating: "漢 + ", count: 400) + "target" + String(repeating: " + b", count: 100_000)
    let source = SourceText(name: "s", text: text)
    let start = 400 * 6
    let rendered = DiagnosticText.text(
      of: [Diagnostic(.syntax(.strayColon), at: Span(start: start, end: start + 6))], in: source, Presentation())
    let lines = rendered.split(separator: "\n").map(String.init)
    let place = lines[3].range(of: "target").map { String(lines[3][..<$0.lowerBound]).columns }
    let mark = lines[4].range(of: "^^^^^^").map { String(lines[4][..<$0.lowerBound]).columns }
    #expect(place != nil && place == mark, "\(rendered)")
    #expect(lines.allSatisfy { $0.columns < 110 })
  }
}
