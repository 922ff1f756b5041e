/// What the inputs of a case look like: besides ordinary numbers those at which kernels go wrong.
public enum InputStyle: String, CaseIterable, Sendable {
  /// Near 1, with either sign.
  case random
  /// Sizes from 1/100 to 100.
  case wide
  /// One array lies far from 0, so that its mean cancels.
  case offset = "large-offset"
  /// The entries of one array differ by little: the variance is nearly 0.
  case flat = "nearly-constant"
  /// The entries of one array are all equal.
  case constant = "zero-variance"
  /// One array is small.
  case tiny
  /// Few values, each taken often.
  case ties
  /// One array is 0 but for one entry.
  case oneHot = "one-hot"
  /// Entries on both sides of 0, and on it: where functions have kinks.
  case kink = "near-kink"
  /// Numbers below the smallest one with all its digits.
  case denormal
}
