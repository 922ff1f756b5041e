import Algebra
import Calculus
import Expressions
import Numbers
import Testing

@Suite struct BatchNormTests {
  /// lhs − rhs reduces to zero for all m.
  private func isProved(_ store: ExpressionStore, _ left: Expression, _ right: Expression) throws -> Bool {
    var differentiator = Differentiator(store: store)
    let a = try differentiator.carryOut(left)
    let b = try differentiator.carryOut(right)
    var store = differentiator.store
    let difference = store.difference(a, b)
    let forms = NormalForms(store: store)
    return try forms.isZero(try forms.normalForm(of: difference))
  }

  private func dx(_ bn: inout BatchNorm, lastTerm: (inout BatchNorm, Expression) -> [Expression]) -> (
    Expression, Expression
  ) {
    let i = bn.store.freshIndex("i", bn.range)
    let j = bn.store.freshIndex("j", bn.range)
    let (atI, atJ) = (bn.store.value(of: i), bn.store.value(of: j))
    let left = bn.store.derivative(of: bn.store.entry(of: bn.loss, []), Target(.symbol(bn.x)), slots: [atI])
    let root = bn.store.power(bn.store.entry(of: bn.v, []), Rational(-1, 2))
    let gj = bn.store.entry(of: bn.g, [atJ])
    let sumG = bn.store.reduction(.sum, over: j, gj)
    let correlation = bn.store.reduction(.sum, over: j, bn.store.product([gj, bn.store.entry(of: bn.xhat, [atJ])]))
    let gi = bn.store.entry(of: bn.g, [atI])
    let third = bn.store.product([bn.store.integer(-1)] + lastTerm(&bn, atI) + [correlation])
    let bracket = bn.store.sum([bn.store.product([bn.m, gi]), bn.store.negation(sumG), third])
    let right = bn.store.product([bn.store.entry(of: bn.gamma, []), bn.store.reciprocal(bn.m), root, bracket])
    return (left, right)
  }

  @Test func theGradientInTheInputIsProved() throws {
    var bn = BatchNorm()
    let (left, right) = dx(&bn) { bn, i in [bn.store.entry(of: bn.xhat, [i])] }
    #expect(try isProved(bn.store, left, right))
  }

  @Test func aMissingFactorIsNotProved() throws {
    var bn = BatchNorm()
    let (left, right) = dx(&bn) { _, _ in [] }
    #expect(try !isProved(bn.store, left, right))
  }

  @Test func theAdjointOfTheMeanVanishesThroughTheVariance() throws {
    var bn = BatchNorm()
    let left = bn.store.derivative(of: bn.store.entry(of: bn.loss, []), Target(.definition(bn.mu)), slots: [])
    let i = bn.store.freshIndex("i", bn.range)
    let atI = bn.store.value(of: i)
    let slope = bn.store.derivative(of: bn.store.entry(of: bn.loss, []), Target(.definition(bn.xhat)), slots: [atI])
    let root = bn.store.power(bn.store.entry(of: bn.v, []), Rational(-1, 2))
    let right = bn.store.product([bn.store.integer(-1), root, bn.store.reduction(.sum, over: i, slope)])
    #expect(try isProved(bn.store, left, right))
  }
}
