/// The project's only random generator: the same seed gives the same numbers on every machine.
///
/// SplitMix64: a counter in steps of the golden ratio, mixed by two multiplications and three shifts. Its period is 2^64.
/// Steele, Lea, Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014; the constants are those of
/// Vigna's reference code, prng.di.unimi.it/splitmix64.c.
public struct RandomSource: Sendable {
  private var state: UInt64

  public init(seed: UInt64) { state = seed }

  /// A source that depends on a text too, so that each claim of a file draws its own numbers.
  ///
  /// The text enters as the FNV-1a hash of its UTF-8, never as a `Hasher` value, which differs between processes.
  public init(seed: UInt64, text: String) {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    state = RandomSource.mixed(seed) ^ hash
  }

  /// Uniform over all 64-bit words.
  public mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    return RandomSource.mixed(state)
  }

  /// Uniform over `0..<bound`, without bias; requires `bound > 0`.
  ///
  /// Lemire, "Fast random integer generation in an interval", ACM TOMACS 2019: the high word of `next·bound`, drawn again
  /// when the low word falls among the `2^64 mod bound` values that some results would have too many of.
  public mutating func next(below bound: Int) -> Int {
    precondition(bound > 0, "a random number below a bound needs a positive bound")
    return Int(next(below: UInt64(bound)))
  }

  /// The same for words.
  public mutating func next(below bound: UInt64) -> UInt64 {
    let excess = (0 &- bound) % bound
    while true {
      let (high, low) = next().multipliedFullWidth(by: bound)
      if low >= excess { return high }
    }
  }

  /// Uniform over the multiples of 2^-53 in [0, 1).
  public mutating func nextUnit() -> Double {
    Double(next() >> 11) * 0x1p-53
  }

  /// One of the elements, each as likely; requires at least one.
  public mutating func pick<Element>(_ elements: [Element]) -> Element {
    elements[next(below: elements.count)]
  }

  private static func mixed(_ value: UInt64) -> UInt64 {
    var z = value
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }
}
