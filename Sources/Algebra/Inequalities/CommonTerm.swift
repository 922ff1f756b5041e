import Expressions

/// What a sum over one index adds up.
public struct CommonTerm {
  public var index: Index
  public var body: Expression
  /// The index has a value whatever the sizes.
  public var isNeverEmpty: Bool
}

extension NormalForms {
  /// The term of Σ_i g(i), if every monomial of the form is a sum over one index of one range.
  public func commonTerm(of form: Form) throws(Obstacle) -> CommonTerm? {
    var range: IndexRange?
    for term in form.terms {
      let bound = boundSlots(in: factors(of: term.monomial))
      guard bound.count == 1, range == nil || range == bound[0].range else { return nil }
      range = bound[0].range
    }
    guard let range else { return nil }
    let index = store.freshIndex("i", range)
    let open = try freeSlot(index)
    var sum = TermSum()
    for term in form.terms {
      let own = factors(of: term.monomial)
      let renaming = Renaming(boundSlots(in: own).map { ($0, open) })
      try reduce(try renamed(own, renaming), term.coefficient, into: &sum)
    }
    guard let body = expression(of: sum.form(digest: digest)) else { return nil }
    return CommonTerm(index: index, body: body, isNeverEmpty: hasValue(range))
  }
}
