import Evaluation
import Expressions

/// A term that has nothing to do in the formula: a quantity, or a product of two, at the result's own indices.
struct ExtraTerms {
  private let form: WrittenForm
  private let samples: [Sample]

  private static let most = 300

  init(_ form: WrittenForm, _ samples: [Sample]) {
    self.form = form
    self.samples = samples
  }

  func diagnoses(within tolerance: Double) -> [KernelDiagnosis] {
    guard var mistakes = FormulaMistakes(in: form) else { return [] }
    let entries = mistakes.entries(at: form.slots)
    var terms = entries
    for (k, one) in entries.enumerated() {
      for other in entries[k...] where terms.count < ExtraTerms.most {
        terms.append(mistakes.store.product([one, other]))
      }
    }
    guard !terms.isEmpty,
      let routine = try? RoutineCompiler.routine(
        of: terms.enumerated().map { (name: "term\($0.offset)", slots: form.slots, value: $0.element) },
        in: mistakes.store, given: form.upstream)
    else { return [] }
    let columns = samples.map { routine.values(at: $0) }
    return terms.indices.compactMap { k in
      diagnosis(mistakes.text(terms[k]), columns.map { $0?[k] }, tolerance)
    }
  }

  /// answer − exact ≈ factor·column, for a factor of small numbers.
  private func diagnosis(_ text: String, _ columns: [[Double]?], _ tolerance: Double) -> KernelDiagnosis? {
    var (numerator, denominator) = (0.0, 0.0)
    for (sample, column) in zip(samples, columns) {
      guard let column else { return nil }
      for place in sample.places where sample.answer[place].isFinite && column[place].isFinite {
        let weight = 1 / (sample.band[place] * sample.band[place] + .leastNormalMagnitude)
        numerator += (sample.answer[place] - sample.exact[place]) * column[place] * weight
        denominator += column[place] * column[place] * weight
      }
    }
    guard denominator > 0, (numerator / denominator).isFinite,
      let factor = ScaleSearch.simple(numerator / denominator, 1e-3), factor.value != 0
    else { return nil }
    var residual = 0.0
    for (sample, column) in zip(samples, columns) {
      guard let column else { return nil }
      let values = zip(sample.exact, column).map { $0 + factor.value * $1 }
      residual = max(residual, sample.distance(from: values))
      if residual > tolerance { return nil }
    }
    let name = factor.value == 1 ? text : factor.value == -1 ? "-\(text)" : "\(factor.text)*\(text)"
    return KernelDiagnosis(bug: .extraTerm, text: "there is a term `\(name)` too much", residual: residual)
  }
}
