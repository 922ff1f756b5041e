import Elaboration
import Evaluation
import Expressions

/// What is said about a wrong line: the counterexample, the simplified difference, the likely mistake.
extension Judge {
  mutating func explain(_ line: inout CheckedLine, _ finding: Finding, _ relation: Relation) {
    guard let failure = finding.trial.failure else { return }
    let writer = CounterexampleWriter(store: store)
    line.counterexample = writer.counterexample(of: failure, upstream: [], finiteDifferences: [:])
  }
}
