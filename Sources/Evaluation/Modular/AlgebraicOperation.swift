import Numbers

/// One operation of an algebraic program; places are those of earlier ones.
enum AlgebraicOperation {
  case constant(Rational)
  /// An indeterminate: an input, or a number of which no law is known, such as log x.
  case indeterminate(Int)
  case sum([Int])
  case product([Int])
  case power(Int, Int)
  /// E^q for a unit E, such as exp x, of which all powers with the needed denominators exist.
  case unit(Int, Rational)
  /// u^q for the radicand u of a root.
  case root(Int, Rational)
  /// cos and sin of Σ q·angle, turned by quarter turns.
  case cosine([AngleTerm], quarters: Int)
  case sine([AngleTerm], quarters: Int)
  /// The n² entries of a matrix by rows; the entries of its inverse are the next places.
  case inverse([Int], size: Int)
  case inverseEntry
}

struct AngleTerm {
  var angle: Int
  var factor: Rational
}

/// A program over a ring in which each transcendental function obeys the laws that are written here and no others.
///
/// It is made along a `Program` by `AlgebraicCompiler`, which asks `ModularLanes` which values are equal.
struct AlgebraicProgram {
  private(set) var operations: [AlgebraicOperation] = []
  /// By operation: its value is a number, whatever the indeterminates, units and angles are.
  private(set) var isNumber: [Bool] = []
  /// By unit, the number that its powers are divisible by: E = g^d.
  var unitDenominators: [Int] = []
  /// By angle likewise.
  var angleDenominators: [Int] = []
  var roots: [Root] = []
  var indeterminates: [Indeterminate] = []

  /// c·τⁿ for a random τ, so that it is c times an n-th power.
  struct Indeterminate {
    var factor = Rational.one
    var order = 1
  }

  /// All n-th roots of a radicand: a digit of the number of a sheet tells them apart.
  struct Root {
    var radicand: Int
    var order: Int
    /// The sheets of the roots before it.
    var stride: Int
  }

  mutating func append(_ operation: AlgebraicOperation) {
    isNumber.append(isNumber(operation))
    operations.append(operation)
  }

  private func isNumber(_ operation: AlgebraicOperation) -> Bool {
    switch operation {
    case .constant: true
    case .sum(let parts), .product(let parts): parts.allSatisfy { isNumber[$0] }
    case .power(let base, _): isNumber[base]
    case .root(let root, _): isNumber[roots[root].radicand]
    case .indeterminate, .unit, .cosine, .sine, .inverse, .inverseEntry: false
    }
  }

  var sheets: Int { roots.last.map { $0.stride * $0.order } ?? 1 }
}
