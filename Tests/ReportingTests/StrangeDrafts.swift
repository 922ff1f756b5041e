import Checking
import Diagnostics
import Reporting

extension Drafts {
  /// Names and texts that would act on a terminal if they were printed as they are.
  static let hostile: Draft = {
    var draft = Draft(
      "evil\u{1B}]0;title\u{07}\n\u{202E}.expr",
      "claim a: x \u{1B}[31m= \"y\\\u{0}\u{9B}2J\u{2066}\u{E0041} end\nclaim b: x = \u{FEFF}z\u{2028}w\r\n")
    draft.define("n\u{1B}[2J", "R^\u{07}")
    draft.assume("x \u{1B}[31m")
    draft.claim(
      "a\u{1B}[8m",
      [
        draft.line("\"y\\\u{0}\u{9B}2J\u{2066}\u{E0041} end", .refuted) {
          $0.readAs = .init(left: "x\u{1B}", relation: "=", right: "y\u{0}")
          $0.diagnoses = [
            Diagnosis(
              code: .sign, message: "sign of \u{1B}[5m`y`\nerror[D0000]: forged line", span: nil, repair: "-\u{1B}y",
              isProved: true)
          ]
          $0.difference = "\u{1B}c"
          $0.counterexample = Counterexample(
            bindings: [.init(name: "x\u{1B}", value: "\u{7F}1")],
            rows: [
              .init(
                entry: "i\u{1B} = 1", yours: .nan, correct: .infinity, finiteDifference: -.infinity, errorBound: .nan,
                differs: true)
            ])
        }
      ])
    draft.claim("b", [draft.line("\u{FEFF}z\u{2028}w", .undecided) { $0.reason = "no \u{1B}[1mrule" }])
    draft.faults = [Fault(span: draft.span("claim b"), message: "proved \u{1B}[1m, but the numbers differ")]
    return draft
  }()

  /// Tabs, wide and combining characters, malformed UTF-8, very long lines.
  static let letters: Draft = {
    let long = (1...200).map { "x\($0)" }.joined(separator: " + ")
    var bytes = Array("claim tab:\ta\t= b\tc\nclaim weite: 漢字 = 変数\nclaim hut: σ̂² = μ̂\nclaim lang: y = \(long)\n".utf8)
    bytes += Array("claim kaputt: a ".utf8) + [0xFF, 0xC3] + Array(" = bb\nclaim ende: a =".utf8)
    var draft = Draft("ünïcode/дом.expr", bytes: bytes)
    for (label, term) in [
      ("tab", "b\tc"), ("weite", "変数"), ("hut", "μ̂"), ("kaputt", "bb"),
    ] {
      draft.claim(label, [draft.line(term, .refuted)])
    }
    draft.claim(
      "lang",
      [
        draft.line(long, .refuted),
        draft.line("x100", .refuted),
        draft.line("x199 + x200", .refuted),
      ])
    draft.diagnostics = [
      Diagnostic(.syntax(.expectedTerm(after: "`=`", found: "the end of the text")), at: draft.span("no such text"))
    ]
    return draft
  }()

  /// Mistakes of the text, a remark, a bug of the tool; spans that lie outside the text.
  static let mistakes: Draft = {
    var draft = Draft("mistakes.expr", "claim a: (x + 1 = |y|\n\n# a\nclaim b: 1/2x = x\nclaim c: p = p\n")
    draft.diagnostics = [
      Diagnostic(
        .syntax(.unclosed("(")), at: draft.span("("),
        related: [.init(span: draft.span("|y|"), label: "the line goes on")]),
      Diagnostic(
        .syntax(.ambiguousProduct(left: "1", operation: "/", number: "2", name: "x")), at: draft.span("1/2x"),
        related: [
          .init(span: draft.span("x = x"), label: "same line"),
          .init(span: Span(start: 900, end: 950), label: "far out"),
        ]),
      Diagnostic(.syntax(.strayComma), at: Span(start: -5, end: -1)),
      Diagnostic(.syntax(.strayComma), at: Span(start: 30, end: 3)),
    ]
    draft.claim("c", [draft.line("p", .proved, at: 2) { $0.evidence = .proof(0) }])
    draft.remarks = [Diagnostic(.syntax(.strayColon), at: draft.span("p = p"))]
    draft.faults = [Fault(span: draft.span("p = p"), message: "`p = p` is proved, but differs at p = 1")]
    return draft
  }()

  static let binary: Draft = {
    var draft = Draft("picture.expr", bytes: [0x7F, 0x45, 0x4C, 0x46, 0x00, 0x00, 0xFF])
    draft.diagnostics = [Diagnostic(.syntax(.notText(byte: 0)), at: Span(start: 4, end: 5))]
    return draft
  }()

  /// More wrong lines and more entries than are shown in full; numbers of all magnitudes.
  static let many: Draft = {
    var draft = Draft(
      "many.expr", "claim all:\n  a\n" + (1...6).map { "    = b\($0)\n" }.joined() + "claim wide: W = V\n")
    draft.claim("all", (1...6).map { draft.line("b\($0)", $0 == 4 ? .undecided : .refuted) })
    let values: [Double] = [
      1e-12, 0, 1234567.5, 1e9, -3.5, 0.1, 1 / 3, 2, .leastNonzeroMagnitude, 1.7976931348623157e308, 12,
    ]
    let rows = values.enumerated().map { position, value in
      Counterexample.Row(
        entry: "i = \(position + 1), j = 1", yours: value, correct: position % 3 == 0 ? value : -value,
        finiteDifference: position == 2 ? nil : value, errorBound: 1e-30, differs: position % 3 != 0)
    }
    draft.claim(
      "wide",
      [
        draft.line("V", .refuted) {
          $0.counterexample = Counterexample(
            bindings: (1...12).map { .init(name: "W\($0)", value: "[1/2, 1, 3; 1, 0, -1]") }, rows: rows)
        },
        draft.line("V", .refuted) {
          $0.counterexample = Counterexample(
            bindings: [],
            rows: [
              .init(entry: "", yours: 1 + 0x1p-40, correct: 1, finiteDifference: 1, errorBound: 1e-30, differs: true)
            ])
        },
      ])
    return draft
  }()

  static let empty = Draft("empty.md", "")
}
