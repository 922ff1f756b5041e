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
  /// Cases at which two mistakes are compared with each other.
  private static let mostCompared = 3

  /// The likeliest one first.
  func diagnoses() -> [KernelDiagnosis] {
    let wrong = samples.filter { !$0.isRight }
    guard !wrong.isEmpty else { return [] }
    var found = layouts()
    // What a fit finds is told only if no mistake of its kind is known to be one.
    func add(_ fitted: [KernelDiagnosis]) {
      let known = Set(found.map { $0.bug })
      let isKnown = !found.isEmpty
      found += fitted.filter { !known.contains($0.bug) && !(isKnown && [.lostTerm, .wrongSign].contains($0.bug)) }
    }
    let forms = self.forms
    for (depth, form) in forms.enumerated() {
      found += mistakes(in: form, depth)
      add(ScaleSearch(form, samples).diagnoses(within: KernelDiagnostician.tolerance).map { $0.deeper(by: depth) })
    }
    add(ExtraTerms(forms[0], samples).diagnoses(within: KernelDiagnostician.tolerance))
    if let fit = TermFit(formula, samples), fit.residual <= KernelDiagnostician.tolerance { add(fit.diagnoses) }
    found = ranked(found)
    if wrong.allSatisfy({ $0.failsByOverflow }), let own = overflow(wrong) { found.insert(own, at: 0) }
    if found.isEmpty, let own = narrowSum(forms) ?? overflow(wrong) ?? accumulation() { found = [own] }
    return Array(found.prefix(KernelDiagnostician.mostNamed))
  }

  /// The formula, and other forms that have its value.
  private var forms: [WrittenForm] {
    let written = WrittenForm(formula)
    guard let shifted = written.shifted, let routine = shifted.routine,
      samples.allSatisfy({ sample in
        guard let values = routine.values(at: sample)?[0] else { return false }
        return sample.places.allSatisfy { abs(values[$0] - sample.exact[$0]) <= sample.band[$0] }
      })
    else { return [written] }
    return [written, shifted]
  }

  private func narrowSum(_ forms: [WrittenForm]) -> KernelDiagnosis? {
    for form in forms.reversed() {
      if let own = NarrowSums(form, accumulator, samples).diagnosis() { return own }
    }
    return nil
  }

  /// By how well they fit, in steps, then by how far-fetched they are, then in the order of their kinds. What says the same
  /// in other words is left out.
  private func ranked(_ diagnoses: [KernelDiagnosis]) -> [KernelDiagnosis] {
    func key(_ one: (offset: Int, element: KernelDiagnosis)) -> (Double, Int, Int, Int) {
      (max(one.element.residual, 1), one.element.depth, one.element.bug.rank, one.offset)
    }
    var found: [KernelDiagnosis] = []
    for one in diagnoses.enumerated().sorted(by: { key($0) < key($1) }).map({ $0.element }) {
      guard !found.contains(where: { $0.text == one.text || !one.bug.hasAPlace && $0.isSame(as: one) }) else {
        continue
      }
      // A factor without a meaning explains less than anything else.
      if one.bug == .scaledTerm, found.contains(where: { $0.bug != .scaledTerm }) { continue }
      found.append(one)
    }
    return found
  }

  private func residual(_ values: (Sample) -> [Double]?) -> Double {
    var greatest = 0.0
    var (failing, explained, right, finite) = (0, 0, 0, 0)
    for sample in samples {
      guard let own = values(sample) else { return .infinity }
      greatest = max(greatest, sample.distance(from: own))
      if greatest > KernelDiagnostician.tolerance { return .infinity }
      let failures = sample.failures(explainedBy: own)
      (failing, explained) = (failing + failures.all, explained + failures.explained)
      let others = sample.successes(finiteIn: own)
      (right, finite) = (right + others.all, finite + others.finite)
    }
    // It must say something of most that is wrong; where that is not finite, of half of what is right, too.
    let isOfNumbers = samples.contains { !$0.isRight && !$0.failsByOverflow }
    return 2 * explained > failing && (isOfNumbers || 2 * finite >= right) ? greatest : .infinity
  }

  private func diagnosis(_ bug: KernelBug, _ text: String, _ values: (Sample) -> [Double]?) -> KernelDiagnosis? {
    let residual = residual(values)
    guard residual.isFinite else { return nil }
    let first = samples.prefix(KernelDiagnostician.mostCompared).flatMap { values($0) ?? [] }
    return KernelDiagnosis(bug: bug, text: text, residual: residual, values: first)
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

  private func mistakes(in form: WrittenForm, _ depth: Int) -> [KernelDiagnosis] {
    var found: [KernelDiagnosis] = []
    guard var mistakes = FormulaMistakes(in: form) else { return [] }
    mistakes.forEach { mistaken in
      guard var own = diagnosis(mistaken.bug, mistaken.text, { mistaken.values(at: $0) }) else { return }
      own.depth = 2 * depth + (mistaken.isRepeated ? 1 : 0)
      found.append(own)
    }
    return found
  }

  // MARK: Rounding

  private func overflow(_ wrong: [Sample]) -> KernelDiagnosis? {
    guard wrong.contains(where: { sample in sample.places.contains { !sample.answer[$0].isFinite } }) else {
      return nil
    }
    let hasExponentials = formula.store.reachable(from: [formula.value], throughDefinitions: true).contains {
      formula.store.op($0) == .function && formula.store.function($0) == .exp
    }
    let hint = hasExponentials ? ": subtract the greatest argument before `exp`" : ""
    return KernelDiagnosis(
      bug: .overflow, text: "infinity or NaN where the exact result is harmless" + hint, residual: 0)
  }

  /// No formula explains the errors, but they are of both signs, and of the size that a coarser type may bring.
  private func accumulation() -> KernelDiagnosis? {
    for type in [FloatingType.f32, .f16, .bf16] where type.unit > accumulator.unit && (hasSums || areAnswers(of: type))
    {
      var (expected, seen) = (0.0, 0.0)
      // A coarse type shows in most entries, not in one.
      var (outside, due) = (0, 0)
      var isBounded = true
      for sample in samples {
        guard let values = formula.routine.rounded(at: sample, to: type),
          let bounds = formula.routine.bounds(at: sample, type)
        else { continue }
        for place in sample.places where values[place].isFinite {
          let rounding = (values[place] - sample.exact[place]) / sample.band[place]
          let error = (sample.answer[place] - sample.exact[place]) / sample.band[place]
          outside += abs(error) > 1 ? 1 : 0
          due += abs(rounding) > 1 ? 1 : 0
          expected += rounding * rounding
          seen += error * error
          isBounded = isBounded && abs(error) * sample.band[place] <= sample.band[place] + bounds[place] * type.unit
        }
      }
      guard expected > 0, seen > 0, isBounded, 2 * outside >= due, seen <= KernelDiagnostician.mostRounding * expected,
        seen >= expected / KernelDiagnostician.leastRounding
      else { continue }
      return KernelDiagnosis(
        bug: .accumulationType, text: "the errors are as large as those of \(type.rawValue) arithmetic", residual: 0)
    }
    return nil
  }

  private var hasSums: Bool {
    formula.store.reachable(from: [formula.value], throughDefinitions: true).contains {
      formula.store.op($0) == .reduction
    }
  }

  /// Where nothing is added up, the last operation is done in the coarser type, too, and the answer is a number of it.
  private func areAnswers(of type: FloatingType) -> Bool {
    samples.allSatisfy { sample in sample.places.allSatisfy { type.rounded(sample.answer[$0]) == sample.answer[$0] } }
  }

  /// Squares of errors beside those of a kernel that does everything in the coarser type: one sum alone brings less.
  private static let mostRounding = 16.0
  private static let leastRounding = 4096.0
}

extension KernelDiagnosis {
  /// It makes the same numbers of the formula, but for the rounding of doubles.
  fileprivate func isSame(as other: KernelDiagnosis) -> Bool {
    guard !values.isEmpty, values.count == other.values.count else { return false }
    return zip(values, other.values).allSatisfy { a, b in
      !a.isFinite && !b.isFinite || abs(a - b) <= 1e-9 * max(abs(a), abs(b))
    }
  }

  fileprivate func deeper(by depth: Int) -> KernelDiagnosis {
    var own = self
    own.depth += 2 * depth
    return own
  }
}
