/// Functions of the language that are neither elementary nor lines of the prelude: they bind names, look at shapes, or
/// build matrices.
enum Builtin: UInt8, Sendable {
  case sum, product, mean, maximum, minimum
  case delta, basis, indicator, cases
  case identity, ones
  case diagonal, trace, determinant, logDeterminant, inverse
  case derivative, gradient, jacobian, hessian, local
  case substitution
  case argmin, argmax
  case limit
  case expectation, variance, covariance
  case shape
  case unsupported

  init?(named name: String) {
    switch name {
    case "sum": self = .sum
    case "prod": self = .product
    case "mean": self = .mean
    case "max": self = .maximum
    case "min": self = .minimum
    case "delta": self = .delta
    case "e": self = .basis
    case "ind": self = .indicator
    case "cases": self = .cases
    case "I": self = .identity
    case "ones": self = .ones
    case "diag": self = .diagonal
    case "tr": self = .trace
    case "det": self = .determinant
    case "logdet": self = .logDeterminant
    case "inv": self = .inverse
    case "diff": self = .derivative
    case "grad": self = .gradient
    case "jac": self = .jacobian
    case "hess": self = .hessian
    case "local": self = .local
    case "at": self = .substitution
    case "argmin": self = .argmin
    case "argmax": self = .argmax
    case "limit": self = .limit
    case "E": self = .expectation
    case "Var": self = .variance
    case "Cov": self = .covariance
    case "shape": self = .shape
    case "integral", "kron", "vec", "rank", "grad_sym": self = .unsupported
    default: return nil
    }
  }

  static let names = [
    "sum", "prod", "mean", "max", "min", "delta", "ind", "cases", "ones", "diag", "tr", "det", "logdet", "inv", "diff",
    "grad", "jac", "hess", "local", "argmin", "argmax", "limit", "integral", "Var", "Cov", "kron", "vec", "rank",
    "shape", "grad_sym",
  ]

  /// The numbers of arguments, and how a message says so. Nil where the function looks itself.
  var arity: (ClosedRange<Int>, String)? {
    switch self {
    case .delta: (2...2, "two indices")
    case .basis: (1...1, "one index")
    case .indicator: (1...1, "one statement")
    case .identity: (1...1, "a size")
    case .ones: (1...2, "one or two sizes")
    case .diagonal, .trace, .determinant, .logDeterminant, .inverse: (1...1, "one matrix")
    case .shape: (1...1, "a vector, a matrix or a family")
    case .derivative: (2...8, "a term and the variables")
    case .gradient, .jacobian, .hessian, .local: (2...2, "a term and a variable")
    case .argmin, .argmax: (2...2, "a variable and a term")
    case .limit: (2...3, "a variable with its point, a term, and left or right if need be")
    case .expectation, .variance: (1...2, "a term, or a random variable and a term")
    case .covariance: (2...2, "two terms")
    case .substitution: (2...64, "a term and equations")
    case .sum, .product, .mean, .maximum, .minimum: (1...64, "indices and a term")
    case .cases: (1...10_000, "arms")
    case .unsupported: nil
    }
  }
}
