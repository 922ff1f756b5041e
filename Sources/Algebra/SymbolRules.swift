import Expressions
import Numbers

/// Rules of reduction by what a declared type says about the entries.
extension NormalForms {
  func symbolRule(_ factor: Factor, _ rest: [Factor]) throws(Obstacle) -> [Product]? {
    let declaration = store.symbols[Int(self[factor.atom].payload)]
    let e = factor.exponent
    if let power = powerOfDiscrete(declaration, factor, rest) { return try keepingSums(of: factor, power) }
    switch declaration.structure {
    case .oneHot where e.isOne:
      if let products = try totalRule(factor, rest) { return products }
      return try oneHotRule(factor, rest)
    case .simplex where e.isOne: return try totalRule(factor, rest)
    case .joint where e.isOne: return jointTotalRule(factor, rest)
    case .orthogonal where e.isOne: return try orthogonalRule(factor, rest)
    case .orthogonal where e == Exponent(2): return try orthogonalSquareRule(factor, rest)
    case .diagonal where e.isOne:
      let count = factor.slots.count
      let (i, j) = (factor.slots[count - 2], factor.slots[count - 1])
      if i == j { return nil }
      var onDiagonal = factor
      onDiagonal.slots[count - 1] = i
      return [(rest + [onDiagonal, Factor(.delta, try SlotList([i, j]))], .one)]
    default: return nil
    }
  }

  /// b² = b for b in {0, 1}; s² = 1 for s in {-1, 1}.
  private func powerOfDiscrete(_ declaration: SymbolDeclaration, _ factor: Factor, _ rest: [Factor]) -> [Product]? {
    let e = factor.exponent
    guard e.isInteger else { return nil }
    let isBit = declaration.structure == .oneHot || declaration.domain == .finite([.zero, .one])
    if isBit && e > .one { return [(rest + [factor.raised(to: .one)], .one)] }
    if declaration.domain == .finite([Rational(-1), .one]) && !e.isOne {
      return [(e.isEven ? rest : rest + [factor.raised(to: .one)], .one)]
    }
    return nil
  }

  /// Σ_k p[…, k] = 1
  private func totalRule(_ factor: Factor, _ rest: [Factor]) throws(Obstacle) -> [Product]? {
    let last = factor.slots[factor.slots.count - 1]
    guard last.isBound, occurrences(of: last, in: rest + [factor]) == 1,
      last.range == store.symbols[Int(self[factor.atom].payload)].slots.last
    else { return nil }
    var result = rest
    for slot in factor.slots.array.dropLast() where slot.isBound && !mentions(result, slot) {
      result += try lengthFactors(slot.range)
    }
    return [(result, .one)]
  }

  /// Σ P[i, …, k] = 1
  private func jointTotalRule(_ factor: Factor, _ rest: [Factor]) -> [Product]? {
    let slots = factor.slots.array
    let ranges = store.symbols[Int(self[factor.atom].payload)].slots
    guard Set(slots).count == slots.count, slots.allSatisfy({ $0.isBound && !mentions(rest, $0) }),
      slots.map({ $0.range }) == ranges
    else { return nil }
    return [(rest, .one)]
  }

  /// y[…, j]·y[…, k] = y[…, j]·δ(j, k)
  private func oneHotRule(_ factor: Factor, _ rest: [Factor]) throws(Obstacle) -> [Product]? {
    let last = factor.slots.count - 1
    for (k, other) in rest.enumerated() where other.atom == factor.atom && other.exponent.isOne {
      guard other.slots != factor.slots, (0..<last).allSatisfy({ other.slots[$0] == factor.slots[$0] }) else {
        continue
      }
      let delta = Factor(.delta, try SlotList([factor.slots[last], other.slots[last]]))
      return [(self.rest(rest, k) + [factor, delta], .one)]
    }
    return nil
  }

  /// Σ_i Q[i, j]² = δ(j, j)
  private func orthogonalSquareRule(_ factor: Factor, _ rest: [Factor]) throws(Obstacle) -> [Product]? {
    let row = factor.slots.count - 2
    let ranges = store.symbols[Int(self[factor.atom].payload)].slots
    for (joint, partner) in [(factor.slots[row], factor.slots[row + 1]), (factor.slots[row + 1], factor.slots[row])] {
      guard joint.isBound, joint.range == ranges[row], base(of: partner) != joint, !mentions(rest, joint),
        !(0..<row).contains(where: { base(of: factor.slots[$0]) == joint })
      else { continue }
      return [(rest + [Factor(.delta, try SlotList([partner, partner]))], .one)]
    }
    return nil
  }

  /// Σ_i Q[i, j]·Q[i, k] = δ(j, k), and by columns. The joining index runs over all rows; it may occur nowhere else, nor
  /// twice in one factor.
  private func orthogonalRule(_ factor: Factor, _ rest: [Factor]) throws(Obstacle) -> [Product]? {
    let row = factor.slots.count - 2
    let ranges = store.symbols[Int(self[factor.atom].payload)].slots
    for (k, other) in rest.enumerated() where other.atom == factor.atom && other.exponent.isOne {
      guard (0..<row).allSatisfy({ other.slots[$0] == factor.slots[$0] }) else { continue }
      for place in [row, row + 1] {
        let joint = factor.slots[place]
        let partner = place == row ? row + 1 : row
        let left = self.rest(rest, k)
        guard joint.isBound, joint.range == ranges[place], other.slots[place] == joint, !mentions(left, joint),
          base(of: factor.slots[partner]) != joint, base(of: other.slots[partner]) != joint,
          !(0..<row).contains(where: { base(of: factor.slots[$0]) == joint })
        else { continue }
        return [(left + [Factor(.delta, try SlotList([factor.slots[partner], other.slots[partner]]))], .one)]
      }
    }
    return nil
  }
}
