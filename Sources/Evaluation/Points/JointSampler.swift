import Expressions
import Numbers

/// Tables of a joint distribution, exactly.
extension Draw {
  /// A Bayesian network: the variables in some order, each with a probability given some of those before it,
  /// P(x₁, …, xₙ) = Π P(x_k | parents of x_k). Without a few of its arrows, variables are independent, or independent
  /// given others, so that a premise that says so is soon met; the other tables are drawn with all of them.
  mutating func jointDistribution(_ lengths: [Int]) -> [Rational] {
    if lengths.count > 2 && random.next(below: 4) == 0 { return dependentTogether(lengths) }
    if lengths.count > 1 && random.next(below: 4) == 0 { return independentOfValue(lengths) }
    let count = lengths.reduce(1, *)
    var table = [Rational](repeating: .one, count: count)
    let order = shuffled(Array(lengths.indices))
    let parents = parents(in: order)
    for (position, variable) in order.enumerated() {
      var rows: [[Int]: [Rational]] = [:]
      for entry in table.indices {
        let values = self.values(of: entry, lengths)
        let key = parents[position].map { values[$0] }
        if rows[key] == nil { rows[key] = probabilities(lengths[variable]) }
        table[entry] *= rows[key]?[values[variable]] ?? .one
      }
    }
    return table
  }

  /// Variables any of which are independent, but not all together: Π p_k + ε·Π u_k with Σ u_k = 0 for each variable.
  private mutating func dependentTogether(_ lengths: [Int]) -> [Rational] {
    let parts = lengths.map { probabilities($0) }
    let waves = lengths.map { size in
      (0..<size).map { Rational($0 + 1 == size && size % 2 == 1 ? 0 : $0 % 2 == 0 ? 1 : -1) }
    }
    let least = parts.reduce(Rational.one) { $0 * ($1.min() ?? .one) }
    let strength = least * Rational(1, 2)
    return (0..<lengths.reduce(1, *)).map { entry in
      let values = self.values(of: entry, lengths)
      let product = values.indices.reduce(Rational.one) { $0 * parts[$1][values[$1]] }
      return product + values.indices.reduce(strength) { $0 * waves[$1][values[$1]] }
    }
  }

  /// One value of a variable tells nothing about the others, though its other values do: given what some of the variables
  /// are, P(rest | x = k) is the mean of P(rest | x = j) over the other values j. So P(x | t = 1) = P(x) holds, and
  /// P(x | t) = P(x) does not.
  private mutating func independentOfValue(_ lengths: [Int]) -> [Rational] {
    let count = lengths.reduce(1, *)
    var table = probabilities(count)
    let variable = random.next(below: lengths.count)
    let chosen = random.next(below: 2) == 0 ? 0 : random.next(below: lengths[variable])
    let given = lengths.indices.filter { $0 != variable && random.next(below: 2) == 0 }
    /// By the values of the given variables: what the chosen value weighs, and all others.
    var weights: [[Int]: (chosen: Rational, others: Rational)] = [:]
    /// By the values of all but the variable: what its other values weigh together.
    var others: [[Int]: Rational] = [:]
    for entry in table.indices {
      var values = self.values(of: entry, lengths)
      let key = given.map { values[$0] }
      var weight = weights[key] ?? (.zero, .zero)
      if values[variable] == chosen {
        weight.chosen += table[entry]
      } else {
        weight.others += table[entry]
        values[variable] = 0
        others[values, default: .zero] += table[entry]
      }
      weights[key] = weight
    }
    for entry in table.indices {
      var values = self.values(of: entry, lengths)
      guard values[variable] == chosen, let weight = weights[given.map { values[$0] }] else { continue }
      values[variable] = 0
      guard let mean = others[values], let share = mean.divided(by: weight.others) else { continue }
      table[entry] = weight.chosen * share
    }
    return table
  }

  /// All earlier variables, or, two times in three, some of them.
  private mutating func parents(in order: [Int]) -> [[Int]] {
    var arrows: [(from: Int, to: Int)] = []
    for to in order.indices { for from in 0..<to { arrows.append((from, to)) } }
    let left = random.next(below: 3) == 0 ? 0 : random.next(below: arrows.count + 1)
    let gone = shuffled(arrows).prefix(left)
    return order.indices.map { to in
      (0..<to).filter { from in !gone.contains { $0 == (from, to) } }.map { order[$0] }
    }
  }

  private func values(of entry: Int, _ lengths: [Int]) -> [Int] {
    var (rest, values) = (entry, lengths)
    for k in lengths.indices.reversed() {
      values[k] = rest % lengths[k]
      rest /= lengths[k]
    }
    return values
  }

  /// Positive fractions with sum 1 and a small denominator.
  private mutating func probabilities(_ size: Int) -> [Rational] {
    let weights = (0..<size).map { _ in Rational(random.next(below: style == .wide ? 40 : 4) + 1) }
    let total = weights.reduce(Rational.zero) { $0 + $1 }
    return weights.map { $0.divided(by: total) ?? .one }
  }
}
