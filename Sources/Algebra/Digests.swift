import Expressions
import Numbers

/// Structural digests: they order factors and monomials the same way in every file, whatever else the file holds.
extension NormalForms {
  private func mixed(_ hash: UInt64, _ value: UInt64) -> UInt64 { HashTable.mixed(hash, value) }

  func record(for key: AtomKey) -> AtomRecord {
    var digest = HashTable.seed(UInt64(key.kind.rawValue) ^ salt)
    digest = mixed(digest, nameDigest(key.kind, key.payload))
    for inside in key.insides { digest = mixed(digest, self.digest(of: self[inside])) }
    let own = key.kind == .inverse ? 1 : 0
    return AtomRecord(
      kind: key.kind, payload: key.payload, insides: key.insides, isSymmetric: key.isSymmetric, digest: digest,
      sign: sign(of: key), symmetricBlock: symmetricBlock(of: key),
      inverseDepth: own + (key.insides.map { inverseDepth(of: self[$0]) }.max() ?? 0))
  }

  func inverseDepth(of form: Form) -> Int {
    var depth = 0
    for term in form.terms {
      for factor in factors(of: term.monomial) { depth = max(depth, self[factor.atom].inverseDepth) }
    }
    return depth
  }

  private func nameDigest(_ kind: AtomKind, _ payload: UInt32) -> UInt64 {
    switch kind {
    case .symbol: HashTable.hash(of: store.symbols[Int(payload)].name)
    case .size: HashTable.hash(of: store.dimensionNames[Int(payload)])
    case .definition: HashTable.hash(of: store.definitions[Int(payload)].name)
    case .opaque: opaqueDigest(payload)
    case .delta, .order, .prime, .constant, .indexValue, .power, .generalPower, .function, .inverse, .determinant,
      .logDeterminant, .reduction, .vanishing:
      UInt64(payload)
    }
  }

  private func opaqueDigest(_ payload: UInt32) -> UInt64 {
    let application = applications[Int(payload)]
    let name = store.functions[Int(application.function.number)].name
    return application.orders.reduce(HashTable.hash(of: name)) { mixed($0, UInt64($1)) }
  }

  private func symmetricBlock(of key: AtomKey) -> Range<Int> {
    switch key.kind {
    case .delta: return 0..<2
    case .symbol:
      let symbol = store.symbols[Int(key.payload)]
      return symbol.structure.isSymmetric ? (symbol.slots.count - 2)..<symbol.slots.count : 0..<0
    case .opaque:
      let application = applications[Int(key.payload)]
      let function = store.functions[Int(application.function.number)]
      guard function.arguments.count == 1, function.arguments[0].count == 1 else { return 0..<0 }
      return function.output.count..<(function.output.count + application.orders[0])
    case .function, .power, .generalPower, .vanishing: return symmetricParameters(of: key.insides)
    default: return key.isSymmetric ? 0..<2 : 0..<0
    }
  }

  func digest(of form: Form) -> UInt64 {
    form.terms.reduce(HashTable.seed(UInt64(form.count))) { hash, term in
      mixed(mixed(hash, term.digest), digest(of: term.coefficient))
    }
  }

  private func digest(of value: Rational) -> UInt64 {
    if let (n, d) = value.smallFraction {
      return mixed(UInt64(bitPattern: Int64(n)), UInt64(bitPattern: Int64(d)))
    }
    return HashTable.hash(of: value.description)
  }

  func digest(of factors: [Factor]) -> UInt64 {
    factors.reduce(HashTable.seed(salt &+ UInt64(factors.count))) { hash, factor in
      var hash = mixed(hash, self[factor.atom].digest)
      hash = mixed(hash, digest(of: factor.exponent))
      for k in 0..<factor.slots.count { hash = mixed(hash, key(of: factor.slots[k])) }
      return hash
    }
  }

  func digest(of exponent: Exponent) -> UInt64 {
    UInt64(UInt32(bitPattern: exponent.numerator)) << 32 | UInt64(UInt32(bitPattern: exponent.denominator))
  }

  /// What a slot looks like from outside: a free index by its name, a bound one by its number.
  func key(of slot: Slot) -> UInt64 {
    let kind = UInt64(slot.kind.rawValue) << 60
    switch slot.kind {
    case .literal, .generic, .bound: return kind | UInt64(slot.number)
    case .free:
      let name = isFresh(slot) ? UInt64(slot.number) : HashTable.hash(of: store.indexNames[slot.number])
      return kind | name >> 8
    case .position:
      switch positions[slot.number] {
      case .shifted(let base, _): return kind | mixed(key(of: base), offset(of: slot)) >> 8
      case .computed(let value, let offset):
        return kind | mixed(digest(of: self[value]), UInt64(bitPattern: Int64(offset))) >> 8
      }
    }
  }

  /// A range as it looks from outside: by the names and numbers in its bounds.
  func digest(_ range: IndexRange) -> UInt64 {
    let bounds = store.bounds(range)
    return mixed(digest(bound: bounds.lower), digest(bound: bounds.upper))
  }

  private func digest(bound e: Expression) -> UInt64 {
    switch store.op(e) {
    case .size: HashTable.hash(of: store.name(store.dimension(e)))
    case .number: UInt64(bitPattern: Int64(store.rational(e)?.asInt ?? 0))
    default: store.operands(of: e).reduce(HashTable.seed(UInt64(store.op(e).rawValue))) { mixed($0, digest(bound: $1)) }
    }
  }

  /// The order of factors within a monomial.
  func precedes(_ a: Factor, _ b: Factor) -> Bool { compare(a, b) < 0 }

  func compare(_ a: Factor, _ b: Factor) -> Int {
    if a.atom != b.atom {
      let (x, y) = (self[a.atom].digest, self[b.atom].digest)
      return x != y ? (x < y ? -1 : 1) : (a.atom.number < b.atom.number ? -1 : 1)
    }
    if a.exponent != b.exponent { return a.exponent < b.exponent ? -1 : 1 }
    for k in 0..<SlotList.capacity where a.slots[k] != b.slots[k] {
      if a.slots[k] == .none || b.slots[k] == .none { return a.slots[k] == .none ? -1 : 1 }
      return slotPrecedes(a.slots[k], b.slots[k]) ? -1 : 1
    }
    return 0
  }

  func slotPrecedes(_ a: Slot, _ b: Slot) -> Bool {
    let (x, y) = (key(of: a), key(of: b))
    return x != y ? x < y : a.raw < b.raw
  }

  func compare(_ a: [Factor], _ b: [Factor]) -> Int {
    for (x, y) in zip(a, b) {
      let order = compare(x, y)
      if order != 0 { return order }
    }
    return a.count - b.count
  }
}
