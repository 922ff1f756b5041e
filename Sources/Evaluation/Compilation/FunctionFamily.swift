import Expressions
import Numbers

/// The smooth function that stands for an unknown one: a sum of functions of linear forms,
/// f(a) = Σ c·g(l(a)) with l(a) = Σ wₖ·aₖ + b.
///
/// All derivatives are of the same kind: differentiated in aₖ, a term is c·wₖ·g′(l(a)). The weights are small fractions
/// drawn from a seed that depends on the function, the family and the output entry, so that no symmetry is accidental.
struct FunctionFamily: Sendable {
  /// What is applied to a linear form.
  enum Profile: Sendable {
    case power(Int)
    case sine
    case exponential
  }

  /// One term c·g(l(a)).
  struct Ridge: Sendable {
    var profile: Profile
    var factor: Rational
    var weights: [Rational]
    var offset: Rational
  }

  let ridges: [Ridge]

  /// Families 0 to 3 (and so on again): a cubic polynomial, whose values at fractions are fractions; the cubic with a
  /// sine; exponentials; a linear form, whose derivatives are readable numbers. Positive functions are sums of even powers, then with a sine kept above −1, then exponentials.
  init(
    of function: UnknownFunction, family: Int, output: [Int], argumentCount: Int, isPositive: Bool
  ) {
    var seed = UInt64(function.number) &* 0x9E37_79B9_7F4A_7C15 &+ UInt64(bitPattern: Int64(family))
    for slot in output { seed = seed &* 0x1000_0000_01B3 ^ UInt64(bitPattern: Int64(slot)) }
    var random = RandomSource(seed: seed, text: "unknown function")
    ridges = FunctionFamily.profiles(family: family, isPositive: isPositive).map { profile, factor in
      Ridge(
        profile: profile, factor: factor,
        weights: (0..<argumentCount).map { _ in FunctionFamily.weight(&random) },
        offset: FunctionFamily.weight(&random))
    }
  }

  private static func profiles(family: Int, isPositive: Bool) -> [(Profile, Rational)] {
    let half = Rational(1, 2)
    switch (((family % 4) + 4) % 4, isPositive) {
    case (3, false): return [(.power(1), .one)]
    case (0, false): return [(.power(1), .one), (.power(2), half), (.power(3), Rational(1, 6))]
    case (1, false):
      return [(.power(1), .one), (.power(2), half), (.power(3), Rational(1, 6)), (.sine, .one)]
    case (_, false): return [(.exponential, .one), (.exponential, -half), (.power(1), .one)]
    case (0, true): return [(.power(0), half), (.power(2), .one), (.power(4), Rational(1, 4))]
    case (1, true): return [(.power(0), Rational(3, 2)), (.power(2), half), (.sine, .one)]
    case (_, true): return [(.exponential, .one), (.exponential, half)]
    }
  }

  /// ±1/4, ±1/2, ±3/4 or ±1: doubles too.
  private static func weight(_ random: inout RandomSource) -> Rational {
    let quarters = random.next(below: 4) + 1
    return Rational(random.next(below: 2) == 0 ? quarters : -quarters, 4)
  }
}
