import Diagnostics
import Expressions
import Notation
import Numbers

/// Downwards through calls: what is called, and which names it binds.
extension Elaborator {
  mutating func visitCall(
    _ node: Node, _ scope: Int32, _ draft: inout TermDraft, _ context: inout IndexContext
  ) throws(Rejection) {
    var callee = draft.tree.child(node, 0)
    var primes = 0
    while draft.tree.kind(callee) == .transpose {
      callee = draft.tree.child(callee, 0)
      primes += 1
    }
    let meaning = try calleeMeaning(callee, primes: primes, draft)
    draft.mean(node, meaning)
    if case .distribution(let number) = meaning { return try visitProbability(number, node, scope, &draft) }
    for argument in draft.tree.children(node).dropFirst() {
      try requireArgument(argument, of: meaning, draft)
      draft.visit(argument, .term, scope: scope)
    }
    if case .builtin(let builtin) = meaning {
      try visitBuiltin(builtin, node, scope, &draft, &context)
    }
  }

  /// Forms that only some functions take.
  private func requireArgument(_ argument: Node, of meaning: Meaning, _ draft: TermDraft) throws(Rejection) {
    switch draft.tree.kind(argument) {
    case .distributed, .approaches, .conditioned, .restricted, .membership, .arm, .otherwise, .relations:
      if case .builtin = meaning { return }
      throw Rejection(
        .misplaced("`\(excerpt(argument, draft))`", expected: "a term as argument"), at: draft.span(argument))
    default: return
    }
  }

  private mutating func calleeMeaning(_ callee: Node, primes: Int, _ draft: TermDraft) throws(Rejection) -> Meaning {
    let name = draft.tree.name(callee)
    let span = draft.span(callee)
    let entry = environment.entry(name, before: draft.horizon)
    switch entry?.entity {
    case .unknownFunction(let function): return .unknownFunction(function, primes: primes)
    case .definedFunction(let number): return .definedFunction(number, primes: primes)
    case .distribution(let number): return .distribution(number)
    case .failed, .unsupported:
      if let entry { _ = try meaningOfFailed(entry, name, at: span) }
    default: break
    }
    if let function = elementaryCallee(name, entry) {
      if primes > 0 && function.argumentCount > 1 { throw Rejection(.notSupported("the prime of `\(name)`"), at: span) }
      return primes == 0 ? .elementary(function) : .elementaryDerivative(function, primes: primes)
    }
    if let builtin = Builtin(named: name), primes == 0 {
      if builtin == .unsupported { throw Rejection(.notSupported("`\(name)`"), at: span) }
      return .builtin(builtin)
    }
    if let prelude = environment.preludeFunction(name) { return .definedFunction(prelude, primes: primes) }
    if name == draft.ownFunction { throw Rejection(.refersToItself(name), at: span) }
    if entry != nil { throw Rejection(.notAFunction(name), at: span) }
    throw unknownFunction(name, at: span)
  }

  /// The elementary function that a name calls, unless a declared function hides it.
  func elementaryCallee(_ name: String, _ entry: Environment.Entry?) -> ElementaryFunction? {
    switch entry?.entity {
    case .unknownFunction, .definedFunction, .distribution, .failed, .unsupported: return nil
    default: break
    }
    guard let function = ElementaryFunction(named: name), function != .maximum, function != .minimum else { return nil }
    return function
  }

  private func meaningOfFailed(_ entry: Environment.Entry, _ name: String, at span: Span) throws(Rejection) -> Meaning {
    if case .unsupported(let what) = entry.entity { throw Rejection(.notSupported(what), at: span) }
    throw Rejection(
      .failedName(name), at: span, related: [.init(span: entry.span, label: "`\(name)` is introduced here")])
  }

  private mutating func visitBuiltin(
    _ builtin: Builtin, _ node: Node, _ scope: Int32, _ draft: inout TermDraft, _ context: inout IndexContext
  ) throws(Rejection) {
    let arguments = draft.tree.children(node).dropFirst()
    if let (counts, expected) = builtin.arity, !counts.contains(arguments.count) {
      let name = draft.tree.name(draft.tree.child(node, 0))
      throw Rejection(.argumentCount(name, expected: expected, found: arguments.count), at: draft.span(node))
    }
    switch builtin {
    case .sum, .product, .mean, .maximum, .minimum:
      try visitReduction(builtin, node, scope, &draft, &context)
    case .delta, .basis:
      for argument in arguments { draft.visit(argument, .slot, scope: scope) }
    case .identity, .ones:
      for argument in arguments { draft.visit(argument, .unvisited, scope: scope) }
    case .indicator:
      for argument in arguments { draft.visit(argument, .condition, scope: scope) }
    case .cases: try visitArms(arguments, scope, &draft)
    case .derivative, .gradient, .jacobian, .hessian, .local:
      try visitDerivative(builtin, node, scope, &draft, context)
    case .substitution: try visitSubstitution(arguments, scope, &draft)
    case .argmin, .argmax: try visitOptimum(node, scope, &draft)
    case .limit: try visitLimit(node, scope, &draft)
    case .expectation, .variance, .covariance: try visitExpectation(builtin, node, scope, &draft)
    case .diagonal, .trace, .determinant, .logDeterminant, .inverse, .shape, .unsupported: break
    }
  }

  private func visitArms(_ arms: ArraySlice<Node>, _ scope: Int32, _ draft: inout TermDraft) throws(Rejection) {
    for (position, arm) in arms.enumerated() {
      draft.visit(arm, .unvisited, scope: scope)
      switch draft.tree.kind(arm) {
      case .arm:
        draft.visit(draft.tree.child(arm, 0), .condition, scope: scope)
        draft.visit(draft.tree.child(arm, 1), .term, scope: scope)
      case .otherwise where position == arms.count - 1:
        draft.visit(draft.tree.child(arm, 0), .term, scope: scope)
      default:
        throw Rejection(
          .misplaced("`\(excerpt(arm, draft))`", expected: "an arm `condition: value`"), at: draft.span(arm))
      }
    }
  }

  /// `diff(f, x, 2)`: a number after a variable repeats it.
  private mutating func visitDerivative(
    _ builtin: Builtin, _ node: Node, _ scope: Int32, _ draft: inout TermDraft, _ context: IndexContext
  ) throws(Rejection) {
    let name = draft.tree.name(draft.tree.child(node, 0))
    var targets: [DerivativeTarget] = []
    for argument in draft.tree.children(node).dropFirst(2) {
      if draft.tree.kind(argument) == .number, let last = targets.indices.last {
        guard let order = draft.tree.value(argument).asInt, (1...20).contains(order) else {
          throw Rejection(
            .misplaced("`\(excerpt(argument, draft))`", expected: "an order from 1 to 20"), at: draft.span(argument))
        }
        draft.visit(argument, .unvisited, scope: scope)
        targets[last].order = order
        continue
      }
      guard let base = baseName(of: argument, draft.tree) else {
        throw Rejection(.notAVariable(excerpt(argument, draft), operation: name), at: draft.span(argument))
      }
      targets.append(DerivativeTarget(node: argument, name: base, order: builtin == .hessian ? 2 : 1))
    }
    draft.derivatives[node] = targets
    try requireFunction(draft.tree.child(node, 1), of: targets, scope, draft, context)
  }

  /// A number that is nowhere declared and is differentiated in a defined name is computed from it by what is not written.
  private mutating func requireFunction(
    _ function: Node, of targets: [DerivativeTarget], _ scope: Int32, _ draft: TermDraft, _ context: IndexContext
  ) throws(Rejection) {
    guard draft.tree.kind(function) == .name, bound(function, scope, draft) == nil else { return }
    let name = draft.tree.name(function)
    guard environment.entry(name, before: draft.horizon) == nil, context.free[name] == nil,
      case .undeclared = Elaborator.constant(named: name)
    else { return }
    for target in targets {
      guard case .definition(let definition) = environment.entry(draft.tree.name(target.name))?.entity else { continue }
      throw unknownName(name, at: draft.span(function), meant: linkedDefinition(of: name, from: definition))
    }
  }

  /// The name below indices, `x` of `x[i][j]`.
  func baseName(of node: Node, _ tree: SyntaxTree) -> Node? {
    var node = node
    while tree.kind(node) == .index { node = tree.child(node, 0) }
    return tree.kind(node) == .name ? node : nil
  }

  private func visitSubstitution(_ arguments: ArraySlice<Node>, _ scope: Int32, _ draft: inout TermDraft)
    throws(Rejection)
  {
    for equation in arguments.dropFirst() {
      guard draft.tree.kind(equation) == .relations, draft.tree.childCount(equation) == 2,
        Link(payload: draft.tree.payload(draft.tree.child(equation, 1))) == Link(.equal)
      else {
        throw Rejection(
          .misplaced("`\(excerpt(equation, draft))`", expected: "an equation `x = a`"), at: draft.span(equation))
      }
      let target = draft.tree.child(equation, 0)
      guard draft.tree.kind(target) == .name else {
        throw Rejection(.notAVariable(excerpt(target, draft), operation: "at"), at: draft.span(target))
      }
      draft.visit(equation, .unvisited, scope: scope)
      draft.visit(target, .term, scope: scope)
      draft.visit(draft.tree.child(draft.tree.child(equation, 1), 0), .term, scope: scope)
    }
  }

  /// `argmin(w, f given c)` is a set: it stands only as a whole side of a relation.
  private func visitOptimum(_ node: Node, _ scope: Int32, _ draft: inout TermDraft) throws(Rejection) {
    let isSide = node == draft.root || draft.role(node) == .side
    guard isSide else { throw Rejection(.notSupported("`argmin` inside a term"), at: draft.span(node)) }
    let (variable, objective) = (draft.tree.child(node, 1), draft.tree.child(node, 2))
    var scope = scope
    if draft.tree.kind(variable) == .name, let symbol = outcomeSymbol(draft.tree.name(variable)) {
      scope = try push(.symbol(symbol), named: variable, scope, &draft)
      draft.visit(variable, .term, scope: scope)
      draft.visit(objective, .term, scope: scope)
    }
    guard draft.tree.kind(objective) == .restricted else { return }
    draft.visit(objective, .unvisited, scope: scope)
    let parts = draft.tree.children(objective)
    for (position, part) in parts.enumerated() {
      draft.visit(part, position == 0 ? .term : .statement, scope: scope)
    }
  }
}
