import Diagnostics
import Elaboration
import Expressions
import Numbers

/// The parts of a term as the author wrote them, where they stand in the text by themselves.
struct TermText {
  let source: SourceText
  let term: Term

  /// Where a part stands; a term that is subtracted is marked without its sign.
  func span(of place: Place, in store: ExpressionStore) -> Span? {
    if place.path.isEmpty { return term.span }
    if let own = span(of: place.expression, occurrence: place.occurrence) { return own }
    guard let positive = magnitude(of: place.expression, in: store) else { return nil }
    return span(of: positive, occurrence: place.occurrence)
  }

  /// All places where a part could stand, the likely one first.
  func spans(of place: Place, in store: ExpressionStore) -> [Span] {
    guard let first = span(of: place, in: store) else { return [] }
    let others =
      term.origins[place.expression] ?? magnitude(of: place.expression, in: store).flatMap { term.origins[$0] }
    return [first] + (others ?? []).filter { $0 != first }
  }

  /// What a part is without the number in front of it, or without the sign of a number.
  private func magnitude(of e: Expression, in store: ExpressionStore) -> Expression? {
    if let value = store.rational(e), value.signum < 0 {
      var store = store
      return store.number(-value)
    }
    guard store.op(e) == .product, let first = store.operands(of: e).first, store.rational(first) != nil else {
      return nil
    }
    var store = store
    return store.product(Array(store.operands(of: e).dropFirst()))
  }

  func span(of part: Expression, occurrence: Int = 0) -> Span? {
    guard let spans = term.origins[part] else { return nil }
    // A transpose has the value of its operand at its own indices: both are one place.
    let own = spans.filter { span in !spans.contains { $0 != span && $0.start <= span.start && span.end <= $0.end } }
    return occurrence < own.count ? own[occurrence] : own.first
  }

  /// The author's text of a part, or else its entries.
  func words(_ place: Place, in store: ExpressionStore) -> String {
    text(of: place, in: store) ?? ExpressionText.text(place.expression, in: store, limit: 60)
  }

  /// The author's text of a part, if it is short.
  func text(of place: Place, in store: ExpressionStore, limit: Int = 60) -> String? {
    if let span = span(of: place, in: store) { return text(of: span, limit: limit) }
    // A denominator stands in the text, and not its reciprocal.
    guard store.op(place.expression) == .power, store.rational(store.operand(1, of: place.expression)) == Rational(-1),
      let span = span(of: store.operand(0, of: place.expression)), let below = text(of: span, limit: limit)
    else { return nil }
    let isPlain = below.hasSuffix(")") || !below.contains { "+-*/".contains($0) }
    return isPlain ? "1/\(below)" : "1/(\(below))"
  }

  func text(of span: Span, limit: Int = 60) -> String? {
    let text = source.text(of: span).withoutOuterBrackets
    return text.count <= limit && !text.contains("\n") && !text.contains("#") ? text : nil
  }
}

extension String {
  /// `(x + y)` as `x + y`; `(a)*(b)` stays.
  fileprivate var withoutOuterBrackets: String {
    guard first == "(", last == ")" else { return self }
    var depth = 0
    for c in dropLast() {
      if c == "(" { depth += 1 }
      if c == ")" { depth -= 1 }
      if depth == 0 { return self }
    }
    return String(dropFirst().dropLast())
  }
}
