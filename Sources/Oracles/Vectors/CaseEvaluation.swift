import Evaluation
import Expressions

/// Exact results and bands at inputs that no case maker made.
struct CaseEvaluation {
  let routine: Routine
  let request: CaseRequest

  init(_ formula: Formula, _ manifest: Manifest) {
    routine = formula.routine
    request = CaseRequest(type: manifest.type, accumulator: manifest.accumulator)
  }

  /// The case with the results at its inputs; nil where the formula has none.
  func evaluated(_ one: OracleCase) -> OracleCase? {
    guard one.inputs.count == routine.inputs.count else { return nil }
    var (own, sizes) = (RoutineInputs(), Sizes())
    for (array, input) in zip(routine.inputs, one.inputs) { own[array] = input.values }
    for dimension in routine.dimensions {
      sizes[dimension] = one.sizes.first { $0.name == routine.store.name(dimension) }?.size
    }
    guard let exact = try? routine.exact(sizes, own, negligible: request.negligible)[0],
      !exact.contains(where: { $0.value.isNaN }),
      let band = try? RoundingBand(routine: routine, request: request).band(sizes, own, exact)
    else { return nil }
    var evaluated = one
    (evaluated.exact, evaluated.band) = (exact, band)
    return evaluated
  }
}
