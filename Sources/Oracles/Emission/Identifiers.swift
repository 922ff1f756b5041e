/// Names of a file as identifiers of a language: each valid, no two alike, none of them reserved.
struct Identifiers: Sendable {
  private let reserved: Set<String>
  private var taken: Set<String> = []
  /// What differs from the file: `for_` and `for`.
  private(set) var changes: [(identifier: String, name: String)] = []

  init(reserved: Set<String>) { self.reserved = reserved }

  /// A new identifier like the name.
  mutating func identifier(for name: String) -> String {
    let plain = Identifiers.valid(name)
    let first = reserved.contains(plain) ? plain + "_" : plain
    var identifier = first
    var number = 2
    while taken.contains(identifier) || reserved.contains(identifier) {
      identifier = first + (first.last?.isNumber == true ? "_" : "") + String(number)
      number += 1
    }
    taken.insert(identifier)
    return identifier
  }

  /// Its scope has ended.
  mutating func release(_ identifier: String) { taken.remove(identifier) }

  /// A new identifier for a quantity, which the heading of the program lists if it is not its name.
  mutating func identifier(forQuantity name: String) -> String {
    let identifier = identifier(for: name)
    if identifier != name { changes.append((identifier, name)) }
    return identifier
  }

  /// Letters, digits and underscores of ASCII; a blank is an underscore, a prime `_prime`, any other letter its number in Unicode.
  static func valid(_ name: String) -> String {
    var valid = ""
    for scalar in name.unicodeScalars {
      switch scalar {
      case "a"..."z", "A"..."Z", "0"..."9", "_": valid.unicodeScalars.append(scalar)
      case " ": valid += "_"
      case "'", "′": valid += "_prime"
      default: valid += "u" + String(scalar.value, radix: 16)
      }
    }
    guard let first = valid.unicodeScalars.first, !("0"..."9").contains(first) else { return "n" + valid }
    return valid
  }
}

/// Words that no quantity may be called by.
enum ReservedWords {
  /// Keywords and macros, which no member of a structure may be called by either.
  static let membersInC = words(
    """
    auto break case char const continue default do double else enum extern float for goto if inline int long register
    restrict return short signed sizeof static struct switch typedef union unsigned void volatile while _Bool _Complex
    _Imaginary bool true false NULL asm typeof errno INFINITY NAN HUGE_VAL M_PI M_E I complex linux unix i386
    """)
  static let c = membersInC.union(functionsInC)
  private static let functionsInC = words(
    """
    main size_t ptrdiff_t work
    acos asin atan atan2 cos sin tan cosh sinh tanh acosh asinh atanh exp exp2 expm1 log log10 log1p log2 logb modf
    scalbn cbrt fabs hypot pow sqrt erf erfc tgamma lgamma gamma signgam ceil floor nearbyint rint lrint round lround
    trunc fmod remainder remquo copysign nan nextafter fdim fmax fmin fma j0 j1 jn y0 y1 yn isnan isinf isfinite signbit
    div abs labs exit abort malloc free calloc realloc time clock index rindex remove rename stdin stdout stderr
    sigmoid softplus sign step digamma invert determinant ldexp frexp
    """)
  static let membersInSwift = words(
    """
    associatedtype class deinit enum extension fileprivate func import init inout internal let open operator private
    precedencegroup protocol public rethrows static struct subscript typealias var break case catch continue default
    defer do else fallthrough for guard if in repeat return throw switch where while Any as await false is nil self Self
    super throws true try async actor some any Type _
    """)
  static let swift = membersInSwift.union(functionsInSwift)
  private static let functionsInSwift = words(
    """
    Int Double Float Bool Array String work
    acos asin atan atan2 cos sin tan cosh sinh tanh acosh asinh atanh exp exp2 expm1 log log10 log1p log2 sqrt pow erf
    erfc tgamma lgamma gamma floor ceil abs max min stride zip print fabs sigmoid softplus sign step digamma invert
    determinant j0 j1 jn y0 y1 yn index rindex signgam round trunc time
    """)
  static let python = words(
    """
    False None True and as assert async await break class continue def del elif else except finally for from global if
    in import is lambda nonlocal not or pass raise return try while with yield match case type np numpy math torch
    range len max min abs sum int float bool print list dict set tuple object super id input map filter zip self cls
    ctx _at _sigmoid _softplus _step _digamma _erf _lgamma _gamma _power _none
    """)

  private static func words(_ text: String) -> Set<String> {
    Set(text.split { $0 == " " || $0 == "\n" }.map { String($0) })
  }
}
