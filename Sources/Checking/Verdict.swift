/// What is said of a line.
public enum Verdict: String, CaseIterable, Sendable {
  /// Symbolically, for all sizes and all admissible values.
  case proved
  /// Not proved; holds at every sampled point of every sampled size and case.
  case confirmed
  /// A counterexample, re-evaluated by an independent path with a rigorous error bound that excludes equality.
  case refuted
  /// Refuted as it stands, but proved under a named extra condition.
  case conditional
  /// Neither, with the reason.
  case undecided
  /// A name, shape or index error.
  case invalid
  /// Taken on the author's word.
  case assumed
  /// Right given an earlier wrong line.
  case follows

  /// The line counts as right.
  public var isRight: Bool { self == .proved || self == .confirmed || self == .assumed }
  /// The line counts as wrong.
  public var isWrong: Bool { self == .refuted || self == .conditional || self == .invalid }
}
