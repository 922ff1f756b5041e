import Evaluation
import Expressions
import Notation
import Numbers

/// An equation whose sides are real, though at no point that was found all values on the way to them are.
///
/// diff(atanh(2 + x²), x) = −2·x/(x⁴ + 4·x² + 3) says something of real numbers: atanh has complex values there, of which
/// only a constant is not real. Such points can make a line *confirmed*, and no more: rules of real numbers may have been
/// used in a proof, and values without bounds refute nothing.
extension Experimenter {
  /// What complex numbers say of left = right: points at which both sides are real and agree, and derivatives agree with
  /// differences. Doubtful if at one such point the sides, or derivatives and differences, do not agree, or if at some point
  /// one side is real and the other is not.
  func complexTrial(_ left: Expression, _ right: Expression) -> Trial {
    var trial = Trial()
    let maker = SceneMaker(
      store: store, expressions: [left, right], premises: premises, indices: indices, effort: effort, seed: seed)
    _ = store.work.atMost(percent: 25) {
      maker.forEach { scene in
        for point in scene.points where !trial.isDoubtful { trial.isDoubtful = !agrees(scene, at: point, &trial) }
        return !trial.isDoubtful && !store.work.isSpent
      }
    }
    return trial
  }

  /// Of derivatives and their differences.
  private static let widestGap = 1e-6

  private func agrees(_ scene: Scene, at point: Point, _ trial: inout Trial) -> Bool {
    let way = ComplexWay(scene.compiler.tape)
    let values = way.values(of: scene.program, at: point)
    var isUsable = false
    for k in scene.assignments.indices {
      switch (values[k * scene.width], values[(k + 1) * scene.width - 1]) {
      case (.real, .notReal), (.notReal, .real): return false
      case (.real(let left), .real(let right)):
        switch outcome(left, .equal, right) {
        case .fails: return false
        case .unclear: continue
        case .holds(let difference):
          if !left.containsZero || !right.containsZero { isUsable = true }
          trial.largestDifference = max(trial.largestDifference, difference)
        }
      default: continue
      }
    }
    guard isUsable else { return true }
    if let worst = way.worstDifference(scene.derivatives, at: point) {
      if worst > Experimenter.widestGap { return false }
      trial.derivatives += 1
      trial.worstDerivative = max(trial.worstDerivative, worst)
    }
    if trial.points == 0 { trial.sample = Trial.Failure(scene: scene, point: point, failing: []) }
    trial.hasNonzeroSides = true
    trial.points += 1
    trial.sizes.insert(scene.setting.sizes)
    return true
  }
}
