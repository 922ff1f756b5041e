import Expressions
import Numbers

/// Σ c_k w^k + O(w^end), with rational exponents that ascend and coefficients that grow slower than any power of w.
struct Series {
  struct Term {
    var exponent: Rational
    var coefficient: Expression
  }

  var terms: [Term]
  /// Nil where the sum is exact.
  var end: Rational?

  static func constant(_ e: Expression) -> Series { Series(terms: [Term(exponent: .zero, coefficient: e)], end: nil) }
  static let zero = Series(terms: [], end: nil)

  /// A lower bound of all exponents; nil for an exact 0.
  var order: Rational? { terms.first?.exponent ?? end }

  mutating func truncate(at bound: Rational?) {
    guard let bound else { return }
    end = end.map { min($0, bound) } ?? bound
    terms.removeAll { $0.exponent >= bound }
  }

  func shifted(by exponent: Rational) -> Series {
    Series(
      terms: terms.map { Term(exponent: $0.exponent + exponent, coefficient: $0.coefficient) },
      end: end.map { $0 + exponent })
  }
}

extension ExpressionStore {
  /// Terms of one exponent are added up.
  mutating func sum(_ parts: [Series]) -> Series {
    var coefficients: [Rational: [Expression]] = [:]
    var end: Rational?
    for part in parts {
      for term in part.terms { coefficients[term.exponent, default: []].append(term.coefficient) }
      if let own = part.end { end = end.map { min($0, own) } ?? own }
    }
    var result = Series(terms: [], end: nil)
    for exponent in coefficients.keys.sorted() {
      result.terms.append(Series.Term(exponent: exponent, coefficient: sum(coefficients[exponent] ?? [])))
    }
    result.truncate(at: end)
    return result
  }

  mutating func scaled(_ series: Series, by factor: Expression) -> Series {
    var result = series
    for k in result.terms.indices { result.terms[k].coefficient = product([factor, result.terms[k].coefficient]) }
    return result
  }

  mutating func product(_ a: Series, _ b: Series) -> Series {
    guard let first = a.order, let second = b.order else { return .zero }
    var end: Rational?
    if let own = a.end { end = own + second }
    if let own = b.end { end = end.map { min($0, own + first) } ?? own + first }
    var parts: [Series] = []
    for x in a.terms {
      var terms: [Series.Term] = []
      for y in b.terms {
        let exponent = x.exponent + y.exponent
        if let end, exponent >= end { break }
        terms.append(Series.Term(exponent: exponent, coefficient: product([x.coefficient, y.coefficient])))
      }
      parts.append(Series(terms: terms, end: nil))
    }
    var result = sum(parts)
    result.truncate(at: end)
    return result
  }
}
