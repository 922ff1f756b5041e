import Evaluation
import Expressions
import Numbers
import Reporting

/// One term of a sum, in the formula or in a definition that it is made of, has another factor, or a constant has another
/// value: the factor that explains the answers best is found by Newton's method, the slope being a difference quotient.
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
    (constants() + scaled()).compactMap { term in
      guard let factor = factor(of: term.routine, term.input) else { return nil }
      let residual = residual(term.routine, term.input, factor)
      guard residual <= tolerance, abs(factor - 1) > 1e-9 else { return nil }
      let margin = margin(term, factor)
      if let constant = term.constant {
        let value = NumberText.significant(constant * factor, digits: ScaleSearch.knownDigits(margin / abs(factor)))
        return KernelDiagnosis(bug: .wrongConstant, text: "\(term.name) is \(value)", residual: residual)
      }
      return ScaleSearch.diagnosis(of: term.name, factor: factor, residual: residual, margin: margin)
    }
  }

  /// Of a number with this relative error.
  private static func knownDigits(_ error: Double) -> Int {
    var (digits, unit) = (2, 0.01)
    while digits < 9, unit > 2 * error { (digits, unit) = (digits + 1, unit / 10) }
    return digits
  }

  private struct ScaledTerm {
    var name: String
    var routine: Routine
    /// The array that holds the factor.
    var input: Int
    /// The number before which it stands.
    var constant: Double?
  }

  /// The formula with a factor before one of its numbers, wherever that or a simple multiple of it stands: with
  /// φ(c·x³) its derivative has 3c. Numbers that anybody would write, such as 3/2, are no such constants.
  private func constants() -> [ScaledTerm] {
    var store = form.store
    let symbol = store.declare(SymbolDeclaration(name: "", slots: []))
    let factor = store.entry(of: symbol, [])
    let numbers = Set(
      form.parts.flatMap { store.reachable(from: [$0.value]) }.compactMap { store.rational($0) }
        .filter { !ScaleSearch.isCommon($0) })
    var known: Set<Rational> = []
    var found: [ScaledTerm] = []
    for number in numbers.sorted() where known.insert(number).inserted && found.count < ScaleSearch.mostTerms {
      let alike = numbers.filter { $0.divided(by: number).map(ScaleSearch.isCommon) ?? false }
      known.formUnion(alike)
      var own = form
      own.store = store
      for part in form.parts {
        own = own.replacing(part, by: image(of: part.value, alike, factor, &own.store), in: own.store)
      }
      guard let routine = own.routine,
        let input = routine.inputs.first(where: { routine.arrays[$0].source == .symbol(symbol) })
      else { continue }
      let name = "the constant " + NumberText.significant(number.double, digits: 9)
      found.append(ScaledTerm(name: name, routine: routine, input: input, constant: number.double))
    }
    return found
  }

  /// n/d with numbers below 64.
  private static func isCommon(_ number: Rational) -> Bool {
    guard let (above, below) = number.smallFraction else { return false }
    return abs(above) <= 64 && below <= 64
  }

  /// With the factor before these numbers in sums and products, though not in exponents.
  private func image(
    of root: Expression, _ numbers: Set<Rational>, _ factor: Expression, _ store: inout ExpressionStore
  ) -> Expression {
    var images: [Expression: Expression] = [:]
    for e in store.reachable(from: [root]) {
      let isOfNumbers = store.op(e) == .sum || store.op(e) == .product
      let operands = store.operands(of: e).map { operand -> Expression in
        guard isOfNumbers, let number = store.rational(operand), numbers.contains(number) else {
          return images[operand] ?? operand
        }
        return store.product([factor, operand])
      }
      if operands != Array(store.operands(of: e)) { images[e] = store.rebuilt(e, operands) }
    }
    return images[root] ?? root
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
