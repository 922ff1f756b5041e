import Foundation
import Numbers
import Testing

/// What the normal form proves, and that it proves nothing that numbers contradict.
///
/// `LAW_ROUNDS=40` in the environment tries more false laws than the gate has time for.
@Suite("Laws of the normal form") struct AlgebraLawTests {
  static let rounds = ProcessInfo.processInfo.environment["LAW_ROUNDS"].flatMap(Int.init) ?? 1

  private func names(_ seed: Int, depth: Int) -> String {
    var names = RandomNames(seed: UInt64(seed))
    return RandomNames.declarations + names.definitions(depth: depth)
  }

  /// The law by itself, over names that are atoms or small terms.
  @Test(arguments: AlgebraLaws.proved) func lawsAreProved(_ law: String) throws {
    for seed in 0..<2 {
      let names = names(seed, depth: seed % 2)
      let line = try #require(Line(law, among: names), "not readable: \(law)\n\(names)")
      #expect(line.isProved(), "not proved: \(law)\n\(names)")
      if case .different(let found) = line.witness(seed: UInt64(seed), points: 1) {
        Issue.record("not a law: \(law): \(found)\n\(names)")
      }
    }
  }

  /// A line that the engine proves holds wherever numbers can tell: laws with a name mistaken, and false lines.
  @Test(arguments: AlgebraLaws.all + AlgebraLaws.traps) func neighboursThatAreProvedAreTrue(_ law: String) throws {
    let names = RandomNames.declarations + RandomNames.atoms
    for mutant in [law] + Mutation.neighbours(of: law) { expectTrueIfProved(mutant, names, seed: 1) }
  }

  @Test(arguments: AlgebraLaws.traps) func trapsAreFalse(_ trap: String) throws {
    let line = try #require(Line(trap, among: RandomNames.declarations + RandomNames.atoms), "not readable: \(trap)")
    #expect(!line.isProved())
    guard case .different = line.witness(seed: 1) else { throw Unrefuted(line: trap) }
  }

  struct Unrefuted: Error { var line: String }

  /// Laws inside random terms, with small mistakes.
  @Test(arguments: AlgebraLaws.all) func whatIsProvedIsTrue(_ law: String) throws {
    var mutation = Mutation(random: RandomSource(seed: 1, text: law))
    for seed in 0..<(4 * Self.rounds) {
      let mutant = mutation.mutant(of: law)
      expectTrueIfProved(seed % 4 == 3 ? inContext(mutant) : mutant, names(seed + 1000, depth: seed % 3), seed: seed)
    }
  }

  private func expectTrueIfProved(_ text: String, _ names: String, seed: Int) {
    guard let line = Line(text, among: names), line.isProved() else { return }
    if case .different(let found) = line.witness(seed: UInt64(seed)) {
      Issue.record("proved though false: \(text): \(found)\n\(names)")
    }
  }

  /// T(left) = T(right)
  private func inContext(_ law: String) -> String {
    let sides = law.split(separator: "=", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
    return sides.count == 2 ? "T(\(sides[0])) = T(\(sides[1]))" : law
  }

  /// The mutants tell something: many are false, and numbers find that; some are true, and the engine proves those.
  @Test func mutantsAreOfBothKinds() {
    var mutation = Mutation(random: RandomSource(seed: 2))
    let names = names(7, depth: 1)
    var (proved, refuted) = (0, 0)
    for law in AlgebraLaws.all {
      guard let line = Line(mutation.mutant(of: law), among: names) else { continue }
      if line.isProved() { proved += 1 } else if case .different = line.witness(seed: 1, points: 1) { refuted += 1 }
    }
    #expect(proved > 5)
    #expect(refuted > 20)
  }
}
