import Diagnostics
import Elaboration
import Expressions
import Numbers

/// The number in front of a term as its author wrote it: `1/2` in `1/2*x`, the 2 below in `x/2`, none in `-x`.
struct WrittenCoefficient {
  /// The part of the text; a denominator for a number below.
  var part: Expression
  var span: Span
  var occurrence: Int
  var isBelow: Bool
}

extension TermText {
  /// Where the coefficient of a product stands: least deep in brackets, and then first. Nil for 1 and -1, which nobody
  /// writes.
  func coefficient(_ value: Rational, of place: Place, in store: ExpressionStore) -> WrittenCoefficient? {
    let own = span(of: place, in: store)
    let bounds = own ?? term.span
    let size = value.magnitude
    if size.isOne { return nil }
    var best: (depth: Int, coefficient: WrittenCoefficient)?
    var count = 0
    for (part, spans) in term.origins {
      // `-1/2` is one number, `-x/2` is the negative of a quotient.
      guard let own = store.constantValue(of: part)?.magnitude else { continue }
      let isBelow = own != size
      if isBelow && own.inverse != size { continue }
      for (k, span) in spans.enumerated() where bounds.start <= span.start && span.end <= bounds.end {
        if isExponent(span) || isBelow != isDenominator(span) { continue }
        count += 1
        let depth = depth(of: span, in: bounds)
        let found = WrittenCoefficient(part: part, span: span, occurrence: k, isBelow: isBelow)
        guard let known = best else {
          best = (depth, found)
          continue
        }
        if (depth, span.start, -span.end) < (known.depth, known.coefficient.span.start, -known.coefficient.span.end) {
          best = (depth, found)
        }
      }
    }
    // Of a part that does not stand in the text, only a number that stands there once.
    return own == nil && count > 1 ? nil : best?.coefficient
  }

  private func isExponent(_ span: Span) -> Bool { byte(before: span) == UInt8(ascii: "^") }
  private func isDenominator(_ span: Span) -> Bool { byte(before: span) == UInt8(ascii: "/") }

  private func byte(before span: Span) -> UInt8? {
    var at = span.start - 1
    while at >= term.span.start, [0x20, 0x28].contains(source.bytes[at]) { at -= 1 }
    return at >= term.span.start ? source.bytes[at] : nil
  }

  private func depth(of span: Span, in bounds: Span) -> Int {
    var depth = 0
    for byte in source.bytes[bounds.start..<span.start] {
      if byte == UInt8(ascii: "(") || byte == UInt8(ascii: "[") { depth += 1 }
      if byte == UInt8(ascii: ")") || byte == UInt8(ascii: "]") { depth -= 1 }
    }
    return depth
  }
}

extension ExpressionStore {
  /// The value of a number, a quotient of numbers, a power of one.
  func constantValue(of e: Expression) -> Rational? {
    switch op(e) {
    case .number: return rational(e)
    case .product:
      var value = Rational.one
      for part in operands(of: e) {
        guard let factor = constantFactor(part) else { return nil }
        value *= factor
      }
      return value
    default: return constantFactor(e)
    }
  }

  private func constantFactor(_ e: Expression) -> Rational? {
    if let value = rational(e) { return value }
    guard op(e) == .power, let base = rational(operand(0, of: e)), let exponent = rational(operand(1, of: e)) else {
      return nil
    }
    return exponent == Rational(-1) ? base.inverse : nil
  }

  /// A product as numbers and other factors; nil where no number is among them.
  func coefficient(of e: Expression) -> (numbers: [Rational], others: [Expression])? {
    var parts = [e]
    while let k = parts.firstIndex(where: { op($0) == .product }) {
      parts.replaceSubrange(k...k, with: operands(of: parts[k]))
    }
    let numbers = parts.compactMap { constantFactor($0) }
    return numbers.isEmpty ? nil : (numbers, parts.filter { constantFactor($0) == nil })
  }
}
