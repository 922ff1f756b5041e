import Expressions
import Numbers

/// Addition theorems: the sines and cosines of sums and multiples by those of independent angles.
///
/// Of the arguments a basis over the rational numbers is chosen, the shortest first; each argument is a combination of
/// whole multiples of parts of it. The sines and cosines of independent angles obey nothing but sin² + cos² = 1, so that
/// nothing is left to be seen. Multiples of π have the values that square roots give them.
extension NormalForms {
  func openingAngles(_ form: Form) throws(Obstacle) -> Form? {
    func isOpened(_ record: AtomRecord) -> Bool {
      guard record.kind == .function else { return false }
      let function = ElementaryFunction(rawValue: UInt8(record.payload))
      return function == .sin || function == .cos || function == .acos
    }
    guard mentions(form, isOpened) else { return nil }
    let basis = AngleBasis(try angles(in: form))
    let image = try rebuilt(form, where: isOpened) { (factor) throws(Obstacle) in
      guard let function = self.function(of: factor) else { return nil }
      let u = try self.argument(factor)
      switch function {
      case .acos:
        // acos u = π/2 − asin u
        let quarter = try self.buildConstant(.pi).scaled(by: Rational(1, 2))
        return quarter.adding(try self.function(.asin, [u]), times: Rational(-1))
      case .sin, .cos:
        guard let wave = try self.wave(of: u, basis) else { return nil }
        return function == .sin ? wave.sine : wave.cosine
      default: return nil
      }
    }
    return image == form ? nil : image
  }

  /// The cosine and sine of an angle.
  struct Wave {
    var cosine: Form
    var sine: Form
  }

  private static let mostAngles = 5
  private static let greatestMultiple = 24

  /// The arguments of sines and cosines without their multiples of π.
  private func angles(in form: Form) throws(Obstacle) -> [Form] {
    var found: [Form] = []
    var seen: Set<Atom> = []
    var pending = [form]
    while let next = pending.popLast() {
      for term in next.terms {
        for factor in factors(of: term.monomial) where seen.insert(factor.atom).inserted {
          let record = self[factor.atom]
          pending += record.insides.map { self[$0] }
          guard let function = function(of: factor), function == .sin || function == .cos, factor.slots.isEmpty else {
            continue
          }
          let angle = try withoutTurns(try argument(factor)).rest
          let inverses = angle.terms.filter { isInverseFunction($0.monomial) }.map { self.form($0.monomial) }
          for angle in inverses + [angle] where !angle.isZero && !found.contains(angle) { found.append(angle) }
        }
      }
    }
    return found.sorted { $0.count != $1.count ? $0.count < $1.count : digest(of: $0) < digest(of: $1) }
  }

  /// asin u, acos u or atan u, of which sine and cosine are known: it is a part of every angle it stands in.
  private func isInverseFunction(_ monomial: Monomial) -> Bool {
    let own = factors(of: monomial)
    guard own.count == 1, own[0].exponent.isOne, let function = function(of: own[0]) else { return false }
    return function == .asin || function == .acos || function == .atan
  }

  /// An angle as a multiple of π and the rest.
  private func withoutTurns(_ angle: Form) throws(Obstacle) -> (turns: Rational, rest: Form) {
    guard let pi = try buildConstant(.pi).single, let c = angle.coefficient(of: pi.monomial) else {
      return (.zero, angle)
    }
    return (c, angle.adding(form(pi.monomial), times: -c))
  }

  /// By the addition theorems, from one part after the other; nil where that would be too long.
  private func wave(of angle: Form, _ basis: AngleBasis) throws(Obstacle) -> Wave? {
    let (turns, rest) = try withoutTurns(angle)
    guard let parts = basis.parts(of: rest), parts.count <= NormalForms.mostAngles else { return nil }
    guard var total = try wave(ofTurns: turns) else { return nil }
    for (unit, multiple) in parts {
      guard multiple.magnitude <= NormalForms.greatestMultiple else { return nil }
      total = try sum(total, try wave(of: unit, times: multiple))
    }
    return total
  }

  private func sum(_ a: Wave, _ b: Wave) throws(Obstacle) -> Wave {
    let cosine = try product(a.cosine, b.cosine).adding(try product(a.sine, b.sine), times: Rational(-1))
    return Wave(cosine: cosine, sine: try product(a.sine, b.cosine).adding(try product(a.cosine, b.sine)))
  }

  private func multiple(_ base: Wave, _ n: Int) throws(Obstacle) -> Wave {
    var result = Wave(cosine: one, sine: .zero)
    for _ in 0..<n.magnitude { result = try sum(result, base) }
    if n < 0 { result.sine = result.sine.scaled(by: Rational(-1)) }
    return result
  }

  private func wave(of unit: Form, times n: Int) throws(Obstacle) -> Wave {
    try multiple(Wave(cosine: try function(.cos, [unit]), sine: try function(.sin, [unit])), n)
  }

  private func wave(ofTurns turns: Rational) throws(Obstacle) -> Wave? {
    // 2π is a whole turn.
    let half = (turns * Rational(1, 2)).floor
    guard let (n, d) = (turns - Rational(half) * Rational(2)).smallFraction else { return nil }
    if n == 0 { return Wave(cosine: one, sine: .zero) }
    if let part = try wave(ofPart: d) { return try multiple(part, n) }
    let angle = try buildConstant(.pi).scaled(by: Rational(1, d))
    return n <= NormalForms.greatestMultiple ? try wave(of: angle, times: n) : nil
  }

  /// The cosine and sine of π/n, where square roots of numbers tell them.
  private func wave(ofPart n: Int) throws(Obstacle) -> Wave? {
    func root(_ q: Int) throws(Obstacle) -> Form { try power(of: Rational(q), try Exponent(1, 2)) }
    let half = Rational(1, 2)
    switch n {
    case 1: return Wave(cosine: constant(Rational(-1)), sine: .zero)
    case 2: return Wave(cosine: .zero, sine: one)
    case 3: return Wave(cosine: constant(half), sine: try root(3).scaled(by: half))
    case 4: return Wave(cosine: try root(2).scaled(by: half), sine: try root(2).scaled(by: half))
    case 6: return Wave(cosine: try root(3).scaled(by: half), sine: constant(half))
    case 12:
      let (six, two) = (try root(6).scaled(by: Rational(1, 4)), try root(2).scaled(by: Rational(1, 4)))
      return Wave(cosine: six.adding(two), sine: six.adding(two, times: Rational(-1)))
    case 5:
      let square = constant(Rational(5, 8)).adding(try root(5), times: Rational(-1, 8))
      let cosine = one.adding(try root(5)).scaled(by: Rational(1, 4))
      return Wave(cosine: cosine, sine: try power(square, half))
    default: return nil
    }
  }

  /// The multiple of π whose sine or tangent is this number, for asin and atan; from −π/2 to π/2.
  func inverseValue(_ function: ElementaryFunction, _ form: Form) throws(Obstacle) -> Form? {
    guard form.terms.allSatisfy({ factors(of: $0.monomial).allSatisfy { kind($0) == .prime } }) else { return nil }
    for (k, n) in [(1, 12), (1, 6), (1, 4), (1, 3), (5, 12), (1, 2)] {
      guard let part = try wave(ofPart: n) else { continue }
      let wave = try multiple(part, k)
      var value = wave.sine
      if function == .atan {
        if n == 2 { continue }
        value = try product(value, try power(wave.cosine, Rational(-1)))
      }
      let angle = try buildConstant(.pi).scaled(by: Rational(k, n))
      if try isSameNumber(value, form) { return angle }
      if try isSameNumber(value.scaled(by: Rational(-1)), form) { return angle.scaled(by: Rational(-1)) }
    }
    return nil
  }

  /// The difference vanishes once its denominators are cleared.
  private func isSameNumber(_ a: Form, _ b: Form) throws(Obstacle) -> Bool {
    let difference = a.adding(b, times: Rational(-1))
    if difference.isZero { return true }
    return try clearingDenominators(difference).map { $0.isZero } ?? false
  }
}
