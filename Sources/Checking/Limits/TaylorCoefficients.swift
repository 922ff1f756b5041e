import Algebra
import Calculus
import Expressions
import Numbers

/// The coefficients f⁽ᵏ⁾(a)/k! of a term in one symbol.
struct TaylorCoefficients {
  let forms: NormalForms

  init(_ asymptotics: Asymptotics) { forms = asymptotics.forms }
  init(_ forms: NormalForms) { self.forms = forms }

  /// At 0, where the term is smooth.
  func values(of e: Expression, in symbol: Symbol, count: Int) throws(LimitObstacle) -> [Expression] {
    let zero = forms.store.integer(0)
    return try values(of: e, in: symbol, at: zero, count: count)
  }

  func values(
    of e: Expression, in symbol: Symbol, at point: Expression, count: Int
  ) throws(LimitObstacle) -> [Expression] {
    var values: [Expression] = []
    var derivative = e
    var factorial = Rational.one
    for k in 0..<count {
      let scale = forms.store.number(factorial)
      let there = forms.store.substitution(of: symbol, parameters: [], by: point, in: derivative)
      let value = try carriedOut(forms.store.product([scale, there]))
      values.append(value)
      if k + 1 == count { break }
      factorial = factorial * Rational(1, k + 1)
      derivative = try tidy(
        try carriedOut(forms.store.derivative(of: derivative, Target(.symbol(symbol)), slots: [])))
    }
    return values
  }

  private func carriedOut(_ e: Expression) throws(LimitObstacle) -> Expression {
    let (image, kinks) = try forms.carriedOut(e)
    if !kinks.isEmpty { throw .open("it has a kink there") }
    return image
  }

  /// Derivatives of products grow fast when their terms are not collected.
  private func tidy(_ e: Expression) throws(LimitObstacle) -> Expression {
    do { return forms.expression(of: try forms.normalForm(of: e)) ?? e } catch { throw LimitObstacle(error) }
  }
}

extension NormalForms {
  /// The expression with derivatives and substitutions carried out, and the arguments whose zeros are kinks that these
  /// stepped over.
  func carriedOut(_ e: Expression) throws(LimitObstacle) -> (Expression, kinks: [Expression]) {
    var differentiator = Differentiator(store: store)
    let image: Expression
    do { image = try differentiator.carryOut(e) } catch { throw LimitObstacle(error) }
    adopt(differentiator.store)
    return (image, differentiator.kinks)
  }
}
