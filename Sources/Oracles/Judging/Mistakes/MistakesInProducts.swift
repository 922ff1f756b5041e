import Expressions
import Numbers

/// Factors that are missing, stand twice, or are others.
extension FormulaMistakes {
  mutating func inProduct(_ e: Expression) -> [Mistake] {
    let factors = Array(store.operands(of: e))
    guard factors.count <= FormulaMistakes.mostParts else { return [] }
    var found = slopes(e, factors)
    for (k, factor) in factors.enumerated() {
      let rest = factors.enumerated().filter { $0.offset != k }.map { $0.element }
      let without = rest.count == 1 ? rest[0] : store.product(rest)
      if let number = store.rational(factor) {
        found.append(
          number == Rational(-1)
            ? Mistake(.wrongSign, "`\(text(e))` has the wrong sign", without)
            : Mistake(.wrongConstant, "the factor `\(text(factor))` is missing in `\(text(e))`", without))
        continue
      }
      if isReciprocalSize(factor) {
        let size = store.operand(0, of: factor)
        found.append(Mistake(.sumForMean, "the division by `\(text(size))` is missing in `\(text(e))`", without))
        found.append(lessByOne(e, rest, size))
        continue
      }
      found.append(
        Mistake(
          .missingFactor, "the factor `\(text(factor))` is missing in `\(text(e))`", without, key: missing(factor)))
      let twice = store.product(factors + [factor])
      found.append(Mistake(.extraFactor, "the factor `\(text(factor))` stands twice in `\(text(e))`", twice))
      if isEntry(factor), store.rational(factor) == nil {
        found.append(
          Mistake(
            .wrongSlope,
            "the sign of `\(text(factor))` stands for it in `\(text(e))`, the slope of |x| for that of x^2",
            store.product(rest + [sign(of: factor)])))
      }
    }
    return found
  }

  /// A factor of a sum is forgotten in one of its terms: of r*(a - b) the kernel makes r*a - b.
  mutating func inTerms(of e: Expression) -> [Mistake] {
    let factors = store.op(e) == .product ? Array(store.operands(of: e)) : []
    guard factors.count <= FormulaMistakes.mostParts else { return [] }
    var found: [Mistake] = []
    for (place, sum) in factors.enumerated() where store.op(sum) == .sum {
      let terms = Array(store.operands(of: sum))
      guard terms.count <= FormulaMistakes.mostParts else { continue }
      for (k, factor) in factors.enumerated() where k != place && store.rational(factor) == nil {
        let others = factors.enumerated().filter { $0.offset != k && $0.offset != place }.map { $0.element }
        for (number, term) in terms.enumerated() {
          let changed = terms.enumerated().map { $0.offset == number ? term : store.product([factor, $0.element]) }
          let image = store.product(others + [store.sum(changed)])
          let (bug, what): (KernelBug, String) =
            isReciprocalSize(factor)
            ? (.sumForMean, "the division by `\(text(store.operand(0, of: factor)))`")
            : (.missingFactor, "the factor `\(text(factor))`")
          found.append(Mistake(bug, "\(what) is missing for the term `\(text(term))` in `\(text(e))`", image))
        }
      }
    }
    return found
  }

  /// The same quantity may be forgotten wherever it is summed over.
  private func missing(_ factor: Expression) -> String? {
    guard isEntry(factor) else { return nil }
    let isInside = store.operands(of: factor).contains {
      store.op($0) == .index && !part.slots.contains(store.index($0))
    }
    return "missing \(store.op(factor)) \(text(factor)) \(isInside)"
  }

  /// 1 or −1; at 0 either of them.
  private mutating func sign(of e: Expression) -> Expression {
    let zero = store.integer(0)
    let undefined = store.undefined()
    let isNegative = store.comparison(.less, e, zero)
    let isPositive = store.comparison(.less, zero, e)
    let (one, minusOne) = (store.integer(1), store.integer(-1))
    return store.cases(
      [(condition: isPositive, value: one), (condition: isNegative, value: minusOne)], otherwise: undefined)
  }

  /// 1/(m − 1) for 1/m: of squares it is the unbiased variance.
  private mutating func lessByOne(_ e: Expression, _ rest: [Expression], _ size: Expression) -> Mistake {
    let one = store.integer(1)
    let image = store.product(rest + [store.reciprocal(store.difference(size, one))])
    let isOfSquares = rest.contains { part in
      store.op(part) == .reduction && store.op(store.operand(2, of: part)) == .power
        && store.rational(store.operand(1, of: store.operand(2, of: part))) == Rational(2)
    }
    let name = "`\(text(e))` is divided by `\(text(size)) - 1`, not by `\(text(size))`"
    return Mistake(isOfSquares ? .unbiasedVariance : .offByOne, name, image)
  }

  /// 1/m for sizes m.
  func isReciprocalSize(_ e: Expression) -> Bool {
    guard store.op(e) == .power, let exponent = store.rational(store.operand(1, of: e)), exponent == Rational(-1) else {
      return false
    }
    return store.reachable(from: [e]).allSatisfy { [.size, .number, .sum, .product].contains(store.op($0)) || $0 == e }
      && store.reachable(from: [e]).contains { store.op($0) == .size }
  }

  // MARK: Slopes

  /// The slope of tanh, 1 − t², for that of the sigmoid, s·(1 − s), and the other way round.
  private mutating func slopes(_ e: Expression, _ factors: [Expression]) -> [Mistake] {
    var found: [Mistake] = []
    let one = store.integer(1)
    for (k, factor) in factors.enumerated() {
      guard let other = complement(factor) else { continue }
      var rest = factors.enumerated().filter { $0.offset != k }.map { $0.element }
      if store.op(other) == .power, store.rational(store.operand(1, of: other)) == Rational(2) {
        let t = store.operand(0, of: other)
        let image = store.product(rest + [t, store.difference(one, t)])
        let name = "the slope of a sigmoid, `\(text(t))*(1 - \(text(t)))`, stands for that of tanh, `\(text(factor))`"
        found.append(Mistake(.wrongSlope, name, image))
      } else if let place = rest.firstIndex(of: other) {
        rest.remove(at: place)
        let image = store.product(rest + [store.difference(one, store.power(other, Rational(2)))])
        let name =
          "the slope of tanh, `1 - \(text(other))^2`, stands for that of a sigmoid, `\(text(other))*\(text(factor))`"
        found.append(Mistake(.wrongSlope, name, image))
      }
    }
    return found
  }

  /// x of 1 − x.
  private func complement(_ e: Expression) -> Expression? {
    guard store.op(e) == .sum, store.operandCount(of: e) == 2 else { return nil }
    let terms = Array(store.operands(of: e))
    for (one, other) in [(terms[0], terms[1]), (terms[1], terms[0])] {
      guard store.rational(one) == .one, store.op(other) == .product, store.operandCount(of: other) == 2,
        store.rational(store.operand(0, of: other)) == Rational(-1)
      else { continue }
      return store.operand(1, of: other)
    }
    return nil
  }

  // MARK: The whole

  /// The whole is multiplied by a quantity that has nothing to do there, or by the slope of an activation.
  mutating func ofWhole() -> [Mistake] {
    var found: [Mistake] = []
    let one = store.integer(1)
    let square = Rational(2)
    for e in entries(at: part.slots) {
      let slopes = [
        store.product([e, store.difference(one, e)]), store.difference(one, store.power(e, square)),
      ]
      for factor in [e] + slopes {
        let image = store.product([part.value, factor])
        let whole = part.definition == nil ? "the result" : "`\(text(part.value))`"
        found.append(Mistake(.extraFactor, "\(whole) is multiplied by `\(text(factor))`", image))
      }
    }
    return found
  }
}
