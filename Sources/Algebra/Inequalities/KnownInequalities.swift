import Expressions
import Numbers

/// Premises and declared bounds, times what stands beside them in a monomial: u·g ≥ 0 for a premise g ≥ 0 and a rest u
/// that is nowhere negative, summed over what the monomial sums over.
struct KnownInequalities {
  let forms: NormalForms
  private var premises: [Premise] = []

  private struct Premise {
    var form: Form
    /// Slots for which it holds whatever they are.
    var joints: [Slot]
    /// The values of the joints for which it holds.
    var reach: [Reach]
    var isPositive: Bool
  }

  private static let mostProducts = 4

  init(_ forms: NormalForms) throws(Obstacle) {
    self.forms = forms
    for (form, sign) in forms.facts.inequalities {
      premises.append(Premise(form: form, joints: [], reach: [], isPositive: sign == .positive))
    }
    for (inside, signs) in forms.facts.generalSigns.sorted(by: { $0.key.number < $1.key.number }) {
      for known in signs where known.sign.isNonnegative {
        let (form, joints) = try forms.opened(inside)
        premises.append(Premise(form: form, joints: joints, reach: known.reach, isPositive: known.sign == .positive))
      }
    }
  }

  /// The premises themselves, and products of two of them.
  func insert(into cone: inout Cone) throws(Obstacle) {
    cone.insert(forms.one, isPositive: true)
    let own = premises.filter { $0.joints.isEmpty }
    for (k, a) in own.enumerated() {
      cone.insert(a.form, isPositive: a.isPositive)
      if own.count > KnownInequalities.mostProducts { continue }
      for b in own[k...] {
        cone.insert(try forms.product(a.form, b.form), isPositive: a.isPositive && b.isPositive)
      }
    }
  }

  func insert(for monomial: Monomial, into cone: inout Cone) throws(Obstacle) {
    let sign = forms.sign(of: monomial)
    if sign.isNonnegative { cone.insert(forms.form(monomial), isPositive: sign == .positive) }
    for premise in premises { try insert(premise, for: monomial, into: &cone) }
    try insertBounds(for: monomial, into: &cone)
  }

  private func insert(_ premise: Premise, for monomial: Monomial, into cone: inout Cone) throws(Obstacle) {
    let factors = forms.factors(of: monomial)
    let apart = forms.nextBound(in: factors)
    for term in premise.form.terms where term.monomial != .one {
      let own = forms.factors(of: term.monomial)
      guard forms.isPlausible(own, in: factors) else { continue }
      let pattern = NetworkPattern(
        factors: try forms.renamed(own, Renaming(shift: apart)), joints: premise.joints, fixed: [], apart: apart)
      for match in try forms.embeddings(of: pattern, in: factors, most: 4) {
        let images = premise.joints.map { match.images[$0] }
        guard
          premise.joints.indices.allSatisfy({ k in
            images[k].map {
              forms.takesValues($0, of: premise.reach[k], amongEntriesOf: premise.joints[k].range)
            } ?? false
          })
        else { continue }
        let rest = forms.pointwiseSign(of: match.remaining)
        guard rest.isNonnegative else { continue }
        var renaming = Renaming(shift: apart)
        for (joint, image) in zip(premise.joints, images) { if let image { renaming[joint] = image } }
        var products: [Product] = []
        for part in premise.form.terms {
          products.append(
            (match.remaining + (try forms.renamed(forms.factors(of: part.monomial), renaming)), part.coefficient))
        }
        let summed = forms.boundSlots(in: match.remaining + images.compactMap { $0 }.map { Factor(.delta, slot: $0) })
        let isPositive = premise.isPositive && rest == .positive && summed.allSatisfy { forms.hasValue($0.range) }
        cone.insert(try forms.collect(products, over: summed), isPositive: isPositive)
      }
    }
  }

  /// rest·(x − lower) and rest·(upper − x) for a factor x of the monomial, and (x − lower)·(upper − x).
  private func insertBounds(for monomial: Monomial, into cone: inout Cone) throws(Obstacle) {
    let factors = forms.factors(of: monomial)
    for (k, factor) in factors.enumerated() where factor.exponent.isInteger && factor.atom != .delta {
      let x = factor.raised(to: Exponent(factor.exponent < .zero ? -1 : 1))
      let bounds = forms.bounds(of: x)
      guard bounds.lower.map({ !$0.isZero }) ?? false || bounds.upper != nil else { continue }
      let left = factor.raised(to: try factor.exponent.minus(x.exponent))
      let rest = forms.rest(factors, k) + (left.exponent.isZero ? [] : [left])
      let sign = forms.pointwiseSign(of: rest)
      let summed = forms.boundSlots(in: factors)
      let isFull = sign == .positive && summed.allSatisfy { forms.hasValue($0.range) }
      if sign.isNonnegative {
        if let lower = bounds.lower {
          cone.insert(
            try forms.collect([(rest + [x], .one), (rest, -lower)], over: summed),
            isPositive: isFull && bounds.lowerIsOpen)
        }
        if let upper = bounds.upper {
          cone.insert(
            try forms.collect([(rest, upper), (rest + [x], Rational(-1))], over: summed),
            isPositive: isFull && bounds.upperIsOpen)
        }
      }
      guard let lower = bounds.lower, let upper = bounds.upper, factor.exponent.magnitude >= 2 else { continue }
      let others = forms.rest(factors, k) + (try without(left, x))
      guard forms.pointwiseSign(of: others).isNonnegative else { continue }
      // (x − lower)(upper − x) = (lower + upper)·x − x² − lower·upper
      cone.insert(
        try forms.collect(
          [(others + [x], lower + upper), (others + [x, x], Rational(-1)), (others, -lower * upper)], over: summed))
    }
  }

  private func without(_ factor: Factor, _ x: Factor) throws(Obstacle) -> [Factor] {
    let left = factor.raised(to: try factor.exponent.minus(x.exponent))
    return left.exponent.isZero ? [] : [left]
  }
}

extension Factor {
  /// A carrier of one slot, to collect slots with.
  fileprivate init(_ atom: Atom, slot: Slot) {
    var slots = SlotList.empty
    slots[0] = slot
    self.init(atom, slots)
  }
}

extension NormalForms {
  /// The sign of a product at every value of its indices, summed over or not.
  func pointwiseSign(of factors: [Factor]) -> Sign {
    let own = factors.reduce(Sign.positive) { Sign.product($0, sign(of: $1)) }
    if own != .unknown || facts.signs.isEmpty && facts.generalSigns.isEmpty { return own }
    // A premise may tell of the factors of unknown sign together.
    let open = factors.filter { !sign(of: $0).isNonnegative }
    let known = factors.filter { sign(of: $0).isNonnegative }.reduce(Sign.positive) { Sign.product($0, sign(of: $1)) }
    var renaming = Renaming()
    for slot in boundSlots(in: open) { if let free = try? freshFreeSlot(slot.range) { renaming[slot] = free } }
    guard let image = try? renamed(open, renaming), let form = try? reduced(image) else { return .unknown }
    return Sign.product(known, assumedSign(of: form) ?? .unknown)
  }

  /// Σ over the bound slots of Σ products: a product that does not mention one of them is counted so many times.
  func collect(_ products: [Product], over slots: [Slot]) throws(Obstacle) -> Form {
    var complete: [Product] = []
    for product in products {
      var factors = product.factors
      for slot in slots where !mentions(factors, slot) { factors += try lengthFactors(slot.range) }
      complete.append((factors, product.coefficient))
    }
    return try collect(complete)
  }

  /// The inside over fresh free slots, with those.
  func opened(_ inside: InnerForm) throws(Obstacle) -> (form: Form, slots: [Slot]) {
    var parameters: [Slot] = []
    for term in self[inside].terms {
      for factor in factors(of: term.monomial) {
        for slot in factor.slots.array.map({ base(of: $0) }) where slot.kind == .generic {
          while parameters.count <= slot.number { parameters.append(.none) }
          if parameters[slot.number] == .none { parameters[slot.number] = try freshFreeSlot(slot.range) }
        }
      }
    }
    return (try instance(inside, parameters: parameters), parameters)
  }
}
