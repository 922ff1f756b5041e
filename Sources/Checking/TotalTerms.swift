import Algebra
import Calculus
import Expressions
import Notation
import Numbers

/// Terms that have a value wherever the premises hold: where a proof must not rest on there being one.
extension Prover {
  /// What a part of a term needs in order to have a value: argument ⋈ 0.
  struct Need: Hashable {
    var argument: Expression
    /// `>`, `>=` or `!=`.
    var relation: Link.Relation
  }

  /// Every term has a value at all values of its names that the premises allow.
  func isDefined(_ terms: [Expression]) -> Bool { needs(of: terms).map { isCertain($0) } ?? false }

  /// What all parts of the terms need, in definitions too; nil for an operation of which that is not known.
  func needs(of terms: [Expression]) -> [Need]? {
    // No derivative exists at a kink.
    var needs = differentiator.kinks.map { Need(argument: $0, relation: .notEqual) }
    for e in store.reachable(from: terms, throughDefinitions: true) {
      guard let own = ownNeed(of: e) else { return nil }
      needs += own
    }
    return needs
  }

  /// What an operation needs, of which the operands have values; nil if that is not known.
  func ownNeed(of e: Expression) -> [Need]? {
    switch store.op(e) {
    case .undefined, .inverse, .logDeterminant, .derivative, .substitution, .limit, .expectation: return nil
    case .constant: return store.constant(e) == .infinity ? nil : []
    case .cases: return store.operands(of: e).last.map { store.op($0) == .undefined } ?? true ? nil : []
    case .reduction: return mayBeEmpty(e) ? nil : []
    case .function:
      switch store.function(e) {
      case .log: return [Need(argument: store.operand(0, of: e), relation: .greater)]
      case .step: return [Need(argument: store.operand(0, of: e), relation: .notEqual)]
      case let function: return function.isDefinedEverywhere ? [] : nil
      }
    case .power:
      guard let relation = relation(forPower: store.operand(1, of: e)) else { return [] }
      var base = store.operand(0, of: e)
      // A power of what is not 0 is not 0.
      while relation == .notEqual && store.op(base) == .power { base = store.operand(0, of: base) }
      return [Need(argument: base, relation: relation)]
    default: return []
    }
  }

  /// The largest or the least of no values.
  private func mayBeEmpty(_ e: Expression) -> Bool {
    guard [.maximum, .minimum].contains(store.reduction(e)) else { return false }
    return !store.isTrue(store.operand(1, of: e))
      || !forms(unfolding: false).hasValue(store.range(store.index(store.operand(0, of: e))))
  }

  /// What a base must be with such an exponent; nil if it may be anything.
  private func relation(forPower exponent: Expression) -> Link.Relation? {
    if let value = store.rational(exponent) {
      if value.isInteger { return value.signum < 0 ? .notEqual : nil }
      let isRootOfEvenOrder = value.smallFraction.map { $0.1 % 2 == 0 } ?? false
      return isRootOfEvenOrder && value.signum > 0 ? .greaterOrEqual : .greater
    }
    guard isWhole(exponent) else { return .greater }
    return isNeverNegative(exponent) ? nil : .notEqual
  }

  /// It is an integer, the sum of multiples of sizes and indices.
  private func isWhole(_ e: Expression) -> Bool {
    store.reachable(from: [e]).allSatisfy { part in
      switch store.op(part) {
      case .size, .index, .sum: true
      case .product: store.operands(of: part).filter { store.rational($0) == nil }.count < 2
      default: store.rational(part)?.isInteger ?? false
      }
    }
  }

  /// What is affine in an index is least at an end of its range: n − t for t = n.
  private func isNeverNegative(_ e: Expression) -> Bool {
    var store = store
    var values = [e]
    for _ in 0..<Prover.mostIndicesOfExponent {
      values = values.flatMap { value -> [Expression] in
        guard let index = store.freeIndices(of: value).first else { return [value] }
        let ends = store.bounds(store.range(index))
        return [ends.lower, ends.upper].map { store.substituting([index: $0], in: value) }
      }
    }
    var inner = withoutDomains()
    inner.differentiator.store = store
    return inner.attempts { (forms) throws(Obstacle) in
      for value in values where !(try forms.sign(of: value).isNonnegative) { return false }
      return true
    }.proof != nil
  }

  private static let mostIndicesOfExponent = 3

  func isCertain(_ needs: [Need]) -> Bool {
    if needs.isEmpty { return true }
    return withoutDomains().attempts { (forms) throws(Obstacle) in
      for need in needs {
        let form = try forms.normalForm(of: need.argument)
        let holds =
          need.relation == .notEqual
          ? try forms.isKnownNonzero(form) : try forms.isCertified(form, strictly: need.relation == .greater)
        if !holds { return false }
      }
      return true
    }.proof != nil
  }
}
