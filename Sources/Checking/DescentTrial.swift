import Evaluation
import Expressions
import Notation

/// An inequality that held at the points that were drawn, tried where a walk from them leads.
extension Experimenter {
  /// Sizes at which it is tried, the first ones.
  static let descendedScenes = 4
  /// Walks in all. Of one scene two of them, for (a - 3·b/2)·b ≤ 3 where a - 3·b/2 ≤ 1, both began where b > 0, from which
  /// none leads to the points with b < 0 at which it fails.
  private static let walks = 8

  func descend(
    _ scenes: [Scene], _ left: Expression, _ relation: Link.Relation, _ right: Expression, _ trial: inout Trial
  ) {
    let isTurned = relation == .greater || relation == .greaterOrEqual
    for scene in scenes {
      let last = scene.width - 1
      for start in scene.points.prefix(Experimenter.walks / max(1, scenes.count)) {
        guard
          let point = scene.sampler.descent(
            of: scene.program, from: isTurned ? last : 0, to: isTurned ? 0 : last, start: start)
        else { continue }
        observe(scene, point, relation, &trial)
        confirmFailure(&trial, left, relation, right)
        if trial.failure != nil { return }
      }
    }
  }
}
