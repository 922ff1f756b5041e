import Expressions
import Numbers

/// A simultaneous renaming of slots; bound indices that it does not name are shifted, to keep networks apart.
struct Renaming {
  private var sources: [Slot] = []
  private var targets: [Slot] = []
  /// What the generic slots of an inside become: slot k, and lambda slot k.
  private var parameters: [Slot] = []
  private var lambdas: [Slot] = []
  var shift: Int

  init(shift: Int = 0) { self.shift = shift }

  init(_ pairs: [(Slot, Slot)], shift: Int = 0) {
    sources = pairs.map { $0.0 }
    targets = pairs.map { $0.1 }
    self.shift = shift
  }

  init(parameters: [Slot], lambdas: [Slot] = [], shift: Int = 0) {
    self.parameters = parameters
    self.lambdas = lambdas
    self.shift = shift
  }

  var count: Int { sources.count }
  var isIdentity: Bool { sources.isEmpty && parameters.isEmpty && lambdas.isEmpty && shift == 0 }

  /// The image of a generic slot, by its number alone: its range is that of the place it stands for.
  func generic(_ slot: Slot) -> Slot? {
    let number = slot.number
    if number >= Slot.firstLambda {
      let k = number - Slot.firstLambda
      return k < lambdas.count ? lambdas[k] : nil
    }
    return number < parameters.count ? parameters[number] : nil
  }

  subscript(_ slot: Slot) -> Slot? {
    get { sources.firstIndex(of: slot).map { targets[$0] } }
    set {
      guard let newValue else { return }
      if let known = sources.firstIndex(of: slot) {
        targets[known] = newValue
      } else {
        sources.append(slot)
        targets.append(newValue)
      }
    }
  }
}

extension NormalForms {
  func renamed(_ slot: Slot, _ renaming: Renaming) throws(Obstacle) -> Slot {
    if let target = renaming[slot] { return target }
    switch slot.kind {
    case .bound: return renaming.shift == 0 ? slot : slot.numbered(slot.number + renaming.shift)
    case .literal, .free: return slot
    case .generic: return renaming.generic(slot) ?? slot
    case .position: return try renamed(position: slot, renaming)
    }
  }

  private func renamed(position slot: Slot, _ renaming: Renaming) throws(Obstacle) -> Slot {
    switch positions[slot.number] {
    case .shifted(let base, let offset):
      let image = try renamed(base, renaming)
      return image == base ? slot : try shifted(image, by: offset, slot.range)
    case .computed(let value, let offset):
      for free in freeSlots(of: self[value]) where renaming[free]?.isBound ?? false {
        throw .unsupported("an index that is computed from a summed one")
      }
      let image = try renamed(self[value], renaming)
      return try self.slot(of: image.adding(constant(Rational(offset))), slot.range)
    }
  }

  /// The slot whose value is that of `slot`, plus `offset`.
  func shifted(_ slot: Slot, by offset: Int, _ range: IndexRange) throws(Obstacle) -> Slot {
    if offset == 0 { return slot }
    switch slot.kind {
    case .literal: return try literal(slot.number + offset, range)
    case .free, .generic, .bound: return try self.slot(.shifted(slot, offset), range)
    case .position:
      switch positions[slot.number] {
      case .shifted(let base, let own): return try shifted(base, by: own + offset, range)
      case .computed(let value, let own): return try self.slot(.computed(value, own + offset), range)
      }
    }
  }

  func renamed(_ factors: some Sequence<Factor>, _ renaming: Renaming) throws(Obstacle) -> [Factor] {
    var result: [Factor] = []
    for factor in factors {
      var factor = factor
      if !renaming.isIdentity {
        for k in 0..<factor.slots.count { factor.slots[k] = try renamed(factor.slots[k], renaming) }
      }
      result.append(factor)
    }
    return result
  }

  /// The form with free slots renamed all at once. Identifying two of them can enable rules, so it is reduced again.
  func renamed(_ form: Form, _ renaming: Renaming) throws(Obstacle) -> Form {
    if renaming.isIdentity { return form }
    var sum = TermSum()
    for term in form.terms {
      let factors = factors(of: term.monomial)
      if factors.isEmpty {
        sum.add(term.monomial, term.coefficient)
      } else {
        try reduce(try renamed(factors, renaming), term.coefficient, into: &sum)
      }
    }
    return sum.form(digest: digest)
  }

  /// The monomials of an inside with its generic slots put at slots that may be bound ones, apart from what
  /// has bound numbers below `apart`.
  func instances(
    _ inside: InnerForm, but excluded: Monomial? = nil, lambdas: [Slot] = [], parameters: [Slot], apart: Int
  ) throws(Obstacle) -> [(factors: [Factor], coefficient: Rational)] {
    let renaming = Renaming(parameters: parameters, lambdas: lambdas, shift: apart)
    var result: [(factors: [Factor], coefficient: Rational)] = []
    for term in self[inside].terms where term.monomial != excluded {
      result.append((try renamed(factors(of: term.monomial), renaming), term.coefficient))
    }
    return result
  }

  /// The inside as a form, with free slots put for its generic ones.
  func instance(_ inside: InnerForm, lambdas: [Slot] = [], parameters: [Slot]) throws(Obstacle) -> Form {
    try renamed(self[inside], Renaming(parameters: parameters, lambdas: lambdas))
  }
}
