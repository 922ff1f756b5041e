import Expressions
import Numbers

/// The rules of reduction, by the kind of the factor that they start from. Side conditions are `known` or they do not
/// hold; whatever is used and not known from the declarations is recorded in `conditions`.
extension NormalForms {
  /// One rule applied to one factor; nil when nothing applies.
  func rewritten(_ factors: [Factor]) throws(Obstacle) -> [Product]? {
    for k in factors.indices {
      if let products = try rule(for: k, in: factors) { return products }
    }
    return facts.equations.isEmpty ? nil : try equationRule(factors)
  }

  private func rule(for k: Int, in factors: [Factor]) throws(Obstacle) -> [Product]? {
    let factor = factors[k]
    let rest = rest(factors, k)
    switch kind(factor) {
    case .symbol: return try symbolRule(factor, rest)
    case .prime: return primeRule(factor, rest)
    case .function:
      if let entry = try literalRule(factor, rest) { return try keepingSums(of: factor, entry) }
      return try keepingSums(of: factor, try functionRule(factor, rest))
    case .power:
      if let entry = try literalRule(factor, rest) { return try keepingSums(of: factor, entry) }
      if factor.exponent > .zero && factor.exponent < .one { return nil }
      return try keepingSums(of: factor, try powerRule(factor, rest))
    case .inverse: return factor.exponent.isOne ? try inverseRule(factor, rest) : nil
    case .order: return try orderRule(factor, rest)
    case .vanishing: return try keepingSums(of: factor, try vanishingRule(factor, rest))
    case .indexValue: return try keepingSums(of: factor, try indexValueRule(factor, rest))
    case .definition: return try keepingSums(of: factor, try definitionRule(factor, rest))
    case .delta, .size, .constant, .generalPower, .opaque, .determinant, .logDeterminant, .reduction: return nil
    }
  }

  /// For rules that put one factor in other words: an index that is summed over and that nothing mentions any more
  /// still counts its range, Σ_i D[i]·D[i]⁻¹ = n.
  private func keepingSums(of factor: Factor, _ products: [Product]?) throws(Obstacle) -> [Product]? {
    guard var products, hasBoundSlots(factor) else { return products }
    let summed = Set(factor.slots.array.map { base(of: $0) }.filter { $0.isBound }).sorted()
    for k in products.indices {
      for slot in summed where !mentions(products[k].factors, slot) {
        products[k].factors += try lengthFactors(slot.range)
      }
    }
    return products
  }

  func rest(_ factors: [Factor], _ k: Int) -> [Factor] {
    var rest = factors
    rest.remove(at: k)
    return rest
  }

  /// 2^(3/2) = 2·2^(1/2)
  private func primeRule(_ factor: Factor, _ rest: [Factor]) -> [Product]? {
    let whole = factor.exponent.floor
    guard whole != 0, let value = Rational(Int(self[factor.atom].payload)).power(whole),
      let left = try? factor.exponent.minus(Exponent(Int32(whole)))
    else { return nil }
    return [(left.isZero ? rest : rest + [factor.raised(to: left)], value)]
  }

  /// The value of a literal index is a number; that of s + 1 is one more than that of s.
  private func indexValueRule(_ factor: Factor, _ rest: [Factor]) throws(Obstacle) -> [Product]? {
    let slot = factor.slots[0]
    if base(of: slot) != slot, factor.exponent.isInteger, factor.exponent > .zero {
      let less = try factor.exponent.minus(.one)
      let left = less.isZero ? rest : rest + [factor.raised(to: less)]
      let plain = Factor(factor.atom, try SlotList([base(of: slot)]))
      return [(left + [plain], .one), (left, Rational(Int(Int64(bitPattern: offset(of: slot)))))]
    }
    guard factor.slots[0].kind == .literal, factor.exponent.isInteger,
      let value = Rational(factor.slots[0].number).power(Int(factor.exponent.numerator))
    else { return nil }
    return [(rest, value)]
  }

  /// step² = step; sign(u)² = 1 − [u = 0]; cos² = 1 − sin²; cosh² = 1 + sinh².
  private func functionRule(_ factor: Factor, _ rest: [Factor]) throws(Obstacle) -> [Product]? {
    let function = function(of: factor)
    if let power = try assumedValue(of: factor)?.power(Int(factor.exponent.numerator)) { return [(rest, power)] }
    if function == .cos || function == .cosh, factor.exponent.isInteger, factor.exponent > .one {
      let less = try factor.exponent.minus(Exponent(2))
      let left = less.isZero ? rest : rest + [factor.raised(to: less)]
      let partner: ElementaryFunction = function == .cos ? .sin : .sinh
      let inside = self[factor.atom].insides
      let sine = Factor(atom(.function, payload: UInt32(partner.rawValue), insides: inside), factor.slots)
      return [(left, .one), (left + [sine.raised(to: Exponent(2))], function == .cos ? Rational(-1) : .one)]
    }
    guard function == .step || function == .sign, factor.exponent.isInteger, factor.exponent > .one else { return nil }
    if function == .step { return [(rest + [factor.raised(to: .one)], .one)] }
    let less = try factor.exponent.minus(Exponent(2))
    let left = less.isZero ? rest : rest + [factor.raised(to: less)]
    let zero = Factor(atom(.vanishing, insides: self[factor.atom].insides), factor.slots)
    return [(left, .one), (left + [zero], Rational(-1))]
  }

  /// [u = 0]·u = 0, by the lead of u; [u = 0]·[u > 0] = 0.
  private func vanishingRule(_ factor: Factor, _ rest: [Factor]) throws(Obstacle) -> [Product]? {
    let inside = self[factor.atom].insides[0]
    if !factor.exponent.isOne { return factor.exponent > .one ? [(rest + [factor.raised(to: .one)], .one)] : nil }
    let gated = rest.contains {
      let function = function(of: $0)
      return (function == .step || function == .sign) && self[$0.atom].insides[0] == inside && $0.slots == factor.slots
    }
    if gated { return [] }
    if try assumedValue(of: factor) != nil { return [] }
    if let products = try settledVanishing(factor, rest) { return products }
    guard let lead = lead(of: inside), isPlausible(factors(of: lead.monomial), in: rest) else { return nil }
    let parameters = factor.slots.array
    let apart = max(nextBound(in: rest), nextBound(in: [factor]))
    let placed = try renamed(factors(of: lead.monomial), Renaming(parameters: parameters, shift: apart))
    let pattern = NetworkPattern(factors: placed, joints: [], fixed: parameters, apart: apart)
    guard let match = try embeddings(of: pattern, in: rest, most: 1).first, let c = lead.coefficient.inverse else {
      return nil
    }
    let left = match.remaining + [factor]
    var result: [Product] = []
    for (others, d) in try instances(
      inside, but: lead.monomial, parameters: parameters, apart: nextBound(in: left))
    {
      result.append((left + others, -d * c))
    }
    return result
  }

  /// With a literal in a slot more may be known.
  private func settledVanishing(_ factor: Factor, _ rest: [Factor]) throws(Obstacle) -> [Product]? {
    guard factor.slots.array.contains(where: { $0.kind == .literal }), !hasBoundSlots(factor) else { return nil }
    let bracket = try vanishing(try argument(factor))
    if bracket.count == 1, let term = bracket.single, factors(of: term.monomial) == [factor] { return nil }
    return bracket.terms.map { (rest + factors(of: $0.monomial), $0.coefficient) }
  }

  /// [i < i] = 0, [i < j]² = [i < j], and of two literals it is known.
  private func orderRule(_ factor: Factor, _ rest: [Factor]) throws(Obstacle) -> [Product]? {
    let (i, j) = (factor.slots[0], factor.slots[1])
    if i == j { return [] }
    if i.kind == .literal && j.kind == .literal { return i.number < j.number ? [(rest, .one)] : [] }
    if i.kind == .literal || j.kind == .literal, let entries = try orderByEntries(i, j, rest) {
      return try keepingSums(of: factor, entries)
    }
    if let plain = try orderOfBases(i, j, rest) { return try keepingSums(of: factor, plain) }
    let opposite = rest.contains {
      $0.atom == factor.atom && $0.slots[0] == j && $0.slots[1] == i
    }
    let equal = rest.contains {
      $0.atom == .delta && ($0.slots[0] == i && $0.slots[1] == j || $0.slots[0] == j && $0.slots[1] == i)
    }
    if opposite || equal { return [] }
    if factor.exponent > .one { return [(rest + [factor.raised(to: .one)], .one)] }
    return try halvedOrder(factor, rest)
  }

  /// [i < j + 2] = [i < j] + δ(i, j) + δ(i, j + 1), and the steps the other way for j − 2.
  private func orderOfBases(_ i: Slot, _ j: Slot, _ rest: [Factor]) throws(Obstacle) -> [Product]? {
    let (x, y) = (base(of: i), base(of: j))
    if x == i && y == j || x.kind == .position || y.kind == .position { return nil }
    let distance = Int(Int64(bitPattern: offset(of: j))) - Int(Int64(bitPattern: offset(of: i)))
    if abs(distance) > NormalForms.mostOrderedEntries { return nil }
    if x == y { return distance > 0 ? [(rest, .one)] : [] }
    var result: [Product] = [(rest + [Factor(atom(.order), try SlotList([x, y]))], .one)]
    for k in min(distance, 0)..<max(distance, 0) {
      let delta = Factor(.delta, try SlotList([x, try shifted(y, by: k, x.range)]))
      result.append((rest + [delta], distance > 0 ? .one : Rational(-1)))
    }
    return result
  }

  /// [i < 3] = δ(i, 1) + δ(i, 2), and [2 < j] = 1 − δ(j, 1) − δ(j, 2).
  private func orderByEntries(_ i: Slot, _ j: Slot, _ rest: [Factor]) throws(Obstacle) -> [Product]? {
    let isBelow = j.kind == .literal
    let (open, end) = isBelow ? (i, j.number) : (j, i.number + 1)
    guard open.kind != .position, let lower = store.rational(store.bounds(open.range).lower)?.asInt, lower >= 0,
      end - lower <= NormalForms.mostOrderedEntries
    else { return nil }
    var result: [Product] = isBelow ? [] : [(rest, .one)]
    if lower >= end { return result }
    for value in lower..<end {
      let delta = Factor(.delta, try SlotList([open, try literal(value, open.range)]))
      result.append((rest + [delta], isBelow ? .one : Rational(-1)))
    }
    return result
  }

  /// Where the rest is the same with i and j exchanged: [i < j]·rest = (rest − δ(i, j)·rest)/2.
  private func halvedOrder(_ factor: Factor, _ rest: [Factor]) throws(Obstacle) -> [Product]? {
    let (i, j) = (factor.slots[0], factor.slots[1])
    guard i.isBound, j.isBound, i.range == j.range else { return nil }
    let marks = (try freshFreeSlot(i.range), try freshFreeSlot(i.range))
    let straight = try canonical(try renamed(rest, Renaming([(i, marks.0), (j, marks.1)])))
    let crossed = try canonical(try renamed(rest, Renaming([(i, marks.1), (j, marks.0)])))
    guard straight == crossed else { return nil }
    let delta = Factor(.delta, try SlotList([i, j]))
    var apart = rest
    for index in [i, j] where !mentions(rest, index) { apart += try lengthFactors(index.range) }
    return [(apart, Rational(1, 2)), (rest + [delta], Rational(-1, 2))]
  }

  // What a declared type says about the entries

  private func symbolRule(_ factor: Factor, _ rest: [Factor]) throws(Obstacle) -> [Product]? {
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
