import Numbers

/// The work that the judgement of one line may take: proof, evaluation and diagnosis draw from one account.
///
/// Work is counted, not timed, so that the same file gives the same report on every machine. The unit is about seven
/// nanoseconds where the weights were measured. All stores, tapes and workshops of a line refer to its account. Whoever
/// can fail stops when it is spent; what cannot only draws, and the next one that can stops.
public final class WorkAccount: @unchecked Sendable {  // A line is judged by one thread.
  /// What may still be drawn; below 0 after the last draw.
  public private(set) var left: Int64

  /// Two seconds.
  public static let unitsOfOneLine = 300_000_000

  public init(units: Int) { left = Int64(units) }

  /// An account that does not run out.
  public static var unlimited: WorkAccount { WorkAccount(units: .max) }

  public var isSpent: Bool { left <= 0 }

  /// Draws so many units; whether it is spent must be asked.
  @inline(__always)
  public func draw(_ units: Int) { left -= Int64(units) }

  /// Draws what a sum or product takes whose value is this one: beyond a word, the quadratic greatest common divisor.
  @inline(__always)
  public func draw(forMaking value: Rational) { draw(WorkAccount.units(forMaking: value)) }

  @inline(__always)
  public static func units(forMaking value: Rational) -> Int {
    let words = value.bitWidth / 64
    return words > 1 ? words * (12 * words + 300) : 0
  }

  /// Runs `body`, which may draw this share of what is left, in percent; the rest is kept for what comes after.
  public func atMost<Value, Failure: Error>(
    percent: Int64, _ body: () throws(Failure) -> Value
  ) throws(Failure) -> Value {
    let kept = max(left, 0) / 100 * (100 - percent)
    left -= kept
    defer { left += kept }
    return try body()
  }
}
