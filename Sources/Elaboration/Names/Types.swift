import Diagnostics
import Expressions
import Notation
import Numbers

/// What stands right of the `:` of a declaration, or of `in`.
struct TypeReading: Sendable {
  var slots: [IndexRange] = []
  var domain = Domain.real
  var structure = Structure.none
  /// Of `R^m -> R`: the slots of each argument.
  var arguments: [[IndexRange]]?
  /// Of `convex(w, b)`: no type of quantities, but a property of a term.
  var curvature: Curvature?

  /// How a term depends on quantities taken together.
  struct Curvature: Sendable {
    var variables: [Symbol]
    var isConcave: Bool
  }

  private var isConcave: Bool { curvature?.isConcave ?? false }

  /// The declaration of a quantity of this type.
  func symbol(named name: String, family: [IndexRange] = [], at span: Span) throws(Rejection) -> SymbolDeclaration {
    if arguments != nil { throw Rejection(.notSupported("a quantity that is a function"), at: span) }
    if curvature != nil { throw Rejection(.unknownType(isConcave ? "concave" : "convex"), at: span) }
    return SymbolDeclaration(name: name, slots: family + slots, domain: domain, structure: structure)
  }
}

extension Elaborator {
  mutating func readType(_ node: Node, _ tree: SyntaxTree) throws(Rejection) -> TypeReading {
    if tree.kind(node) == .arrow { return try readArrow(node, tree) }
    return try readQuantity(node, tree)
  }

  private mutating func readArrow(_ node: Node, _ tree: SyntaxTree) throws(Rejection) -> TypeReading {
    let (source, target) = (tree.child(node, 0), tree.child(node, 1))
    let sources = tree.kind(source) == .tuple ? Array(tree.children(source)) : [source]
    var arguments: [[IndexRange]] = []
    for source in sources { arguments.append(try readQuantity(source, tree).slots) }
    var type = try readQuantity(target, tree)
    switch type.domain {
    case .real, .positive: break
    default:
      throw Rejection(.notSupported("a function with values in `\(excerpt(tree.span(target)))`"), at: tree.span(target))
    }
    type.arguments = arguments
    return type
  }

  /// A type that is no function. A power repeats the entries of its base: `R^(n,d)`, `{0,1}^n`.
  private mutating func readQuantity(_ node: Node, _ tree: SyntaxTree) throws(Rejection) -> TypeReading {
    guard tree.kind(node) == .power else { return try readEntryType(node, tree) }
    var type = try readEntryType(tree.child(node, 0), tree)
    guard type.slots.isEmpty else { throw unknownType(node, tree) }
    let exponent = tree.child(node, 1)
    let sizes = tree.kind(exponent) == .tuple ? Array(tree.children(exponent)) : [exponent]
    for size in sizes { type.slots.append(try range(upTo: size, tree)) }
    return type
  }

  private func unknownType(_ node: Node, _ tree: SyntaxTree) -> Rejection {
    Rejection(.unknownType(excerpt(tree.span(node))), at: tree.span(node))
  }

  private mutating func readEntryType(_ node: Node, _ tree: SyntaxTree) throws(Rejection) -> TypeReading {
    var type = TypeReading()
    switch tree.kind(node) {
    case .name: type.domain = try domain(named: node, tree)
    case .set: type.domain = .finite(try elements(node, tree))
    case .interval: type.domain = try interval(node, tree)
    case .range: type.domain = try integers(node, tree)
    case .call: return try readStructure(node, tree)
    default: throw unknownType(node, tree)
    }
    return type
  }

  private func domain(named node: Node, _ tree: SyntaxTree) throws(Rejection) -> Domain {
    switch tree.name(node) {
    case "R", "real": return .real
    case "positive": return .positive
    case "nonneg", "nonnegative": return .nonnegative
    case "nonzero": return .nonzero
    case "int", "integer": return .integer(lower: nil, upper: nil)
    default: throw unknownType(node, tree)
    }
  }

  private func elements(_ node: Node, _ tree: SyntaxTree) throws(Rejection) -> [Rational] {
    var values: [Rational] = []
    for element in tree.children(node) {
      guard let value = literal(element, tree) else { throw unknownType(element, tree) }
      values.append(value)
    }
    values.sort()
    var distinct: [Rational] = []
    for value in values where distinct.last != value { distinct.append(value) }
    return distinct
  }

  /// A number with its sign: `-1`, `1/2`.
  func literal(_ node: Node, _ tree: SyntaxTree) -> Rational? {
    switch tree.kind(node) {
    case .number: return tree.value(node)
    case .negation:
      let operand = tree.child(node, 0)
      return tree.kind(operand) == .number ? -tree.value(operand) : nil
    case .quotient:
      let (a, b) = (tree.child(node, 0), tree.child(node, 1))
      guard tree.kind(a) == .number, tree.kind(b) == .number, !tree.value(b).isZero else { return nil }
      return tree.value(a).divided(by: tree.value(b))
    default: return nil
    }
  }

  private func interval(_ node: Node, _ tree: SyntaxTree) throws(Rejection) -> Domain {
    let (low, high) = (tree.child(node, 0), tree.child(node, 1))
    let lower = isInfinite(low, tree) ? nil : literal(low, tree)
    let upper = isInfinite(high, tree) ? nil : literal(high, tree)
    if lower == nil && !isInfinite(low, tree) || upper == nil && !isInfinite(high, tree) {
      throw Rejection(.notSupported("an interval with ends that are no numbers"), at: tree.span(node))
    }
    if let lower, let upper, !(lower < upper) {
      throw Rejection(.emptyRange(excerpt(tree.span(node))), at: tree.span(node))
    }
    let closed = tree.payload(node)
    return .interval(
      lower: lower, upper: upper, closedLower: closed & 1 != 0 && lower != nil,
      closedUpper: closed & 2 != 0 && upper != nil)
  }

  private func isInfinite(_ node: Node, _ tree: SyntaxTree) -> Bool {
    let node = tree.kind(node) == .negation ? tree.child(node, 0) : node
    return tree.kind(node) == .name && tree.name(node) == "inf"
  }

  /// `1..K` is an index, `0..inf` an integer.
  private mutating func integers(_ node: Node, _ tree: SyntaxTree) throws(Rejection) -> Domain {
    let (low, high) = (tree.child(node, 0), tree.child(node, 1))
    if isInfinite(high, tree) || isInfinite(low, tree) {
      return .integer(
        lower: isInfinite(low, tree) ? nil : literal(low, tree)?.asInt,
        upper: isInfinite(high, tree) ? nil : literal(high, tree)?.asInt)
    }
    return .index(try range(node, tree))
  }

  /// The range of a `range` node whose ends are sizes.
  mutating func range(_ node: Node, _ tree: SyntaxTree) throws(Rejection) -> IndexRange {
    let (low, high) = (tree.child(node, 0), tree.child(node, 1))
    guard let lower = sizeTerm(low, tree) else { throw sizeMistake(low, tree) }
    guard let upper = sizeTerm(high, tree) else { throw sizeMistake(high, tree) }
    if let length = upper.offset(from: lower), length < .zero || !length.isInteger {
      throw Rejection(.emptyRange(excerpt(tree.span(node))), at: tree.span(node))
    }
    let bounds = (lower.expression(in: &store), upper.expression(in: &store))
    return store.range(bounds.0, bounds.1)
  }

  /// `simplex(K)`, `spd(d)` and their relatives.
  private mutating func readStructure(_ node: Node, _ tree: SyntaxTree) throws(Rejection) -> TypeReading {
    var type = TypeReading()
    var isSquare = true
    switch tree.name(tree.child(node, 0)) {
    case "simplex": (type.structure, isSquare, type.domain) = (.simplex, false, .nonnegative)
    case "onehot": (type.structure, isSquare, type.domain) = (.oneHot, false, .finite([.zero, .one]))
    case "spd", "pd": type.structure = .positiveDefinite
    case "psd": type.structure = .positiveSemidefinite
    case "convex", "concave":
      type.curvature = try curvature(node, tree)
      return type
    case "sym", "symmetric": type.structure = .symmetric
    case "orthogonal": type.structure = .orthogonal
    case "invertible": type.structure = .invertible
    case "diagonal": type.structure = .diagonal
    default: throw unknownType(node, tree)
    }
    guard tree.childCount(node) == 2 else {
      let name = tree.name(tree.child(node, 0))
      throw Rejection(.argumentCount(name, expected: "one size", found: tree.childCount(node) - 1), at: tree.span(node))
    }
    let size = try range(upTo: tree.child(node, 1), tree)
    type.slots = isSquare ? [size, size] : [size]
    return type
  }

  /// `convex(w, b)`
  private func curvature(_ node: Node, _ tree: SyntaxTree) throws(Rejection) -> TypeReading.Curvature {
    let names = tree.children(node)
    var variables: [Symbol] = []
    for name in names.dropFirst() {
      let text = tree.kind(name) == .name ? tree.name(name) : excerpt(tree.span(name))
      guard tree.kind(name) == .name, let entry = environment.entry(text) else {
        throw Rejection(.notAVariable(text, operation: "convex"), at: tree.span(name))
      }
      guard case .symbol(let symbol) = entry.entity else {
        throw Rejection(.notAVariable(text, operation: "convex"), at: tree.span(name))
      }
      variables.append(symbol)
    }
    return TypeReading.Curvature(
      variables: variables, isConcave: tree.name(tree.child(node, 0)) == "concave")
  }
}
