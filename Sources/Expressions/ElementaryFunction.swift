/// The functions that are atoms of the algebra. Everything else that the language offers (sqrt, softmax, norm, …) is
/// defined from these in the prelude.
public enum ElementaryFunction: UInt8, CaseIterable, Sendable {
  case exp, log
  case abs, sign, step
  case sin, cos, tan, asin, acos, atan
  case sinh, cosh, tanh, asinh, acosh, atanh
  case sigmoid, softplus
  case erf, gamma, logGamma, digamma
  /// Integrals of elementary functions: erfi, Ei, Si, Ci, Shi, Chi, Li₂, and Fresnel's S and C.
  case imaginaryError, exponentialIntegral, sineIntegral, cosineIntegral, hyperbolicSineIntegral
  case hyperbolicCosineIntegral, dilogarithm, fresnelSine, fresnelCosine
  /// Of several arguments: Legendre's incomplete integrals F(φ | m), E(φ | m) and Π(n; φ | m) with the parameter m = k²,
  /// the upper incomplete gamma function Γ(s, x), and the polylogarithm Li_s(x).
  case ellipticF, ellipticE, ellipticPi, incompleteGamma, polylogarithm
  /// Of two or more arguments.
  case maximum, minimum
  /// The largest integer not above the argument.
  case floor
}

/// What the algebra and the sampler know of a function; its derivative is a row of `DerivativeTable`.
public struct FunctionProperties: Sendable {
  public enum Parity: Int, Sendable { case none = 0, even = 1, odd = -1 }

  /// The name in the notation.
  public var name: String
  public var parity: Parity
  /// Never negative / never zero or negative, where defined.
  public var isNonnegative: Bool
  public var isPositive: Bool
  /// Not differentiable, or not continuous, where its argument is 0.
  public var hasKink: Bool
  /// Strictly, on its whole domain.
  public var isIncreasing: Bool
  /// How many arguments it takes, each with a place of its own; maxima and minima take any number in any order.
  public var argumentCount: Int

  init(
    _ name: String, _ parity: Parity = .none, nonnegative: Bool = false, positive: Bool = false, kink: Bool = false,
    increasing: Bool = false, arguments: Int = 1
  ) {
    self.name = name
    self.parity = parity
    isNonnegative = nonnegative || positive
    isPositive = positive
    hasKink = kink
    isIncreasing = increasing
    argumentCount = arguments
  }
}

extension ElementaryFunction {
  public var properties: FunctionProperties {
    switch self {
    case .exp: FunctionProperties("exp", positive: true, increasing: true)
    case .log: FunctionProperties("log", increasing: true)
    case .abs: FunctionProperties("abs", .even, nonnegative: true, kink: true)
    case .sign: FunctionProperties("sign", .odd, kink: true)
    case .step: FunctionProperties("step", nonnegative: true, kink: true)
    case .sin: FunctionProperties("sin", .odd)
    case .cos: FunctionProperties("cos", .even)
    case .tan: FunctionProperties("tan", .odd)
    case .asin: FunctionProperties("asin", .odd)
    case .acos: FunctionProperties("acos", nonnegative: true)
    case .atan: FunctionProperties("atan", .odd, increasing: true)
    case .sinh: FunctionProperties("sinh", .odd, increasing: true)
    case .cosh: FunctionProperties("cosh", .even, positive: true)
    case .tanh: FunctionProperties("tanh", .odd, increasing: true)
    case .asinh: FunctionProperties("asinh", .odd, increasing: true)
    case .acosh: FunctionProperties("acosh", nonnegative: true)
    case .atanh: FunctionProperties("atanh", .odd)
    case .sigmoid: FunctionProperties("sigmoid", positive: true, increasing: true)
    case .softplus: FunctionProperties("softplus", positive: true, increasing: true)
    case .erf: FunctionProperties("erf", .odd, increasing: true)
    case .gamma: FunctionProperties("gamma")
    case .logGamma: FunctionProperties("lgamma")
    case .digamma: FunctionProperties("digamma")
    case .imaginaryError: FunctionProperties("erfi", .odd, increasing: true)
    case .exponentialIntegral: FunctionProperties("Ei")
    case .sineIntegral: FunctionProperties("Si", .odd)
    case .cosineIntegral: FunctionProperties("Ci")
    case .hyperbolicSineIntegral: FunctionProperties("Shi", .odd, increasing: true)
    case .hyperbolicCosineIntegral: FunctionProperties("Chi")
    case .dilogarithm: FunctionProperties("Li2", increasing: true)
    case .fresnelSine: FunctionProperties("fresnelS", .odd)
    case .fresnelCosine: FunctionProperties("fresnelC", .odd)
    case .ellipticF: FunctionProperties("ellipticF", arguments: 2)
    case .ellipticE: FunctionProperties("ellipticE", arguments: 2)
    case .ellipticPi: FunctionProperties("ellipticPi", arguments: 3)
    case .incompleteGamma: FunctionProperties("uppergamma", arguments: 2)
    case .polylogarithm: FunctionProperties("polylog", arguments: 2)
    case .maximum: FunctionProperties("max", kink: true)
    case .minimum: FunctionProperties("min", kink: true)
    case .floor: FunctionProperties("floor", kink: true)
    }
  }

  public var name: String { properties.name }
  public var isIncreasing: Bool { properties.isIncreasing }
  public var argumentCount: Int { properties.argumentCount }

  /// Defined for every real argument. `step` is left undefined at 0, where authors disagree (0, 1/2 or 1).
  public var isDefinedEverywhere: Bool {
    switch self {
    case .exp, .abs, .sign, .sin, .cos, .atan, .sinh, .cosh, .tanh, .asinh, .sigmoid, .softplus, .erf, .maximum,
      .minimum, .floor, .imaginaryError, .sineIntegral, .hyperbolicSineIntegral, .fresnelSine, .fresnelCosine:
      true
    case .exponentialIntegral, .cosineIntegral, .hyperbolicCosineIntegral, .dilogarithm: false
    case .log, .step, .tan, .asin, .acos, .acosh, .atanh, .gamma, .logGamma, .digamma: false
    case .ellipticF, .ellipticE, .ellipticPi, .incompleteGamma, .polylogarithm: false
    }
  }

  private static let byName = [String: ElementaryFunction](uniqueKeysWithValues: allCases.map { ($0.name, $0) })

  /// The function that is written by this name.
  public init?(named name: String) {
    guard let found = ElementaryFunction.byName[name] else { return nil }
    self = found
  }
}
