import Checking
import Diagnostics

/// A checked line with its places in another text.
extension CheckedLine {
  /// - Parameter place: nil for what does not stand in that text.
  func moved(_ place: (Span) -> Span?) -> CheckedLine {
    var line = self
    line.span = place(span) ?? line.span
    line.termSpan = place(termSpan) ?? line.span
    for k in line.diagnoses.indices { line.diagnoses[k].span = diagnoses[k].span.flatMap(place) }
    line.diagnostic = diagnostic.map { $0.moved(place, or: line.termSpan) }
    return line
  }
}

extension Diagnostic {
  func moved(_ place: (Span) -> Span?, or other: Span) -> Diagnostic {
    Diagnostic(
      mistake, at: place(span) ?? other,
      related: related.compactMap { note in place(note.span).map { Related(span: $0, label: note.label) } })
  }
}
