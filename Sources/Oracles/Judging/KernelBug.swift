/// A kind of mistake that kernels have.
public enum KernelBug: String, CaseIterable, Sendable {
  case missingFactor = "missing factor"
  case extraFactor = "extra factor"
  case wrongConstant = "wrong constant"
  case lostTerm = "lost term"
  case wrongSign = "wrong sign"
  case sumForMean = "sum for mean"
  case meanForSum = "mean for sum"
  case accumulate
  case transposed
  case wrongAxis = "wrong axis"
  case wrongIndex = "wrong index"
  case wrongInput = "wrong input"
  case offByOne = "off by one"
  case staleValue = "stale value"
  case epsMisplaced = "eps misplaced"
  case unbiasedVariance = "unbiased variance"
  case accumulationType = "accumulation type"
  case scaledTerm = "scaled term"
  case overflow
  case nondeterministic
}

/// A mistake that explains all results that were looked at.
public struct KernelDiagnosis: Sendable {
  public var bug: KernelBug
  /// A sentence for a person.
  public var text: String
  /// The greatest number of bands that a result is away from what this mistake gives.
  public var residual: Double
}
