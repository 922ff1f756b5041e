/// A kind of mistake that kernels have. Of two that explain the same results the one that comes first here is named first.
public enum KernelBug: String, CaseIterable, Sendable {
  case accumulate
  case overflow
  case wrongSign = "wrong sign"
  case epsMisplaced = "eps misplaced"
  case lostTerm = "lost term"
  case sumForMean = "sum for mean"
  case meanForSum = "mean for sum"
  case unbiasedVariance = "unbiased variance"
  case missingFactor = "missing factor"
  case transposed
  case wrongConstant = "wrong constant"
  case offByOne = "off by one"
  case staleValue = "stale value"
  case wrongIndex = "wrong index"
  case wrongAxis = "wrong axis"
  case wrongFunction = "wrong function"
  case wrongSlope = "wrong slope"
  case extraFactor = "extra factor"
  case wrongInput = "wrong input"
  case extraTerm = "extra term"
  case scaledTerm = "scaled term"
  case accumulationType = "accumulation type"
  case nondeterministic

  /// Of these it matters where they are, though other places give the same numbers.
  var hasAPlace: Bool {
    [.transposed, .staleValue, .wrongIndex, .wrongAxis, .wrongFunction, .wrongInput].contains(self)
  }

  var rank: Int { KernelBug.allCases.firstIndex(of: self) ?? 0 }
}

/// A mistake that explains all results that were looked at.
public struct KernelDiagnosis: Sendable {
  public var bug: KernelBug
  /// A sentence for a person.
  public var text: String
  /// The greatest number of bands that a result is away from what this mistake gives.
  public var residual: Double
  /// How far-fetched it is: made in one place or in several, in the formula as it is written or in another form of it.
  var depth = 0
  /// What the mistake makes of the first cases, to tell whether two are the same in other words.
  var values: [Double] = []
}
