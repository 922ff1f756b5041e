import Evaluation
import Expressions
import Numbers

/// Sums that are held in a coarser type than the kernel's: each is added up so, term by term, and compared with the answers.
///
/// Where a partial sum lies between two numbers of the coarse type, the last bit of a term decides: most of the wrong
/// entries must agree, not all.
struct NarrowSums {
  private let form: WrittenForm
  private let accumulator: FloatingType
  private let samples: [Sample]

  private static let tolerance = 4.0
  /// Of the entries outside of their bands so many must agree.
  private static let leastShare = 0.75

  init(_ form: WrittenForm, _ accumulator: FloatingType, _ samples: [Sample]) {
    (self.form, self.accumulator, self.samples) = (form, accumulator, samples)
  }

  func diagnosis() -> KernelDiagnosis? {
    guard let routine = form.routine else { return nil }
    let sums = routine.origins.filter {
      routine.store.op($0.value) == .reduction && routine.store.reduction($0.value) == .sum
    }
    var shapes = ShapeTable()
    var groups = sums.keys.sorted().map { [$0] }
    var alike: [Int: [Int]] = [:]
    for (array, sum) in sums.sorted(by: { $0.key < $1.key }) {
      alike[shapes.shape(of: sum, in: routine.store), default: []].append(array)
    }
    groups += alike.sorted { $0.key < $1.key }.map { $0.value }.filter { $0.count > 1 }
    for type in [FloatingType.f32, .f16, .bf16] where type.unit > accumulator.unit {
      for group in groups where agrees(routine, Dictionary(uniqueKeysWithValues: group.map { ($0, type) })) {
        let text = sums[group[0]].map { ExpressionText.text($0, in: routine.store, limit: 60) } ?? ""
        let more = group.count > 1 ? " and \(group.count - 1) like it are" : " is"
        return KernelDiagnosis(
          bug: .accumulationType, text: "the sum `\(text)`\(more) held in \(type.rawValue)", residual: 0)
      }
    }
    return nil
  }

  private func agrees(_ routine: Routine, _ narrow: [Int: FloatingType]) -> Bool {
    var (outside, agreeing) = (0, 0)
    for sample in samples {
      guard let values = routine.rounded(at: sample, to: accumulator, narrow: narrow) else { return false }
      for place in sample.places {
        let isOutside = !(abs(sample.answer[place] - sample.exact[place]) <= sample.band[place])
        let isNear = abs(sample.answer[place] - values[place]) <= NarrowSums.tolerance * sample.band[place]
        if isOutside { (outside, agreeing) = (outside + 1, agreeing + (isNear ? 1 : 0)) }
      }
      if Double(agreeing) < NarrowSums.leastShare * Double(outside) - 8 { return false }
    }
    return outside > 0 && Double(agreeing) >= NarrowSums.leastShare * Double(outside)
  }
}
