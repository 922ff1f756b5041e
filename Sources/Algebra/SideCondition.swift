import Expressions
import Numbers

/// A condition that a proof used and that no declaration settles. It is part of the verdict.
public struct SideCondition: Hashable {
  enum Kind: UInt8 {
    case nonzero, positive, nonnegative, invertible
  }
  var kind: Kind
  /// What must be so; its generic slots stand for any index.
  var inside: InnerForm

  static func nonzero(_ inside: InnerForm) -> SideCondition { SideCondition(kind: .nonzero, inside: inside) }
  static func invertible(_ inside: InnerForm) -> SideCondition { SideCondition(kind: .invertible, inside: inside) }
}

extension NormalForms {
  /// Reduction steps made so far.
  public var stepsUsed: Int { budget - stepsLeft }

  public func isKnownPositive(_ form: Form) throws(Obstacle) -> Bool { try clearedSign(of: form) == .positive }
  public func isKnownNonnegative(_ form: Form) throws(Obstacle) -> Bool {
    form.isZero ? true : try clearedSign(of: form).isNonnegative
  }
  public func isKnownNonzero(_ form: Form) throws(Obstacle) -> Bool { try clearedSign(of: form).isNonzero }

  /// The statement holds at every point where its sides are defined: its Iverson bracket is 1.
  public func isTautology(_ statement: Expression) throws(Obstacle) -> Bool {
    try isZero(one.adding(try indicator(statement), times: Rational(-1)))
  }

  /// An inequality or a conjunction of them holds for certain.
  public func isKnown(_ condition: Expression) throws(Obstacle) -> Bool {
    switch store.op(condition) {
    case .truth: return store.truth(condition)
    case .and:
      for part in store.operands(of: condition) where !(try isKnown(part)) { return false }
      return true
    case .reduction where store.reduction(condition) == .all: return try isKnown(store.operand(2, of: condition))
    case .comparison:
      let gap = store.difference(store.operand(1, of: condition), store.operand(0, of: condition))
      switch store.comparison(condition) {
      case .less:
        if try sign(of: gap).isPositive { return true }
        return try isCertified(try normalForm(of: gap), strictly: true)
      case .lessOrEqual:
        if try sign(of: gap).isNonnegative { return true }
        return try isCertified(try normalForm(of: gap), strictly: false)
      case .notEqual: return try sign(of: gap).isNonzero
      case .equal: return try isZero(try normalForm(of: gap))
      }
    default: return false
    }
  }

  /// The sign of a form, or of it times its denominators that are known to be positive: 1 − a/(a + b) is b/(a + b).
  func clearedSign(of form: Form) throws(Obstacle) -> Sign {
    let own = sign(of: form)
    if own == .positive || form.isZero { return own }
    let cleared = try timesPositiveDenominators(form)
    let sign = cleared == form ? own : strongest(own, sign(of: cleared))
    if sign != .unknown { return sign }
    let shorter = try withoutPositiveFactors(cleared)
    return shorter == cleared ? .unknown : self.sign(of: shorter)
  }

  /// The side conditions used, in the user's notation.
  public var conditionTexts: [String] {
    conditions.map { condition in
      let name = text(of: condition.inside)
      switch condition.kind {
      case .nonzero: return "\(name) != 0"
      case .positive: return "\(name) > 0"
      case .nonnegative: return "\(name) >= 0"
      case .invertible: return "\(name) is invertible"
      }
    }
  }

  private func text(of inside: InnerForm) -> String {
    var (parameters, lambdas) = ([Slot](), [Slot]())
    // An index called c beside a constant c would mislead.
    let taken = names(in: self[inside])
    var (rows, others) = (["r", "c", "p", "q", "s", "t"], ["i", "j", "k", "l", "m", "n"])
    rows.removeAll { taken.contains($0) }
    others.removeAll { taken.contains($0) }
    for slot in genericSlots(of: self[inside]) {
      let isLambda = slot.number >= Slot.firstLambda
      let names = isLambda ? rows : others
      let place = isLambda ? slot.number - Slot.firstLambda : slot.number
      guard place < names.count, let free = try? freeSlot(store.freshIndex(names[place], slot.range)) else {
        return "…"
      }
      if isLambda { lambdas.append(free) } else { parameters.append(free) }
    }
    guard let form = try? instance(inside, lambdas: lambdas, parameters: parameters), let e = expression(of: form)
    else {
      return "…"
    }
    return ExpressionText.text(e, in: store, limit: 80)
  }

  /// The names of the quantities and sizes in a form.
  private func names(in form: Form) -> Set<String> {
    guard let e = expression(of: form) else { return [] }
    var names = Set<String>()
    for part in store.reachable(from: [e]) {
      switch store.op(part) {
      case .symbol: names.insert(store.declaration(store.symbol(part)).name)
      case .definition: names.insert(store.body(store.definition(part)).name)
      case .size: names.insert(store.name(store.dimension(part)))
      default: continue
      }
    }
    return names
  }

  /// Ascending, each once: parameters first, then the atom's own.
  private func genericSlots(of form: Form) -> [Slot] {
    var found = Set<Slot>()
    for term in form.terms {
      for factor in factors(of: term.monomial) {
        for slot in factor.slots.array where base(of: slot).kind == .generic { found.insert(base(of: slot)) }
      }
    }
    return found.sorted { $0.number < $1.number }
  }
}
