import Elaboration
import Expressions

/// The names that an author could have meant: the file's definitions and the quantities they are made of.
struct Quantities {
  private var definitions: [Definition] = []
  private var symbols: [Symbol] = []

  /// More names than this are not tried for one another.
  private static let most = 24

  /// The quantities of a file, and those that two sides mention.
  init(of problem: Problem, and sides: [Expression]) {
    for entry in problem.entries {
      if case .definition(let definition, _, _) = entry { definitions.append(definition) }
    }
    var found = Set<Symbol>()
    var seen = ExpressionSet()
    var stack = sides + definitions.flatMap { problem.store.body($0).clauses.map { $0.body } }
    while let e = stack.popLast() {
      guard seen.insert(e) else { continue }
      if problem.store.op(e) == .symbol { found.insert(problem.store.symbol(e)) }
      stack.append(contentsOf: problem.store.operands(of: e))
    }
    symbols = found.sorted()
  }

  /// Every quantity at every choice of the given index variables for its slots.
  func entries(at indices: [Index], in store: inout ExpressionStore) -> [Expression] {
    var entries: [Expression] = []
    for definition in definitions.prefix(Quantities.most) {
      for slots in choices(of: indices, for: store.body(definition).slots, &store) {
        entries.append(store.entry(of: definition, slots))
      }
    }
    for symbol in symbols.prefix(Quantities.most) {
      for slots in choices(of: indices, for: store.declaration(symbol).slots, &store) {
        entries.append(store.entry(of: symbol, slots))
      }
    }
    return entries
  }

  /// The quantities whose slots have these ranges, at the given slots.
  func entries(like ranges: [IndexRange], at slots: [Expression], in store: inout ExpressionStore) -> [Expression] {
    let named = definitions.prefix(Quantities.most).filter { store.body($0).slots == ranges }
    let declared = symbols.prefix(Quantities.most).filter { store.declaration($0).slots == ranges }
    return named.map { store.entry(of: $0, slots) } + declared.map { store.entry(of: $0, slots) }
  }

  private func choices(
    of indices: [Index], for ranges: [IndexRange], _ store: inout ExpressionStore
  ) -> [[Expression]] {
    var choices: [[Expression]] = [[]]
    for range in ranges {
      let fitting = indices.filter { store.range($0) == range }.map { store.value(of: $0) }
      choices = choices.flatMap { choice in fitting.map { choice + [$0] } }
      if choices.count > 8 { return [] }
    }
    return choices
  }

  /// Sets of definitions that a derivative goes through and that could be held: single ones, pairs, all.
  func heldSets(in truth: Expression, _ store: ExpressionStore) -> [[Definition]] {
    var reached = Set<Definition>()
    var seen = ExpressionSet()
    var stack = [truth]
    var hasDerivative = false
    while let e = stack.popLast() {
      guard seen.insert(e) else { continue }
      if store.op(e) == .derivative { hasDerivative = true }
      if store.op(e) == .definition, reached.insert(store.definition(e)).inserted {
        stack += store.body(store.definition(e)).clauses.map { $0.body }
      }
      stack.append(contentsOf: store.operands(of: e))
    }
    let candidates = Array(reached.sorted().prefix(8))
    guard hasDerivative else { return [] }
    var sets = candidates.map { [$0] }
    for (k, a) in candidates.enumerated() { for b in candidates.dropFirst(k + 1) { sets.append([a, b]) } }
    return sets
  }
}
