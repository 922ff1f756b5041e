/// What is certain of a value.
extension PreciseBall {
  /// The fraction that the value is, if it is known exactly and not too long to be used as one.
  public var exact: Rational? { isExact ? midpoint.rational : nil }

  /// True only if the value is exactly one.
  public var isOne: Bool { isExact && midpoint == .one }

  /// How many binary digits are certain, too many by one at most; 0 if none is, or there is no value.
  public var accuracy: Int {
    guard isBounded, excludesZero || isZero else { return 0 }
    return isExact ? .max : Int(midpoint.exponent - radius.exponent)
  }

  /// The greatest integer not above the value, if it is known.
  public var floor: PreciseBall {
    guard isBounded else { return self }
    guard let low = lower.floor, let high = upper.floor, low == high else { return .unknown }
    return PreciseBall(Int(low), precision: precision)
  }
}
