import Evaluation
import Expressions
import Notation
import Numbers

/// Equations without symbolic sizes, compared by exact evaluation modulo random primes.
extension Prover {
  /// What random points of finite fields say of left = right, at every value of the free indices.
  ///
  /// Premises are not used, so that `equal` is a stronger claim than the line, and `different` says nothing of a line with
  /// premises.
  mutating func modularFinding(_ left: Expression, _ right: Expression, seed: UInt64) -> ModularFinding {
    guard let a = try? carriedOut(left), let b = try? carriedOut(right), differentiator.kinks.isEmpty,
      isModular([a, b])
    else { return .open }
    var whole = ModularFinding.equal(bits: Int.max)
    var random = RandomSource(seed: seed)
    guard let choices = try? IndexChoices(for: [a, b], in: store, sizes: Sizes(), random: &random),
      choices.isComplete
    else { return .open }
    for choice in choices.all {
      var compiler = TapeCompiler(store, Setting(sizes: Sizes(), choice: choice, capacity: Prover.modularCapacity))
      var free = compiler.freeIndices(of: a)
      for index in compiler.freeIndices(of: b) where !free.contains(index) { free.append(index) }
      guard let assignments = try? compiler.assignments(of: free), assignments.count <= Prover.mostAssignments else {
        return .open
      }
      for assignment in assignments {
        guard let left = try? compiler.compile(a, at: assignment), let right = try? compiler.compile(b, at: assignment)
        else { return .open }
        let program = Program(compiler.tape, outputs: [left, right])
        switch (whole, program.modularFinding(in: store, seed: seed)) {
        case (.equal(let known), .equal(let bits)): whole = .equal(bits: min(known, bits) - 6)
        case (_, .open): return .open
        case (_, let other): whole = other
        }
      }
    }
    return whole
  }

  /// Assignments of the free indices; each costs 6 bits of the bound, their number's logarithm.
  private static let mostAssignments = 64
  private static let modularCapacity = 1 << 16

  /// No symbolic size, and nothing that a tape has samples for in the place of all values.
  func isModular(_ sides: [Expression]) -> Bool {
    if !Mentions(sides, in: store).dimensions.isEmpty { return false }
    return !store.reachable(from: sides, throughDefinitions: true).contains { e in
      switch store.op(e) {
      case .apply, .expectation, .limit: true
      default: false
      }
    }
  }
}

extension Proof {
  static func modular(bits: Int) -> Proof {
    Proof(conditions: [], steps: 0, method: "evaluation modulo random primes, error below 2^-\(bits)")
  }
}
