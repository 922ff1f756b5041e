import Expressions
import Numbers

/// What the premises of a judgement add to the declarations.
struct Facts {
  /// Signs of forms with leading coefficient 1 or -1: an assumed `t > 0`, an assumed `t < 0`.
  var signs: [InnerForm: Sign] = [:]
  /// Signs that hold for all values of the free indices: the form is over generic slots.
  var generalSigns: [InnerForm: [GeneralSign]] = [:]
  /// Forms that are assumed positive, or non-negative, at the judgement's own indices.
  var inequalities: [(form: Form, sign: Sign)] = []
  /// Pairs of index slots that are assumed to differ.
  private var distinct: Set<Set<Slot>> = []
  /// Equations as rewriting rules: the lead network becomes the replacement.
  var equations: [Equation] = []
  /// Symbols that an equation gives in terms of others, entry by entry: they are replaced as soon as they are read.
  var solutions: [UInt32: Solution] = [:]
  /// The same for marginals of joint distributions, as long as definitions are not unfolded.
  var marginals: [UInt32: Solution] = [:]
  /// Symbols that a premise speaks of: they are not free to be changed.
  private var restricted: Set<UInt32> = []
  /// Sizes that a premise gives as numbers.
  var sizes: [Dimension: Int] = [:]
  /// Sizes are at least as large, since entries of the line ask for it.
  var leastSizes: [Dimension: Int] = [:]
  /// Tensors of which some entry is assumed not to be 0, as their entry at the slots.
  private(set) var nonzeroTensors: [Solution] = []

  /// pattern = replacement, for every value of the open slots.
  struct Equation {
    var pattern: [Factor]
    var open: [Slot]
    var replacement: Form
  }

  /// A sign for all values of generic slots in some ranges: `x[i] > 0 for i in 2..n` says nothing of x[1].
  struct GeneralSign: Hashable {
    var reach: [Reach]
    var sign: Sign
  }

  /// symbol[slots] = value
  struct Solution {
    var slots: [Slot]
    var value: Form
  }

  func areDistinct(_ a: Slot, _ b: Slot) -> Bool { distinct.contains([a, b]) }
  mutating func separate(_ a: Slot, _ b: Slot) { distinct.insert([a, b]) }
  func mentions(_ symbol: UInt32) -> Bool { restricted.contains(symbol) }
  mutating func restrict(_ symbol: UInt32) { restricted.insert(symbol) }
  mutating func assumeSomewhereNonzero(_ tensor: Solution) { nonzeroTensors.append(tensor) }
}

extension NormalForms {
  /// Takes a statement as true. What has no rule here is set aside, which can only lose proofs, and nothing of the other
  /// premises; the first obstacle is kept as the reason.
  ///
  /// - Parameter fixed: the index variables that mean the judgement's own; any other free index of the premise is
  ///   universally quantified.
  public func assume(_ premise: Expression, fixed: Set<Index>) {
    restrictSymbols(of: premise)
    do {
      switch store.op(premise) {
      case .and: for part in store.operands(of: premise) { assume(part, fixed: fixed) }
      case .comparison: try assumeComparison(premise, fixed)
      case .not: if let opposite = store.opposite(of: premise) { assume(opposite, fixed: fixed) }
      case .reduction where store.reduction(premise) == .all && store.isTrue(store.operand(1, of: premise)):
        // A bound index of `all` is free in the body, and not fixed.
        assume(store.operand(2, of: premise), fixed: fixed)
      case .reduction where store.reduction(premise) == .any: try assumeSomewhereNonzero(premise)
      default: break
      }
    } catch {
      obstacleOfPremises = obstacleOfPremises ?? error
    }
  }

  /// The line is about sizes of at least so much.
  public func assume(leastSizes: [Dimension: Int]) { facts.leastSizes = leastSizes }

  /// `v != 0` for a tensor: some entry of it is not 0.
  private func assumeSomewhereNonzero(_ premise: Expression) throws(Obstacle) {
    var e = premise
    var bound: [Slot] = []
    while store.op(e) == .reduction, store.reduction(e) == .any {
      guard store.op(store.operand(1, of: e)) == .truth, store.truth(store.operand(1, of: e)) else { return }
      bound.append(try freeSlot(store.index(store.operand(0, of: e))))
      e = store.operand(2, of: e)
    }
    guard store.op(e) == .comparison, store.comparison(e) == .notEqual else { return }
    let form = try normalForm(of: store.difference(store.operand(0, of: e), store.operand(1, of: e)))
    guard Set(freeSlots(of: form)) == Set(bound), let c = lead(of: form)?.coefficient.inverse else { return }
    facts.assumeSomewhereNonzero(Facts.Solution(slots: bound, value: form.scaled(by: c)))
  }

  /// A premise says that not all entries of the tensor are 0, and the slots run over all of them.
  func isSomewhereNonzero(_ form: Form, over slots: [Slot]) throws(Obstacle) -> Bool {
    guard let c = lead(of: form)?.coefficient.inverse, Set(slots).count == slots.count else { return false }
    let monic = form.scaled(by: c)
    for known in facts.nonzeroTensors where known.slots.count == slots.count {
      let orders = slots.count == 2 ? [slots, [slots[1], slots[0]]] : [slots]
      for order in orders where zip(known.slots, order).allSatisfy({ $0.range == $1.range }) {
        if try renamed(known.value, Renaming(Array(zip(known.slots, order)))) == monic { return true }
      }
    }
    return false
  }

  private func restrictSymbols(of premise: Expression) {
    var seen = ExpressionSet()
    var stack = [premise]
    while let e = stack.popLast() {
      guard seen.insert(e) else { continue }
      store.work.draw(ExpressionStore.workOfNode)
      if store.op(e) == .symbol { facts.restrict(store.symbol(e).number) }
      if store.op(e) == .definition { stack += store.body(store.definition(e)).clauses.map { $0.body } }
      stack.append(contentsOf: store.operands(of: e))
    }
  }

  private func assumeComparison(_ premise: Expression, _ fixed: Set<Index>) throws(Obstacle) {
    let (a, b) = (store.operand(0, of: premise), store.operand(1, of: premise))
    let relation = store.comparison(premise)
    if relation == .equal, assumeSize(a, b) || assumeSize(b, a) { return }
    if let range = range(ofBase: a) ?? range(ofBase: b) { return try assumeOfIndices(relation, a, b, range) }
    let difference = try normalForm(of: b).adding(try normalForm(of: a), times: Rational(-1))
    switch relation {
    case .equal: try assumeZero(difference, fixed)
    case .notEqual: try assumeSign(difference, .nonzero, fixed)
    case .less: try assumeSign(difference, .positive, fixed)
    case .lessOrEqual: try assumeSign(difference, .nonnegative, fixed)
    }
  }

  /// `for n = 1`
  private func assumeSize(_ a: Expression, _ b: Expression) -> Bool {
    guard store.op(a) == .size, let value = store.rational(b)?.asInt, value > 0 else { return false }
    forgetImages()
    facts.sizes[store.dimension(a)] = value
    return true
  }

  private func assumeOfIndices(
    _ relation: Comparison, _ a: Expression, _ b: Expression, _ range: IndexRange
  ) throws(Obstacle) {
    let (i, j) = (try slot(a, range), try slot(b, range))
    switch relation {
    case .notEqual: facts.separate(i, j)
    case .less:
      facts.separate(i, j)
      let order = Factor(atom(.order), try SlotList([i, j]))
      facts.equations.append(Facts.Equation(pattern: [order], open: [], replacement: one))
    case .equal, .lessOrEqual: break
    }
  }
}
