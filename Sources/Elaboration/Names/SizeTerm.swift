import Diagnostics
import Expressions
import Notation
import Numbers

/// A term made of numbers and sizes, `2*n + 1`, in the one form in which equal ones are written alike.
struct SizeTerm: Hashable, Sendable {
  var constant: Rational
  /// Sizes and products of them with their factors, in the order of their handles; no factor is 0.
  var parts: [Part] = []

  struct Part: Hashable, Sendable {
    var atom: Expression
    var factor: Rational
  }

  init(_ constant: Rational) { self.constant = constant }

  init(atom: Expression) {
    constant = .zero
    parts = [Part(atom: atom, factor: .one)]
  }

  func adding(_ other: SizeTerm, times factor: Rational = .one) -> SizeTerm {
    var sum = self
    sum.constant = constant + factor * other.constant
    for part in other.parts {
      if let known = sum.parts.firstIndex(where: { $0.atom == part.atom }) {
        sum.parts[known].factor = sum.parts[known].factor + factor * part.factor
      } else {
        sum.parts.append(Part(atom: part.atom, factor: factor * part.factor))
      }
    }
    sum.parts.removeAll { $0.factor.isZero }
    sum.parts.sort { $0.atom < $1.atom }
    return sum
  }

  func scaled(by factor: Rational) -> SizeTerm { SizeTerm(.zero).adding(self, times: factor) }

  /// The difference when it is a number.
  func offset(from other: SizeTerm) -> Rational? {
    let difference = adding(other, times: Rational(-1))
    return difference.parts.isEmpty ? difference.constant : nil
  }

  func expression(in store: inout ExpressionStore) -> Expression {
    var terms: [Expression] = []
    for part in parts {
      let factor = store.number(part.factor)
      terms.append(part.factor.isOne ? part.atom : store.product([factor, part.atom]))
    }
    if !constant.isZero || terms.isEmpty { terms.append(store.number(constant)) }
    return store.sum(terms)
  }
}

extension Elaborator {
  /// The value of a term of numbers, sizes and declared integers; nil for any other term.
  mutating func sizeTerm(_ root: Node, _ tree: SyntaxTree, horizon: Int = .max) -> SizeTerm? {
    let first = tree.first(of: root).number
    var values: [SizeTerm] = []
    values.reserveCapacity(Int(root.number - first) + 1)
    for number in first...root.number {
      let node = Node(number)
      let operands = tree.children(node).map { values[Int($0.number - first)] }
      guard let value = sizeTerm(node, tree, operands, horizon) else { return nil }
      values.append(value)
    }
    return values.last
  }

  private mutating func sizeTerm(_ node: Node, _ tree: SyntaxTree, _ operands: [SizeTerm], _ horizon: Int) -> SizeTerm?
  {
    switch tree.kind(node) {
    case .number: return SizeTerm(tree.value(node))
    case .name: return namedSize(tree.name(node), horizon)
    case .identity: return operands[0]
    case .negation: return operands[0].scaled(by: Rational(-1))
    case .sum: return operands[0].adding(operands[1])
    case .difference: return operands[0].adding(operands[1], times: Rational(-1))
    case .product:
      if operands[0].parts.isEmpty { return operands[1].scaled(by: operands[0].constant) }
      if operands[1].parts.isEmpty { return operands[0].scaled(by: operands[1].constant) }
      let factors = [operands[0].expression(in: &store), operands[1].expression(in: &store)]
      return SizeTerm(atom: store.product(factors.sorted()))
    case .power where operands[0].parts.isEmpty && operands[1].parts.isEmpty:
      let (base, exponent) = (operands[0].constant, operands[1].constant)
      guard base.isInteger, let power = exponent.asInt, (0...Elaborator.largestSizePower).contains(power) else {
        return nil
      }
      return base.power(power).map { SizeTerm($0) }
    case .quotient where operands[1].parts.isEmpty:
      return Rational.one.divided(by: operands[1].constant).map { operands[0].scaled(by: $0) }
    default: return nil
    }
  }

  /// Of larger powers of numbers the range is certainly a slip.
  private static let largestSizePower = 64

  private mutating func namedSize(_ name: String, _ horizon: Int) -> SizeTerm? {
    switch environment.entry(name, before: horizon)?.entity {
    case .size(let size): return SizeTerm(atom: store.size(size))
    case .symbol(let symbol):
      let declaration = store.declaration(symbol)
      guard declaration.slots.isEmpty, case .integer = declaration.domain else { return nil }
      return SizeTerm(atom: store.entry(of: symbol, []))
    case .definition(let definition): return size(of: definition).map { SizeTerm(atom: store.size($0)) }
    default: return nil
    }
  }

  /// The size that a definition such as `d_L := C` renames.
  func size(of definition: Definition) -> Dimension? {
    let body = store.body(definition)
    guard body.slots.isEmpty, body.clauses.count == 1, store.op(body.clauses[0].body) == .size else { return nil }
    return store.dimension(body.clauses[0].body)
  }

  /// The size that a bound of a range stands for, as a term again.
  func sizeTerm(of e: Expression) -> SizeTerm {
    if let value = store.rational(e) { return SizeTerm(value) }
    guard store.op(e) == .sum else { return SizeTerm(atom: e) }
    var total = SizeTerm(.zero)
    for term in store.operands(of: e) {
      if let value = store.rational(term) {
        total.constant = total.constant + value
      } else if store.op(term) == .product, store.operandCount(of: term) == 2,
        let factor = store.rational(store.operand(0, of: term))
      {
        total = total.adding(SizeTerm(atom: store.operand(1, of: term)), times: factor)
      } else {
        total = total.adding(SizeTerm(atom: term))
      }
    }
    return total
  }

  /// The range 1..size of a size such as the `n` of `R^n`.
  mutating func range(upTo node: Node, _ tree: SyntaxTree) throws(Rejection) -> IndexRange {
    let span = tree.span(node)
    guard let size = sizeTerm(node, tree) else { throw sizeMistake(node, tree) }
    if size.parts.isEmpty && (!size.constant.isInteger || size.constant < Rational(1)) {
      throw Rejection(.notASize(excerpt(span), isDeclared: true), at: span)
    }
    let upper = size.expression(in: &store)
    return store.range(upTo: upper)
  }

  /// A name that is no size, or a whole term.
  mutating func sizeMistake(_ root: Node, _ tree: SyntaxTree) -> Rejection {
    for number in tree.first(of: root).number...root.number where tree.kind(Node(number)) == .name {
      let node = Node(number)
      let name = tree.name(node)
      if namedSize(name, .max) != nil { continue }
      if case .failed = environment.entry(name)?.entity { return Rejection(.failedName(name), at: tree.span(node)) }
      return Rejection(.notASize(name, isDeclared: environment.entry(name) != nil), at: tree.span(node))
    }
    return Rejection(.notASize(excerpt(tree.span(root)), isDeclared: true), at: tree.span(root))
  }

  /// A range whose ends are made of numbers and sizes, nil if they are not.
  mutating func closedRange(_ node: Node, _ draft: TermDraft) throws(Rejection) -> IndexRange? {
    let scope = draft.scope(node)
    guard let lower = closedSize(draft.tree.child(node, 0), scope, draft),
      let upper = closedSize(draft.tree.child(node, 1), scope, draft)
    else { return nil }
    if let length = upper.offset(from: lower), !length.isInteger || !lower.constant.isInteger {
      throw Rejection(.emptyRange(excerpt(node, draft)), at: draft.span(node))
    }
    let bounds = (lower.expression(in: &store), upper.expression(in: &store))
    return store.range(bounds.0, bounds.1)
  }

  /// The value of a term of numbers and sizes that no binder around it hides.
  mutating func closedSize(_ root: Node, _ scope: Int32, _ draft: TermDraft) -> SizeTerm? {
    for number in draft.tree.first(of: root).number...root.number
    where draft.tree.kind(Node(number)) == .name && bound(Node(number), scope, draft) != nil {
      return nil
    }
    return sizeTerm(root, draft.tree, horizon: draft.horizon)
  }

  /// `1..n`, as an author writes it.
  func text(_ range: IndexRange) -> String {
    let bounds = store.bounds(range)
    return text(sizeTerm(of: bounds.lower)) + ".." + text(sizeTerm(of: bounds.upper))
  }

  func text(_ size: SizeTerm) -> String {
    var text = ""
    for part in size.parts {
      let isNegative = part.factor < .zero
      let factor = isNegative ? -part.factor : part.factor
      text += text.isEmpty ? (isNegative ? "-" : "") : (isNegative ? "-" : "+")
      text += (factor.isOne ? "" : "\(factor.description)*") + atomText(part.atom)
    }
    if size.constant.isZero && !text.isEmpty { return text }
    return text + (size.constant < .zero || text.isEmpty ? "" : "+") + size.constant.description
  }

  private func atomText(_ e: Expression) -> String {
    switch store.op(e) {
    case .size: store.name(store.dimension(e))
    case .symbol: store.declaration(store.symbol(e)).name
    case .constant: "inf"
    case .product: store.operands(of: e).map { text(sizeTerm(of: $0)) }.joined(separator: "*")
    default: "…"
    }
  }

  /// `R^(n,d)`, `a row R^(1,n)`, `a number`.
  func text(_ shape: Shape, _ context: IndexContext) -> String {
    let shape = context.resolved(shape)
    if shape.form == .truth { return "a statement" }
    if shape.form == .ones { return "a tensor of ones" }
    if shape.slots.isEmpty { return "a number" }
    let sizes = shape.slots.map { slot in context.ranges.range(of: slot).map { sizeText($0) } ?? "?" }
    if shape.isRow { return "a row R^(1,\(sizes[0]))" }
    let isPlain = sizes.count == 1 && sizes[0].utf8.allSatisfy { $0 >= 0x30 && $0 <= 0x39 || $0 >= 0x41 }
    return isPlain || sizes == ["?"] ? "R^\(sizes[0])" : "R^(\(sizes.joined(separator: ",")))"
  }

  func sizeText(_ range: IndexRange) -> String {
    let bounds = store.bounds(range)
    let (lower, upper) = (sizeTerm(of: bounds.lower), sizeTerm(of: bounds.upper))
    return lower == SizeTerm(.one) ? text(upper) : text(range)
  }
}
