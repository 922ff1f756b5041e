import Expressions
import Numbers

/// The type of the numbers in emitted code.
public enum EmittedType: String, CaseIterable, Sendable {
  case f32, f64
}

/// What C and Swift write differently.
public struct LoopLanguage: Sendable {
  public enum Name: Sendable { case c, swift }
  var name: Name
  var type: EmittedType

  var isC: Bool { name == .c }

  /// The type of numbers.
  var real: String {
    switch (name, type) {
    case (.c, .f64): "double"
    case (.c, .f32): "float"
    case (.swift, .f64): "Double"
    case (.swift, .f32): "Float"
    }
  }

  var integer: String { isC ? "ptrdiff_t" : "Int" }

  /// Longer formulas get names for their parts: the type checker of Swift is slow on them, and so are readers.
  var longest: Int { isC ? 120 : 70 }

  /// A function of the mathematical library.
  func call(_ function: String, _ arguments: [String]) -> String {
    let suffix = isC && type == .f32 ? "f" : ""
    return function + suffix + "(" + arguments.joined(separator: ", ") + ")"
  }

  func converted(_ integer: String, isWord: Bool) -> String {
    isC ? "(\(real))" + (isWord ? integer : "(\(integer))") : "\(real)(\(integer))"
  }

  /// A rational as a literal, or as the quotient of two.
  func literal(_ value: Rational) -> Fragment {
    let suffix = isC && type == .f32 ? "f" : ""
    let nearest = value.double
    let limit = type == .f32 ? Double(Float.greatestFiniteMagnitude) : .greatestFiniteMagnitude
    if abs(nearest) > limit { return Fragment(infinity(isNegative: nearest < 0), .product) }
    let text = "\(nearest)"
    if text.count > 8, let (above, below) = value.smallFraction, below != 1, abs(above) < 1 << 24, below < 1 << 24 {
      return Fragment("\(above).0\(suffix) / \(below).0\(suffix)", above < 0 ? .sum : .product)
    }
    return Fragment(text + suffix, nearest < 0 ? .sum : .atom)
  }

  func literal(of digits: String) -> Fragment { Fragment(digits + (isC && type == .f32 ? "f" : "")) }

  func infinity(isNegative: Bool) -> String {
    (isNegative ? "-" : "") + (isC ? "INFINITY" : real + ".infinity")
  }

  var notANumber: String { isC ? "NAN" : real + ".nan" }

  /// A function of one argument, by the library or by a function that is written above the formula.
  func name(of function: ElementaryFunction) -> (name: String, isOwn: Bool)? {
    switch function {
    case .exp, .log, .sin, .cos, .tan, .asin, .acos, .atan, .sinh, .cosh, .tanh, .asinh, .acosh, .atanh, .erf, .floor:
      (function.name, false)
    case .abs: (isC ? "fabs" : "abs", false)
    case .gamma: ("tgamma", false)
    case .logGamma: ("lgamma", false)
    case .sign, .step, .sigmoid, .softplus, .digamma: (function.name, true)
    case .maximum, .minimum, .imaginaryError, .exponentialIntegral, .sineIntegral, .cosineIntegral,
      .hyperbolicSineIntegral, .hyperbolicCosineIntegral, .dilogarithm, .fresnelSine, .fresnelCosine,
      .ellipticF, .ellipticE, .ellipticPi, .incompleteGamma, .polylogarithm:
      nil
    }
  }
}

/// A piece of text and how tightly it holds together.
struct Fragment: Sendable {
  enum Binding: Int, Comparable, Sendable {
    case choice, or, and, comparison, sum, product, prefix, atom
    static func < (a: Binding, b: Binding) -> Bool { a.rawValue < b.rawValue }
  }

  var text: String
  var binding: Binding
  /// In array languages: a number of the language itself, neither array nor tensor, which leaves the type of those alone.
  var isPlain = false

  init(_ text: String, _ binding: Binding = .atom) {
    self.text = text
    self.binding = binding
  }

  /// In brackets if it holds less tightly.
  func text(within binding: Binding) -> String { self.binding < binding ? "(" + text + ")" : text }
}
