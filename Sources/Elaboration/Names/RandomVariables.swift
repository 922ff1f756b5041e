import Diagnostics
import Expressions
import Notation
import Numbers

/// Declarations of random variables, `delta[i] ~ iid(mean = 1, var = s^2)`.
extension Elaborator {
  mutating func declareRandom(_ left: Node, _ distribution: Node, _ tree: SyntaxTree) {
    let name = declaredName(tree.kind(left) == .call ? tree.child(left, 0) : left, tree)
    guard mayDeclare(name, at: tree.span(left)) else { return }
    var entity = Entity.failed
    do throws(Rejection) {
      if tree.kind(left) == .call { throw Rejection(.notSupported("a random function"), at: tree.span(left)) }
      entity = .symbol(store.declare(try randomVariable(left, distribution, tree)))
    } catch {
      reject(error)
    }
    environment.declare(name, entity, at: tree.span(left))
  }

  /// The terms of a distribution: what its mean and its variance are made of.
  private struct LawSyntax {
    var kind: Law.Kind
    var mean: Node
    var variance: Node?
  }

  private func lawSyntax(_ node: Node, _ tree: SyntaxTree) throws(Rejection) -> LawSyntax {
    guard tree.kind(node) == .call, tree.kind(tree.child(node, 0)) == .name else {
      throw Rejection(.unknownDistribution(excerpt(tree.span(node))), at: tree.span(node))
    }
    let name = tree.name(tree.child(node, 0))
    let arguments = Array(tree.children(node).dropFirst())
    func require(_ count: Int, _ expected: String) throws(Rejection) {
      if arguments.count == count { return }
      throw Rejection(.argumentCount(name, expected: expected, found: arguments.count), at: tree.span(node))
    }
    switch name {
    case "normal":
      try require(2, "a mean and a variance")
      return LawSyntax(kind: .normal, mean: arguments[0], variance: arguments[1])
    case "bernoulli":
      try require(1, "a probability")
      return LawSyntax(kind: .bernoulli, mean: arguments[0])
    case "categorical":
      try require(1, "a vector of probabilities")
      return LawSyntax(kind: .categorical, mean: arguments[0])
    case "iid":
      try require(2, "`mean = …` and `var = …`")
      let mean = try parameter("mean", among: arguments, of: node, tree)
      return LawSyntax(kind: .moments, mean: mean, variance: try parameter("var", among: arguments, of: node, tree))
    default: throw Rejection(.unknownDistribution(name), at: tree.span(node))
    }
  }

  /// The value in `mean = value`.
  private func parameter(
    _ name: String, among arguments: [Node], of node: Node, _ tree: SyntaxTree
  ) throws(Rejection) -> Node {
    for argument in arguments where tree.kind(argument) == .relations && tree.childCount(argument) == 2 {
      let (left, link) = (tree.child(argument, 0), tree.child(argument, 1))
      guard tree.kind(left) == .name, tree.name(left) == name, Link(payload: tree.payload(link)) == Link(.equal) else {
        continue
      }
      return tree.child(link, 0)
    }
    throw Rejection(
      .argumentCount("iid", expected: "`mean = …` and `var = …`", found: arguments.count), at: tree.span(node))
  }

  /// A slot on the left: an index, or the size of the family.
  private enum FamilySlot {
    case index(Int)
    case range(IndexRange)
  }

  /// What `left ~ distribution` declares.
  mutating func randomVariable(
    _ left: Node, _ distribution: Node, _ tree: SyntaxTree
  ) throws(Rejection) -> SymbolDeclaration {
    let syntax = try lawSyntax(distribution, tree)
    var context = IndexContext()
    let family = try familySlots(left, tree, &context)
    var drafts: [TermDraft] = []
    for root in [syntax.mean] + (syntax.variance.map { [$0] } ?? []) {
      var draft = TermDraft(tree, root)
      var scope: Int32 = -1
      if tree.kind(left) == .index {
        for slot in tree.children(left).dropFirst() where tree.kind(slot) == .name {
          guard let number = context.indices.firstIndex(where: { $0.name == tree.name(slot) }) else { continue }
          scope = try push(.index(number), named: slot, scope, &draft)
        }
      }
      try assignScopes(&draft, &context, scope: scope)
      drafts.append(draft)
    }
    context.settlePending()
    for draft in drafts { try unifySlots(draft, &context) }
    for k in drafts.indices { try inferShapes(&drafts[k], &context) }
    for record in context.indices where record.kind == .free || record.kind == .introduced {
      throw Rejection(
        .freeIndexInDefinition(record.name, definition: declaredName(left, tree)), at: record.place ?? record.span)
    }
    let entry = try entrySlot(syntax.kind, drafts, &context)
    return try declaration(declaredName(left, tree), syntax.kind, family, entry, &drafts, &context)
  }

  private mutating func familySlots(
    _ left: Node, _ tree: SyntaxTree, _ context: inout IndexContext
  ) throws(Rejection) -> [FamilySlot] {
    guard tree.kind(left) == .index else { return [] }
    var slots: [FamilySlot] = []
    for slot in tree.children(left).dropFirst() {
      switch tree.kind(slot) {
      case .range: slots.append(.range(try range(slot, tree)))
      case .everything: throw Rejection(.notASize(":", isDeclared: true), at: tree.span(slot))
      case .name where sizeTerm(slot, tree) == nil:
        slots.append(.index(context.introduce(tree.name(slot), .pattern, at: tree.span(slot))))
      default: slots.append(.range(try range(upTo: slot, tree)))
      }
    }
    return slots
  }

  /// The slot of the entries of a vector: that of the mean, or that of the covariances.
  private mutating func entrySlot(
    _ kind: Law.Kind, _ drafts: [TermDraft], _ context: inout IndexContext
  ) throws(Rejection) -> RangeVariable? {
    let mean = try termShape(drafts[0].root, drafts[0], context)
    switch kind {
    case .bernoulli:
      try requireNumber(drafts[0].root, "as probability", drafts[0], context)
      return nil
    case .categorical:
      guard mean.isColumn else {
        throw Rejection(.expectedVector("categorical", shape: text(mean, context)), at: drafts[0].span(drafts[0].root))
      }
      return mean.slots[0]
    case .moments, .normal: break
    }
    let variance = try termShape(drafts[1].root, drafts[1], context)
    if mean.isScalar && variance.isScalar { return nil }
    let span = drafts[1].span(drafts[1].root)
    if mean.isColumn && variance.isScalar {
      throw Rejection(.expectedCovariance(shape: text(mean, context)), at: span)
    }
    try requireSquare(variance, "a covariance", at: span, &context)
    let expected = Shape([variance.slots[0]])
    guard mean.form == .zero || joined(mean, expected, &context) != nil else {
      throw unequal("~", mean, variance, context, at: span)
    }
    return variance.slots[0]
  }

  private mutating func declaration(
    _ name: String, _ kind: Law.Kind, _ family: [FamilySlot], _ entry: RangeVariable?, _ drafts: inout [TermDraft],
    _ context: inout IndexContext
  ) throws(Rejection) -> SymbolDeclaration {
    var indices: [Index] = []
    for slot in family {
      switch slot {
      case .range(let range): indices.append(store.freshIndex("i", range))
      case .index(let number):
        if context.ranges.range(of: context.indices[number].range) == nil {
          let range = try familyRange(name, at: context.indices[number].span)
          _ = context.ranges.unify(context.indices[number].range, context.ranges.variable(for: range))
        }
        indices.append(try variable(number, &context))
      }
    }
    var places: [Index] = []
    if let entry { places = try freshIndices(kind == .categorical ? [entry] : [entry, entry], context) }
    var values: [Expression] = []
    for (k, draft) in drafts.enumerated() {
      var draft = draft
      let shape = context.resolved(draft.shape(draft.root))
      let slots = shape.form == .zero || k == 1 ? places : Array(places.prefix(1))
      try assignSlots(&draft, &context, at: self.values(of: slots))
      try emit(&draft, &context)
      values.append(draft.value(draft.root))
    }
    if values.count == 1 { values.append(store.integer(0)) }
    if places.count == 2 { values[1] = symmetrised(values[1], places) }
    let slots = (indices + (kind == .categorical ? [] : places.prefix(1))).map { store.range($0) }
    var domain = Domain.real
    if kind == .bernoulli { domain = .finite([.zero, .one]) }
    if kind == .categorical, let range = places.first.map({ store.range($0) }) { domain = .index(range) }
    var declaration = SymbolDeclaration(name: name, slots: slots, domain: domain)
    declaration.law = Law(
      kind: kind, indices: indices + places, isJoint: kind != .categorical && entry != nil, mean: values[0],
      variance: values[1])
    return declaration
  }

  /// (C + C')/2, which is C for a matrix of covariances.
  private mutating func symmetrised(_ covariance: Expression, _ places: [Index]) -> Expression {
    let (row, column) = (store.value(of: places[0]), store.value(of: places[1]))
    let turned = store.substituting([places[0]: column, places[1]: row], in: covariance)
    if turned == covariance { return covariance }
    if store.op(covariance) == .symbol, store.declaration(store.symbol(covariance)).structure.isSymmetric {
      return covariance
    }
    return store.product([store.number(Rational(1, 2)), store.sum([covariance, turned])])
  }
}
