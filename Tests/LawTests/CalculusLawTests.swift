import Calculus
import Elaboration
import Evaluation
import Expressions
import Numbers
import Testing

/// Derivatives of random terms obey the rules and agree with difference quotients.
@Suite("Laws of derivatives") struct CalculusLawTests {
  private static let rounds = AlgebraLawTests.rounds

  private func names(_ seed: Int, depth: Int) -> String {
    var names = RandomNames(seed: UInt64(seed), smooth: true)
    return RandomNames.declarations + names.definitions(depth: depth)
  }

  /// Both sides with derivatives carried out by the rules: equal in normal form, and equal in numbers to what the tape
  /// differentiates for itself.
  @Test(arguments: CalculusLaws.all) func rulesHold(_ law: String) throws {
    for seed in 0..<3 {
      let names = names(seed, depth: 1)
      let line = try #require(Line(law, among: names), "not readable: \(law)\n\(names)")
      #expect(line.isProved(), "not proved: \(law)\n\(names)")
      if case .different(let found) = line.witness(seed: UInt64(seed), points: 1) {
        Issue.record("not a law: \(law): \(found)\n\(names)")
      }
    }
  }

  private static let terms = [
    ("f*sum(x)", "x[j]"), ("f + s^3", "s"), ("d*fp", "x[j]"), ("T(f*x[i])", "x[j]"), ("T(f*s)", "s"), ("F[i]", "x[j]"),
    ("F'*C*G", "x[j]"), ("log(dp)/a", "a"), ("F[i]*G[j]", "A[i,j]"), ("tr(C*D)", "A[i,j]"), ("C[i,j]", "M[j,i]"),
    ("x'*inv(M + I)*y + f", "M[i,j]"), ("fp^d", "b"), ("softmax(F)[i]", "x[j]"), ("det(A)*f", "A[i,j]"),
  ]

  /// The derivative by the rules is that of the tape, and both are what differences of the values tell, at sizes 1 to 3.
  @Test(arguments: terms) func differences(_ term: String, _ variable: String) throws {
    var compared = 0
    for seed in 0..<(6 * Self.rounds) {
      let names = names(seed + 100, depth: 1 + seed % 2)
      let line = try #require(Line("diff(\(term), \(variable)) = \(term)", among: names), "\(names)")
      let quotient = try DifferenceQuotients(line)
      for n in 1...3 {
        let outcome = try quotient.compare(size: n, seed: UInt64(seed))
        compared += outcome.compared
        #expect(outcome.worst == nil, "diff(\(term), \(variable)) at n = \(n): \(outcome.worst ?? "")\n\(names)")
      }
    }
    #expect(compared > 10)
  }
}
