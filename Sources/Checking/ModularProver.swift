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
    var whole: ModularFinding?
    guard isModular([left, right]) else { return .open }
    let isComplete = forEachProgram(left, right, Sizes()) { program, signs, count, store in
      let own = program.modularFinding(pairs: 1, in: store, premises: signs, seed: seed)
      // So many findings are all right but for the sum of their chances to be wrong.
      let logarithm = Int.bitWidth - (count - 1).leadingZeroBitCount
      switch (whole ?? .equal(bits: Int.max), own) {
      case (.equal(let known), .equal(let bits)): whole = .equal(bits: min(known, bits - logarithm))
      case (.different, _), (_, .different): whole = .different
      case (_, .open), (.open, _): whole = .open
      }
      return whole != .open && whole != .different
    }
    return isComplete ? whole ?? .open : .open
  }

  /// left = right between algebraic numbers, which differ by less than different ones could.
  mutating func separationProof(_ left: Expression, _ right: Expression) -> Proof? {
    guard isModular([left, right]), store.symbols(in: [left, right]).isEmpty else { return nil }
    var least: Int? = Int.max
    let isComplete = forEachProgram(left, right, Sizes()) { program, _, _, _ in
      least = program.separation.flatMap { bits in least.map { min($0, bits) } }
      return least != nil
    }
    guard isComplete, let least, least < Int.max else { return nil }
    return Proof(
      conditions: [], steps: 0, method: "separation bound: different algebraic numbers were more than 2^-\(least) apart"
    )
  }

  /// The sides are different rational functions of quantities that vary freely, at one choice of sizes.
  mutating func areDifferentRationalFunctions(_ left: Expression, _ right: Expression, seed: UInt64) -> Bool {
    var isDifferent = false
    guard let sizes = SizePlan(for: [left, right], in: store).assignments.first else { return false }
    _ = forEachProgram(left, right, sizes) { program, _, _, store in
      isDifferent = program.hasFreeInputs(in: store) && program.areDifferentRationalFunctions(pairs: 1, seed: seed)
      return !isDifferent
    }
    return isDifferent
  }

  /// Calls `body` with the tape of both sides at one assignment of the free indices after the other, the signs of its
  /// further outputs, and the number of assignments, until it returns false. False where there is no tape.
  ///
  /// One program for all of them would be compared only where all entries are defined: log(x[1]) in one entry would make
  /// √(x[1]²) = x[1] in another one true.
  private mutating func forEachProgram(
    _ left: Expression, _ right: Expression, _ sizes: Sizes, _ body: (Program, [Bool], Int, ExpressionStore) -> Bool
  ) -> Bool {
    guard let a = try? carriedOut(left), let b = try? carriedOut(right), differentiator.kinks.isEmpty,
      !hasSamples([a, b])
    else { return false }
    // An index that stands in a slot by its declaration would need a tape for each of its values.
    var random = RandomSource(seed: 0)
    guard
      let choices = try? IndexChoices(for: [a, b], in: store, sizes: sizes, limit: 1, random: &random).all,
      choices == [IndexChoice()]
    else { return false }
    var setting = Setting(sizes: sizes, capacity: Prover.modularCapacity)
    setting.keepsUnknownFunctions = true
    var compiler = TapeCompiler(store, setting)
    var free = compiler.freeIndices(of: a)
    for index in compiler.freeIndices(of: b) where !free.contains(index) { free.append(index) }
    guard let assignments = try? compiler.assignments(of: free), assignments.count <= Prover.mostAssignments else {
      return false
    }
    let signed = signedTerms
    for assignment in assignments {
      guard let left = try? compiler.compile(a, at: assignment), let right = try? compiler.compile(b, at: assignment)
      else { return false }
      var (terms, signs) = ([Tape.Node](), [Bool]())
      for (term, isPositive) in signed where compiler.freeIndices(of: term).allSatisfy({ assignment[$0] != nil }) {
        guard let node = try? compiler.compile(term, at: assignment) else { continue }
        terms.append(node)
        signs.append(isPositive)
      }
      let program = Program(compiler.tape, outputs: [left, right] + terms)
      if !body(program, signs, assignments.count, store) { break }
    }
    return true
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
