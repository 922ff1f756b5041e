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
  let seed: UInt64
  let steps: Int

  struct Candidate {
    var text: String
    var store: ExpressionStore
  }

  /// The first condition under which left = right is proved and holds at the sampled points.
  func condition(_ left: Expression, _ right: Expression) -> String? {
    for candidate in candidates(in: [left, right]) {
      var effort = SceneMaker.Effort()
      effort.pointsPerScene = 3
      effort.families = [0]
      let trial = Experimenter(store: candidate.store, premises: premises, effort: effort, seed: seed)
        .trial(left, .equal, right)
      guard trial.isConfirmed else { continue }
      let fixed = Set(store.freeIndices(of: left) + store.freeIndices(of: right))
      var prover = Prover(store: candidate.store, premises: premises, fixed: fixed, steps: steps)
      if prover.equality(left, right).proof != nil { return candidate.text }
    }
    return nil
  }

  private func candidates(in expressions: [Expression]) -> [Candidate] {
    var found: [Candidate] = []
    for symbol in store.symbols(in: expressions) {
      let declaration = store.declaration(symbol)
      for (text, stronger) in strengthened(declaration) {
        var changed = store
        changed.redeclare(symbol, stronger)
        found.append(Candidate(text: text, store: changed))
      }
    }
    return found
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
