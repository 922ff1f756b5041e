import Expressions
import Numbers

/// Passing a form through the smart constructors again with some atoms replaced.
extension NormalForms {
  /// What to put in the place of a factor (its exponent is applied afterwards), or nil to keep it.
  typealias Replacement = (Factor) throws(Obstacle) -> Form?

  func mentions(_ atom: Atom, _ test: (AtomRecord) -> Bool) -> Bool {
    let record = self[atom]
    return test(record) || record.insides.contains { mentions(self[$0], test) }
  }

  func mentions(_ form: Form, _ test: (AtomRecord) -> Bool) -> Bool {
    form.terms.contains { factors(of: $0.monomial).contains { mentions($0.atom, test) } }
  }

  /// `form` with every factor whose atom passes `test`, at any depth, replaced.
  func rebuilt(_ form: Form, where test: (AtomRecord) -> Bool, _ replacement: Replacement) throws(Obstacle) -> Form {
    var result = TermSum()
    for term in form.terms {
      let own = factors(of: term.monomial)
      guard own.contains(where: { mentions($0.atom, test) }) else {
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
        if mentions(factor.atom, test) {
          var base = try replacement(factor)
          if base == nil { base = try rebuilt(atomOf: factor, where: test, replacement) }
          guard let base else { continue }
          image = try product(image, try power(base, factor.exponent))
        } else {
          image = try product(image, try reduced(factor))
        }
      }
      result.add(try summed(image, over: opened))
    }
    return result.form(digest: digest)
  }

  /// The atom of a factor over rebuilt insides.
  private func rebuilt(
    atomOf factor: Factor, where test: (AtomRecord) -> Bool, _ replacement: Replacement
  ) throws(Obstacle) -> Form {
    let record = self[factor.atom]
    switch record.kind {
    case .power: return try rebuilt(inside(factor, 0), where: test, replacement)
    case .generalPower:
      return try symbolicPower(
        try rebuilt(inside(factor, 0), where: test, replacement),
        try rebuilt(inside(factor, 1), where: test, replacement))
    case .function:
      var arguments: [Form] = []
      for k in record.insides.indices { arguments.append(try rebuilt(inside(factor, k), where: test, replacement)) }
      return try function(function(of: factor) ?? .exp, arguments)
    case .vanishing: return try vanishing(try rebuilt(inside(factor, 0), where: test, replacement))
    case .inverse, .determinant, .logDeterminant: return try rebuiltMatrix(factor, record, test, replacement)
    case .opaque: return try rebuiltApplication(factor, record, test, replacement)
    case .reduction:
      let index = try freshFreeSlot(IndexRange(record.payload >> 8))
      let body = try instance(record.insides[0], lambdas: [index], parameters: factor.slots.array)
      let kind = Reduction(rawValue: UInt8(record.payload & 0xFF)) ?? .product
      return try reduction(kind, of: try rebuilt(body, where: test, replacement), over: index)
    case .delta, .order, .symbol, .size, .prime, .constant, .indexValue, .definition:
      return try reduced(factor.raised(to: .one))
    }
  }

  private func inside(_ factor: Factor, _ k: Int) throws(Obstacle) -> Form { try argument(factor, k) }

  private func rebuiltMatrix(
    _ factor: Factor, _ record: AtomRecord, _ test: (AtomRecord) -> Bool, _ replacement: Replacement
  ) throws(Obstacle) -> Form {
    let range = IndexRange(record.payload)
    let (row, column) = (try freshFreeSlot(range), try freshFreeSlot(range))
    let slots = factor.slots.array
    let own = record.kind == .inverse ? 2 : 0
    let body = try instance(record.insides[0], lambdas: [row, column], parameters: Array(slots.dropFirst(own)))
    let m = MatrixForm(form: try rebuilt(body, where: test, replacement), row: row, column: column)
    switch record.kind {
    case .determinant: return try determinant(m)
    case .logDeterminant: return try logDeterminant(m)
    default: return try renamed(try inverse(m).form, Renaming([(row, slots[0]), (column, slots[1])]))
    }
  }

  private func rebuiltApplication(
    _ factor: Factor, _ record: AtomRecord, _ test: (AtomRecord) -> Bool, _ replacement: Replacement
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
      bodies.append(try rebuilt(body, where: test, replacement))
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
