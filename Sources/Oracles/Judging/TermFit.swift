import Evaluation
import Expressions
import Numbers

/// The answers of a kernel as a combination of the addends of the formula: y ≈ Σ cₖ·Tₖ, by least squares, each entry
/// weighted with its band. A right kernel has cₖ = 1.
struct TermFit {
  struct Coefficient {
    var term: String
    var value: Double
    /// Half the width of what the bands leave open.
    var uncertainty: Double
  }

  var coefficients: [Coefficient]
  /// The greatest number of bands between an answer and its combination.
  var residual: Double

  private static let mostTerms = 12
  /// Columns that are combinations of others to within this share are left out.
  private static let dependence = 1e-9

  /// Nil where the formula has no terms that could be told apart.
  init?(_ formula: Formula, _ samples: [Sample]) {
    var store = formula.store
    let terms = store.addends(of: formula.value)
    guard (1...TermFit.mostTerms).contains(terms.count),
      let routine = try? RoutineCompiler.routine(
        of: terms.enumerated().map { (name: "term\($0.offset)", slots: formula.slots, value: $0.element) }, in: store,
        given: formula.upstream)
    else { return nil }
    var rows: [[Double]] = []
    for sample in samples {
      guard let columns = routine.values(at: sample) else { return nil }
      for place in sample.places {
        let weight = 1 / max(sample.band[place], abs(sample.exact[place]) * 0x1p-50 + .leastNormalMagnitude)
        let row = columns.map { $0[place] * weight } + [sample.answer[place] * weight]
        guard row.allSatisfy({ $0.isFinite }) else { return nil }
        rows.append(row)
      }
    }
    guard let solution = LeastSquares(rows, unknowns: terms.count), solution.isUnique else { return nil }
    coefficients = terms.indices.map { k in
      Coefficient(
        term: ExpressionText.text(terms[k], in: store, limit: 80), value: solution.values[k],
        uncertainty: solution.uncertainties[k])
    }
    residual = solution.greatestResidual
  }

  /// What the coefficients say: one that is not 1 is a mistake in its term.
  var diagnoses: [KernelDiagnosis] {
    let wrong = coefficients.filter { abs($0.value - 1) > max(4 * $0.uncertainty, 1e-9) }
    if wrong.isEmpty { return [] }
    if wrong.count == coefficients.count, coefficients.count > 1,
      let first = wrong.first,
      wrong.allSatisfy({ abs($0.value - first.value) <= 4 * ($0.uncertainty + first.uncertainty) })
    {
      return [diagnosis(of: first, "the whole result")]
    }
    let all = wrong.map { diagnosis(of: $0, "the term `\($0.term)`") }
    guard let first = all.first, all.count > 1 else { return all }
    let text = all.map { $0.text }.joined(separator: ", and ")
    return [KernelDiagnosis(bug: first.bug, text: text, residual: residual)]
  }

  private func diagnosis(of coefficient: Coefficient, _ name: String) -> KernelDiagnosis {
    ScaleSearch.diagnosis(
      of: name, factor: coefficient.value, residual: residual, margin: 4 * coefficient.uncertainty)
  }
}

extension ExpressionStore {
  /// The terms of a sum, where a factor of a product is a sum those of the product multiplied out once.
  fileprivate mutating func addends(of e: Expression) -> [Expression] {
    switch op(e) {
    case .sum:
      var all: [Expression] = []
      for operand in Array(operands(of: e)) { all += addends(of: operand) }
      return all
    case .product:
      let factors = Array(operands(of: e))
      guard let place = factors.firstIndex(where: { op($0) == .sum }) else { return [e] }
      return operands(of: factors[place]).map { term in
        var image = factors
        image[place] = term
        return withNumberFirst(product(image))
      }
    default: return [e]
    }
  }

  /// -a*b for a*(-1)*b.
  private mutating func withNumberFirst(_ e: Expression) -> Expression {
    guard op(e) == .product else { return e }
    let factors = Array(operands(of: e))
    let number = factors.reduce(Rational.one) { $0 * (rational($1) ?? .one) }
    let rest = factors.filter { rational($0) == nil }
    return number == .one ? product(rest) : product([self.number(number)] + rest)
  }
}
