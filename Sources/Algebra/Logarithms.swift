import Expressions
import Numbers

/// log of a product splits over factors known to be non-negative; log(x²) = 2·log|x|.
extension NormalForms {
  func logarithm(_ form: Form) throws(Obstacle) -> Form {
    if let chosen = try selected(form, { (u) throws(Obstacle) in try self.logarithm(u) }) { return chosen }
    if let split = try splitByBit(form, { (u) throws(Obstacle) in try self.logarithm(u) }) { return split }
    if form.isZero { throw .undefined("the logarithm of 0") }
    var parts: [[Factor]]
    var scale: Rational
    var rest: Form
    if let term = form.single {
      let (known, unknown) = split(factors(of: term.monomial))
      scale = term.coefficient.magnitude
      let isWhole = term.coefficient.signum < 0 || unknown.count > 1
      parts = isWhole ? known : known + unknown
      rest = isWhole ? try reduced(unknown.flatMap { $0 }, Rational(term.coefficient.signum)) : one
    } else {
      let content = try content(of: form, forRoots: true)
      (scale, parts, rest) = (content.scale, content.common.map { [$0] }, content.primitive)
    }
    var result = try logarithm(ofConstant: scale)
    for part in parts { result = result.adding(try logarithm(ofPart: part)) }
    if rest != one {
      let isNewProduct = rest.count == 1 && form.count > 1
      if isNewProduct {
        result = result.adding(try logarithm(rest))
      } else if !parts.isEmpty, let split = try splitByBit(rest, { (u) throws(Obstacle) in try self.logarithm(u) }) {
        result = result.adding(split)
      } else {
        result = result.adding(try functionForm(.log, [rest]))
      }
    }
    return result
  }

  private func logarithm(ofConstant q: Rational) throws(Obstacle) -> Form {
    guard let (n, d) = q.smallFraction else { throw .unsupported("the logarithm of a large number") }
    var result = Form.zero
    for prime in primes(of: n) { result = result.adding(try functionForm(.log, [constant(Rational(prime))])) }
    for prime in primes(of: d) {
      result = result.adding(try functionForm(.log, [constant(Rational(prime))]), times: Rational(-1))
    }
    return result
  }

  private func logarithm(ofPart part: [Factor]) throws(Obstacle) -> Form {
    if part.count > 1 || hasBoundSlots(part[0]) { return try functionForm(.log, [try reduced(part)]) }
    let factor = part[0]
    let record = self[factor.atom]
    let e = factor.exponent
    switch record.kind {
    case .function where function(of: factor) == .exp:
      return try argument(factor).scaled(by: e.rational)
    case .constant where record.payload == UInt32(Constant.e.rawValue):
      return constant(e.rational)
    case .power where !e.isEven || sign(of: self[record.insides[0]]).isNonnegative:
      // Where u^e > 0 is defined with e odd or fractional, u > 0.
      return try logarithm(try argument(factor)).scaled(by: e.rational)
    case .determinant where e.isOne:
      return try reduced(Factor(atom(.logDeterminant, payload: record.payload, insides: record.insides), factor.slots))
    case .prime: return try logarithm(ofConstant: Rational(Int(record.payload))).scaled(by: e.rational)
    default: break
    }
    var base = try reduced(factor.raised(to: .one))
    if e.isEven { base = try function(.abs, [base]) }
    return try functionForm(.log, [base]).scaled(by: e.rational)
  }
}
