import Checking
import Diagnostics

/// A checked line with its places in another text.
extension CheckedLine {
  /// - Parameter place: nil for what does not stand in that text.
  func moved(_ place: (Span) -> Span?) -> CheckedLine {
    var line = self
    let term = place(termSpan) ?? place(span) ?? Span(start: 0, end: 0)
    line.span = place(span) ?? term
    line.termSpan = term
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
