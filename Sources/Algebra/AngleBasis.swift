import Numbers

/// Angles of which all the given ones are combinations with whole coefficients.
struct AngleBasis {
  /// remainder = Σ combination[k]·elements[k]; its pivot stands in no later remainder.
  private struct Row {
    var remainder: Form
    var pivot: Monomial
    var combination: [Rational]
  }

  private var elements: [Form] = []
  private var rows: [Row] = []
  /// By element: the greatest part of it of which every angle has a whole multiple.
  private var units: [Rational] = []

  private static let mostElements = 8

  /// The first angles become elements, as far as they are independent of those before them.
  init(_ angles: [Form]) {
    for angle in angles {
      var (rest, coordinates) = reduced(angle)
      guard let pivot = rest.terms.first?.monomial, elements.count < AngleBasis.mostElements else { continue }
      elements.append(angle)
      for k in coordinates.indices { coordinates[k] = -coordinates[k] }
      rows.append(Row(remainder: rest, pivot: pivot, combination: coordinates + [.one]))
    }
    units = elements.map { _ in .zero }
    for angle in angles {
      let (rest, coordinates) = reduced(angle)
      if !rest.isZero { continue }
      for (k, c) in coordinates.enumerated() where !c.isZero { units[k] = Rational.commonUnit(units[k], c) }
    }
  }

  /// What is left of an angle, and what was taken off.
  private func reduced(_ angle: Form) -> (rest: Form, coordinates: [Rational]) {
    var rest = angle
    var coordinates = [Rational](repeating: .zero, count: elements.count)
    for row in rows {
      guard let c = rest.coefficient(of: row.pivot), let d = row.remainder.coefficient(of: row.pivot),
        let ratio = c.divided(by: d)
      else { continue }
      rest = rest.adding(row.remainder, times: -ratio)
      for (k, part) in row.combination.enumerated() { coordinates[k] += ratio * part }
    }
    return (rest, coordinates)
  }

  /// The angle as multiples of parts of the elements. One that is not among the angles, such as an entry of a vector, is
  /// taken apart into its monomials.
  func parts(of angle: Form) -> [(unit: Form, multiple: Int)]? {
    let (rest, coordinates) = reduced(angle)
    var parts: [(unit: Form, multiple: Int)] = []
    for (k, c) in coordinates.enumerated() where !c.isZero {
      guard let n = c.divided(by: units[k])?.asInt else { return nil }
      parts.append((elements[k].scaled(by: units[k]), n))
    }
    for term in rest.terms {
      guard let (n, d) = term.coefficient.smallFraction else { return nil }
      var unit = term
      unit.coefficient = Rational(1, d)
      parts.append((Form(terms: [unit]), n))
    }
    return parts
  }
}

extension Rational {
  /// The greatest number of which both are whole multiples.
  fileprivate static func commonUnit(_ a: Rational, _ b: Rational) -> Rational {
    if a.isZero { return b.magnitude }
    let top = Integer.gcd(a.numerator * b.denominator, b.numerator * a.denominator)
    return Rational(top.magnitude, over: a.denominator * b.denominator) ?? .one
  }
}
