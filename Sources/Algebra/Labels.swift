import Expressions
import Numbers

/// Canonical numbers for the bound indices of a network, by colour refinement with individualisation of ties
/// (McKay and Piperno, Practical graph isomorphism II, 2014), one connected component at a time.
extension NormalForms {
  /// Ties are broken by trying every tied index, this deep; past it networks that are equal may stay different,
  /// which loses proofs, never soundness.
  private static let tieDepth = 4

  /// The monomial of factors in which no (atom, slots) pair occurs twice.
  func canonical(_ factors: [Factor]) throws(Obstacle) -> Monomial {
    let count = nextBound(in: factors)
    if count == 0 { return intern(factors.count < 2 ? factors.map(ordered) : sorted(factors)) }
    let key = try numberedByAppearance(factors)
    if let known = labels[key] { return known }
    var parts: [[Factor]] = []
    for part in components(of: key) { parts.append(try labelled(part)) }
    parts.sort { compare($0, $1) < 0 }
    var all: [Factor] = []
    var offset = 0
    for part in parts {
      all += try renamed(part, Renaming(shift: offset))
      offset += nextBound(in: part)
    }
    let monomial = intern(sorted(all))
    labels[key] = monomial
    return monomial
  }

  private static let workOfGroup = 8

  private func sorted(_ factors: [Factor]) -> [Factor] { factors.map(ordered).sorted(by: precedes) }

  /// Interchangeable slots in order.
  func ordered(_ factor: Factor) -> Factor {
    let block = self[factor.atom].symmetricBlock
    if block.count < 2 { return factor }
    var result = factor
    result.slots.sort(block, by: slotPrecedes)
    return result
  }

  private func numberedByAppearance(_ factors: [Factor]) throws(Obstacle) -> [Factor] {
    var renaming = Renaming()
    for factor in factors {
      for k in 0..<factor.slots.count {
        let slot = base(of: factor.slots[k])
        if slot.isBound && renaming[slot] == nil { renaming[slot] = slot.numbered(renaming.count) }
      }
    }
    return try renamed(factors, renaming)
  }

  /// Factors that are connected through bound indices.
  func components(of factors: [Factor]) -> [[Factor]] {
    var groups: [(factors: [Factor], bound: Set<Slot>)] = []
    for factor in factors {
      var bound = Set<Slot>()
      for k in 0..<factor.slots.count {
        let slot = base(of: factor.slots[k])
        if slot.isBound { bound.insert(slot) }
      }
      var merged = [factor]
      var rest: [(factors: [Factor], bound: Set<Slot>)] = []
      store.work.draw((groups.count + 2) * NormalForms.workOfGroup)
      for group in groups {
        if group.bound.isDisjoint(with: bound) {
          rest.append(group)
        } else {
          merged = group.factors + merged
          bound.formUnion(group.bound)
        }
      }
      groups = rest + [(merged, bound)]
    }
    return groups.map { $0.factors }
  }

  /// One component with its bound indices numbered from 0: the least of the candidates.
  private func labelled(_ factors: [Factor]) throws(Obstacle) -> [Factor] {
    var bound: [Slot] = []
    for factor in factors {
      for k in 0..<factor.slots.count {
        let slot = base(of: factor.slots[k])
        if slot.isBound && !bound.contains(slot) { bound.append(slot) }
      }
    }
    if bound.isEmpty { return sorted(factors) }
    var colours: [Slot: UInt64] = [:]
    for slot in bound { colours[slot] = digest(slot.range) }
    var best: [Factor]?
    try search(factors, bound, colours, depth: 0, best: &best)
    return best ?? sorted(factors)
  }

  private func search(
    _ factors: [Factor], _ bound: [Slot], _ start: [Slot: UInt64], depth: Int, best: inout [Factor]?
  ) throws(Obstacle) {
    try spend()
    let colours = refined(factors, bound, start)
    let order = bound.sorted { (colours[$0] ?? 0) < (colours[$1] ?? 0) }
    let tied = firstTie(order, colours)
    if tied.isEmpty {
      var renaming = Renaming()
      for (k, slot) in order.enumerated() { renaming[slot] = slot.numbered(k) }
      let candidate = sorted(try renamed(factors, renaming))
      if best == nil || compare(candidate, best ?? []) < 0 { best = candidate }
      return
    }
    for slot in depth < NormalForms.tieDepth ? tied : [tied[0]] {
      var split = colours
      split[slot] = HashTable.mixed(colours[slot] ?? 0, 0x5EED)
      try search(factors, bound, split, depth: depth + 1, best: &best)
    }
  }

  private func firstTie(_ order: [Slot], _ colours: [Slot: UInt64]) -> [Slot] {
    for (k, slot) in order.enumerated().dropLast() where colours[slot] == colours[order[k + 1]] {
      return order.filter { colours[$0] == colours[slot] }
    }
    return []
  }

  /// A bound index sees (factor, slot, colours of the neighbours) until nothing splits any more.
  private func refined(_ factors: [Factor], _ bound: [Slot], _ start: [Slot: UInt64]) -> [Slot: UInt64] {
    var colours = start
    var distinct = Set(colours.values).count
    while distinct < bound.count {
      store.work.draw((factors.count + bound.count) * NormalForms.workOfFactor)
      var seen: [Slot: UInt64] = [:]
      for factor in factors { observe(factor, colours, &seen) }
      var next: [Slot: UInt64] = [:]
      for slot in bound { next[slot] = HashTable.mixed(colours[slot] ?? 0, seen[slot] ?? 0) }
      let count = Set(next.values).count
      if count <= distinct { return next }
      colours = next
      distinct = count
    }
    return colours
  }

  private func observe(_ factor: Factor, _ colours: [Slot: UInt64], _ seen: inout [Slot: UInt64]) {
    let record = self[factor.atom]
    let count = factor.slots.count
    func colour(_ slot: Slot) -> UInt64 {
      let plain = base(of: slot)
      guard let own = colours[plain] else { return key(of: slot) }
      return plain == slot ? own : HashTable.mixed(own, offset(of: slot))
    }
    var views = (0..<count).map { colour(factor.slots[$0]) }
    if record.symmetricBlock.count > 1 { views[record.symmetricBlock].sort() }
    var hash = HashTable.mixed(record.digest, digest(of: factor.exponent))
    for view in views { hash = HashTable.mixed(hash, view) }
    for k in 0..<count {
      let place = record.symmetricBlock.contains(k) ? 99 : UInt64(k)
      let own = base(of: factor.slots[k])
      let shift = offset(of: factor.slots[k])
      if own.isBound { seen[own, default: 0] &+= HashTable.mixed(HashTable.mixed(hash, place), shift) }
    }
  }
}
