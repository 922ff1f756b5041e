import Algebra
import Calculus
import Expressions

/// An objective that is smooth on the whole declared domain of its variable, with its first two derivatives.
struct SmoothObjective {
  private let forms: NormalForms
  private let variable: Symbol
  private let rows: [Index]
  private let columns: [Index]
  private let gradient: Expression
  private let hessian: Expression

  /// Nil when the objective is not known to be smooth. Defined names must be unfolded in the forms.
  init?(_ objective: Expression, _ variable: Symbol, _ forms: NormalForms) throws(Obstacle) {
    guard try Regularity(of: objective, in: variable, forms).isSmooth else { return nil }
    var calculus = Differentiator(store: forms.expressions)
    let ranges = calculus.store.declaration(variable).slots
    rows = ranges.map { calculus.store.freshIndex("i", $0) }
    columns = ranges.map { calculus.store.freshIndex("j", $0) }
    let target = Target(.symbol(variable))
    do throws(Refusal) {
      gradient = try calculus.derivative(of: objective, target, slots: rows.map { calculus.store.value(of: $0) })
      hessian = try calculus.derivative(of: gradient, target, slots: columns.map { calculus.store.value(of: $0) })
    } catch {
      throw .unsupported(error.text)
    }
    forms.adopt(calculus.store)
    (self.forms, self.variable) = (forms, variable)
  }

  /// ∇f = 0, in every entry.
  var stationarity: Expression {
    var store = forms.expressions
    let entry = store.comparison(.equal, gradient, store.integer(0))
    let all = rows.reversed().reduce(entry) { store.reduction(.all, over: $1, $0) }
    forms.adopt(store)
    return all
  }

  func isStationary(at value: Expression, slots: [Index]) throws(Obstacle) -> Bool {
    try forms.isZero(try forms.normalForm(of: try slope(at: value, slots: slots)))
  }

  /// ∇f at the value, in the entry of the rows' index variables.
  func slope(at value: Expression, slots: [Index]) throws(Obstacle) -> Expression {
    var calculus = Differentiator(store: forms.expressions)
    let there = calculus.store.substitution(of: variable, parameters: slots, by: value, in: gradient)
    let gradientThere: Expression
    do throws(Refusal) { gradientThere = try calculus.carryOut(there) } catch { throw .unsupported(error.text) }
    forms.adopt(calculus.store)
    return gradientThere
  }

  /// The second derivative is nowhere negative.
  var isConvex: Bool {
    get throws(Obstacle) {
      let curvature = try forms.normalForm(of: hessian)
      switch rows.count {
      case 0: return try forms.isKnownNonnegative(curvature)
      case 1: return try forms.isPositiveSemidefinite(curvature, row: rows[0], column: columns[0])
      default: return false
      }
    }
  }

  /// v′Hv ≥ 0 for all v, with the Hessian H, as an inequality.
  var hasConvexForm: Bool {
    get throws(Obstacle) {
      if try isConvex { return true }
      var store = forms.expressions
      guard rows.count < 2 else { return false }
      var form = hessian
      if let row = rows.first, let column = columns.first {
        let v = store.declare(SymbolDeclaration(name: "v", slots: [store.range(row)]))
        let ends = (store.entry(of: v, [store.value(of: row)]), store.entry(of: v, [store.value(of: column)]))
        form = store.sum(over: [row, column], store.product([ends.0, hessian, ends.1]))
      }
      forms.adopt(store)
      return try forms.isCertified(try forms.normalForm(of: form), strictly: false)
    }
  }

  /// The derivative in one number is a positive function times one that never falls: from where it vanishes the
  /// objective rises in both directions.
  var isQuasiConvex: Bool {
    get throws(Obstacle) {
      guard rows.isEmpty else { return false }
      let cleared = try forms.timesPositiveDenominators(try forms.normalForm(of: gradient))
      let slope = try forms.withoutPositiveFactors(cleared)
      guard let rising = forms.expression(of: slope) else { return false }
      guard let objective = try SmoothObjective(rising, variable, forms) else { return false }
      return try forms.isKnownNonnegative(try forms.normalForm(of: objective.gradient))
    }
  }
}
