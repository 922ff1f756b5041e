import Numbers

/// Sums and products as text: differences with a minus sign, and products as one fraction.
protocol FractionText {
  var terms: Terms { get }
  func literal(_ value: Rational) -> Fragment
  /// A term among numbers.
  func number(_ term: Term) throws(EmissionError) -> Fragment
  /// What is raised to a power.
  func base(_ term: Term) throws(EmissionError) -> Fragment
  /// Whether the term has a name, or stands by itself, so that its parts are not written here.
  func stands(_ term: Term) -> Bool
  func power(_ base: Fragment, _ exponent: Rational) -> Fragment
  func quotient(_ above: String, _ below: String, _ binding: Fragment.Binding, of factors: [Term]) -> Fragment
}

extension FractionText {
  func quotient(_ above: String, _ below: String, _ binding: Fragment.Binding, of factors: [Term]) -> Fragment {
    Fragment(above + " / " + below, binding)
  }

  func sum(_ addends: [Term]) throws(EmissionError) -> Fragment {
    var text = ""
    for addend in addends {
      let (scale, rest) = terms.coefficient(addend)
      if scale.signum < 0, !text.isEmpty, !stands(addend) {
        let positive = rest.isEmpty ? literal(-scale) : try product(rest, scale: -scale)
        text += " - " + positive.text(within: .product)
      } else {
        let binding: Fragment.Binding = text.isEmpty ? .sum : .product
        text += (text.isEmpty ? "" : " + ") + (try number(addend)).text(within: binding)
      }
    }
    return Fragment(text, .sum)
  }

  func product(_ factors: [Term]) throws(EmissionError) -> Fragment {
    guard let scale = terms.number(factors[0]) else { return try product(factors, scale: .one) }
    return try product(Array(factors.dropFirst()), scale: scale)
  }

  /// One fraction; a number in front is divided into it if it is one over an integer.
  func product(_ factors: [Term], scale: Rational) throws(EmissionError) -> Fragment {
    let isNegative = scale.signum < 0
    var (above, below) = ([Fragment](), [Fragment]())
    var size = isNegative ? -scale : scale
    if let (numerator, denominator) = size.smallFraction, numerator == 1, denominator != 1 {
      below.append(literal(Rational(denominator)))
      size = .one
    }
    if size != .one { above.append(literal(size)) }
    for factor in factors {
      let (inner, exponent) = terms.powerParts(factor)
      if exponent.signum < 0, !stands(factor) {
        below.append(power(try base(inner), -exponent))
      } else {
        above.append(try number(factor))
      }
    }
    if above.isEmpty { above = [literal(.one)] }
    var text = isNegative ? "-" : ""
    for (k, factor) in above.enumerated() {
      text += (k > 0 ? " * " : "") + factor.text(within: k > 0 || isNegative ? .prefix : .product)
    }
    if below.isEmpty { return Fragment(text, isNegative ? .sum : above.count == 1 ? above[0].binding : .product) }
    let bottom =
      below.count == 1
      ? below[0].text(within: .prefix)
      : "(" + below.map { $0.text(within: .prefix) }.joined(separator: " * ") + ")"
    return quotient(text, bottom, isNegative ? .sum : .product, of: factors)
  }
}
