/// What is certain of a value.
extension PreciseBall {
  /// True only if the value is exactly one.
  public var isOne: Bool { isExact && midpoint == .one }

  /// How many binary digits are certain, too many by one at most; 0 if none is, or there is no value.
  public var accuracy: Int {
    guard isBounded, excludesZero || isZero else { return 0 }
    return isExact ? .max : Int(midpoint.exponent - radius.exponent)
  }
}
