import Diagnostics
import Expressions
import Notation
import Numbers

/// The values of derivatives and of substitutions. They are noted in the store and carried out later.
extension Elaborator {
  mutating func derivativeValue(
    _ builtin: Builtin, _ node: Node, _ function: Node, _ draft: TermDraft
  ) throws(Rejection) -> Expression {
    var result = draft.value(function)
    if builtin == .local { result = definingFormula(of: result) }
    for target in draft.derivatives[node] ?? [] {
      let subject: Target.Subject
      switch draft.meaning(target.name) {
      case .symbol(let symbol): subject = .symbol(symbol)
      case .definition(let definition):
        try requirePath(from: definition, to: draft.value(function), target, function, draft)
        if builtin == .local, isEntry(draft.value(function), of: definition) {
          remark(
            .constantIn(excerpt(function, draft), target: store.body(definition).name), at: draft.span(target.node))
        }
        subject = .definition(definition)
      default: continue
      }
      let slots = resolved(draft.entries[target.node] ?? [], draft)
      for order in 0..<target.order {
        let isSecond = builtin == .hessian && order == 1
        result = store.derivative(
          of: result, Target(subject, isLocal: builtin == .local),
          slots: isSecond ? resolved(draft.entries[node] ?? [], draft) : slots)
      }
    }
    return result
  }

  /// No edge leads from a name to itself, but for a recursion, of which an entry is made of earlier ones.
  private func isEntry(_ e: Expression, of definition: Definition) -> Bool {
    store.op(e) == .definition && store.definition(e) == definition && !store.body(definition).isRecursive
  }

  /// The right side of the definition of which `e` is an entry; any other expression as it is.
  private mutating func definingFormula(of e: Expression) -> Expression {
    guard store.op(e) == .definition else { return e }
    let body = store.body(store.definition(e))
    guard body.clauses.count == 1, let clause = body.clauses.first else { return e }
    return store.formula(of: e, by: clause)
  }

  /// A derivative in a defined name is 0 if nothing on the way to `f` is written with that name: likely not meant.
  private mutating func requirePath(
    from definition: Definition, to f: Expression, _ target: DerivativeTarget, _ function: Node, _ draft: TermDraft
  ) throws(Rejection) {
    let sources = definitions(in: f)
    if reaches(definition, from: sources) { return }
    let name = store.body(definition).name
    if store.op(f) == .definition, reaches(store.definition(f), from: mentions[Int(definition.number)]) {
      throw Rejection(
        .lateSource(of: store.body(store.definition(f)).name, target: name), at: draft.span(target.node))
    }
    if draft.tree.kind(function) == .name, case .symbol = draft.meaning(function) {
      let name = draft.tree.name(function)
      let hint = linkedDefinition(of: name, from: definition)
      throw Rejection(
        .unlinked(name, target: store.body(definition).name, hint: hint), at: draft.span(function))
    }
    remark(.constantIn(excerpt(function, draft), target: name), at: draft.span(target.node))
  }

  /// The definitions that an expression mentions itself.
  func definitions(in e: Expression) -> [Definition] {
    guard store.mentionsDefinition(e) else { return [] }
    var found: [Definition] = []
    for node in store.reachable(from: [e]) where store.op(node) == .definition {
      let definition = store.definition(node)
      if !found.contains(definition) { found.append(definition) }
    }
    return found
  }

  /// The definition is among the sources, or among what they are computed from.
  private func reaches(_ definition: Definition, from sources: [Definition]) -> Bool {
    var seen = Set(sources)
    var pending = sources
    while let next = pending.popLast() {
      if next == definition { return true }
      guard Int(next.number) < mentions.count else { continue }
      for source in mentions[Int(next.number)] where seen.insert(source).inserted { pending.append(source) }
    }
    return false
  }

  // MARK: Substitutions

  /// `at(e, x = a, y = b)` replaces all at once: values that mention a replaced symbol are put in by way of new symbols.
  mutating func substitutionValue(_ arguments: [Node], _ draft: TermDraft) throws(Rejection) -> Expression {
    var result = draft.value(arguments[0])
    var later: [(symbol: Symbol, indices: [Index], value: Expression)] = []
    for equation in arguments.dropFirst() {
      guard case .symbol(let symbol) = draft.meaning(draft.tree.child(equation, 0)) else { continue }
      let value = draft.value(draft.tree.child(draft.tree.child(equation, 1), 0))
      let indices = draft.joins[equation] ?? []
      if arguments.count == 2 || store.rational(value) != nil {
        result = store.substitution(of: symbol, parameters: indices, by: value, in: result)
        continue
      }
      var declaration = store.declaration(symbol)
      declaration.structure = .none
      let stand = store.declare(declaration)
      let entry = store.entry(of: stand, values(of: indices))
      result = store.substitution(of: symbol, parameters: indices, by: entry, in: result)
      later.append((stand, indices, value))
    }
    for (symbol, indices, value) in later {
      result = store.substitution(of: symbol, parameters: indices, by: value, in: result)
    }
    return result
  }
}
