import Expressions
import Numbers

/// An interned contraction network: a sorted multiset of factors with canonically numbered bound indices.
struct Monomial: Hashable, Sendable {
  let number: UInt32
  static let one = Monomial(number: 0)
}

/// A polynomial Σ c·N of networks N with rational c: the normal form. No monomial twice, no zero coefficient, ordered
/// by the digests of the monomials.
public struct Form: Hashable, Sendable {
  struct Term: Hashable, Sendable {
    var digest: UInt64
    var monomial: Monomial
    var coefficient: Rational
  }

  var terms: [Term]

  static let zero = Form(terms: [])

  public var isZero: Bool { terms.isEmpty }
  var count: Int { terms.count }

  /// The single term, if there is just one.
  var single: Term? { terms.count == 1 ? terms[0] : nil }

  /// The value, if no atom occurs.
  public var constant: Rational? {
    if terms.isEmpty { return .zero }
    return terms.count == 1 && terms[0].monomial == .one ? terms[0].coefficient : nil
  }

  func coefficient(of monomial: Monomial) -> Rational? { terms.first { $0.monomial == monomial }?.coefficient }

  func scaled(by c: Rational) -> Form {
    if c.isZero { return .zero }
    if c.isOne { return self }
    return Form(terms: terms.map { Term(digest: $0.digest, monomial: $0.monomial, coefficient: $0.coefficient * c) })
  }

  func removing(_ monomial: Monomial) -> Form { Form(terms: terms.filter { $0.monomial != monomial }) }

  /// self + c·other, by merging.
  func adding(_ other: Form, times c: Rational = .one) -> Form {
    if other.terms.isEmpty || c.isZero { return self }
    var merged: [Term] = []
    merged.reserveCapacity(terms.count + other.terms.count)
    var (i, j) = (0, 0)
    while i < terms.count && j < other.terms.count {
      let (a, b) = (terms[i], other.terms[j])
      if a.monomial == b.monomial {
        let sum = a.coefficient + b.coefficient * c
        if !sum.isZero { merged.append(Term(digest: a.digest, monomial: a.monomial, coefficient: sum)) }
        i += 1
        j += 1
      } else if Form.precedes(a, b) {
        merged.append(a)
        i += 1
      } else {
        merged.append(Term(digest: b.digest, monomial: b.monomial, coefficient: b.coefficient * c))
        j += 1
      }
    }
    merged.append(contentsOf: terms[i...])
    for b in other.terms[j...] {
      merged.append(Term(digest: b.digest, monomial: b.monomial, coefficient: b.coefficient * c))
    }
    return Form(terms: merged)
  }

  static func precedes(_ a: Term, _ b: Term) -> Bool {
    a.digest != b.digest ? a.digest < b.digest : a.monomial.number < b.monomial.number
  }
}

/// Collects terms in any order.
struct TermSum {
  private var coefficients: [Monomial: Rational] = [:]

  /// What sums of long fractions took, in units of work, since it was asked for last.
  private var work = 0

  mutating func add(_ monomial: Monomial, _ c: Rational) {
    // Static: a copy of self would copy the dictionary.
    TermSum.add(c, to: &coefficients[monomial, default: .zero], &work)
  }

  private static func add(_ c: Rational, to total: inout Rational, _ work: inout Int) {
    total += c
    work += WorkAccount.units(forMaking: total)
  }

  mutating func takeWork() -> Int {
    defer { work = 0 }
    return work
  }

  mutating func add(_ form: Form, times c: Rational = .one) {
    for term in form.terms { add(term.monomial, term.coefficient * c) }
  }

  func form(digest: (Monomial) -> UInt64) -> Form {
    var terms: [Form.Term] = []
    terms.reserveCapacity(coefficients.count)
    for (monomial, c) in coefficients where !c.isZero {
      terms.append(Form.Term(digest: digest(monomial), monomial: monomial, coefficient: c))
    }
    terms.sort(by: Form.precedes)
    return Form(terms: terms)
  }
}
