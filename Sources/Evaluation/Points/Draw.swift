import Expressions
import Numbers

/// Numbers for one point.
///
/// Readable points take each size once before any is taken again, so that no two entries agree by accident.
struct Draw {
  /// What kind of numbers a point is made of.
  enum Style {
    /// Small integers, halves and the like.
    case readable
    /// Readable, with some zeros.
    case sparse
    /// Sizes from 1/1000 to 1000.
    case wide

    /// The first points are readable: five of them, or one where others were seen before.
    init(pointNumber: Int, isLater: Bool = false) {
      let isWide = pointNumber > (isLater ? 0 : 4)
      switch pointNumber % 4 {
      case 3: self = .sparse
      case 1 where isWide, 2 where isWide: self = .wide
      default: self = .readable
      }
    }
  }

  let style: Style
  let pointNumber: Int
  var random: RandomSource
  let work: WorkAccount
  private var sizes: [Rational] = []
  private var shares: [Rational] = []
  /// How many numbers with either sign were drawn: the first few take all combinations of signs, point by point.
  private var signsDrawn = 0

  private static let workOfValue = 50

  private static let readableSizes: [Rational] = [
    Rational(1), Rational(2), Rational(1, 2), Rational(3), Rational(3, 2), Rational(5, 2), Rational(1, 3),
    Rational(2, 3),
    Rational(4), Rational(3, 4), Rational(5, 4), Rational(1, 4), Rational(4, 3), Rational(5),
  ]

  /// Off the middle, which is too symmetric.
  private static let readableShares: [Rational] = [
    Rational(1, 4), Rational(3, 4), Rational(1, 3), Rational(2, 3), Rational(2, 5), Rational(1, 5), Rational(3, 5),
    Rational(4, 5), Rational(1, 6), Rational(3, 8), Rational(5, 8), Rational(1, 10),
  ]

  /// Points that equations are solved at are never wide: their solutions would have too many digits.
  init(
    pointNumber: Int, random: RandomSource, isLater: Bool = false, allowsWide: Bool = true, work: WorkAccount
  ) {
    self.work = work
    let style = Style(pointNumber: pointNumber, isLater: isLater)
    self.style = style == .wide && !allowsWide ? .readable : style
    self.pointNumber = pointNumber
    self.random = random
  }

  mutating func shuffled<Element>(_ elements: [Element]) -> [Element] {
    var result = elements
    for last in stride(from: result.count - 1, to: 0, by: -1) { result.swapAt(last, random.next(below: last + 1)) }
    return result
  }

  /// The next size that was not taken yet.
  mutating func size() -> Rational {
    if style == .wide { return wideSize() }
    if sizes.isEmpty {
      sizes = shuffled(Array(Draw.readableSizes[6...])) + shuffled(Array(Draw.readableSizes[..<6]))
    }
    return sizes.removeLast()
  }

  /// Two digits and a power of ten.
  private mutating func wideSize() -> Rational {
    let digits = Rational(random.next(below: 90) + 10, 10)
    let exponent = random.next(below: 6) - 3
    return digits * (Rational(10).power(exponent) ?? .one)
  }

  /// A number strictly between 0 and 1.
  mutating func share() -> Rational {
    if style == .wide { return Rational(random.next(below: 999) + 1, 1000) }
    if shares.isEmpty { shares = shuffled(Draw.readableShares) }
    return shares.removeLast()
  }

  /// One time in four when zeros are wanted.
  private mutating func isZero() -> Bool { style == .sparse && random.next(below: 4) == 0 }

  private mutating func isNegative() -> Bool {
    signsDrawn += 1
    return signsDrawn <= 3 ? (pointNumber >> (signsDrawn - 1)) & 1 == 1 : random.next(below: 2) == 1
  }

  /// A value of the set; nil if none was found, as in an empty set.
  mutating func value(in set: ValueSet) -> Rational? {
    work.draw(Draw.workOfValue)
    if isZero() && set.contains(.zero) { return .zero }
    for _ in 0..<8 {
      if let value = candidate(in: set), set.contains(value) { return value }
    }
    return nil
  }

  private mutating func candidate(in set: ValueSet) -> Rational? {
    switch set.kind {
    case .finite(let members):
      let allowed = members.filter { set.contains($0) }
      return allowed.isEmpty ? nil : random.pick(allowed)
    case .integer: return integer(in: set)
    case .real: break
    }
    switch (set.lower, set.upper) {
    case (nil, nil):
      let size = size()
      return isNegative() ? -size : size
    case (let lower?, nil): return lower + size()
    case (nil, let upper?): return upper - size()
    case (let lower?, let upper?):
      if lower == upper { return lower }
      return lower + (upper - lower) * share()
    }
  }

  private mutating func integer(in set: ValueSet) -> Rational? {
    let ceiling = set.lower.map { -(-$0).floor }
    let ends = ValueSet.defaultIntegers(ceiling?.asInt, set.upper?.floor.asInt)
    guard ends.lower <= ends.upper else { return nil }
    let (length, overflow) = ends.upper.subtractingReportingOverflow(ends.lower)
    let count = overflow ? 16 : min(length, 1 << 20) + 1
    return Rational(ends.lower + random.next(below: count))
  }
}
