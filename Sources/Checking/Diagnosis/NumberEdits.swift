import Expressions
import Numbers

/// Edits of numbers: one off, too much, or another one.
extension EditCatalogue {
  /// A number that is one off.
  mutating func proposeNumbers() {
    for place in places {
      guard let value = store.rational(place.expression), !value.isZero, !isUnwritten(value, at: place) else {
        continue
      }
      let isBelow = value.numerator == .one || value.numerator == Integer(-1)
      guard value.isInteger || isBelow, let inverse = value.isInteger ? value : Rational.one.divided(by: value) else {
        continue
      }
      for other in [inverse + .one, inverse - .one] {
        guard let new = value.isInteger ? other : Rational.one.divided(by: other) else { continue }
        let message = "`\(inverse.readable())` should be `\(other.readable())`"
        add(.numericFactor, place, by: store.number(new), .number(other), message)
      }
    }
  }

  /// The 1 of a product: a sign, or the 1 above a denominator.
  private func isUnwritten(_ value: Rational, at place: Place) -> Bool {
    guard value.magnitude.isOne, !place.path.isEmpty else { return false }
    let above = Array(place.path.dropLast())
    return places.contains { $0.path == above && store.op($0.expression) == .product }
  }

  /// A number that already stands there is another one. A sign alone is no number that stands there.
  mutating func addNumber(_ place: Place, _ factor: Rational) -> Bool {
    guard let (numbers, others) = store.coefficient(of: place.expression) else { return false }
    let value = numbers.reduce(.one, *)
    let new = value * factor
    let parts = (new.isOne && !others.isEmpty ? [] : [store.number(new)]) + others
    let result = store.product(parts)
    // What is too much goes, or else the number as a whole is another one.
    if let surplus = factor.inverse, surplus.signum > 0, surplus == value.magnitude || numbers.contains(surplus),
      !others.isEmpty, let written = text.coefficient(surplus, of: place, in: store)
    {
      let message = "the factor `\(surplus.readable())` does not belong there"
      add(.numericFactor, place, by: result, .removed, marking: place.marking(written), message)
    } else if let written = text.coefficient(value, of: place, in: store) {
      let (own, meant) = written.isBelow ? (value.inverse ?? value, new.inverse ?? new) : (value, new)
      let isNegative = own.signum < 0 && meant.signum < 0
      let message = "`\((isNegative ? -own : own).readable())` should be `\((isNegative ? -meant : meant).readable())`"
      add(.numericFactor, place, by: result, .number(meant), marking: place.marking(written), message)
    } else if others.isEmpty {
      let message = "`\(value.readable())` should be `\(new.readable())`"
      add(.numericFactor, place, by: result, .number(new), message)
    } else {
      let message = "\(naming(place)) lacks the factor `\(text(store.number(factor)))`"
      add(.numericFactor, place, by: result, .times(store.number(factor)), message)
    }
    return true
  }
}
