import Calculus
import Evaluation
import Expressions
import Notation
import Numbers

/// Equations without symbolic sizes, compared by exact evaluation modulo random primes.
extension Prover {
  /// What random points of finite fields say of left = right, at every value of the free indices.
  ///
  /// Of premises only signs are used, so that `different` says nothing of a line that has some.
  mutating func modularFinding(_ left: Expression, _ right: Expression, seed: UInt64) -> ModularFinding {
    guard isModular([left, right]), let comparisons = comparisons(left, right, Sizes()) else { return .open }
    var whole = ModularFinding.equal(bits: Int.max)
    // So many findings are all right but for the sum of their chances to be wrong.
    let logarithm = Int.bitWidth - (comparisons.count - 1).leadingZeroBitCount
    for comparison in comparisons {
      let own = comparison.program.modularFinding(
        pairs: comparison.pairs, in: store, premises: comparison.signs, seed: seed)
      guard case .equal(let bits) = own, case .equal(let known) = whole else { return own }
      whole = .equal(bits: min(known, bits - logarithm))
    }
    return whole
  }

  /// The sides are different rational functions of quantities that vary freely, at one choice of sizes.
  mutating func areDifferentRationalFunctions(_ left: Expression, _ right: Expression, seed: UInt64) -> Bool {
    guard let sizes = SizePlan(for: [left, right], in: store).assignments.first,
      let comparisons = comparisons(left, right, sizes)
    else { return false }
    return comparisons.contains { comparison in
      comparison.program.hasFreeInputs(in: store)
        && comparison.program.areDifferentRationalFunctions(pairs: comparison.pairs, seed: seed)
    }
  }

  /// Both sides at values of the free indices, as pairs of outputs.
  private struct Comparison {
    var program: Program
    var pairs: Int
    /// Of its further outputs, whether they are positive.
    var signs: [Bool]
  }

  /// All values of the free indices in one program, or one program for each of them where a premise speaks of its own
  /// values only; nil where there is no tape.
  private mutating func comparisons(_ left: Expression, _ right: Expression, _ sizes: Sizes) -> [Comparison]? {
    guard let a = try? carriedOut(left), let b = try? carriedOut(right), differentiator.kinks.isEmpty,
      !hasSamples([a, b])
    else { return nil }
    // An index that stands in a slot by its declaration would need a tape for each of its values.
    var random = RandomSource(seed: 0)
    guard
      let choices = try? IndexChoices(for: [a, b], in: store, sizes: sizes, limit: 1, random: &random).all,
      choices == [IndexChoice()]
    else { return nil }
    var setting = Setting(sizes: sizes, capacity: Prover.modularCapacity)
    setting.keepsUnknownFunctions = true
    var compiler = TapeCompiler(store, setting)
    var free = compiler.freeIndices(of: a)
    for index in compiler.freeIndices(of: b) where !free.contains(index) { free.append(index) }
    guard let assignments = try? compiler.assignments(of: free), !assignments.isEmpty,
      assignments.count <= Prover.mostAssignments
    else { return nil }
    var sides: [[Tape.Node]] = []
    for assignment in assignments {
      guard let left = try? compiler.compile(a, at: assignment), let right = try? compiler.compile(b, at: assignment)
      else { return nil }
      sides.append([left, right])
    }
    let signed = signedTerms
    let isShared = signed.allSatisfy { compiler.freeIndices(of: $0.term).isEmpty }
    let groups = isShared ? [Array(assignments.indices)] : assignments.indices.map { [$0] }
    return groups.map { group in
      let (terms, signs) = signedNodes(signed, at: isShared ? [:] : assignments[group[0]], &compiler)
      return Comparison(
        program: Program(compiler.tape, outputs: group.flatMap { sides[$0] } + terms), pairs: group.count, signs: signs)
    }
  }

  private func signedNodes(
    _ signed: [(term: Expression, isPositive: Bool)], at assignment: [Index: Int], _ compiler: inout TapeCompiler
  ) -> (terms: [Tape.Node], signs: [Bool]) {
    var (terms, signs) = ([Tape.Node](), [Bool]())
    for (term, isPositive) in signed where compiler.freeIndices(of: term).allSatisfy({ assignment[$0] != nil }) {
      guard let node = try? compiler.compile(term, at: assignment) else { continue }
      terms.append(node)
      signs.append(isPositive)
    }
    return (terms, signs)
  }

  private static let mostAssignments = 64
  private static let modularCapacity = 1 << 16

  /// No symbolic size, and nothing that a tape has samples for in the place of all values.
  func isModular(_ terms: [Expression]) -> Bool {
    Mentions(terms, in: store).dimensions.isEmpty && !hasSamples(terms)
  }

  private func hasSamples(_ terms: [Expression]) -> Bool {
    store.reachable(from: terms, throughDefinitions: true).contains { e in
      store.op(e) == .expectation || store.op(e) == .limit
    }
  }

  /// Terms that premises a < e or a ≤ e with a number a ≥ 0 say are positive, or not negative.
  private var signedTerms: [(term: Expression, isPositive: Bool)] {
    var found: [(term: Expression, isPositive: Bool)] = []
    var pending = premises
    while let premise = pending.popLast() {
      if store.op(premise) == .and { pending += store.operands(of: premise) }
      guard store.op(premise) == .comparison, let bound = store.rational(store.operand(0, of: premise)),
        bound.signum >= 0
      else { continue }
      let term = store.operand(1, of: premise)
      let isUsable = isModular([term]) && !store.hasDerivative(term)
      switch store.comparison(premise) {
      case .less where isUsable: found.append((term, true))
      case .lessOrEqual where isUsable: found.append((term, bound.signum > 0))
      default: continue
      }
    }
    return found
  }
}

extension Proof {
  static func modular(bits: Int) -> Proof {
    Proof(conditions: [], steps: 0, method: "evaluation modulo random primes, error below 2^-\(bits)")
  }
}
