/// A line that fails as it stands, judged once more under what its author says it needs.
extension CheckedLine {
  /// `x > 0 and y > 0`
  var stated: String { needs.joined(separator: " and ") }

  /// Conditional only if the line is proved under the conditions, and refuted only if it fails under them, too. Otherwise
  /// the failure without them says nothing of what the author claims.
  ///
  /// - Parameter counterexample: where it fails under the conditions.
  /// - Returns: whether the conditions are as stated.
  @discardableResult
  mutating func stand(
    under verdict: Verdict, _ evidence: Evidence, because inner: String? = nil, at counterexample: Counterexample? = nil
  ) -> Bool {
    switch verdict {
    case .proved:
      self.verdict = .conditional
      reason = stated
      self.evidence = evidence
      diagnoses = []
    case .refuted:
      self.verdict = .refuted
      reason = "it fails under \(stated), too"
      self.counterexample = counterexample ?? self.counterexample
    case .confirmed, .conditional, .undecided, .invalid, .assumed, .follows:
      self.verdict = .undecided
      self.evidence = evidence
      reason = "under \(stated) it is only \(verdict.rawValue)" + (inner.map { ": \($0)" } ?? "")
      self.counterexample = nil
      diagnoses = []
    }
    againstPrevious = self.verdict
    return verdict == .proved
  }
}
