import Expressions
import Numbers

/// What values modulo random primes say of an equation.
public enum ModularFinding: Sendable, Equatable {
  /// The sides are equal wherever both are defined; the chance that this is wrong is below 2^-bits.
  case equal(bits: Int)
  /// The sides are different rational functions of their inputs.
  case different
  /// Nothing is known: a law may be missing, or a construct has none.
  case open
}

extension Program {
  /// Compares the first output of the program with the second, the third with the fourth, and so on.
  ///
  /// **Theorem.** If the answer is `equal`, then those of each pair are equal at every real point where all outputs are
  /// defined, but for a chance below 2^-bits over the random numbers, which are independent and uniform.
  ///
  /// *The ring.* Let R be the polynomials with integer coefficients in the inputs, in one more variable for each value
  /// without a law (π, log |u|, asin u, …), in g^±1 for each unit (E = g^d stands for exp b, b running through a basis of
  /// the exponents, or for u^b), in c and s with c² + s² = 1 for each angle, and in σ with σⁿ = V for each root, V being
  /// made of earlier ones. R is a free module over the polynomials in the other variables, so it lies in an algebra A over
  /// their field of fractions, and an element of A vanishes exactly if it does for all choices of all n-th roots, that is
  /// on every sheet.
  ///
  /// *Zero in A is zero at the point.* At a real point where both outputs are defined each generator has a real value (of
  /// u^b for u < 0, where b is a fraction with an odd denominator, the roots g have complex ones), and these values obey
  /// the relations of R: that is what the laws of `AlgebraicCompiler` say. So they define a homomorphism from R, and from
  /// R with the inverses of what is divided by, which is not 0 at the point and no divisor of zero in A. It takes each
  /// operation to its value. Hence equal elements of A have equal values there, on whatever branch.
  ///
  /// *Random values.* A question asks whether some element P/Q of A is 0. If it is not, a coefficient of P on the basis of
  /// products of roots is a polynomial f ≠ 0 whose degree d and height h are at most those of `Complexity`. A prime p is
  /// *bad* if it divides all coefficients of f: there are at most h/60 of these, since each is above 2^60, and the prime is
  /// one of 2^b, each as likely. Modulo any other prime f vanishes at a random point with a chance of at most d/p
  /// (Schwartz and Zippel). The values on all sheets are 0 only if f is 0 there, because roots that are not 0 are different
  /// on all sheets. Of t points drawn until one is of use, at least one vanishes with a chance of at most
  /// ε = t·(h/(60·2^b) + d/2^60). So all k primes that were not used to find the relation say 0 with a chance of at most
  /// ε^k, and one of m questions is answered wrongly with one of at most m·ε^k. (What is asked depends on earlier answers;
  /// but if every question of the run in which all answers are right is answered rightly, that is the run.)
  ///
  /// - Parameters:
  ///   - pairs: so many are compared; the outputs after them are what premises speak of. Entries that are defined apart
  ///     from each other must not be compared together.
  ///   - positiveInputs: places of inputs that are declared positive; a stronger claim is shown for all others.
  ///   - premises: of each further output, whether it is positive, and not only nowhere negative.
  public func modularFinding(
    pairs: Int, positiveInputs: Set<Int>, nonnegativeInputs: Set<Int>, premises: [Bool] = [], seed: UInt64
  ) -> ModularFinding {
    guard outputs.count == 2 * pairs + premises.count, let order = orderOfRoots else { return .open }
    let signs = KnownSigns(
      self, positiveInputs: positiveInputs, nonnegativeInputs: nonnegativeInputs,
      premises: zip(outputs.dropFirst(2 * pairs), premises).map { (place: $0, isPositive: $1) })
    let seed = digest(seed)
    var (modulus, orders) = (order, [Int]())
    for _ in 0..<Program.mostRestarts {
      do throws(ModularLanes.Failure) {
        return try finding(pairs, signs, ModularLanes(seed: seed, modulus: modulus), orders)
      } catch {
        switch error {
        case .unsupported: return .open
        case .orders(let wanted): orders = wanted
        case .modulus(let wanted):
          if wanted > Program.largestOrder { return .open }
          modulus = wanted
        case .budget:
          // √(2 + √5) and √(2 − √5) exist together only where −1 is a square, √2 beside fourth roots only modulo 8·k + 1.
          if modulus % 8 == 0 || 2 * modulus > Program.largestOrder { return .open }
          modulus *= 2
        }
      }
    }
    return .open
  }

  /// Each draws points of its own, which the bound counts.
  static let mostRestarts = 8

  /// The outputs are made of their inputs by rational operations, and one random point of a finite field shows that those
  /// of one of the pairs are different functions. It is certain then.
  public func areDifferentRationalFunctions(pairs: Int, seed: UInt64) -> Bool {
    let isRational = operations.indices.allSatisfy { place in
      switch operations[place] {
      case .constant, .input, .alias, .sum, .product, .guarded, .inverse, .inverseEntry: true
      case .power: rationals[payloads[place]].isInteger
      default: false
      }
    }
    guard isRational, outputs.count >= 2 * pairs else { return false }
    let signs = KnownSigns(self, positiveInputs: [], nonnegativeInputs: [], premises: [])
    var compiler = AlgebraicCompiler(
      self, signs: signs, lanes: ModularLanes(seed: digest(seed), modulus: 2), orders: [])
    guard (try? compiler.lanes.addDraw()) != nil, let sides = try? compiler.compile() else { return false }
    return !(0..<pairs).allSatisfy { compiler.lanes.areEqual(sides[2 * $0], sides[2 * $0 + 1]) }
  }

  private func finding(
    _ pairs: Int, _ signs: KnownSigns, _ lanes: ModularLanes, _ orders: [Int]
  ) throws(ModularLanes.Failure) -> ModularFinding {
    var compiler = AlgebraicCompiler(self, signs: signs, lanes: lanes, orders: orders)
    for _ in 0..<Program.fewestDraws { try compiler.lanes.addDraw() }
    let sides = try compiler.compile()
    for k in 0..<pairs where !compiler.lanes.areEqual(sides[2 * k], sides[2 * k + 1]) {
      return compiler.isRational ? .different : .open
    }
    while true {
      let bits = compiler.lanes.bits
      if bits >= Program.wantedBits { return .equal(bits: bits) }
      guard compiler.lanes.draws < Program.mostDraws else { return .open }
      try compiler.lanes.addDraw()
      guard compiler.lanes.relations.allSatisfy({ compiler.lanes.vanishes($0) }) else { return .open }
    }
  }

  /// One prime for finding relations, and those that verify them.
  private static let fewestDraws = 4
  private static let mostDraws = 12
  private static let wantedBits = 100

  /// The least common multiple of 2 and the denominators of exponents; nil where it is too large.
  private var orderOfRoots: Int? {
    var modulus = 2
    for place in operations.indices where operations[place] == .power {
      guard let (_, d) = rationals[payloads[place]].smallFraction, d < Program.largestOrder else { return nil }
      modulus = leastCommonMultiple(modulus, d)
      if modulus > Program.largestOrder { return nil }
    }
    return modulus
  }

  /// So that the count of primes holds.
  private static let largestOrder = 300

  /// Nobody can choose an equation for the primes that are drawn for it: they follow from a digest of all of it.
  private func digest(_ seed: UInt64) -> UInt64 {
    var bytes: [UInt8] = []
    func append(_ word: UInt64) {
      for shift in 0..<8 { bytes.append(UInt8(truncatingIfNeeded: word >> (8 * UInt64(shift)))) }
    }
    append(seed)
    for place in operations.indices {
      append(UInt64(operations[place].rawValue) << 32 | UInt64(payloads[place]))
      if operations[place] == .constant || operations[place] == .power {
        bytes += Array(rationals[payloads[place]].description.utf8)
      }
      for k in operandStarts[place]..<operandStarts[place + 1] { append(UInt64(operands[k])) }
    }
    for output in outputs { append(UInt64(output)) }
    let words = SHA256.words(bytes)
    return UInt64(words[0]) << 32 | UInt64(words[1])
  }
}

extension ModularLanes {
  /// The binary logarithm of the chance that some question was answered wrongly, negated and rounded down.
  var bits: Int {
    let most = program.greatestComplexity
    let terms = Double(relations.reduce(2) { max($0, $1.count) })
    let coefficients = 64.0
    let degree = terms * most.degree
    let height = terms * (most.height + coefficients)
    let primes = Double(PrimeField.bitsOfPrimes(congruentToOneModulo: modulus))
    let chance =
      Double(ModularLanes.mostAttempts * Program.mostRestarts)
      * (height / 60 * Double(sign: .plus, exponent: -Int(primes), significand: 1) + degree * 0x1p-60)
    guard chance < 1 else { return 0 }
    // The exponent of a double is the floor of its logarithm.
    let single = -Int(chance.exponent) - 1
    let questions = Int.bitWidth - (tests + 1).leadingZeroBitCount
    return max(0, single * (draws - 1) - questions)
  }
}
