/// Arithmetic of integers: on words where the result fits one, on limbs otherwise.
extension Integer {
  public static func + (a: Integer, b: Integer) -> Integer {
    if let x = a.word, let y = b.word {
      let (sum, overflow) = x.addingReportingOverflow(y)
      if !overflow { return Integer(word: sum) }
    }
    return largeSum(a, b)
  }

  public static func - (a: Integer, b: Integer) -> Integer {
    if let x = a.word, let y = b.word {
      let (difference, overflow) = x.subtractingReportingOverflow(y)
      if !overflow { return Integer(word: difference) }
    }
    return largeSum(a, -b)
  }

  public static func * (a: Integer, b: Integer) -> Integer {
    if let x = a.word, let y = b.word {
      let (product, overflow) = x.multipliedReportingOverflow(by: y)
      if !overflow { return Integer(word: product) }
    }
    let isNegative = a.signum * b.signum < 0
    return Integer(a.naturalMagnitude * b.naturalMagnitude, isNegative: isNegative)
  }

  public static prefix func - (a: Integer) -> Integer {
    if let x = a.word, x != .min { return Integer(word: -x) }
    return Integer(a.naturalMagnitude, isNegative: a.signum > 0)
  }

  public static func += (a: inout Integer, b: Integer) { a = a + b }
  public static func -= (a: inout Integer, b: Integer) { a = a - b }
  public static func *= (a: inout Integer, b: Integer) { a = a * b }

  private static func largeSum(_ a: Integer, _ b: Integer) -> Integer {
    let (x, y) = (a.naturalMagnitude, b.naturalMagnitude)
    if (a.signum < 0) == (b.signum < 0) { return Integer(x + y, isNegative: a.signum < 0) }
    return x < y ? Integer(y - x, isNegative: b.signum < 0) : Integer(x - y, isNegative: a.signum < 0)
  }
}

extension Integer {
  /// `self = quotient·divisor + remainder`, the quotient rounded towards zero, the remainder with the sign of `self`;
  /// nil for a zero divisor.
  public func quotientAndRemainder(dividingBy divisor: Integer) -> (quotient: Integer, remainder: Integer)? {
    if divisor.isZero { return nil }
    if let x = word, let y = divisor.word {
      // Int64.min / −1 is the one quotient of words that is no word.
      if y == -1 { return (-self, .zero) }
      return (Integer(word: x / y), Integer(word: x % y))
    }
    let (quotient, remainder) = naturalMagnitude.quotientAndRemainder(dividingBy: divisor.naturalMagnitude)
    return (
      Integer(quotient, isNegative: signum * divisor.signum < 0), Integer(remainder, isNegative: signum < 0)
    )
  }

  /// The quotient by a divisor known to divide `self` and not to be zero.
  public func exactQuotient(by divisor: Integer) -> Integer {
    quotientAndRemainder(dividingBy: divisor)?.quotient ?? .zero
  }

  /// The greatest common divisor, never negative; `gcd(0, a) = |a|`.
  public static func gcd(_ a: Integer, _ b: Integer) -> Integer {
    if let x = a.word, let y = b.word {
      return Integer(Natural(greatestCommonDivisor(x.magnitude, y.magnitude)))
    }
    return Integer(Natural.gcd(a.naturalMagnitude, b.naturalMagnitude))
  }

  /// `self^exponent`, with `0^0 = 1`; requires `exponent ≥ 0`.
  ///
  /// The result has about `bitWidth·exponent` bits: callers compare that with their budget first.
  public func power(_ exponent: Int) -> Integer {
    precondition(exponent >= 0, "an integer's power needs an exponent that is not negative")
    if let small = word.flatMap({ Integer.wordPower($0, exponent) }) { return Integer(word: small) }
    return Integer(naturalMagnitude.power(exponent), isNegative: signum < 0 && !exponent.isMultiple(of: 2))
  }

  /// `base^exponent` by repeated squaring, or nil if a word overflows.
  private static func wordPower(_ base: Int64, _ exponent: Int) -> Int64? {
    var (result, square, remaining): (Int64, Int64, Int) = (1, base, exponent)
    while true {
      if remaining & 1 == 1 {
        let (product, overflow) = result.multipliedReportingOverflow(by: square)
        if overflow { return nil }
        result = product
      }
      remaining >>= 1
      if remaining == 0 { return result }
      let (product, overflow) = square.multipliedReportingOverflow(by: square)
      if overflow { return nil }
      square = product
    }
  }

  /// The exact square root that is not negative, or nil if there is none.
  public var squareRoot: Integer? {
    if signum < 0 { return nil }
    if let word {
      // The root of a square has at most 32 bits, so the double's is wrong by less than a half.
      let root = Int64(Double(word).squareRoot() + 0.5)
      return root.multipliedReportingOverflow(by: root) == (word, false) ? Integer(word: root) : nil
    }
    return naturalMagnitude.squareRoot.map { Integer($0) }
  }

  /// The `r` in `0..<p` with `self ≡ r (mod p)`; requires `p > 0`.
  public func residue(modulo p: UInt64) -> UInt64 {
    let rest: UInt64 =
      switch storage {
      case .word(let word): word.magnitude % p
      case .limbs(let limbs, _): limbs.remainder(dividingBy: p)
      }
    return signum < 0 && rest != 0 ? p - rest : rest
  }

  /// The nearest `Double`, ties to even; ±∞ beyond the greatest finite one.
  public var double: Double {
    switch storage {
    case .word(let word): return Double(word)
    case .limbs(let limbs, let isNegative):
      let shift = limbs.bitWidth - 64
      let top = (limbs >> shift).limbs.first ?? 0
      let value = Double(rounding: top, isInexact: limbs.trailingZeroBitCount < shift, exponent: shift)
      return isNegative ? -value : value
    }
  }
}
