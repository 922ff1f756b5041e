import Numbers

/// How operations depend on a range of inputs, as far as their form shows.
extension Program {
  /// Beyond all that is solved as a linear system.
  static let manyDegrees = 1 << 20

  /// The degrees of the outputs as polynomials in the inputs at these places.
  func degrees(in places: Range<Int>) -> [Int] {
    var degrees: [Int] = []
    degrees.reserveCapacity(count)
    for place in operations.indices {
      let parts = operands[operandStarts[place]..<operandStarts[place + 1]].map { degrees[$0] }
      let greatest = parts.max() ?? 0
      let isFree = greatest == 0
      switch operations[place] {
      case .input: degrees.append(places.contains(payloads[place]) ? 1 : 0)
      case .alias, .sum: degrees.append(greatest)
      case .product: degrees.append(min(parts.reduce(0, +), Program.manyDegrees))
      // What guards a value only decides where there is one.
      case .guarded: degrees.append(parts[0])
      case .power:
        let exponent = rationals[payloads[place]].asInt ?? -1
        let isPolynomial = exponent >= 0 && exponent < 8
        degrees.append(isFree ? 0 : isPolynomial ? min(greatest * exponent, Program.manyDegrees) : Program.manyDegrees)
      case .select:
        degrees.append(parts[0] == 0 ? greatest : Program.manyDegrees)
      case .undefined, .constant, .pi, .infinity, .generalPower, .function, .maximum, .minimum, .polygamma,
        .functionOfSeveral, .flat, .less, .lessOrEqual, .equal, .and, .or, .not, .inverse, .inverseEntry, .unknown:
        degrees.append(isFree ? 0 : Program.manyDegrees)
      }
    }
    return outputs.map { degrees[$0] }
  }
}
