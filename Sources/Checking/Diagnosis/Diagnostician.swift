import Calculus
import Evaluation
import Expressions
import Numbers

/// Finds the small change that makes a wrong line true: every edit is evaluated where the line fails, and what agrees
/// there is put to the prover.
struct Diagnostician {
  let store: ExpressionStore
  let premises: [Expression]
  let claimed: Expression
  let truth: Expression
  let quantities: Quantities
  let seed: UInt64
  let steps: Int

  /// Edits that agree with the true side at every point are at most this many; the prover sees no more.
  private static let mostProofs = 6

  func edits() -> [(edit: Edit, isProved: Bool, store: ExpressionStore)] {
    var catalogue = EditCatalogue(store: store, claimed: claimed, truth: truth, quantities: quantities)
    catalogue.propose()
    let agreeing = agreeing(catalogue.edits, with: truth, catalogue.store)
    var found: [(edit: Edit, isProved: Bool, store: ExpressionStore)] = []
    for edit in agreeing.prefix(Diagnostician.mostProofs) {
      let fixed = Set(catalogue.store.freeIndices(of: truth) + catalogue.store.freeIndices(of: edit.result))
      var prover = Prover(store: catalogue.store, premises: premises, fixed: fixed, steps: steps)
      found.append((edit, prover.equality(truth, edit.result).proof != nil, catalogue.store))
    }
    return found.filter { $0.isProved } + found.filter { !$0.isProved }
  }

  /// The edits whose value is that of the true side at all points of a few scenes.
  private func agreeing(_ edits: [Edit], with truth: Expression, _ store: ExpressionStore) -> [Edit] {
    var left = edits
    var scenes = 0
    var effort = SceneMaker.Effort()
    effort.pointsPerScene = 4
    effort.families = [0]
    effort.assignments = 9
    let own = freeIndices(store)
    left = left.filter { edit in store.freeIndices(of: edit.result).allSatisfy { own.contains($0) } }
    while scenes < 3 && !left.isEmpty {
      let expressions = [truth] + left.map { $0.result }
      let maker = SceneMaker(store: store, expressions: expressions, premises: premises, effort: effort, seed: seed)
      var number = 0
      var hasSeen = false
      _ = maker.forEach { scene in
        number += 1
        if number <= scenes { return true }
        if scene.points.isEmpty { return true }
        let agrees = agreement(scene, count: left.count)
        left = zip(left, agrees).filter { $0.1 }.map { $0.0 }
        hasSeen = true
        return false
      }
      if !hasSeen { break }
      scenes += 1
    }
    return scenes > 0 ? left : []
  }

  /// Definitions that were treated as constants: with them held, the derivative on the true side is what is claimed.
  func heldConstants() -> (names: [String], isProved: Bool)? {
    for held in quantities.heldSets(in: truth, store) {
      var differentiator = Differentiator(store: store)
      differentiator.held = Set(held)
      guard let image = try? differentiator.carryOut(truth) else { continue }
      let names = held.map { store.body($0).name }
      let edit = Edit(code: .heldConstant, result: image, blamed: claimed, message: "")
      guard !agreeing([edit], with: claimed, differentiator.store).isEmpty else { continue }
      let fixed = Set(store.freeIndices(of: truth) + store.freeIndices(of: claimed))
      var prover = Prover(store: differentiator.store, premises: premises, fixed: fixed, steps: steps)
      return (names, prover.equality(claimed, image).proof != nil)
    }
    return nil
  }

  private func freeIndices(_ store: ExpressionStore) -> Set<Index> {
    Set(store.freeIndices(of: truth) + store.freeIndices(of: claimed))
  }

  private func agreement(_ scene: Scene, count: Int) -> [Bool] {
    var agrees = [Bool](repeating: true, count: count)
    var seen = [Bool](repeating: false, count: count)
    for values in scene.program.doubles(at: scene.points) {
      for k in scene.assignments.indices {
        let row = values[(k * scene.width)..<((k + 1) * scene.width)]
        guard let truth = row.first, truth.isFinite else { continue }
        for (n, value) in row.dropFirst().enumerated() where agrees[n] {
          if value.isFinite { seen[n] = true }
          let scale = max(abs(truth), abs(value), 1e-9)
          if !(abs(value - truth) <= 1e-9 * scale) { agrees[n] = false }
        }
      }
    }
    return zip(agrees, seen).map { $0 && $1 }
  }
}
