import Calculus
import Elaboration
import Evaluation
import Expressions
import Notation
import Numbers

/// Finds the small change that makes a wrong line true: every edit is evaluated where the line fails, and what agrees
/// there is put to the prover.
struct Diagnostician {
  let store: ExpressionStore
  let premises: [Expression]
  let indices: Set<Index>
  let claimed: Expression
  let truth: Expression
  let quantities: Quantities
  /// The claimed side and the true side as they are written.
  let text: TermText
  let truthText: TermText
  let seed: UInt64
  let steps: Int

  /// Edits that agree with the true side at every point are at most this many; the prover sees no more.
  private static let mostProofs = 6
  private static let enoughProofs = 3
  /// Sides that are 0 differ by rounding errors: the points are made of numbers near 1.
  private static let smallestScale = 1e-3
  private static let hiddenCost = 4
  /// Inverses lose digits; what agrees by chance is not proved.
  private static let tolerance = 1e-7
  /// Points at which the true side is known less well in doubles tell nothing.
  private static let widestTruth = 1e-10
  private static let mostTrials = 24
  /// Operations of one scene; a line that needs more gets its counterexample and no cause.
  private static let capacity = 1 << 16

  struct FoundEdit {
    var edit: Edit
    var isProved: Bool
    var store: ExpressionStore
  }

  /// The edits that make the line true, those that give the shortest formula first.
  func edits(from remainder: Remainder?) -> [FoundEdit] {
    var catalogue = catalogue(remainder?.store ?? store)
    var remainder = remainder
    remainder?.propose(to: &catalogue)
    catalogue.propose()
    let found = edits(of: catalogue)
    if !found.isEmpty { return found }
    var second = self.catalogue(catalogue.store)
    second.proposeLostParts()
    return edits(of: second)
  }

  /// What may be wrong with `claimed` where it is the side that was to be derived.
  func editsOfGivenSide() -> [FoundEdit] {
    var catalogue = catalogue(store)
    catalogue.proposeForGivenSide()
    return edits(of: catalogue)
  }

  private func catalogue(_ store: ExpressionStore) -> EditCatalogue {
    EditCatalogue(
      store: store, claimed: claimed, truth: truth, quantities: quantities, text: text, truthText: truthText)
  }

  private func edits(of catalogue: EditCatalogue) -> [FoundEdit] {
    let store = catalogue.store
    let agreeing = agreeing(catalogue.edits, with: truth, store).map { (edit: $0, cost: cost(of: $0, store)) }
      .enumerated().sorted { ($0.element.cost, $0.offset) < ($1.element.cost, $1.offset) }.map { $0.element }
    var found: [FoundEdit] = []
    for (edit, _) in agreeing.prefix(Diagnostician.mostProofs) {
      if found.count(where: { $0.isProved }) == Diagnostician.enoughProofs { break }
      let fixed = indices.union(store.freeIndices(of: truth) + store.freeIndices(of: edit.result))
      var prover = Prover(store: store, premises: premises, fixed: fixed, steps: steps)
      let isProved = prover.equality(truth, edit.result).proof != nil
      if !isProved, !survives(edit, store) { continue }
      found.append(FoundEdit(edit: edit, isProved: isProved, store: store))
    }
    let sorted = found.filter { $0.isProved } + found.filter { !$0.isProved }
    return distinct(sorted)
  }

  /// What agrees with the true side in doubles does so with more bits, too.
  private func survives(_ edit: Edit, _ store: ExpressionStore) -> Bool {
    var experimenter = Experimenter(store: store, premises: premises, indices: indices, seed: seed)
    experimenter.effort.plans = SizePlan.fewest
    experimenter.effort.families = [0]
    return experimenter.trial(truth, .equal, edit.result).failure == nil
  }

  /// Size of the formula that the edit gives, more where the part does not stand in the text; then how particular it is.
  /// Of equal parts the last one is the first suspect.
  private func cost(of edit: Edit, _ store: ExpressionStore) -> Int {
    var size = store.writtenSize(of: edit.result)
    if let place = edit.place, text.span(of: place, in: store) == nil { size += Diagnostician.hiddenCost }
    if edit.code == .wrongName, case .none = edit.rewriting { size += Diagnostician.hiddenCost }
    return 64 * size + 8 * edit.code.rank - min(edit.place?.occurrence ?? 0, 7)
  }

  /// One edit of a kind: another one of the same code, or a much longer one, only says the same in other words.
  private func distinct(_ edits: [FoundEdit]) -> [FoundEdit] {
    var kept: [FoundEdit] = []
    for edit in edits {
      guard let best = kept.first else {
        kept.append(edit)
        continue
      }
      if best.isProved && !edit.isProved { continue }
      if kept.contains(where: { $0.edit.code == edit.edit.code }) { continue }
      let size = edit.store.writtenSize(of: best.edit.result)
      if edit.store.writtenSize(of: edit.edit.result) <= size { kept.append(edit) }
    }
    return kept
  }

  /// The edits whose value is that of `goal` at all points of a few scenes. An edit that has no value anywhere must not
  /// take the others with it: then each half is tried by itself.
  private func agreeing(_ edits: [Edit], with goal: Expression, _ store: ExpressionStore) -> [Edit] {
    var trials = 0
    var found: [Edit] = []
    var groups = [edits[...]]
    while let group = groups.popLast(), trials < Diagnostician.mostTrials {
      trials += 1
      if let own = agreeing(Array(group), at: goal, store) {
        found += own
      } else if group.count > 1 {
        let middle = (group.startIndex + group.endIndex) / 2
        groups += [group[middle...], group[..<middle]]
      }
    }
    return found
  }

  /// Nil where the edits together could not be evaluated.
  private func agreeing(_ edits: [Edit], at goal: Expression, _ store: ExpressionStore) -> [Edit]? {
    var left = edits
    var scenes = 0
    var effort = SceneMaker.Effort()
    effort.pointsPerScene = 4
    effort.families = [0]
    effort.assignments = 9
    effort.capacity = Diagnostician.capacity
    let own = freeIndices(store)
    left = left.filter { edit in store.freeIndices(of: edit.result).allSatisfy { own.contains($0) } }
    while scenes < 3 && !left.isEmpty {
      let expressions = [goal] + left.map { $0.result }
      let maker = SceneMaker(
        store: store, expressions: expressions, premises: premises, indices: indices, effort: effort, seed: seed)
      var number = 0
      var hasSeen = false
      _ = maker.forEach { scene in
        number += 1
        if number <= scenes { return true }
        if scene.points.isEmpty { return true }
        let agrees = agreement(scene, with: goal, store, count: left.count)
        left = zip(left, agrees).filter { $0.1 }.map { $0.0 }
        hasSeen = true
        return false
      }
      if !hasSeen { break }
      scenes += 1
    }
    return scenes > 0 || left.isEmpty ? left : nil
  }

  // Mistakes made with the true side

  struct Misreading {
    var code: MistakeCode
    var message: String
    var isProved: Bool
  }

  /// What the true side becomes by a mistake of the whole step, where that is what is claimed.
  func misreadings() -> [Misreading] { [heldConstants(), distributed()].compactMap { $0 } }

  /// Definitions that were treated as constants: with them held, the derivative on the true side is what is claimed.
  private func heldConstants() -> Misreading? {
    for held in quantities.heldSets(in: truth, store) {
      var differentiator = Differentiator(store: store)
      differentiator.held = Set(held)
      guard let image = try? differentiator.carryOut(truth) else { continue }
      // What the claimed side mentions keeps its meaning: an upstream gradient would be 0 too.
      var own = differentiator.store
      for number in store.definitions.indices {
        let definition = Definition(UInt32(number))
        own.redefine(definition, store.body(definition))
      }
      // A derivative that vanishes as a whole is what a 0 claims, no formula.
      if store.rational(claimed) == nil, let rest = own.simplified(image), own.rational(rest) != nil { continue }
      guard let isProved = isClaimed(image, own) else { continue }
      let names = held.map { "`\(store.body($0).name)`" }.joined(separator: " and ")
      let verb =
        held.count == 1 ? "is treated as a constant, but it depends" : "are treated as constants, but they depend"
      return Misreading(
        code: .heldConstant, message: "\(names) \(verb) on what is differentiated in", isProved: isProved)
    }
    return nil
  }

  /// A power, a function or a sum that was put inside where it must not.
  private func distributed() -> Misreading? {
    let misreadings = Misreadings(of: truth, written: truthText, in: store)
    for (code, image, message) in misreadings.found {
      guard let isProved = isClaimed(image, misreadings.store) else { continue }
      return Misreading(code: code, message: message, isProved: isProved)
    }
    return nil
  }

  /// Nil: the image is not what is claimed. Otherwise whether that is proved.
  private func isClaimed(_ image: Expression, _ store: ExpressionStore) -> Bool? {
    let edit = Edit(
      code: .unexplained, result: image, place: nil, blamed: claimed, rewriting: .none, message: "")
    if agreeing([edit], with: claimed, store).isEmpty { return nil }
    let fixed = indices.union(store.freeIndices(of: truth) + store.freeIndices(of: claimed))
    var prover = Prover(store: store, premises: premises, fixed: fixed, steps: steps)
    return prover.equality(claimed, image).proof != nil
  }

  private func freeIndices(_ store: ExpressionStore) -> Set<Index> {
    Set(store.freeIndices(of: truth) + store.freeIndices(of: claimed))
  }

  private func isWellConditioned(
    _ goal: Expression, at point: Point, _ scene: Scene, _ store: ExpressionStore
  ) -> Bool {
    var direct = DirectEvaluation(store, scene.setting, at: point)
    guard let value = try? direct.ball(of: goal, at: scene.assignments[0]), value.isBounded else { return false }
    let scale = max(value.upper.magnitude, value.lower.magnitude, Diagnostician.smallestScale)
    return value.upper - value.lower <= Diagnostician.widestTruth * scale
  }

  private func agreement(
    _ scene: Scene, with goal: Expression, _ store: ExpressionStore, count: Int
  ) -> [Bool] {
    var agrees = [Bool](repeating: true, count: count)
    var seen = [Bool](repeating: false, count: count)
    let telling = scene.points.filter { isWellConditioned(goal, at: $0, scene, store) }
    for values in scene.program.doubles(at: telling.isEmpty ? scene.points : telling) {
      for k in scene.assignments.indices {
        let row = values[(k * scene.width)..<((k + 1) * scene.width)]
        guard let truth = row.first, truth.isFinite else { continue }
        for (n, value) in row.dropFirst().enumerated() where agrees[n] {
          if value.isFinite { seen[n] = true }
          let scale = max(abs(truth), abs(value), Diagnostician.smallestScale)
          if !(abs(value - truth) <= Diagnostician.tolerance * scale) { agrees[n] = false }
        }
      }
    }
    return zip(agrees, seen).map { $0 && $1 }
  }
}
