import Expressions
import Numbers

/// A number with its derivatives along several directions: an element of R[ε₁, …, ε_k] with ε_j² = 0.
///
/// The coefficient of a product of different ε stands at the place whose bits name them; that of ε₁⋯ε_k is the k-th mixed
/// derivative. Griewank, Walther, *Evaluating Derivatives*, SIAM 2008, chapter 13. A coefficient that is missing is 0
/// because the value does not depend on the direction; one that depends on it but has slope 0 is there.
struct Jet<Number: Enclosure>: Sendable {
  typealias Real = Evaluation.Real<Number>

  private(set) var coefficients: [Real?]

  /// A number that depends on none of k directions.
  init(_ value: Real, directions: Int) {
    coefficients = Array(repeating: nil, count: 1 << directions)
    coefficients[0] = value
  }

  private init(_ coefficients: [Real?]) { self.coefficients = coefficients }

  var value: Real { coefficients[0] ?? .zero }

  var directions: Int { coefficients.count.trailingZeroBitCount }

  /// Depends on no direction.
  var isConstant: Bool { coefficients.dropFirst().allSatisfy { $0 == nil } }

  /// The value plus ε_j.
  func moved(in direction: Int) -> Jet {
    var result = self
    result.coefficients[1 << direction] = (coefficients[1 << direction] ?? .zero) + .one
    return result
  }

  /// The same number held fixed along a direction.
  func held(in direction: Int) -> Jet {
    Jet(coefficients.indices.map { $0 & (1 << direction) == 0 ? coefficients[$0] : nil })
  }

  /// The same number among more directions.
  func lifted(to directions: Int) -> Jet {
    Jet(coefficients + Array(repeating: nil, count: (1 << directions) - coefficients.count))
  }

  /// The parts a and b of a + b·ε for the last direction ε.
  var halves: (low: Jet, high: Jet?) {
    let middle = coefficients.count / 2
    let high = Array(coefficients[middle...])
    return (Jet(Array(coefficients[..<middle])), high.allSatisfy { $0 == nil } ? nil : Jet(high))
  }

  /// a + b·ε.
  static func joined(_ low: Jet, _ high: Jet?) -> Jet {
    Jet(low.coefficients + (high?.coefficients ?? Array(repeating: nil, count: low.coefficients.count)))
  }

  static func + (a: Jet, b: Jet) -> Jet {
    Jet(
      zip(a.coefficients, b.coefficients).map { x, y in
        guard let x, let y else { return x ?? y }
        return x + y
      })
  }

  /// c[m] = Σ a[s]·b[m − s] over the subsets s of m.
  static func * (a: Jet, b: Jet) -> Jet {
    Jet(
      a.coefficients.indices.map { mask in
        var total: Real?
        var subset = mask
        while true {
          if let x = a.coefficients[subset], let y = b.coefficients[mask & ~subset] {
            total = total.map { $0 + x * y } ?? x * y
          }
          if subset == 0 { return total }
          subset = (subset - 1) & mask
        }
      })
  }

  static prefix func - (a: Jet) -> Jet { Jet(a.coefficients.map { $0.map { -$0 } }) }

  static func - (a: Jet, b: Jet) -> Jet { a + -b }

  /// The same directions with another value and this slope wherever self has one.
  func replaced(value: Real, slope: Real) -> Jet {
    var result = Jet(coefficients.map { $0.map { _ in slope } })
    result.coefficients[0] = value
    return result
  }

  /// Self where the witness is defined.
  func guarded(by witness: Jet) -> Jet {
    if !witness.value.isDefined { return Jet(.undefined, directions: directions) }
    if witness.value.ball.isUnknown { return Jet(.unknown, directions: directions) }
    return self
  }
}

/// Statements are the numbers 1 and 0, which depend on a direction only where they change: there they have no slope.
extension Jet {
  /// Whether the relation holds between self and 0.
  func compared(_ relation: Comparison) -> Jet {
    let truth = value.compared(relation)
    if value.ball.excludesZero { return Jet(truth, directions: directions) }
    let isBoundary = value.exact?.isZero == true || value.ball.isZero || !value.isDefined
    return replaced(value: truth, slope: isBoundary ? .undefined : .unknown)
  }

  var negation: Jet { Jet(.one, directions: directions) - self }

  /// False if one is, else undefined if one is.
  func and(_ other: Jet) -> Jet {
    var result = self + other
    result.coefficients[0] = Real(value.ball.and(other.value.ball))
    return result
  }

  func or(_ other: Jet) -> Jet { negation.and(other.negation).negation }

  /// The chosen value, whose slope is that of the branch where the condition does not change.
  func select(_ yes: Jet, otherwise no: Jet) -> Jet {
    var change = self
    change.coefficients[0] = nil
    switch value.truth {
    case true?: return yes + change
    case false?: return no + change
    case nil: return Jet(value.isDefined ? .unknown : .undefined, directions: directions)
    }
  }
}
