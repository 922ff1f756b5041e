import Expressions
import Numbers

/// What the premises of a judgement add to the declarations.
struct Facts {
  /// Signs of forms with leading coefficient 1 or -1: an assumed `t > 0`, an assumed `t < 0`.
  var signs: [InnerForm: Sign] = [:]
  /// Signs that hold whatever the free indices are: the form is over generic slots.
  var generalSigns: [InnerForm: Sign] = [:]
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
  /// Tensors of which some entry is assumed not to be 0, as their entry at the slots.
  private(set) var nonzeroTensors: [Solution] = []

  /// pattern = replacement, for every value of the open slots.
  struct Equation {
    var pattern: [Factor]
    var open: [Slot]
    var replacement: Form
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
  /// Takes a statement as true. What has no rule here is left unused, which can only lose proofs.
  ///
  /// - Parameter fixed: the index variables that mean the judgement's own; any other free index of the premise is
  ///   universally quantified.
  public func assume(_ premise: Expression, fixed: Set<Index>) throws(Obstacle) {
    restrictSymbols(of: premise)
    switch store.op(premise) {
    case .and: for part in store.operands(of: premise) { try assume(part, fixed: fixed) }
    case .comparison: try assumeComparison(premise, fixed)
    case .not: if let opposite = store.opposite(of: premise) { try assume(opposite, fixed: fixed) }
    case .reduction where store.reduction(premise) == .all && store.isTrue(store.operand(1, of: premise)):
      // A bound index of `all` is free in the body, and not fixed.
      try assume(store.operand(2, of: premise), fixed: fixed)
    case .reduction where store.reduction(premise) == .any: try assumeSomewhereNonzero(premise)
    default: break
    }
  }

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
    var seen = Set<Expression>()
    var stack = [premise]
    while let e = stack.popLast() {
      guard seen.insert(e).inserted else { continue }
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

  /// A sign is kept for the form divided by the size of its leading coefficient.
  private func assumeSign(_ form: Form, _ sign: Sign, _ fixed: Set<Index>) throws(Obstacle) {
    let isOwn = freeSlots(of: form).allSatisfy { fixed.contains(Index(UInt32($0.number))) }
    if isOwn && sign.isNonnegative { facts.inequalities.append((form, sign)) }
    forgetImages()
    guard let c = lead(of: form)?.coefficient.inverse else { return }
    try keepSign(of: form.scaled(by: c.magnitude), sign, fixed)
    // What is not zero is so with either sign.
    if c.signum < 0, sign.isNonzero { try keepSign(of: form.scaled(by: c), .nonzero, fixed) }
  }

  private func keepSign(of form: Form, _ sign: Sign, _ fixed: Set<Index>) throws(Obstacle) {
    let free = freeSlots(of: form)
    if !free.isEmpty, !free.contains(where: { fixed.contains(Index(UInt32($0.number))) }) {
      let general = try generalised(form)
      facts.generalSigns[general] = strongest(facts.generalSigns[general], sign)
    } else {
      let inside = intern(inside: form)
      facts.signs[inside] = strongest(facts.signs[inside], sign)
    }
    refreshSign(of: form, sign, fixed)
  }

  func strongest(_ a: Sign?, _ b: Sign) -> Sign {
    guard let a else { return b }
    if (a == .nonzero && b == .nonnegative) || (a == .nonnegative && b == .nonzero) { return .positive }
    return Sign(rawValue: max(a.rawValue, b.rawValue)) ?? b
  }

  /// A single atom whose sign is assumed for all its entries carries it from now on.
  private func refreshSign(of form: Form, _ sign: Sign, _ fixed: Set<Index>) {
    guard let term = form.single, term.coefficient.isOne, factors(of: term.monomial).count == 1,
      let factor = factors(of: term.monomial).first, factor.exponent.isOne
    else { return }
    let slots = factor.slots.array
    let isGeneral =
      slots.allSatisfy { $0.isFree && !fixed.contains(Index(UInt32($0.number))) } && runsOverAll(factor)
    guard isGeneral, Set(slots).count == slots.count else { return }
    atoms[Int(factor.atom.number)].sign = strongest(self[factor.atom].sign, sign)
  }

  /// E = 0 as a rewriting rule for its lead: a symbol that stands alone in one term and nowhere else if there is one,
  /// else the largest monomial.
  private func assumeZero(_ written: Form, _ fixed: Set<Index>) throws(Obstacle) {
    var form = try clearingDenominators(written) ?? written
    if let root = try withoutRoot(form) { form = root }
    if try addMarginal(form, fixed) { return }
    if try addOneHotEntry(form, fixed) { return }
    let open = freeSlots(of: form).filter { !fixed.contains(Index(UInt32($0.number))) }
    for term in form.terms.sorted(by: { weight($0.monomial) > weight($1.monomial) }) where isSolvable(term, in: form) {
      if addSolution(form, lead: term, open) { return }
      if try addEquation(form, lead: term, open) { return }
    }
    if let lead = lead(of: form), lead.monomial != .one { _ = try addEquation(form, lead: lead, open) }
  }

  /// u − vᵏ = 0 for c·u^(1/k) − c·v = 0.
  private func withoutRoot(_ form: Form) throws(Obstacle) -> Form? {
    guard form.count == 2 else { return nil }
    for (term, other) in [(form.terms[0], form.terms[1]), (form.terms[1], form.terms[0])] {
      let own = factors(of: term.monomial)
      guard own.count == 1, let root = own.first, kind(root) == .power, !hasBoundSlots(root),
        root.exponent > .zero, root.exponent.numerator == 1, root.exponent.denominator > 1,
        let c = term.coefficient.inverse
      else { continue }
      let value = self.form(other.monomial, -other.coefficient * c)
      let power = try power(value, Exponent(Rational(Int(root.exponent.denominator))))
      return try argument(root).adding(power, times: Rational(-1))
    }
    return nil
  }

  private func isSolvable(_ term: Form.Term, in form: Form) -> Bool {
    let own = factors(of: term.monomial)
    guard own.count == 1, let factor = own.first, factor.exponent.isOne,
      kind(factor) == .symbol || kind(factor) == .definition, !hasBoundSlots(factor)
    else { return false }
    let (kind, payload) = (kind(factor), self[factor.atom].payload)
    return !mentions(form.removing(term.monomial)) { $0.kind == kind && $0.payload == payload }
  }

  /// symbol[i, …] = value for every i, …
  private func addSolution(_ form: Form, lead: Form.Term, _ open: [Slot]) -> Bool {
    guard let factor = factors(of: lead.monomial).first, kind(factor) == .symbol, let c = lead.coefficient.inverse
    else { return false }
    let slots = factor.slots.array
    guard slots.allSatisfy({ open.contains($0) }), Set(slots).count == slots.count,
      open.allSatisfy({ slots.contains($0) }), runsOverAll(factor)
    else { return false }
    let value = form.removing(lead.monomial).scaled(by: -c)
    facts.solutions[self[factor.atom].payload] = Facts.Solution(slots: slots, value: value)
    forgetImages()
    return true
  }

  /// The slots of a name run over all its entries, and not over some: `x[i] = 0 for i in 2..n` says nothing of x[1].
  private func runsOverAll(_ factor: Factor) -> Bool {
    guard let ranges = declaredRanges(of: factor.atom) else { return true }
    return zip(factor.slots.array, ranges).allSatisfy { $0.range == $1 }
  }

  private func addEquation(_ form: Form, lead: Form.Term, _ open: [Slot]) throws(Obstacle) -> Bool {
    let pattern = factors(of: lead.monomial)
    // A[i, j] = −A[j, i] would be applied for ever.
    let atoms = Set(pattern.map { $0.atom })
    let isCircular = form.removing(lead.monomial).terms.contains {
      Set(factors(of: $0.monomial).map { $0.atom }) == atoms
    }
    if isCircular && !open.isEmpty { return false }
    let mentioned = Set(pattern.flatMap { $0.slots.array.map { base(of: $0) } })
    guard open.allSatisfy({ mentioned.contains($0) }), let c = lead.coefficient.inverse else { return false }
    let rest = form.removing(lead.monomial).scaled(by: -c)
    forgetImages()
    facts.equations.append(Facts.Equation(pattern: pattern, open: open, replacement: rest))
    return true
  }

  /// One assumed equation applied to a product.
  func equationRule(_ factors: [Factor]) throws(Obstacle) -> [Product]? {
    for equation in facts.equations where isPlausible(equation.pattern, in: factors) {
      let apart = nextBound(in: factors)
      let placed = try renamed(equation.pattern, Renaming(shift: apart))
      let pattern = NetworkPattern(factors: placed, joints: equation.open, fixed: [], apart: apart)
      guard let match = try embeddings(of: pattern, in: factors, most: 1).first,
        equation.open.allSatisfy({ slot in match.images[slot].map { takesValues($0, of: slot.range) } ?? true })
      else { continue }
      var bound = nextBound(in: match.remaining)
      var renaming = Renaming()
      for slot in equation.open {
        guard let image = match.images[slot] else { continue }
        renaming[slot] = image
        if base(of: image).isBound { bound = max(bound, base(of: image).number + 1) }
      }
      renaming.shift = bound
      var result: [Product] = []
      for term in equation.replacement.terms {
        // Slots first get their images, which are not shifted; the term's own bound indices are.
        let own = try renamed(self.factors(of: term.monomial), renaming)
        result.append((match.remaining + own, term.coefficient))
      }
      // An index that only the pattern used is summed over its range.
      return try withUnusedLengths(result, match, equation)
    }
    return nil
  }

  /// A bound index that was an open slot's image and is gone from the result still stands for a sum over its range.
  private func withUnusedLengths(
    _ products: [Product], _ match: Embedding, _ equation: Facts.Equation
  ) throws(Obstacle) -> [Product] {
    var images: [Slot] = []
    for slot in equation.open {
      if let image = match.images[slot], base(of: image).isBound { images.append(base(of: image)) }
    }
    var result: [Product] = []
    for product in products {
      var factors = product.factors
      for slot in images where !mentions(factors, slot) { factors += try lengthFactors(slot.range) }
      result.append((factors, product.coefficient))
    }
    return result
  }
}
