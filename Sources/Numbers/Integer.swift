/// An exact integer of any size.
///
/// One that fits 64 bits is a machine word and needs no memory; any other is a sign and limbs.
/// Invariant: the limbs are used only for values outside `Int64`, so equal integers are stored equally.
public struct Integer: Hashable, Sendable {
  enum Storage: Hashable, Sendable {
    case word(Int64)
    case limbs(Natural, isNegative: Bool)
  }

  let storage: Storage

  init(_ storage: Storage) { self.storage = storage }

  public init(_ value: Int) { storage = .word(Int64(value)) }

  init(word: Int64) { storage = .word(word) }

  /// The integer with this magnitude and sign.
  init(_ magnitude: Natural, isNegative: Bool = false) {
    guard let word = magnitude.word else {
      storage = .limbs(magnitude, isNegative: isNegative)
      return
    }
    let negated = 0 &- word
    if !isNegative, let value = Int64(exactly: word) {
      storage = .word(value)
    } else if isNegative && word <= Int64.min.magnitude {
      storage = .word(Int64(bitPattern: negated))
    } else {
      storage = .limbs(magnitude, isNegative: isNegative)
    }
  }

  /// The integer written by ASCII decimal digits; nil when there are none or another byte is among them.
  public init?(decimalDigits digits: some Collection<UInt8>) {
    guard let magnitude = Natural(decimalDigits: Array(digits)) else { return nil }
    self.init(magnitude)
  }

  public static let zero = Integer(0)
  public static let one = Integer(1)

  /// −1, 0 or 1.
  public var signum: Int {
    switch storage {
    case .word(let word): Int(word.signum())
    case .limbs(_, let isNegative): isNegative ? -1 : 1
    }
  }

  public var isZero: Bool {
    if case .word(0) = storage { true } else { false }
  }

  public var isEven: Bool {
    switch storage {
    case .word(let word): word & 1 == 0
    case .limbs(let limbs, _): limbs.isEven
    }
  }

  /// The absolute value.
  public var magnitude: Integer { signum < 0 ? -self : self }

  /// The value as a machine integer, or nil if it does not fit.
  public var asInt: Int? {
    if case .word(let word) = storage { Int(exactly: word) } else { nil }
  }

  /// The value if it is stored as a word.
  var word: Int64? {
    if case .word(let word) = storage { word } else { nil }
  }

  /// The absolute value as limbs.
  var naturalMagnitude: Natural {
    switch storage {
    case .word(let word): Natural(word.magnitude)
    case .limbs(let limbs, _): limbs
    }
  }

  /// The number of binary digits of the magnitude; 0 for zero.
  public var bitWidth: Int {
    switch storage {
    case .word(let word): 64 - word.magnitude.leadingZeroBitCount
    case .limbs(let limbs, _): limbs.bitWidth
    }
  }
}

extension Integer: Comparable {
  public static func < (a: Integer, b: Integer) -> Bool {
    if let x = a.word, let y = b.word { return x < y }
    if a.signum != b.signum { return a.signum < b.signum }
    let (x, y) = (a.naturalMagnitude, b.naturalMagnitude)
    return a.signum < 0 ? y < x : x < y
  }
}

extension Integer: CustomStringConvertible {
  /// Decimal digits after a minus sign if negative.
  public var description: String {
    switch storage {
    case .word(let word): String(word)
    case .limbs(let limbs, let isNegative): (isNegative ? "-" : "") + limbs.decimalDigits
    }
  }
}
