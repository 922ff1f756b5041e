import Checking
import Diagnostics
import Elaboration
import Notation

/// What libFuzzer calls with one text: it is read and elaborated, and with `-D CHECKS` judged with little work.
///
/// A trap, a span outside the text, or a disagreement of the engine with itself is a finding.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOne(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let source = SourceText(name: "fuzz.expr", bytes: Array(UnsafeBufferPointer(start: start, count: count)))
  #if CHECKS
    let checked = check(source, options: CheckOptions(steps: 2_000, work: 500_000))
    for line in checked.lines {
      expect(line.span, in: source)
      expect(line.termSpan, in: source)
      for diagnosis in line.diagnoses { if let span = diagnosis.span { expect(span, in: source) } }
    }
    for diagnostic in checked.diagnostics + checked.remarks { expect(diagnostic.span, in: source) }
    if let fault = checked.faults.first { fatalError(fault.message) }
  #else
    let syntax = SyntaxFile(parsing: source)
    let problem = Problem(elaborating: syntax, of: source)
    for diagnostic in syntax.diagnostics + problem.diagnostics + problem.remarks {
      expect(diagnostic.span, in: source)
      precondition(!diagnostic.mistake.message.isEmpty, "a mistake without words")
    }
  #endif
  return 0
}

private func expect(_ span: Span, in source: SourceText) {
  precondition(0 <= span.start && span.start <= span.end && span.end <= source.bytes.count, "a span outside the text")
}
