import Expressions
import Numbers

/// Splits networks in every way that promises squares.
struct Splitter {
  let forms: NormalForms
  /// Open slots by range and number, so that splittings of different networks meet.
  private var pool: [IndexRange: [Slot]] = [:]

  private static let mostBound = 5
  /// Parts of unknown sign, and others that may stand on a side.
  private static let mostParts = 8
  private static let mostShared = 3
  private static let mostSplittings = 400

  init(_ forms: NormalForms) { self.forms = forms }

  mutating func slot(_ k: Int, _ range: IndexRange) throws(Obstacle) -> Slot {
    while pool[range, default: []].count <= k { pool[range, default: []].append(try forms.freshFreeSlot(range)) }
    return pool[range, default: []][k]
  }

  /// The factors with the given bound slots opened, of each range in their order.
  mutating func opened(_ factors: [Factor], _ bound: [Slot]) throws(Obstacle) -> (factors: [Factor], slots: [Slot]) {
    var renaming = Renaming()
    var used: [IndexRange: Int] = [:]
    var slots: [Slot] = []
    for index in bound {
      let open = try slot(used[index.range, default: 0], index.range)
      used[index.range, default: 0] += 1
      renaming[index] = open
      slots.append(open)
    }
    return (try forms.renamed(factors, renaming), slots)
  }

  /// A monomial with all its bound slots opened.
  mutating func opened(_ monomial: Monomial) throws(Obstacle) -> (factors: [Factor], slots: [Slot]) {
    let factors = forms.factors(of: monomial)
    return try opened(factors, forms.boundSlots(in: factors))
  }

  mutating func splittings(of monomial: Monomial) throws(Obstacle) -> [Splitting] {
    let factors = forms.factors(of: monomial)
    let bound = forms.boundSlots(in: factors)
    if bound.count > Splitter.mostBound { return [] }
    var found: [Splitting] = []
    for subset in 0..<(1 << bound.count) {
      let chosen = bound.indices.filter { subset >> $0 & 1 == 1 }.map { bound[$0] }
      for order in orders(of: chosen) {
        let (open, joints) = try opened(factors, order)
        if found.count > Splitter.mostSplittings { return found }
        try append(&found, open, joints, kernel: nil)
        try appendKernels(&found, open, joints)
      }
    }
    return found
  }

  /// The order of the slots of one range decides which splittings meet; with more than two the first one has to do.
  private func orders(of slots: [Slot]) -> [[Slot]] {
    guard slots.count == 2, slots[0].range == slots[1].range else { return [slots] }
    return [slots, [slots[1], slots[0]]]
  }

  /// Σ_ij S[i, j]·u[i]·v[j] among the factors whose joints are open.
  private mutating func appendKernels(
    _ found: inout [Splitting], _ factors: [Factor], _ joints: [Slot]
  ) throws(Obstacle) {
    for (k, factor) in factors.enumerated() where factor.exponent.isOne && factor.slots.count >= 2 {
      let count = factor.slots.count
      let (i, j) = (factor.slots[0], factor.slots[1])
      guard count == 2, i != j, i.range == j.range, forms.isSemidefinite(factor), joints.contains(i), joints.contains(j)
      else { continue }
      let rest = forms.rest(factors, k)
      let kernel = SplittingGroup.Kernel(
        factor: factor, row: i, column: j, isDefinite: forms.isDefinite(factor))
      try append(&found, rest, joints, kernel: kernel)
    }
  }

  private struct Part {
    var factors: [Factor]
    var count: Int
    var sign: Sign
    /// The side on which it must stand: with a kernel, that of its slot.
    var side: Side?
    var isWeight = false
  }
  private enum Side { case left, right }

  private func append(
    _ found: inout [Splitting], _ factors: [Factor], _ joints: [Slot], kernel: SplittingGroup.Kernel?
  ) throws(Obstacle) {
    guard var parts = try parts(of: factors) else { return }
    if let kernel {
      for k in parts.indices {
        let (left, right) = (
          forms.mentions(parts[k].factors, kernel.row), forms.mentions(parts[k].factors, kernel.column)
        )
        if left && right { return }
        if left { parts[k].side = .left } else if right { parts[k].side = .right }
      }
    }
    // Several factors that are not negative stay together as a weight.
    if parts.count(where: { $0.sign.isNonnegative && $0.side == nil }) > Splitter.mostShared {
      for k in parts.indices where parts[k].sign.isNonnegative { parts[k].isWeight = parts[k].side == nil }
    }
    var choice = Choice(weight: [], left: [], right: [], isPositive: true)
    try distribute(parts, 0, &choice) { (choice) throws(Obstacle) in
      var right = choice.right
      if let kernel { right = try forms.renamed(right, Renaming([(kernel.column, kernel.row)])) }
      let (a, b) = (try forms.canonical(try merged(choice.left)), try forms.canonical(try merged(right)))
      let isOrdered = forms.digest(a) <= forms.digest(b)
      if kernel == nil && !isOrdered { return }
      let group = SplittingGroup(
        weight: try forms.canonical(try merged(choice.weight)), isPositive: choice.isPositive, joints: joints,
        kernel: kernel)
      found.append(isOrdered ? Splitting(group: group, left: a, right: b) : Splitting(group: group, left: b, right: a))
    }
  }

  private struct Choice {
    var weight: [Factor]
    var left: [Factor]
    var right: [Factor]
    var isPositive: Bool
  }

  /// Each part to the weight, the left or the right; equal parts by their number alone.
  private func distribute(
    _ parts: [Part], _ k: Int, _ choice: inout Choice, _ body: (Choice) throws(Obstacle) -> Void
  ) throws(Obstacle) {
    try forms.spend()
    guard k < parts.count else { return try body(choice) }
    let part = parts[k]
    let isShared = part.sign.isNonnegative && part.side == nil
    for inWeight in isShared ? Array(((part.isWeight ? part.count : 0)...part.count).reversed()) : [0] {
      let left = part.count - inWeight
      for toLeft in 0...left {
        if part.side == .left && toLeft != left || part.side == .right && toLeft != 0 { continue }
        var next = choice
        if inWeight > 0 && part.sign != .positive { next.isPositive = false }
        for _ in 0..<inWeight { next.weight += apart(part.factors, from: next.weight) }
        for _ in 0..<toLeft { next.left += apart(part.factors, from: next.left) }
        for _ in 0..<(left - toLeft) { next.right += apart(part.factors, from: next.right) }
        try distribute(parts, k + 1, &next, body)
      }
    }
  }

  /// The factors with bound numbers above those of `others`.
  private func apart(_ factors: [Factor], from others: [Factor]) -> [Factor] {
    let shift = forms.nextBound(in: others)
    return shift == 0 ? factors : (try? forms.renamed(factors, Renaming(shift: shift))) ?? factors
  }

  /// Equal factors as one, which a canonical monomial asks for.
  private func merged(_ factors: [Factor]) throws(Obstacle) -> [Factor] {
    var result: [Factor] = []
    for factor in factors.map(forms.ordered) {
      if let k = result.firstIndex(where: { $0.atom == factor.atom && $0.slots == factor.slots }) {
        result[k].exponent = try result[k].exponent.plus(factor.exponent)
      } else {
        result.append(factor)
      }
    }
    return result.filter { !$0.exponent.isZero }
  }

  /// The connected parts, each with its number; a power of one factor counts as so many. Nil for too many.
  private func parts(of factors: [Factor]) throws(Obstacle) -> [Part]? {
    var parts: [(key: Monomial, part: Part)] = []
    for component in forms.components(of: factors) {
      var (own, count) = (component, 1)
      if component.count == 1, component[0].exponent.isInteger, component[0].exponent.magnitude <= 6,
        !forms.hasBoundSlots(component[0])
      {
        count = Int(component[0].exponent.magnitude)
        own = [component[0].raised(to: Exponent(component[0].exponent < .zero ? -1 : 1))]
      } else if component.count == 1, component[0].exponent.isEven, !forms.hasBoundSlots(component[0]) {
        count = 2
        own = [component[0].raised(to: try component[0].exponent.times(Exponent(1, 2)))]
      }
      let key = try forms.canonical(own)
      if let k = parts.firstIndex(where: { $0.key == key }) {
        parts[k].part.count += count
      } else {
        let sign = forms.sign(of: own, summed: forms.nextBound(in: own) > 0)
        parts.append((key, Part(factors: forms.factors(of: key), count: count, sign: sign)))
      }
    }
    if parts.count(where: { !$0.part.sign.isNonnegative }) > Splitter.mostParts { return nil }
    return try joiningAssumed(parts.map { $0.part })
  }

  /// Two parts whose product a premise makes positive are one.
  private func joiningAssumed(_ parts: [Part]) throws(Obstacle) -> [Part] {
    if forms.facts.signs.isEmpty && forms.facts.generalSigns.isEmpty { return parts }
    var parts = parts
    for a in parts.indices {
      for b in parts.indices where b > a && parts[a].count == 1 && parts[b].count == 1 {
        let isOpen = parts[a].sign == .unknown && parts[b].sign == .unknown
        let both = parts[a].factors + apart(parts[b].factors, from: parts[a].factors)
        guard isOpen, let sign = forms.assumedSign(of: try forms.reduced(both)), sign.isNonnegative else { continue }
        parts[a] = Part(factors: both, count: 1, sign: sign)
        parts.remove(at: b)
        return try joiningAssumed(parts)
      }
    }
    return parts
  }
}
