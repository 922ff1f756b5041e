import Diagnostics
import Expressions
import Notation

/// Which indices entries and calls pass on to their parts.
extension Elaborator {
  // MARK: Entries

  /// Indices over a declared name are read together by the topmost of them; other terms are taken at index variables.
  mutating func passToEntry(
    _ node: Node, _ slots: [Expression], _ draft: inout TermDraft, _ context: inout IndexContext
  ) throws(Rejection) {
    if draft.isPart(node) { return }
    if let name = baseName(of: node, draft.tree), isEntryName(name, draft) {
      return readEntry(node, slots, &draft)
    }
    let base = draft.tree.child(node, 0)
    let shape = context.resolved(draft.shape(base))
    var rest = slots[...]
    var taken: [Expression] = []
    var fresh: [Index] = []
    for (slot, range) in zip(draft.tree.children(node).dropFirst(), shape.slots) {
      if draft.tree.kind(slot) == .everything {
        taken.append(rest.popFirst() ?? Expression(0))
      } else if case .index(let number) = draft.meaning(slot) {
        taken.append(store.value(of: try variable(number, &context)))
      } else {
        let index = try freshIndices([range], context)[0]
        fresh.append(index)
        taken.append(store.value(of: index))
      }
    }
    draft.joins[node] = fresh
    give(base, taken + rest, &draft, context)
  }

  /// The name stands for entries of the store.
  func isEntryName(_ name: Node, _ draft: TermDraft) -> Bool {
    switch draft.meaning(name) {
    case .symbol, .definition, .own: return true
    case .parameter(let number):
      if case .symbol = draft.parameters[number].stand { return true }
      return false
    default: return false
    }
  }

  /// All slots of the name below `node`, from the innermost brackets outwards.
  func entrySlots(_ node: Node, _ slots: [Expression], _ draft: TermDraft) -> [EntrySlot] {
    var entry = slots.map { EntrySlot.known($0) }
    var inner = node
    while draft.tree.kind(inner) == .index {
      var rest = entry[...]
      var taken: [EntrySlot] = []
      for slot in draft.tree.children(inner).dropFirst() {
        if draft.tree.kind(slot) == .everything {
          if let next = rest.popFirst() { taken.append(next) }
        } else {
          taken.append(.node(slot))
        }
      }
      entry = taken + rest
      inner = draft.tree.child(inner, 0)
    }
    return entry
  }

  /// Makes `node` the one that stands for the entry; the indices and the name below it are parts.
  func readEntry(_ node: Node, _ slots: [Expression], _ draft: inout TermDraft) {
    draft.entries[node] = entrySlots(node, slots, draft)
    var inner = node
    while draft.tree.kind(inner) == .index {
      inner = draft.tree.child(inner, 0)
      draft.set(isPart: true, inner)
    }
  }

  // MARK: Calls

  mutating func passToCall(
    _ node: Node, _ slots: [Expression], _ draft: inout TermDraft, _ context: inout IndexContext
  ) throws(Rejection) {
    let arguments = Array(draft.tree.children(node).dropFirst())
    switch draft.meaning(node) {
    case .builtin(let builtin): try passToBuiltin(builtin, node, arguments, slots, &draft, &context)
    case .distribution: break
    case .unknownFunction(let function, _):
      let declaration = store.declaration(function)
      let isScalar = declaration.arguments.allSatisfy { $0.isEmpty } && declaration.output.isEmpty
      for (argument, ranges) in zip(arguments, declaration.arguments) {
        if isScalar { give(argument, slots, &draft, context) } else { join(argument, ranges, &draft, context) }
      }
    case .call(let template, let isEntrywise, _):
      for (argument, parameter) in zip(arguments, templates.list[template].parameters) {
        if isEntrywise {
          give(argument, slots, &draft, context)
        } else {
          join(argument, parameter.shape, &draft, context)
        }
      }
    default: for argument in arguments { give(argument, slots, &draft, context) }
    }
  }

  /// An argument that is wanted as a whole gets index variables of its own.
  private mutating func join(
    _ argument: Node, _ ranges: [IndexRange], _ draft: inout TermDraft, _ context: IndexContext
  ) {
    var indices: [Index] = []
    for (position, range) in ranges.enumerated() {
      indices.append(store.freshIndex(Elaborator.slotNames[position % Elaborator.slotNames.count], range))
    }
    draft.argumentIndices[argument] = indices
    give(argument, values(of: indices), &draft, context)
  }

  private mutating func passToBuiltin(
    _ builtin: Builtin, _ node: Node, _ arguments: [Node], _ slots: [Expression], _ draft: inout TermDraft,
    _ context: inout IndexContext
  ) throws(Rejection) {
    switch builtin {
    case .sum, .product, .mean, .maximum, .minimum:
      try passToReduction(node, arguments, slots, &draft, &context)
    case .cases:
      for arm in arguments {
        give(draft.tree.child(arm, draft.tree.childCount(arm) - 1), slots, &draft, context)
      }
    case .diagonal, .trace, .determinant, .logDeterminant, .inverse:
      try passToMatrix(builtin, node, arguments[0], slots, &draft, &context)
    case .derivative, .gradient, .jacobian, .hessian, .local:
      passToDerivative(builtin, node, arguments[0], slots, &draft, context)
    case .substitution:
      give(arguments[0], slots, &draft, context)
      for equation in arguments.dropFirst() { try passToEquation(equation, &draft, context) }
    case .limit: give(arguments[1], slots, &draft, context)
    case .expectation, .variance, .covariance:
      try passToExpectation(builtin, node, slots, &draft, context)
    case .argmin, .argmax: draft.set(isPart: true, arguments[0])
    case .shape:
      let shape = context.resolved(draft.shape(arguments[0]))
      give(arguments[0], values(of: try freshIndices(shape.slots, context)), &draft, context)
    case .delta, .basis, .indicator, .identity, .ones, .unsupported: break
    }
  }

  private mutating func passToReduction(
    _ node: Node, _ arguments: [Node], _ slots: [Expression], _ draft: inout TermDraft, _ context: inout IndexContext
  ) throws(Rejection) {
    if draft.binders[node] != nil {
      try makeVariables(of: node, draft, &context)
      give(arguments[arguments.count - 1], slots, &draft, context)
    } else if arguments.count == 1 {
      let shape = context.resolved(draft.shape(arguments[0]))
      if shape.form == .ones { throw Rejection(.unknownSize("ones"), at: draft.span(arguments[0])) }
      let indices = try freshIndices(shape.slots, context)
      draft.joins[node] = indices
      give(arguments[0], values(of: indices), &draft, context)
    } else {
      for argument in arguments { give(argument, slots, &draft, context) }
    }
  }

  private mutating func passToMatrix(
    _ builtin: Builtin, _ node: Node, _ argument: Node, _ slots: [Expression], _ draft: inout TermDraft,
    _ context: inout IndexContext
  ) throws(Rejection) {
    let shape = context.resolved(draft.shape(argument))
    guard !shape.isScalar else { return }
    switch builtin {
    case .diagonal:
      give(argument, shape.slots.count == 1 ? [slots[0]] : [slots[0], slots[0]], &draft, context)
    case .trace:
      let index = try freshIndices([shape.slots[0]], context)
      draft.joins[node] = index
      give(argument, values(of: index + index), &draft, context)
    default:
      let indices = try freshIndices(shape.slots, context)
      draft.joins[node] = indices
      give(argument, values(of: indices), &draft, context)
    }
  }

  /// The last slots are those of the variable, the first ones those of the function.
  private func passToDerivative(
    _ builtin: Builtin, _ node: Node, _ function: Node, _ slots: [Expression], _ draft: inout TermDraft,
    _ context: IndexContext
  ) {
    for target in draft.derivatives[node] ?? [] {
      let count = context.resolved(draft.shape(target.node)).slots.count
      let isWhole = builtin != .derivative && builtin != .local
      let own = isWhole ? Array(slots.suffix(builtin == .hessian ? 2 * count : count)) : []
      give(target.node, isWhole ? Array(own.prefix(count)) : [], &draft, context)
      readEntry(target.node, draft.slots(target.node), &draft)
      if builtin == .hessian { draft.entries[node] = entrySlots(target.node, Array(own.suffix(count)), draft) }
      draft.set(isPart: true, target.node)
      give(function, Array(slots.dropLast(own.count)), &draft, context)
    }
  }

  private mutating func passToEquation(_ equation: Node, _ draft: inout TermDraft, _ context: IndexContext)
    throws(Rejection)
  {
    let target = draft.tree.child(equation, 0)
    let shape = context.resolved(draft.shape(target))
    draft.set(isPart: true, target)
    let indices = try freshIndices(shape.slots, context)
    draft.joins[equation] = indices
    give(draft.tree.child(draft.tree.child(equation, 1), 0), values(of: indices), &draft, context)
  }
}
