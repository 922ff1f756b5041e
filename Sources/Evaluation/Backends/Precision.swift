/// The stages of rigorous evaluation. Each has four times the bits of the one before, roughly, so that all stages
/// together cost at most a third more than the last one alone.
public enum Precision: Int, CaseIterable, Comparable, Sendable {
  /// Midpoints are doubles.
  case double = 53
  /// Midpoints are sums of two doubles.
  case doubleDouble = 106
  case bits512 = 512
  case bits2048 = 2048
  case bits8192 = 8192

  public static func < (a: Precision, b: Precision) -> Bool { a.bits < b.bits }

  /// Binary digits of a midpoint.
  public var bits: Int { rawValue }

  /// The stages beyond doubles, from the cheapest on.
  public static let refined: [Precision] = [.doubleDouble, .bits512, .bits2048, .bits8192]
}

/// A number of bits as a part of a type, so that constants need no context to be made with.
protocol WorkingPrecision: Sendable {
  static var bits: Int { get }
}

enum Bits512: WorkingPrecision {
  static var bits: Int { Precision.bits512.bits }
}

enum Bits2048: WorkingPrecision {
  static var bits: Int { Precision.bits2048.bits }
}

enum Bits8192: WorkingPrecision {
  static var bits: Int { Precision.bits8192.bits }
}
