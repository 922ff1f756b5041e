import Expressions
import Numbers

/// How far operations are from having values at a point: a logarithm of −3 by 3, an arcsine of 3/2 by 1/2.
struct Lack: Comparable {
  /// Operations whose argument is outside their domain.
  private(set) var count = 0
  /// By how much in all, each by 1 at most.
  private(set) var size = 0.0

  static func < (a: Lack, b: Lack) -> Bool { a.count < b.count || a.count == b.count && a.size < b.size }

  var isNone: Bool { count == 0 }

  mutating func add(_ distance: Double) {
    count += 1
    size += distance.isFinite ? distance / (1 + distance) : 1
  }
}

extension Program {
  /// What the operations lack. One outside its domain goes on with the value at the argument's mirror image, so that all
  /// are seen at once; a branch that is not taken counts, too, for this only guides a search.
  func lack(at inputs: [Double]) -> Lack {
    var lack = Lack()
    var values: [Double] = []
    values.reserveCapacity(count)
    for place in operations.indices {
      var value = extended(place, values, inputs, &lack)
      if !value.isFinite {
        lack.add(1)
        value = 1
      }
      values.append(value)
    }
    return lack
  }

  private func extended(_ place: Int, _ values: [Double], _ inputs: [Double], _ lack: inout Lack) -> Double {
    let own = operands[operandStarts[place]..<operandStarts[place + 1]]
    let first = own.first.map { values[$0] } ?? 0
    let last = own.last.map { values[$0] } ?? 0
    switch operations[place] {
    case .input: return payloads[place] < inputs.count ? inputs[payloads[place]] : .nan
    case .constant: return rationals[payloads[place]].double
    case .pi: return .pi
    case .alias, .guarded: return first
    case .sum: return own.reduce(0) { $0 + values[$1] }
    case .product: return own.reduce(1) { $0 * values[$1] }
    case .power: return Lack.power(first, rationals[payloads[place]], &lack)
    case .generalPower: return Lack.power(first, last, &lack)
    case .function:
      let function = ElementaryFunction(rawValue: UInt8(truncatingIfNeeded: payloads[place])) ?? .exp
      return Lack.image(first, function, &lack)
    case .maximum: return own.reduce(first) { max($0, values[$1]) }
    case .minimum: return own.reduce(first) { min($0, values[$1]) }
    case .functionOfSeveral:
      let function = ElementaryFunction(rawValue: UInt8(truncatingIfNeeded: payloads[place])) ?? .exp
      return Scalar.middle(Ball.image(under: function, of: own.map { Ball(values[$0]) }))
    case .polygamma: return Scalar.middle(GammaFunctions.polygamma(payloads[place], Ball(first)))
    case .flat: return first == 0 ? .nan : 0
    case .less: return first < last ? 1 : 0
    case .lessOrEqual: return first <= last ? 1 : 0
    case .equal: return first == last ? 1 : 0
    case .and: return own.allSatisfy { values[$0] != 0 } ? 1 : 0
    case .or: return own.contains { values[$0] != 0 } ? 1 : 0
    case .not: return first == 0 ? 1 : 0
    case .select: return first != 0 ? values[own[own.startIndex + 1]] : last
    case .undefined, .infinity, .unknown, .inverse, .inverseEntry: return .nan
    }
  }

  /// Matrices have no mirror images.
  var canBeExtended: Bool { !operations.contains(.inverse) }
}

extension Lack {
  fileprivate static func power(_ x: Double, _ exponent: Rational, _ lack: inout Lack) -> Double {
    guard let (n, d) = exponent.smallFraction else { return .nan }
    if x < 0 && d % 2 == 0 { lack.add(-x) }
    return Scalar.power(d % 2 == 0 ? abs(x) : x, n, d)
  }

  /// A negative number has powers with whole exponents, and with others whose denominator is odd.
  fileprivate static func power(_ x: Double, _ exponent: Double, _ lack: inout Lack) -> Double {
    if x < 0, exponent != exponent.rounded(), exponent * 15 != (exponent * 15).rounded() { lack.add(-x) }
    return x == 0 && exponent <= 0 ? .nan : RealMath.pow(abs(x), exponent)
  }

  fileprivate static func image(_ x: Double, _ function: ElementaryFunction, _ lack: inout Lack) -> Double {
    var inside = x
    switch function {
    case .log, .cosineIntegral, .hyperbolicCosineIntegral:
      if x < 0 { lack.add(-x) }
      inside = abs(x)
    case .asin, .acos, .atanh:
      if abs(x) > 1 {
        lack.add(abs(x) - 1)
        inside = 1 / x
      }
    case .acosh:
      if x < 1 {
        lack.add(1 - x)
        inside = 2 - x
      }
    case .dilogarithm:
      if x > 1 {
        lack.add(x - 1)
        inside = 1 / x
      }
    default: break
    }
    return Scalar.kernel(function)(inside)
  }
}
