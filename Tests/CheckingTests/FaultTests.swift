import Diagnostics
import Elaboration
import Expressions
import Notation
import Testing

@testable import Checking

/// A proof and a point that contradict each other are a fault of the program, and no verdict.
@Suite struct FaultTests {
  private let proof = ProofAttempt.proved(Proof(conditions: [], steps: 1, method: "made up"))

  @Test func proofOfALineThatFails() throws {
    var (judge, relation) = try line("x : R\nclaim line: x + 1 = 2*x")
    let trial = judge.experimenter().trial(relation.0, .equal, relation.1)
    #expect(trial.failure != nil)
    let finding = judge.finding(proof, trial)
    #expect(finding.verdict != .proved)
    #expect(judge.faults.count == 1)
    #expect(judge.faults.first?.message.contains("fails at a point: x = ") == true)
  }

  @Test func proofOfALineThatHolds() throws {
    var (judge, relation) = try line("x : R\nclaim line: x + x = 2*x")
    let trial = judge.experimenter().trial(relation.0, .equal, relation.1)
    #expect(judge.finding(proof, trial).verdict == .proved)
    #expect(judge.faults.isEmpty)
  }

  @Test func valuesThatContradictEachOther() throws {
    var (judge, relation) = try line("x : R\nclaim line: x + x = 2*x")
    var trial = judge.experimenter().trial(relation.0, .equal, relation.1)
    trial.contradiction = "two ways to one value differ"
    _ = judge.finding(proof, trial)
    #expect(judge.faults.map { $0.message } == ["two ways to one value differ"])
  }

  @Test func proofWithoutAPoint() throws {
    var (judge, relation) = try line("x : R\nclaim line: sqrt(-1 - x^2) = 1")
    let trial = judge.experimenter().trial(relation.0, .equal, relation.1)
    #expect(trial.points == 0)
    #expect(judge.finding(proof, trial).verdict == .undecided)
    #expect(judge.faults.isEmpty)
  }

  private typealias Sides = (Expression, Expression)

  /// The first line of a text and its sides.
  private func line(_ text: String) throws -> (Judge, Sides) {
    let source = SourceText(name: "fault.expr", text: text)
    let problem = Problem(elaborating: SyntaxFile(parsing: source), of: source)
    let claims = problem.entries.compactMap { entry -> Claim? in
      if case .claim(let claim) = entry { claim } else { nil }
    }
    let judgement = try #require(claims.first?.judgements.first)
    guard case .relation(let relation) = judgement.content else { throw NotARelation() }
    let judge = Judge(
      problem: problem, source: source, judgement: judgement, options: CheckOptions(seed: 7), label: nil, usedFacts: [])
    return (judge, (try #require(relation.left.expression), try #require(relation.right.expression)))
  }

  private struct NotARelation: Error {}
}
