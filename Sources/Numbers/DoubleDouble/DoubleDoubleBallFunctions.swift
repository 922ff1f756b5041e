/// Functions of balls around two doubles, by way of 128 bits; the domains are those of `PreciseBall`.
extension DoubleDoubleBall {
  /// The image under a function of precise balls.
  func through(_ function: (PreciseBall) -> PreciseBall) -> DoubleDoubleBall { DoubleDoubleBall(function(precise)) }

  public var exp: DoubleDoubleBall { through { $0.exp } }
  public var log: DoubleDoubleBall { through { $0.log } }
  public var sin: DoubleDoubleBall { through { $0.sin } }
  public var cos: DoubleDoubleBall { through { $0.cos } }
  public var tan: DoubleDoubleBall { through { $0.tan } }
  public var asin: DoubleDoubleBall { through { $0.asin } }
  public var acos: DoubleDoubleBall { through { $0.acos } }
  public var atan: DoubleDoubleBall { through { $0.atan } }
  public var sinh: DoubleDoubleBall { through { $0.sinh } }
  public var cosh: DoubleDoubleBall { through { $0.cosh } }
  public var tanh: DoubleDoubleBall { through { $0.tanh } }
  public var asinh: DoubleDoubleBall { through { $0.asinh } }
  public var acosh: DoubleDoubleBall { through { $0.acosh } }
  public var atanh: DoubleDoubleBall { through { $0.atanh } }
  public var erf: DoubleDoubleBall { through { $0.erf } }
  public var gamma: DoubleDoubleBall { through { $0.gamma } }
  public var logGamma: DoubleDoubleBall { through { $0.logGamma } }
  public func polygamma(_ order: Int) -> DoubleDoubleBall { through { $0.polygamma(order) } }

  /// The greatest integer that is not above the value; unknown where the ball's numbers differ in that.
  public var floor: DoubleDoubleBall { through { $0.floor } }

  /// `self^exponent`, with `x^0 = 1`; undefined for zero to a negative power.
  ///
  /// Small powers of a ball far from zero are products, whose radii add as they should.
  public func power(_ exponent: Int) -> DoubleDoubleBall {
    guard (1...16).contains(exponent), relativeRadius < 0x1p-20 else { return through { $0.power(exponent) } }
    var (result, square, remaining) = (DoubleDoubleBall.one, self, exponent)
    while true {
      if remaining & 1 == 1 { result = result * square }
      remaining >>= 1
      if remaining == 0 { return result.isUnknown ? through { $0.power(exponent) } : result }
      square = square * square
    }
  }

  /// `self^exponent` with `x^(p/q)` the real root; see `Ball.power`.
  public func power(_ exponent: Rational) -> DoubleDoubleBall {
    exponent.asInt.map { power($0) } ?? through { $0.power(exponent) }
  }
}
