import Evaluation
import Expressions

/// Finds the mistake that explains the answers of a kernel: each candidate is computed at the inputs, and what agrees with
/// all answers to within their bands is named.
struct KernelDiagnostician {
  let formula: Formula
  let type: FloatingType
  let accumulator: FloatingType
  let samples: [Sample]

  /// Answers may be so many bands away from what a mistake gives: it changes the rounding errors, too. What does not explain
  /// the answers is a hundred and more away.
  private static let tolerance = 4.0
  private static let mostNamed = 3

  /// The likeliest one first.
  func diagnoses() -> [KernelDiagnosis] {
    let wrong = samples.filter { !$0.isRight }
    guard !wrong.isEmpty else { return [] }
    var found = layouts() + mutations()
    if let fit = TermFit(formula, samples), fit.residual <= KernelDiagnostician.tolerance { found += fit.diagnoses }
    found += ScaleSearch(formula, samples).diagnoses(within: KernelDiagnostician.tolerance)
    found = ranked(found)
    if found.isEmpty, let own = overflow(wrong) ?? accumulation() { found = [own] }
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
    var (failing, explained) = (0, 0)
    for sample in samples {
      guard let own = values(sample) else { return .infinity }
      greatest = max(greatest, sample.distance(from: own))
      if greatest > KernelDiagnostician.tolerance { return .infinity }
      let failures = sample.failures(explainedBy: own)
      (failing, explained) = (failing + failures.all, explained + failures.explained)
    }
    // It must say something of most that is wrong.
    return 2 * explained > failing ? greatest : .infinity
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
      diagnosis(.transposed, "the result is written by columns, not by rows") { sample in
        KernelDiagnostician.byColumns(sample.exact, sample.shape)
      })
    for input in samples.first?.inputs ?? [] where input.shape.count == 2 {
      found.append(
        diagnosis(.transposed, "`\(input.name)` is read by columns, not by rows") { sample in
          guard let own = sample.inputs.first(where: { $0.name == input.name }) else { return nil }
          let turned = KernelDiagnostician.read(own.values, byColumns: own.shape)
          guard let array = formula.routine.inputs.first(where: { formula.routine.arrays[$0].name == own.name }) else {
            return nil
          }
          return formula.routine.values(at: sample, [array: turned])?[0]
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

  private func overflow(_ wrong: [Sample]) -> KernelDiagnosis? {
    guard wrong.contains(where: { sample in sample.places.contains { !sample.answer[$0].isFinite } }) else {
      return nil
    }
    return KernelDiagnosis(
      bug: .overflow, text: "infinity or NaN where the exact result and a plain evaluation are finite", residual: 0)
  }

  /// No formula explains the errors, but they are small, of both signs, and of the size that a coarser type may bring.
  private func accumulation() -> KernelDiagnosis? {
    for type in [FloatingType.f32, .f16, .bf16] where type.unit > accumulator.unit {
      var (expected, seen, greatest) = (0.0, 0.0, 0.0)
      for sample in samples {
        guard let values = formula.routine.rounded(at: sample, to: type) else { continue }
        for place in sample.places where values[place].isFinite {
          let scale = max(abs(sample.exact[place]), sample.band[place])
          let rounding = (values[place] - sample.exact[place]) / scale
          let error = (sample.answer[place] - sample.exact[place]) / scale
          expected += rounding * rounding
          seen += error * error
          greatest = max(greatest, abs(error))
        }
      }
      guard expected > 0, seen > 0, seen <= KernelDiagnostician.mostRounding * expected,
        seen >= expected / KernelDiagnostician.leastRounding, greatest <= KernelDiagnostician.widest * type.unit
      else { continue }
      return KernelDiagnosis(
        bug: .accumulationType, text: "the errors are as large as those of \(type.rawValue) arithmetic", residual: 0)
    }
    return nil
  }

  /// Squares of errors beside those of a kernel that does everything in the coarser type: one sum alone brings less.
  private static let mostRounding = 16.0
  private static let leastRounding = 65536.0
  /// Units of the coarser type, beyond which it is no rounding.
  private static let widest = 16.0
}
