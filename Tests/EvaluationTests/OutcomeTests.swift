import Expressions
import Numbers
import Testing

@testable import Evaluation

/// The distributions by which random variables are evaluated have the moments that they stand for.
@Suite struct OutcomeTests {
  private func moment(_ order: Int, of draws: [Outcomes.Draw]) -> Rational {
    draws.reduce(Rational.zero) { $0 + ($1.value.power(order) ?? .zero) * $1.weight }
  }

  @Test(arguments: -1...8) func standardised(_ family: Int) {
    let draws = Outcomes.standardised(family: family)
    #expect(draws.allSatisfy { $0.weight.signum > 0 })
    #expect(moment(0, of: draws) == .one)
    #expect(moment(1, of: draws) == .zero)
    #expect(moment(2, of: draws) == .one)
  }

  /// They differ in the third or the fourth moment, so that a line that needs these fails for one of them.
  @Test func familiesDiffer() {
    let third = (0..<4).map { moment(3, of: Outcomes.standardised(family: $0)) }
    let fourth = (0..<4).map { moment(4, of: Outcomes.standardised(family: $0)) }
    #expect(Set(zip(third, fourth).map { "\($0.0) \($0.1)" }).count == 4)
  }

  @Test(arguments: 0...7) func normal(_ degree: Int) throws {
    let draws = try #require(Outcomes.draws(of: .normal, family: 0, degree: degree))
    #expect(draws.allSatisfy { $0.weight.signum > 0 })
    let exact: [Rational] = [1, 0, 1, 0, 3, 0, 15, 0].map { Rational($0) }
    for order in 0...degree { #expect(moment(order, of: draws) == exact[order]) }
  }

  @Test func noneOfHigherDegree() {
    #expect(Outcomes.draws(of: .normal, family: 0, degree: 8) == nil)
    #expect(Outcomes.draws(of: .normal, family: 0, degree: nil) == nil)
    #expect(Outcomes(Outcomes.standardised(family: 3), entries: 11) == nil)
  }
}
