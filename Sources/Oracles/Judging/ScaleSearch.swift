import Evaluation
import Expressions
import Numbers

/// One term of a sum, in the formula or in a definition that it is made of, has another factor: the factor that explains
/// the answers best is found by Newton's method, the slope being a difference quotient.
struct ScaleSearch {
  private let form: WrittenForm
  private let samples: [Sample]

  private static let step = 1e-4
  private static let rounds = 8
  private static let mostTerms = 64

  init(_ form: WrittenForm, _ samples: [Sample]) {
    self.form = form
    self.samples = samples
  }

  func diagnoses(within tolerance: Double) -> [KernelDiagnosis] {
    scaled().compactMap { term in
      guard let factor = factor(of: term.routine, term.input) else { return nil }
      let residual = residual(term.routine, term.input, factor)
      guard residual <= tolerance, abs(factor - 1) > 1e-9 else { return nil }
      return ScaleSearch.diagnosis(of: term.name, factor: factor, residual: residual, margin: margin(term, factor))
    }
  }

  private struct ScaledTerm {
    var name: String
    var routine: Routine
    /// The array that holds the factor.
    var input: Int
  }

  /// The formula with a factor before each term in turn; the parts nearest to the result first.
  private func scaled() -> [ScaledTerm] {
    var store = form.store
    let symbol = store.declare(SymbolDeclaration(name: "", slots: []))
    let factor = store.entry(of: symbol, [])
    var found: [ScaledTerm] = []
    for part in form.parts {
      for (term, image) in images(of: part.value, factor, &store) where found.count < ScaleSearch.mostTerms {
        let own = form.replacing(part, by: image, in: store)
        let within = part.definition.map { " in `\(store.body($0).name)`" } ?? ""
        let text = ExpressionText.text(term, in: store, limit: 60)
        guard let routine = own.routine,
          let input = routine.inputs.first(where: { routine.arrays[$0].source == .symbol(symbol) })
        else { continue }
        found.append(ScaledTerm(name: "the term `\(text)`" + within, routine: routine, input: input))
      }
    }
    return found
  }

  /// The body with a factor before each term of each sum in it, and before the whole.
  private func images(of root: Expression, _ factor: Expression, _ store: inout ExpressionStore) -> [(
    Expression, Expression
  )] {
    var images = [(root, store.product([factor, root]))]
    for e in store.reachable(from: [root]).reversed() where store.op(e) == .sum {
      let terms = Array(store.operands(of: e))
      for (k, term) in terms.enumerated() where store.op(term) != .index && store.op(term) != .size {
        var changed = terms
        changed[k] = store.product([factor, term])
        let image = store.sum(changed)
        let whole = store.replacing([e: image], in: root)
        if whole != root { images.append((term, whole)) }
      }
    }
    return images
  }

  private func values(_ routine: Routine, _ input: Int, _ factor: Double, _ sample: Sample) -> [Double]? {
    routine.values(at: sample, [input: [factor]])?[0]
  }

  /// Each entry is weighted with its band.
  private func factor(of routine: Routine, _ input: Int) -> Double? {
    var factor = 1.0
    for _ in 0..<ScaleSearch.rounds {
      var (numerator, denominator) = (0.0, 0.0)
      for sample in samples {
        guard let here = values(routine, input, factor, sample),
          let there = values(routine, input, factor + ScaleSearch.step, sample)
        else { return nil }
        for place in sample.places where here[place].isFinite && there[place].isFinite && sample.answer[place].isFinite
        {
          let weight = 1 / max(sample.band[place], abs(sample.exact[place]) * 0x1p-50)
          let slope = (there[place] - here[place]) / ScaleSearch.step * weight
          numerator += slope * (sample.answer[place] - here[place]) * weight
          denominator += slope * slope
        }
      }
      guard denominator > 0, numerator.isFinite, denominator.isFinite else { return nil }
      let change = numerator / denominator
      factor += change
      guard factor.isFinite, abs(factor) < 1e6 else { return nil }
      if abs(change) < 1e-12 { break }
    }
    return factor
  }

  private func residual(_ routine: Routine, _ input: Int, _ factor: Double) -> Double {
    var greatest = 0.0
    var (failing, explained) = (0, 0)
    for sample in samples {
      guard let own = values(routine, input, factor, sample) else { return .infinity }
      greatest = max(greatest, sample.distance(from: own))
      let failures = sample.failures(explainedBy: own)
      (failing, explained) = (failing + failures.all, explained + failures.explained)
    }
    return 2 * explained > failing ? greatest : .infinity
  }

  /// How far the factor may be off: where the answers would leave their bands.
  private func margin(_ term: ScaledTerm, _ factor: Double) -> Double {
    var margin = 1e-9
    while margin < 0.1, residual(term.routine, term.input, factor + 2 * margin) <= 1 { margin *= 2 }
    return margin
  }

  /// 0 is a lost term, −1 a wrong sign, n/d with small numbers a wrong constant.
  static func diagnosis(of name: String, factor: Double, residual: Double, margin: Double) -> KernelDiagnosis {
    let (bug, text): (KernelBug, String) =
      if abs(factor) <= max(margin, 1e-6) {
        (.lostTerm, "\(name) is missing")
      } else if abs(factor + 1) <= max(margin, 1e-6) {
        (.wrongSign, "\(name) has the wrong sign")
      } else if let simple = simple(factor, max(margin, 1e-6)), simple.value != 1 {
        (.wrongConstant, "\(name) has the factor \(simple.text)")
      } else {
        (.scaledTerm, "\(name) has the factor \(digits(factor, margin))")
      }
    return KernelDiagnosis(bug: bug, text: text, residual: residual)
  }

  /// n/d with small numbers.
  static func simple(_ value: Double, _ margin: Double) -> (value: Double, text: String)? {
    for denominator in 1...8 {
      let numerator = (value * Double(denominator)).rounded()
      let simple = numerator / Double(denominator)
      guard numerator != 0, abs(numerator) <= 64, abs(simple - value) <= min(margin, 1e-3) else { continue }
      return (simple, denominator == 1 ? "\(Int(numerator))" : "\(Int(numerator))/\(denominator)")
    }
    return nil
  }

  /// As many digits as are known.
  private static func digits(_ value: Double, _ margin: Double) -> String {
    var scale = 1000.0
    while scale < 1e9, 0.5 / scale > margin { scale *= 10 }
    return "\((value * scale).rounded() / scale)"
  }
}
