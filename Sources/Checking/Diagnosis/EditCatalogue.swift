import Expressions
import Numbers

/// The edits that most real mistakes are: of 74 mistakes found in public write-ups, 67 were one of these.
///
/// An edit is proposed for every part of the claimed term where it makes sense; which of them make the line true is for
/// numbers and the prover to say.
struct EditCatalogue {
  var store: ExpressionStore
  let claimed: Expression
  /// The true side, whose symbols may be missing in the claimed one.
  let truth: Expression
  private let quantities: Quantities
  private(set) var edits: [Edit] = []
  /// Entries of the quantities in reach, at the free indices of the two sides.
  private var entries: [Expression] = []
  /// Parts of the claimed term that may be edited: not inside definitions, not inside slots.
  private var parts: [Expression] = []

  /// More edits than this are not tried.
  static let most = 600

  init(store: ExpressionStore, claimed: Expression, truth: Expression, quantities: Quantities) {
    self.store = store
    self.claimed = claimed
    self.truth = truth
    self.quantities = quantities
    parts = editableParts()
    entries = quantities.entries(at: store.freeIndices(of: truth), in: &self.store)
  }

  mutating func propose() {
    proposeSigns()
    proposeFactors()
    proposeDroppedParts()
    proposeIndices()
    proposeTransposes()
    proposeExponents()
    proposeSums()
    proposeNames()
  }

  mutating func add(_ code: MistakeCode, _ part: Expression, by new: Expression, _ message: String) {
    guard new != part, edits.count < EditCatalogue.most else { return }
    let result = store.replacing(part, by: new, in: claimed)
    if result == claimed || edits.contains(where: { $0.result == result }) { return }
    edits.append(Edit(code: code, result: result, blamed: part, message: message))
  }

  func text(_ e: Expression) -> String { ExpressionText.text(e, in: store, limit: 60) }

  private func editableParts() -> [Expression] {
    var seen = Set<Expression>()
    var found: [Expression] = []
    var stack = [claimed]
    while let e = stack.popLast(), found.count < 200 {
      guard seen.insert(e).inserted else { continue }
      found.append(e)
      switch store.op(e) {
      case .symbol, .definition, .derivative, .delta, .number, .index, .size, .constant: break
      case .reduction: stack.append(store.operand(2, of: e))
      case .inverse: stack.append(store.operand(4, of: e))
      case .determinant, .logDeterminant: stack.append(store.operand(2, of: e))
      case .cases: stack += store.operands(of: e).enumerated().filter { $0.offset % 2 == 1 }.map { $0.element }
      default: stack.append(contentsOf: store.operands(of: e).reversed())
      }
    }
    return found
  }

  /// Terms of sums, and the claimed term itself.
  private var addends: [Expression] {
    [claimed] + parts.filter { store.op($0) == .sum }.flatMap { Array(store.operands(of: $0)) }
  }

  private mutating func proposeSigns() {
    for term in addends {
      let turned = store.negation(term)
      let what = term == claimed ? "the whole right side" : "the term `\(text(term))`"
      add(.sign, term, by: simplified(turned), "\(what) has the wrong sign")
    }
  }

  /// −(−x) = x, so that an edited line reads well.
  private mutating func simplified(_ e: Expression) -> Expression {
    guard store.op(e) == .product else { return e }
    var scale = Rational.one
    var others: [Expression] = []
    for part in Array(store.operands(of: e)) {
      if let value = store.rational(part) { scale *= value } else { others.append(part) }
    }
    if scale.isOne && !others.isEmpty { return store.product(others) }
    return store.product([store.number(scale)] + others)
  }

  private mutating func proposeFactors() {
    for term in addends {
      let name = term == claimed ? "the right side" : "the term `\(text(term))`"
      for (factor, code) in factorPool(freeIn: term) {
        let times = simplified(store.product([factor, term]))
        let words =
          code == .sumForMean
          ? "\(name) is a sum where a mean is meant, or the reverse: the factor `\(text(factor))` is missing"
          : "\(name) lacks the factor `\(text(factor))`"
        add(code, term, by: times, words)
      }
    }
  }

  /// Numbers, sizes, and quantities of either side whose indices are free in the term.
  private mutating func factorPool(freeIn term: Expression) -> [(Expression, MistakeCode)] {
    var pool: [(Expression, MistakeCode)] = []
    for value in [Rational(2), Rational(1, 2), Rational(-2), Rational(-1, 2)] {
      pool.append((store.number(value), .numericFactor))
    }
    let known = Set(store.freeIndices(of: truth) + store.freeIndices(of: term))
    for e in store.reachable(from: [truth, claimed]) + entries {
      guard store.freeIndices(of: e).allSatisfy({ known.contains($0) }), e != truth else { continue }
      switch store.op(e) {
      case .size: pool += [(e, .sumForMean), (store.reciprocal(e), .sumForMean)]
      case .symbol, .definition, .derivative, .function, .apply:
        pool += [(e, .missingFactor), (store.reciprocal(e), .missingFactor)]
      case .power: pool.append((e, .missingFactor))
      default: break
      }
    }
    return pool
  }

  private mutating func proposeDroppedParts() {
    for part in parts where store.op(part) == .sum || store.op(part) == .product {
      let members = Array(store.operands(of: part))
      for k in members.indices {
        var others = members
        let gone = others.remove(at: k)
        let rest = store.op(part) == .sum ? store.sum(others) : store.product(others)
        if store.op(part) == .sum {
          add(.extraTerm, part, by: rest, "the term `\(text(gone))` does not belong there")
        } else if store.rational(gone) != nil {
          add(.numericFactor, part, by: rest, "the factor `\(text(gone))` does not belong there")
        } else {
          add(.missingFactor, part, by: rest, "the factor `\(text(gone))` does not belong there")
        }
      }
    }
  }

  private mutating func proposeIndices() {
    for part in parts where store.op(part) == .symbol || store.op(part) == .definition || store.op(part) == .derivative
    {
      let slots = Array(store.operands(of: part))
      let first = store.op(part) == .derivative ? 1 : 0
      for k in slots.indices.dropFirst(first) where store.op(slots[k]) == .index {
        let range = store.range(store.index(slots[k]))
        for other in otherIndices(of: range) where other != slots[k] {
          var changed = slots
          changed[k] = other
          let new = store.rebuilt(part, changed)
          add(.wrongIndex, part, by: new, "`\(text(part))` should be `\(text(new))`")
        }
      }
    }
  }

  private mutating func otherIndices(of range: IndexRange) -> [Expression] {
    var found: [Expression] = []
    for e in store.reachable(from: [truth, claimed]) where store.op(e) == .index {
      if store.range(store.index(e)) == range && !found.contains(e) { found.append(e) }
    }
    return found
  }

  private mutating func proposeTransposes() {
    for part in parts where store.op(part) == .symbol || store.op(part) == .definition {
      var slots = Array(store.operands(of: part))
      guard slots.count >= 2 else { continue }
      slots.swapAt(slots.count - 1, slots.count - 2)
      let name =
        store.op(part) == .symbol
        ? store.declaration(store.symbol(part)).name : store.body(store.definition(part)).name
      add(.transpose, part, by: store.rebuilt(part, slots), "`\(name)` should be transposed")
    }
  }

  private mutating func proposeExponents() {
    for part in parts where store.op(part) == .power {
      let base = store.operand(0, of: part)
      guard let exponent = store.rational(store.operand(1, of: part)) else { continue }
      for value in [exponent + .one, exponent - .one, -exponent, exponent * Rational(2), exponent * Rational(1, 2)] {
        if value.isZero { continue }
        let new = value.isOne ? base : store.power(base, value)
        add(.exponent, part, by: new, "the exponent of `\(text(base))` should be \(value)")
      }
    }
    for part in parts where store.op(part) == .symbol || store.op(part) == .definition || store.op(part) == .reduction {
      add(.missingInverse, part, by: store.reciprocal(part), "`\(text(part))` should stand in the denominator")
      add(.exponent, part, by: store.power(part, Rational(2)), "`\(text(part))` should be squared")
      add(.exponent, part, by: store.power(part, Rational(1, 2)), "`\(text(part))` should be under a root")
    }
  }

  private mutating func proposeSums() {
    let bound = Set(store.freeIndices(of: truth))
    for term in addends {
      for index in store.freeIndices(of: term) where !bound.contains(index) {
        let total = store.reduction(.sum, over: index, term)
        add(.missingSum, term, by: total, "the sum over `\(store.name(index))` is missing")
      }
    }
  }

  /// Neighbours: another quantity with the same slots.
  private mutating func proposeNames() {
    let near = store.reachable(from: [truth, claimed]).filter {
      store.op($0) == .symbol || store.op($0) == .definition
    }
    for part in parts where store.op(part) == .symbol || store.op(part) == .definition {
      let slots = Array(store.operands(of: part))
      let alike = near.filter { ranges(of: $0) == ranges(of: part) }.map { store.rebuilt($0, slots) }
      for new in alike + quantities.entries(like: ranges(of: part), at: slots, in: &store) where new != part {
        add(.wrongName, part, by: new, "`\(text(part))` should be `\(text(new))`")
      }
    }
  }

  private func ranges(of e: Expression) -> [IndexRange] {
    store.op(e) == .symbol
      ? store.declaration(store.symbol(e)).slots : store.body(store.definition(e)).slots
  }
}
