import Expressions
import Numbers

/// Passing a form through the smart constructors again with some atoms replaced.
extension NormalForms {
  /// What to put in the place of a factor (its exponent is applied afterwards), or nil to keep it.
  typealias Replacement = (Factor) throws(Obstacle) -> Form?

  func mentions(_ atom: Atom, _ test: (AtomRecord) -> Bool) -> Bool {
    var memo = RebuildingMemo()
    return mentions(atom, test, &memo)
  }

  func mentions(_ form: Form, _ test: (AtomRecord) -> Bool) -> Bool {
    var memo = RebuildingMemo()
    return mentions(form, test, &memo)
  }

  private func mentions(_ atom: Atom, _ test: (AtomRecord) -> Bool, _ memo: inout RebuildingMemo) -> Bool {
    if let known = memo.mentions[atom] { return known }
    let record = self[atom]
    var found = test(record)
    for inside in record.insides where !found { found = mentions(self[inside], test, &memo) }
    memo.mentions[atom] = found
    return found
  }

  private func mentions(_ form: Form, _ test: (AtomRecord) -> Bool, _ memo: inout RebuildingMemo) -> Bool {
    for term in form.terms {
      for factor in factors(of: term.monomial) where mentions(factor.atom, test, &memo) { return true }
    }
    return false
  }

  /// `form` with every factor whose atom passes `test`, at any depth, replaced.
  func rebuilt(_ form: Form, where test: (AtomRecord) -> Bool, _ replacement: Replacement) throws(Obstacle) -> Form {
    var memo = RebuildingMemo()
    return try rebuilt(form, test, replacement, &memo)
  }

  private func rebuilt(
    _ form: Form, _ test: (AtomRecord) -> Bool, _ replacement: Replacement, _ memo: inout RebuildingMemo
  ) throws(Obstacle) -> Form {
    var result = TermSum()
    for term in form.terms {
      let own = factors(of: term.monomial)
      guard own.contains(where: { mentions($0.atom, test, &memo) }) else {
        result.add(term.monomial, term.coefficient)
        continue
      }
      // Bound indices are opened, since a replacement is a form with free slots, and summed again at the end.
      var renaming = Renaming()
      var opened: [Slot] = []
      for factor in own {
        for k in 0..<factor.slots.count {
          let slot = base(of: factor.slots[k])
          if slot.isBound && renaming[slot] == nil {
            let free = try freshFreeSlot(slot.range)
            renaming[slot] = free
            opened.append(free)
          }
        }
      }
      var image = constant(term.coefficient)
      for factor in try renamed(own, renaming) {
        if mentions(factor.atom, test, &memo) {
          let base = try rebuilt(factor, test, replacement, &memo)
          image = try product(image, try power(base, factor.exponent))
        } else {
          image = try product(image, try reduced(factor))
        }
      }
      result.add(try summed(image, over: opened))
    }
    return result.form(digest: digest)
  }

  /// What becomes of a factor's base: its replacement, or its atom over rebuilt insides.
  private func rebuilt(
    _ factor: Factor, _ test: (AtomRecord) -> Bool, _ replacement: Replacement, _ memo: inout RebuildingMemo
  ) throws(Obstacle) -> Form {
    if let known = memo.images[factor] { return known }
    try spend(1)
    let image: Form
    if let replaced = try replacement(factor) {
      image = replaced
    } else {
      image = try rebuilt(atomOf: factor, test, replacement, &memo)
    }
    memo.images[factor] = image
    return image
  }

  private func rebuilt(
    atomOf factor: Factor, _ test: (AtomRecord) -> Bool, _ replacement: Replacement, _ memo: inout RebuildingMemo
  ) throws(Obstacle) -> Form {
    let record = self[factor.atom]
    switch record.kind {
    case .power: return try rebuilt(inside(factor, 0), test, replacement, &memo)
    case .generalPower:
      return try symbolicPower(
        try rebuilt(inside(factor, 0), test, replacement, &memo),
        try rebuilt(inside(factor, 1), test, replacement, &memo))
    case .function:
      var arguments: [Form] = []
      for k in record.insides.indices { arguments.append(try rebuilt(inside(factor, k), test, replacement, &memo)) }
      return try function(function(of: factor) ?? .exp, arguments)
    case .vanishing: return try vanishing(try rebuilt(inside(factor, 0), test, replacement, &memo))
    case .inverse, .determinant, .logDeterminant: return try rebuiltMatrix(factor, record, test, replacement, &memo)
    case .opaque: return try rebuiltApplication(factor, record, test, replacement, &memo)
    case .reduction:
      let index = try freshFreeSlot(IndexRange(record.payload >> 8))
      let body = try instance(record.insides[0], lambdas: [index], parameters: factor.slots.array)
      let kind = Reduction(rawValue: UInt8(record.payload & 0xFF)) ?? .product
      return try reduction(kind, of: try rebuilt(body, test, replacement, &memo), over: index)
    case .delta, .order, .symbol, .size, .prime, .constant, .indexValue, .definition:
      return try reduced(factor.raised(to: .one))
    }
  }

  private func inside(_ factor: Factor, _ k: Int) throws(Obstacle) -> Form { try argument(factor, k) }

  private func rebuiltMatrix(
    _ factor: Factor, _ record: AtomRecord, _ test: (AtomRecord) -> Bool, _ replacement: Replacement,
    _ memo: inout RebuildingMemo
  ) throws(Obstacle) -> Form {
    let range = IndexRange(record.payload)
    let (row, column) = (try freshFreeSlot(range), try freshFreeSlot(range))
    let slots = factor.slots.array
    let own = record.kind == .inverse ? 2 : 0
    let body = try instance(record.insides[0], lambdas: [row, column], parameters: Array(slots.dropFirst(own)))
    let m = MatrixForm(form: try rebuilt(body, test, replacement, &memo), row: row, column: column)
    switch record.kind {
    case .determinant: return try determinant(m)
    case .logDeterminant: return try logDeterminant(m)
    default: return try renamed(try inverse(m).form, Renaming([(row, slots[0]), (column, slots[1])]))
    }
  }

  private func rebuiltApplication(
    _ factor: Factor, _ record: AtomRecord, _ test: (AtomRecord) -> Bool, _ replacement: Replacement,
    _ memo: inout RebuildingMemo
  ) throws(Obstacle) -> Form {
    let application = applications[Int(record.payload)]
    let declaration = store.declaration(application.function)
    var lambdas: [Slot] = []
    var own = declaration.output.count
    for (order, ranges) in zip(application.orders, declaration.arguments) {
      own += order * ranges.count
      for range in ranges { lambdas.append(try freshFreeSlot(range)) }
    }
    let slots = factor.slots.array
    var bodies: [Form] = []
    for inside in record.insides {
      let body = try instance(inside, lambdas: lambdas, parameters: Array(slots.dropFirst(own)))
      bodies.append(try rebuilt(body, test, replacement, &memo))
    }
    let placed = try place(.opaque, payload: record.payload, over: bodies, lambdas: lambdas)
    return try reduced(Factor(placed.atom, try SlotList(slots.prefix(own) + placed.slots)))
  }

  /// Every entry symbol[i, …] becomes `value` with its slots at i, …
  func substituting(_ symbol: Atom, by value: Form, slots: [Slot], in form: Form) throws(Obstacle) -> Form {
    let payload = self[symbol].payload
    return try rebuilt(form, where: { $0.kind == .symbol && $0.payload == payload }) { (factor) throws(Obstacle) in
      guard factor.atom == symbol else { return nil }
      return try self.renamed(value, Renaming(Array(zip(slots, factor.slots.array))))
    }
  }
}

/// What is known in one rebuilding: nested maxima share their parts, and each part is looked at once (ten of them, one in
/// another, took 20 s).
private struct RebuildingMemo {
  var mentions: [Atom: Bool] = [:]
  var images: [Factor: Form] = [:]
}
