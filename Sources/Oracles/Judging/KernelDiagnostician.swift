import Evaluation
import Expressions

/// Finds the mistake that explains the answers of a kernel: each candidate is computed at the inputs, and what agrees with
/// all answers to within their bands is named.
struct KernelDiagnostician {
  let formula: Formula
  let type: FloatingType
  let accumulator: FloatingType
  let samples: [Sample]

  /// Answers may be so many bands away from what a mistake gives.
  private static let tolerance = 2.0
  /// A fit of the terms is tighter: its coefficients are free.
  private static let fitTolerance = 1.5
  private static let mostNamed = 3

  /// The likeliest one first.
  func diagnoses() -> [KernelDiagnosis] {
    let wrong = samples.filter { !$0.isRight }
    guard !wrong.isEmpty else { return [] }
    if wrong.contains(where: { sample in sample.places.contains { !sample.answer[$0].isFinite } }) {
      return [
        KernelDiagnosis(
          bug: .overflow, text: "infinity or NaN where the exact result and a plain evaluation are finite", residual: 0)
      ]
    }
    var found = layouts() + mutations()
    if let fit = TermFit(formula, samples), fit.residual <= KernelDiagnostician.fitTolerance { found += fit.diagnoses }
    found = ranked(found)
    if found.isEmpty, let own = accumulation() { found = [own] }
    return Array(found.prefix(KernelDiagnostician.mostNamed))
  }

  /// By how well they fit, in steps, then in the order in which they were tried; each text once.
  private func ranked(_ diagnoses: [KernelDiagnosis]) -> [KernelDiagnosis] {
    var seen: Set<String> = []
    return diagnoses.enumerated().sorted { a, b in
      let (x, y) = (max(a.element.residual, 1), max(b.element.residual, 1))
      return x == y ? a.offset < b.offset : x < y
    }.map { $0.element }.filter { seen.insert($0.text).inserted }
  }

  private func residual(_ values: (Sample) -> [Double]?) -> Double {
    var greatest = 0.0
    for sample in samples {
      guard let own = values(sample) else { return .infinity }
      greatest = max(greatest, sample.distance(from: own))
      if greatest > KernelDiagnostician.tolerance { return .infinity }
    }
    return greatest
  }

  private func diagnosis(_ bug: KernelBug, _ text: String, _ values: (Sample) -> [Double]?) -> KernelDiagnosis? {
    let residual = residual(values)
    return residual.isFinite ? KernelDiagnosis(bug: bug, text: text, residual: residual) : nil
  }

  // MARK: Arrays

  /// Mistakes in reading and writing arrays.
  private func layouts() -> [KernelDiagnosis] {
    var found: [KernelDiagnosis?] = []
    found.append(
      diagnosis(.accumulate, "the result is added to what the buffer held before") { sample in
        sample.exact.indices.map { sample.exact[$0] + ($0 < sample.previous.count ? sample.previous[$0] : 0) }
      })
    found.append(
      diagnosis(.accumulate, "the result is added to itself: it is doubled") { $0.exact.map { 2 * $0 } })
    found.append(
      diagnosis(.transposed, "the result is written by columns, not by rows") { sample in
        KernelDiagnostician.byColumns(sample.exact, sample.shape)
      })
    for input in samples.first?.inputs ?? [] where input.shape.count == 2 {
      found.append(
        diagnosis(.transposed, "`\(input.name)` is read by columns, not by rows") { sample in
          guard let own = sample.inputs.first(where: { $0.name == input.name }) else { return nil }
          let turned = KernelDiagnostician.read(own.values, byColumns: own.shape)
          return formula.routine.values(at: sample, changing: (name: own.name, values: turned))?[0]
        })
    }
    return found.compactMap { $0 }
  }

  /// The entries of a matrix, the first index running fastest, as an array by rows.
  private static func byColumns(_ values: [Double], _ shape: [Int]) -> [Double]? {
    guard shape.count == 2, shape[0] > 1, shape[1] > 1 else { return shape.count == 2 ? values : nil }
    let (rows, columns) = (shape[0], shape[1])
    return values.indices.map { values[($0 % rows) * columns + $0 / rows] }
  }

  /// What (i, j) is where the array is taken to be by columns.
  private static func read(_ values: [Double], byColumns shape: [Int]) -> [Double] {
    let (rows, columns) = (shape[0], shape[1])
    return values.indices.map { values[($0 % columns) * rows + $0 / columns] }
  }

  // MARK: Formulas

  private func mutations() -> [KernelDiagnosis] {
    FormulaMutations(of: formula).found.compactMap { mutated in
      guard
        let routine = try? RoutineCompiler.routine(
          of: [(name: formula.name, slots: formula.slots, value: mutated.value)], in: mutated.store,
          given: formula.upstream)
      else { return nil }
      return diagnosis(mutated.bug, mutated.text) { routine.values(at: $0)?[0] }
    }
  }

  // MARK: Rounding

  /// No formula explains the errors, but they are of the size of those of a coarser type.
  private func accumulation() -> KernelDiagnosis? {
    let coarser = [FloatingType.f32, .f16, .bf16].filter { $0.unit > accumulator.unit }
    for type in coarser {
      var (expected, seen) = (0.0, 0.0)
      for sample in samples {
        var inputs: RoutineInputs = [:]
        for array in formula.routine.inputs {
          inputs[array] = sample.inputs.first { $0.name == formula.routine.arrays[array].name }?.values
        }
        var sizes = Sizes()
        for dimension in formula.routine.dimensions { sizes[dimension] = sample.sizes[dimension] }
        guard let values = try? formula.routine.rounded(sizes, inputs, to: type, order: .forward)[0] else { continue }
        for place in sample.places where values[place].isFinite {
          let scale = max(abs(sample.exact[place]), sample.band[place])
          expected += ((values[place] - sample.exact[place]) / scale) * ((values[place] - sample.exact[place]) / scale)
          let error = (sample.answer[place] - sample.exact[place]) / scale
          seen += error * error
        }
      }
      // Within a factor of 16 in size.
      guard expected > 0, seen > 0, seen <= 16 * expected, seen >= expected / 256 else { continue }
      return KernelDiagnosis(
        bug: .accumulationType, text: "the errors are as large as those of \(type.rawValue) arithmetic", residual: 0)
    }
    return nil
  }
}
