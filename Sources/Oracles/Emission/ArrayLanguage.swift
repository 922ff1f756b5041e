import Expressions
import Numbers

/// What NumPy and PyTorch write differently.
struct ArrayLanguage: Sendable {
  enum Name: Sendable { case numpy, torch }
  var name: Name

  var isTorch: Bool { name == .torch }
  var module: String { isTorch ? "torch" : "np" }
  var axis: String { isTorch ? "dim" : "axis" }
  var reserved: Set<String> { ReservedWords.python }
  var longest: Int { 96 }

  func call(_ function: String, _ arguments: [String]) -> String {
    "\(module).\(function)(\(arguments.joined(separator: ", ")))"
  }

  /// A number of the language from a function of plain numbers, in double precision: a NumPy scalar would widen arrays of
  /// single precision, and a tensor of PyTorch is single itself.
  func plain(_ call: String) -> String { "float(\(call))" }

  /// Truth values, or a choice of plain numbers, as numbers of a type.
  func array(_ text: String, of type: String) -> String {
    isTorch ? "torch.as_tensor(\(text), dtype=\(type))" : "np.asarray(\(text), dtype=\(type))"
  }

  func tensor(ofPlain text: String) -> String { "torch.tensor(\(text), dtype=torch.float64)" }

  /// The function of the library, or one that is written above the formula.
  func name(of function: ElementaryFunction) -> (name: String, isOwn: Bool)? {
    switch function {
    case .exp, .log, .abs, .sign, .sin, .cos, .tan, .sinh, .cosh, .tanh, .floor: (function.name, false)
    case .asin: ("arcsin", false)
    case .acos: ("arccos", false)
    case .atan: ("arctan", false)
    case .asinh: ("arcsinh", false)
    case .acosh: ("arccosh", false)
    case .atanh: ("arctanh", false)
    case .sigmoid: (isTorch ? "sigmoid" : "_sigmoid", !isTorch)
    case .softplus: ("_softplus", true)
    case .step: ("_step", true)
    case .erf: (isTorch ? "erf" : "_erf", !isTorch)
    case .logGamma: (isTorch ? "lgamma" : "_lgamma", !isTorch)
    case .digamma: (isTorch ? "digamma" : "_digamma", !isTorch)
    case .gamma: isTorch ? nil : ("_gamma", true)
    case .maximum, .minimum, .imaginaryError, .exponentialIntegral, .sineIntegral, .cosineIntegral,
      .hyperbolicSineIntegral, .hyperbolicCosineIntegral, .dilogarithm, .fresnelSine, .fresnelCosine,
      .ellipticF, .ellipticE, .ellipticPi, .incompleteGamma, .polylogarithm:
      nil
    }
  }

  func literal(_ value: Rational) -> Fragment {
    let nearest = value.double
    if nearest.isInfinite { return Fragment((nearest < 0 ? "-" : "") + "\(module).inf", .sum) }
    let text = "\(nearest)"
    if text.count > 8, let (above, below) = value.smallFraction, below != 1, abs(above) < 1 << 24, below < 1 << 24 {
      return Fragment("\(above) / \(below)", above < 0 ? .sum : .product)
    }
    return Fragment(
      text.hasSuffix(".0") && abs(nearest) < 1e9 ? String(text.dropLast(2)) : text, nearest < 0 ? .sum : .atom)
  }

  /// What the program brings along.
  func text(ofOwn function: String) -> String {
    if isTorch {
      switch function {
      case "_at":
        return """
          def _at(a, *places):
              \"\"\"The entries at places that count from 0; outside of the array there are none.\"\"\"
              places = torch.broadcast_tensors(*(torch.as_tensor(p).long() for p in places))
              inside = torch.ones_like(places[0], dtype=torch.bool)
              for place, size in zip(places, a.shape):
                  inside = inside & (place >= 0) & (place < size)
              if min(a.shape) == 0:
                  return torch.full(places[0].shape, torch.nan, dtype=a.dtype)
              places = tuple(torch.where(inside, place, 0) for place in places)
              return torch.where(inside, a[places], torch.nan)
          """
      case "_softplus":
        return "def _softplus(x):\n    return torch.clamp(x, min=0) + torch.log1p(torch.exp(-torch.abs(x)))\n"
      case "_step":
        return """
          def _step(x):
              \"\"\"Without a value at 0.\"\"\"
              return torch.heaviside(x, torch.full_like(x, torch.nan))
          """
      case "_where":
        return """
          def _where(condition, *values):
              \"\"\"Plain numbers leave the type of tensors alone.\"\"\"
              values = (v if torch.is_tensor(v) else torch.tensor(v, dtype=torch.float64) for v in values)
              return torch.where(torch.as_tensor(condition), *values)
          """
      default: return ""
      }
    }
    return ArrayLanguage.numpyFunctions[function] ?? ""
  }

  /// A function of Python for each entry, in double precision; the result has the type of the argument.
  private static func entrywise(_ name: String) -> String {
    """
    def _\(name)(x):
        return np.vectorize(math.\(name), otypes=[np.asarray(x).dtype])(x)
    """
  }

  private static let numpyFunctions: [String: String] = [
    "_at": """
    def _at(a, *places):
        \"\"\"The entries at places that count from 0; outside of the array there are none.\"\"\"
        places = np.broadcast_arrays(*(np.asarray(p).astype(int) for p in places))
        inside = np.ones(places[0].shape, bool)
        for place, size in zip(places, a.shape):
            inside = inside & (place >= 0) & (place < size)
        if min(a.shape) == 0:
            return np.full(places[0].shape, np.nan, dtype=a.dtype)
        return np.where(inside, a[tuple(np.where(inside, place, 0) for place in places)], np.nan)
    """,
    "_sigmoid": """
    def _sigmoid(x):
        e = np.exp(-np.abs(x))
        return np.where(x < 0, e, 1) / (1 + e)
    """,
    "_softplus": """
    def _softplus(x):
        return np.maximum(x, 0) + np.log1p(np.exp(-np.abs(x)))
    """,
    "_step": """
    def _step(x):
        \"\"\"Without a value at 0.\"\"\"
        return np.heaviside(x, np.nan)
    """,
    "_erf": entrywise("erf"),
    "_gamma": entrywise("gamma"),
    "_lgamma": entrywise("lgamma"),
    "_digamma": """
    def _digamma(x):
        \"\"\"By reflection and recurrence to x >= 10, then the asymptotic series.\"\"\"
        kind = np.asarray(x).dtype
        x = np.asarray(x, dtype=float)
        shift = np.where(x <= 0, -np.pi / np.tan(np.pi * x), 0)
        x = np.where(x <= 0, 1 - x, x)
        for _ in range(10):
            shift, x = np.where(x < 10, shift - 1 / x, shift), np.where(x < 10, x + 1, x)
        y = 1 / (x * x)
        series = 691 / 32760
        for c in (1 / 132, 1 / 240, 1 / 252, 1 / 120, 1 / 12):
            series = c - y * series
        return np.asarray(shift + np.log(x) - 1 / (2 * x) - y * series, dtype=kind)
    """,
  ]
}
