import Diagnostics
import Elaboration
import Expressions
import Notation
import Numbers

/// A claim's lines as a SymPy module: indexed names, sums with their ranges, definitions as functions, and a list `lines`
/// of all sides.
struct SymPyText {
  private let store: ExpressionStore
  private var identifiers = Identifiers(reserved: ReservedWords.python.union(SymPyText.reserved))
  private var names: [String: String] = [:]
  private var pieces = Written<Expression, Fragment>("a part")
  private var definitions: [String] = []
  private var written: Set<Definition> = []
  private var indices: [Index: String] = [:]

  private static let reserved: Set<String> = [
    "sympy", "S", "E", "I", "N", "O", "Q", "Symbol", "IndexedBase", "Sum", "Product", "Eq", "Ne", "Lt", "Le", "And",
    "Or", "Not", "Piecewise", "Derivative", "KroneckerDelta", "Rational", "Integer", "lines", "pi", "oo", "zoo", "nan",
    "exp", "log", "sqrt", "sin", "cos", "tan", "Max", "Min", "Abs", "Function",
  ]

  static func source(ofClaim name: String, in source: SourceText) throws(Formula.Failure) -> String {
    let claim = try ClaimLines(named: name, in: source)
    var text = SymPyText(claim.problem.store)
    do throws(EmissionError) {
      var sides: [String] = []
      for line in claim.lines {
        guard let e = line.side.expression else {
          let text = source.text(of: line.side.span)
          throw EmissionError(reason: "a side that is no value: `\(text)`", word: String(text.prefix { $0.isLetter }))
        }
        let relation = line.relation.map { "  # \($0.text)" } ?? ""
        sides.append("    \(try text.text(of: e)),\(relation)")
      }
      return text.module(sides, "claim `\(name)` of \(source.name), written by derive")
    } catch {
      throw .refused(claim.refusal(error))
    }
  }

  private init(_ store: ExpressionStore) { self.store = store }

  private func module(_ sides: [String], _ comment: String) -> String {
    let clean = comment.split(separator: "\\").joined().split(separator: "\"").joined(separator: "'")
    let changed = identifiers.changes.map { "\n`\($0.name)` is \($0.identifier) here" }.joined()
    let head = ["\"\"\"\(clean)\(changed)\"\"\"", "import sympy", ""]
    return (head + definitions + ["", "lines = ["] + sides + ["]"]).joined(separator: "\n") + "\n"
  }

  // MARK: Names

  private mutating func name(_ name: String, kind: String, _ line: (String) -> String) -> String {
    let key = kind + " " + name
    if let known = names[key] { return known }
    let identifier = identifiers.identifier(forQuantity: name)
    names[key] = identifier
    definitions.append(line(identifier))
    return identifier
  }

  private mutating func index(_ index: Index) -> String {
    if let known = indices[index] { return known }
    let identifier = identifiers.identifier(for: store.name(index))
    indices[index] = identifier
    definitions.append("\(identifier) = sympy.Symbol(\"\(identifier)\", integer=True)")
    return identifier
  }

  private mutating func symbol(_ e: Expression) -> String {
    let declaration = store.declaration(store.symbol(e))
    let isScalar = declaration.slots.isEmpty
    let assumption = declaration.domain == .positive ? ", positive=True" : ", real=True"
    return name(declaration.name, kind: "symbol") { identifier in
      isScalar
        ? "\(identifier) = sympy.Symbol(\"\(identifier)\"\(assumption))"
        : "\(identifier) = sympy.IndexedBase(\"\(identifier)\"\(assumption))"
    }
  }

  /// Definitions are functions of their indices; one that is a recursion is a name alone.
  private mutating func definition(_ e: Expression) throws(EmissionError) -> String {
    let definition = store.definition(e)
    let body = store.body(definition)
    let key = "definition \(body.name)"
    if let known = names[key] { return known }
    guard body.clauses.count == 1, !body.isRecursive, written.insert(definition).inserted else {
      throw EmissionError(reason: "the recursion `\(body.name)`", word: body.name)
    }
    var parameters: [String] = []
    for pattern in body.clauses[0].pattern {
      guard case .variable(let index) = pattern else {
        throw EmissionError(reason: "the definition by cases `\(body.name)`", word: body.name)
      }
      parameters.append(self.index(index))
    }
    let value = try text(of: body.clauses[0].body)
    let identifier = identifiers.identifier(forQuantity: body.name)
    names[key] = identifier
    if parameters.isEmpty {
      definitions.append("\(identifier) = \(value)")
    } else {
      definitions.append("\n\ndef \(identifier)(\(parameters.joined(separator: ", "))):\n    return \(value)\n\n")
    }
    return identifier
  }

  // MARK: Terms

  private mutating func text(of root: Expression) throws(EmissionError) -> String {
    for e in order(root) where pieces[known: e] == nil {
      let piece = try piece(e)
      if piece.text.utf8.count > 1 << 16 { throw EmissionError(reason: "a formula of more than 64 kB") }
      pieces[known: e] = piece
    }
    return try pieces.text(of: root).text
  }

  /// Nodes below, and the definitions they mention: those first.
  private func order(_ root: Expression) -> [Expression] { store.reachable(from: [root]) }

  private func operands(_ e: Expression, within binding: Fragment.Binding) throws(EmissionError) -> [String] {
    try store.operands(of: e).map { (operand) throws(EmissionError) in
      try pieces.text(of: operand).text(within: binding)
    }
  }

  private mutating func piece(_ e: Expression) throws(EmissionError) -> Fragment {
    switch store.op(e) {
    case .number:
      let value = store.rational(e) ?? .zero
      return Fragment(value.isInteger ? "\(value)" : "sympy.Rational(\"\(value)\")", value.signum < 0 ? .sum : .atom)
    case .constant: return Fragment("sympy." + ["pi", "E", "oo"][Int(store.constant(e).rawValue)])
    case .size:
      return Fragment(
        name(store.name(store.dimension(e)), kind: "size") {
          "\($0) = sympy.Symbol(\"\($0)\", integer=True, positive=True)"
        })
    case .index: return Fragment(index(store.index(e)))
    case .symbol:
      let slots = try operands(e, within: .choice)
      let name = symbol(e)
      return Fragment(slots.isEmpty ? name : "\(name)[\(slots.joined(separator: ", "))]")
    case .definition:
      let slots = try operands(e, within: .choice)
      let name = try definition(e)
      return Fragment(slots.isEmpty ? name : "\(name)(\(slots.joined(separator: ", ")))")
    case .sum: return Fragment(try operands(e, within: .sum).joined(separator: " + "), .sum)
    case .product: return Fragment(try operands(e, within: .product).joined(separator: "*"), .product)
    case .power:
      let parts = try operands(e, within: .atom)
      return Fragment("\(parts[0])**\(parts[1])", .prefix)
    case .function: return try function(e)
    case .delta: return try call("KroneckerDelta", e)
    case .reduction: return try reduction(e)
    case .cases: return try cases(e)
    case .truth: return Fragment(store.truth(e) ? "sympy.true" : "sympy.false")
    case .comparison: return try call(["Eq", "Ne", "Lt", "Le"][Int(store.comparison(e).rawValue)], e)
    case .and: return try call("And", e)
    case .or: return try call("Or", e)
    case .not: return try call("Not", e)
    case .derivative: return try derivative(e)
    case .inverse: throw EmissionError("an inverse", e, in: store)
    case .determinant, .logDeterminant: throw EmissionError("a determinant", e, in: store)
    case .apply: throw EmissionError("a function of which nothing is known", e, in: store)
    case .substitution: throw EmissionError("a substitution", e, in: store)
    case .limit: throw EmissionError("a limit", e, in: store)
    case .expectation: throw EmissionError("an expectation", e, in: store)
    case .undefined: return Fragment("sympy.nan")
    }
  }

  private func call(_ name: String, _ e: Expression) throws(EmissionError) -> Fragment {
    Fragment("sympy.\(name)(\(try operands(e, within: .choice).joined(separator: ", ")))")
  }

  private func function(_ e: Expression) throws(EmissionError) -> Fragment {
    let function = store.function(e)
    let argument = try pieces.text(of: store.operand(0, of: e)).text
    switch function {
    case .sigmoid: return Fragment("1/(1 + sympy.exp(-(\(argument))))", .product)
    case .softplus: return Fragment("sympy.log(1 + sympy.exp(\(argument)))")
    case .step: return Fragment("sympy.Heaviside(\(argument))")
    case .logGamma: return try call("loggamma", e)
    case .abs: return try call("Abs", e)
    case .maximum: return try call("Max", e)
    case .minimum: return try call("Min", e)
    case .dilogarithm: return Fragment("sympy.polylog(2, \(argument))")
    case .fresnelSine: return try call("fresnels", e)
    case .fresnelCosine: return try call("fresnelc", e)
    case .ellipticF: return try call("elliptic_f", e)
    case .ellipticE: return try call("elliptic_e", e)
    case .ellipticPi: return try call("elliptic_pi", e)
    case .exp, .log, .sign, .sin, .cos, .tan, .asin, .acos, .atan, .sinh, .cosh, .tanh, .asinh, .acosh, .atanh, .erf,
      .gamma, .digamma, .floor, .imaginaryError, .exponentialIntegral, .sineIntegral, .cosineIntegral,
      .hyperbolicSineIntegral, .hyperbolicCosineIntegral, .incompleteGamma, .polylogarithm:
      return try call(function.name, e)
    }
  }

  private mutating func reduction(_ e: Expression) throws(EmissionError) -> Fragment {
    let name: String
    switch store.reduction(e) {
    case .sum: name = "Sum"
    case .product: name = "Product"
    case .maximum, .minimum, .all, .any: throw EmissionError("what has no form over a range", e, in: store)
    }
    let (bound, condition, body) = (store.operand(0, of: e), store.operand(1, of: e), store.operand(2, of: e))
    let bounds = store.bounds(store.range(store.index(bound)))
    let (lower, upper) = (try text(of: bounds.lower), try text(of: bounds.upper))
    var value = try pieces.text(of: body).text
    if !store.isTrue(condition) {
      let test = try pieces.text(of: condition).text
      value = "sympy.Piecewise((\(value), \(test)), (\(name == "Sum" ? 0 : 1), True))"
    }
    return Fragment("sympy.\(name)(\(value), (\(index(store.index(bound))), \(lower), \(upper)))")
  }

  private func cases(_ e: Expression) throws(EmissionError) -> Fragment {
    let parts = try operands(e, within: .choice)
    var arms: [String] = []
    for k in stride(from: 0, to: parts.count - 1, by: 2) { arms.append("(\(parts[k + 1]), \(parts[k]))") }
    arms.append("(\(parts[parts.count - 1]), True)")
    return Fragment("sympy.Piecewise(\(arms.joined(separator: ", ")))")
  }

  /// In a declared quantity; the derivative in a defined name is no derivative in SymPy.
  private mutating func derivative(_ e: Expression) throws(EmissionError) -> Fragment {
    guard case .symbol(let symbol) = store.target(e).subject else {
      throw EmissionError("a derivative in a defined name", e, in: store)
    }
    let parts = try operands(e, within: .choice)
    let slots = parts.dropFirst()
    let declaration = store.declaration(symbol)
    let name = names["symbol \(declaration.name)"] ?? Identifiers.valid(declaration.name)
    let target = slots.isEmpty ? name : "\(name)[\(slots.joined(separator: ", "))]"
    return Fragment("sympy.Derivative(\(parts[0]), \(target))")
  }
}
