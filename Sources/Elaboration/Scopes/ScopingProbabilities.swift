import Diagnostics
import Expressions
import Notation

/// What stands in `P(y = 1, x | theta)`: the value of each variable, by its position in the distribution.
struct ProbabilityTerms: Sendable {
  var events: [Value] = []
  var given: [Value] = []

  struct Value: Sendable {
    var variable: Int
    /// The name itself, or the right side of `y = 1`.
    var node: Node
  }
}

extension Elaborator {
  mutating func visitProbability(
    _ number: Int, _ node: Node, _ scope: Int32, _ draft: inout TermDraft
  ) throws(Rejection) {
    let joint = distributions[number]
    var terms = ProbabilityTerms()
    for argument in draft.tree.children(node).dropFirst() {
      draft.visit(argument, .unvisited, scope: scope)
      guard draft.tree.kind(argument) == .conditioned else {
        terms.events.append(try event(argument, joint, scope, &draft))
        continue
      }
      for (position, part) in draft.tree.children(argument).enumerated() {
        draft.visit(part, .unvisited, scope: scope)
        let value = try event(part, joint, scope, &draft)
        if position == 0 { terms.events.append(value) } else { terms.given.append(value) }
      }
    }
    let all = terms.events + terms.given
    for (position, value) in all.enumerated()
    where all[..<position].contains(where: { $0.variable == value.variable }) {
      throw Rejection(.redeclared(joint.variables[value.variable]), at: draft.span(value.node))
    }
    guard !terms.events.isEmpty else {
      throw Rejection(.argumentCount(joint.name, expected: "variables", found: 0), at: draft.span(node))
    }
    draft.probabilities[node] = terms
  }

  /// `x`, or `x = 1`.
  private func event(
    _ node: Node, _ joint: JointDistribution, _ scope: Int32, _ draft: inout TermDraft
  ) throws(Rejection) -> ProbabilityTerms.Value {
    var (name, value) = (node, node)
    if draft.tree.kind(node) == .relations, draft.tree.childCount(node) == 2,
      Link(payload: draft.tree.payload(draft.tree.child(node, 1))) == Link(.equal)
    {
      name = draft.tree.child(node, 0)
      value = draft.tree.child(draft.tree.child(node, 1), 0)
    }
    guard draft.tree.kind(name) == .name, let position = joint.variables.firstIndex(of: draft.tree.name(name)) else {
      throw Rejection(
        .misplaced(
          "`\(excerpt(node, draft))`", expected: "one of the variables \(joint.variables.joined(separator: ", "))"),
        at: draft.span(node))
    }
    draft.visit(value, .slot, scope: scope)
    return .init(variable: position, node: value)
  }

  mutating func probabilityShape(
    _ number: Int, _ node: Node, _ draft: TermDraft, _ context: inout IndexContext
  ) throws(Rejection) -> Shape {
    guard let terms = draft.probabilities[node] else { return .scalar }
    for value in terms.events + terms.given {
      try requireNumber(value.node, "as value of a variable", draft, context)
      let range = context.ranges.variable(for: distributions[number].ranges[value.variable])
      try unify(value.node, with: range, draft, &context)
    }
    return .scalar
  }

  /// The quotient of two marginals.
  mutating func probabilityValue(_ number: Int, _ node: Node, _ draft: TermDraft) -> Expression {
    guard let terms = draft.probabilities[node] else { return store.undefined() }
    let above = marginal(of: distributions[number], at: terms.events + terms.given, draft)
    if terms.given.isEmpty { return above }
    return store.quotient(above, marginal(of: distributions[number], at: terms.given, draft))
  }

  private mutating func marginal(
    of joint: JointDistribution, at values: [ProbabilityTerms.Value], _ draft: TermDraft
  ) -> Expression {
    let sorted = values.sorted { $0.variable < $1.variable }
    let slots = sorted.map { draft.value($0.node) }
    if let definition = joint.marginals[sorted.map { $0.variable }] { return store.entry(of: definition, slots) }
    return store.entry(of: joint.table, slots)
  }
}
