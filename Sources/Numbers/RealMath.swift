import LibM

/// The elementary functions of a real variable, as the C library computes them. No other file imports that library.
///
/// The results are not correctly rounded and may differ in the last place between machines. The largest errors that the GNU
/// C Library's own tests know for x86-64 (sysdeps/x86_64/fpu/libm-test-ulps; its manual prints them in "Errors in Math
/// Functions") are, in units in the last place: 1 for exp, expm1, log, log1p, pow, sin, cos, tan, asin, acos, atan and erf;
/// 2 for sinh, cosh, tanh, asinh, acosh and atanh; 4 for lgamma; 9 for tgamma. `Ball` allows several times these.
public enum RealMath {
  /// `e^x`.
  public static func exp(_ x: Double) -> Double { LibM.exp(x) }
  /// `e^x − 1`, accurate near 0.
  public static func expm1(_ x: Double) -> Double { LibM.expm1(x) }
  /// The natural logarithm; NaN below 0.
  public static func log(_ x: Double) -> Double { LibM.log(x) }
  /// `ln(1 + x)`, accurate near 0.
  public static func log1p(_ x: Double) -> Double { LibM.log1p(x) }
  /// `x^y`.
  public static func pow(_ x: Double, _ y: Double) -> Double { LibM.pow(x, y) }
  public static func sin(_ x: Double) -> Double { LibM.sin(x) }
  public static func cos(_ x: Double) -> Double { LibM.cos(x) }
  public static func tan(_ x: Double) -> Double { LibM.tan(x) }
  /// The angle in [−π/2, π/2]; NaN outside [−1, 1].
  public static func asin(_ x: Double) -> Double { LibM.asin(x) }
  /// The angle in [0, π]; NaN outside [−1, 1].
  public static func acos(_ x: Double) -> Double { LibM.acos(x) }
  /// The angle in (−π/2, π/2).
  public static func atan(_ x: Double) -> Double { LibM.atan(x) }
  public static func sinh(_ x: Double) -> Double { LibM.sinh(x) }
  public static func cosh(_ x: Double) -> Double { LibM.cosh(x) }
  public static func tanh(_ x: Double) -> Double { LibM.tanh(x) }
  public static func asinh(_ x: Double) -> Double { LibM.asinh(x) }
  /// NaN below 1.
  public static func acosh(_ x: Double) -> Double { LibM.acosh(x) }
  /// NaN outside [−1, 1].
  public static func atanh(_ x: Double) -> Double { LibM.atanh(x) }
  /// `2/√π · ∫₀ˣ e^(−t²) dt`.
  public static func erf(_ x: Double) -> Double { LibM.erf(x) }
  /// `Γ(x)`, with `Γ(n + 1) = n!`.
  public static func gamma(_ x: Double) -> Double { LibM.tgamma(x) }
  /// `ln |Γ(x)|`.
  public static func logGamma(_ x: Double) -> Double { LibM.lgamma(x) }
}
