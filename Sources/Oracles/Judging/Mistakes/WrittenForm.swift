import Elaboration
import Evaluation
import Expressions

/// A way to write a formula, as a kernel may have it: what mistakes are made in.
struct WrittenForm {
  var name: String
  var slots: [Index]
  var store: ExpressionStore
  var value: Expression
  var upstream: Set<Definition>
  /// Definitions that the formula is made of, each with one clause, ascending.
  var definitions: [Definition]
  /// Other definitions of the file that its derivation names.
  var others: [Definition]

  init(_ formula: Formula) {
    (name, slots, store, value) = (formula.name, formula.slots, formula.store, formula.value)
    (upstream, definitions) = (formula.upstream, formula.ownDefinitions)
    var found: [Definition] = []
    for entry in formula.problem.entries {
      if case .definition(let definition, _, _) = entry { found.append(definition) }
    }
    let known = Set(definitions).union(formula.upstream)
    let usable = found.filter { !known.contains($0) && formula.store.body($0).clauses.count == 1 }
    others = usable.filter { !formula.store.body($0).isRecursive }.sorted()
  }

  /// A formula that mistakes are made in: the form itself, or the body of a definition.
  struct Part {
    var definition: Definition?
    var value: Expression
    var slots: [Index]
  }

  /// What is nearest to the result first.
  var parts: [Part] {
    [Part(definition: nil, value: value, slots: slots)]
      + definitions.reversed().map { definition in
        let clause = store.body(definition).clauses[0]
        let slots = clause.pattern.compactMap { if case .variable(let index) = $0 { index } else { nil } }
        return Part(definition: definition, value: clause.body, slots: slots)
      }
  }

  var routine: Routine? { routine(of: value, in: store) }

  func routine(of value: Expression, in store: ExpressionStore) -> Routine? {
    try? RoutineCompiler.routine(of: [(name: name, slots: slots, value: value)], in: store, given: upstream)
  }

  /// The form with another formula in the place of a part.
  func replacing(_ part: Part, by image: Expression, in store: ExpressionStore) -> WrittenForm {
    var form = self
    form.store = store
    if let definition = part.definition {
      var body = store.body(definition)
      body.clauses[0].body = image
      form.store.redefine(definition, body)
    } else {
      form.value = image
    }
    return form
  }

  // MARK: Shifted exponentials

  /// With x[…,j,…] − max x[…,k,…] for x[…,j,…] where a sum over k is of exp(x[…,k,…]): softmax and log-sum-exp as kernels
  /// write them. Whether that changes the value is for the caller to find out. Nil if there is no such sum.
  var shifted: WrittenForm? {
    var form = self
    var found = false
    for part in parts {
      guard let array = form.shiftedArray(in: part.value), let image = form.shifted(array, in: part.value) else {
        continue
      }
      form = form.replacing(part, by: image, in: form.store)
      found = true
    }
    return found ? form : nil
  }

  private struct ShiftedArray {
    /// Some entry of it.
    var entry: Expression
    var slot: Int
  }

  private func shiftedArray(in root: Expression) -> ShiftedArray? {
    for sum in store.reachable(from: [root]) where store.op(sum) == .reduction && store.reduction(sum) == .sum {
      let index = store.operand(0, of: sum)
      for e in store.reachable(from: [store.operand(2, of: sum)])
      where store.op(e) == .function && store.function(e) == .exp {
        for entry in store.reachable(from: [e]) where [.symbol, .definition].contains(store.op(entry)) {
          if let slot = store.operands(of: entry).firstIndex(of: index) {
            return ShiftedArray(entry: entry, slot: slot - store.operands(of: entry).startIndex)
          }
        }
      }
    }
    return nil
  }

  private mutating func shifted(_ array: ShiftedArray, in root: Expression) -> Expression? {
    let own = array.entry
    let ranges =
      store.op(own) == .symbol ? store.declaration(store.symbol(own)).slots : store.body(store.definition(own)).slots
    guard array.slot < ranges.count else { return nil }
    var images: [Expression: Expression] = [:]
    for e in store.reachable(from: [root])
    where store.op(e) == store.op(own) && store.payload(of: e) == store.payload(of: own) {
      let index = store.freshIndex("k", ranges[array.slot])
      var slots = Array(store.operands(of: e))
      slots[array.slot] = store.value(of: index)
      let entry = store.rebuilt(e, slots)
      let greatest = store.reduction(.maximum, over: index, entry)
      images[e] = store.difference(e, greatest)
    }
    return images.isEmpty ? nil : store.replacing(images, in: root)
  }
}

extension ExpressionStore {
  /// Which quantity an entry is of.
  fileprivate func payload(of e: Expression) -> UInt32 {
    op(e) == .symbol ? symbol(e).number : definition(e).number
  }
}
