import Evaluation
import Expressions
import Notation
import Numbers

/// Looks for a condition that the author did not write and under which a refuted line is true.
///
/// A condition is a stronger declaration of one quantity, so that the prover and the sampler both know what to do with
/// it: x ≥ 0, W symmetric. The weakest that helps is named.
struct ConditionSearch {
  let store: ExpressionStore
  let premises: [Expression]
  let indices: Set<Index>
  let seed: UInt64
  let steps: Int

  /// The first condition under which left = right is proved and holds at the sampled points.
  func condition(_ left: Expression, _ right: Expression) -> String? {
    let loose = looseIndices(besides: [left, right])
    if !loose.isEmpty, isProved(left, right, in: store, indices.subtracting(loose)) {
      let names = loose.map { "`\(store.name($0))`" }.joined(separator: " and ")
      return "the premise holds for all \(names)"
    }
    for symbol in store.symbols(in: [left, right]) {
      for (text, stronger) in strengthened(store.declaration(symbol)) where !store.work.isSpent {
        var changed = store
        changed.redeclare(symbol, stronger)
        if isProved(left, right, in: changed, indices) { return text }
      }
    }
    return nil
  }

  /// left = right holds at points and is proved.
  private func isProved(
    _ left: Expression, _ right: Expression, in store: ExpressionStore, _ indices: Set<Index>
  ) -> Bool {
    var effort = SceneMaker.Effort()
    effort.pointsPerScene = 3
    effort.families = [0]
    let experimenter = Experimenter(store: store, premises: premises, indices: indices, effort: effort, seed: seed)
    let trial = experimenter.trial(left, .equal, right)
    // What holds at one size only says too much.
    let isOfSizes = !SizePlan(for: [left, right], in: store).assignments.allSatisfy { $0.dimensions.isEmpty }
    guard trial.isConfirmed, trial.sizes.count > 1 || !isOfSizes else { return false }
    let fixed = indices.union(store.freeIndices(of: left) + store.freeIndices(of: right))
    var prover = Prover(store: store, premises: premises, fixed: fixed, steps: steps)
    return prover.equality(left, right).proof != nil
  }

  /// Indices of premises that stand on no side: `given p[i] > 0` speaks of one entry, and often all are meant.
  private func looseIndices(besides sides: [Expression]) -> [Index] {
    let own = Set(sides.flatMap { store.freeIndices(of: $0) })
    let stated = Set(premises.flatMap { store.freeIndices(of: $0) })
    return stated.intersection(indices).subtracting(own).sorted()
  }

  /// Stronger declarations, the weakest first.
  private func strengthened(_ declaration: SymbolDeclaration) -> [(String, SymbolDeclaration)] {
    func with(_ domain: Domain) -> SymbolDeclaration {
      var result = declaration
      result.domain = domain
      return result
    }
    func with(_ structure: Structure) -> SymbolDeclaration {
      var result = declaration
      result.structure = structure
      return result
    }
    guard declaration.structure == .none else { return [] }
    let name = declaration.name
    if declaration.slots.count == 2, declaration.slots[0] == declaration.slots[1], declaration.domain == .real {
      return [
        ("\(name) is symmetric", with(.symmetric)), ("\(name) is orthogonal", with(.orthogonal)),
        ("\(name) is diagonal", with(.diagonal)),
      ]
    }
    let entry = declaration.slots.isEmpty ? name : "every entry of \(name)"
    switch declaration.domain {
    case .real:
      return [
        ("\(entry) != 0", with(.nonzero)), ("\(entry) >= 0", with(.nonnegative)), ("\(entry) > 0", with(.positive)),
        ("\(entry) <= 0", with(.interval(lower: nil, upper: .zero, closedLower: false, closedUpper: true))),
      ]
    case .nonnegative, .nonzero: return [("\(entry) > 0", with(.positive))]
    case .positive, .interval, .integer, .finite, .index: return []
    }
  }
}
