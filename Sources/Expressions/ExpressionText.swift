import Numbers

/// Writes expressions in the notation of the language, with few brackets and without recursion on their depth.
public struct ExpressionText {
  let store: ExpressionStore
  /// The shown names of index variables: two different ones in reach of each other never look alike.
  private var shownNames: [Index: String] = [:]
  /// How many index variables in reach have the name.
  private var namesInUse: [String: Int] = [:]
  private var output = ""
  private var pending: [Item] = []
  private let limit: Int

  /// How tightly a place binds what stands in it.
  enum Binding: Int, Comparable {
    case none, relation, sum, product, power, tight
    static func < (a: Binding, b: Binding) -> Bool { a.rawValue < b.rawValue }
  }

  private enum Item {
    case text(String)
    case expression(Expression, Binding)
    /// The scope of an index ends: it has the earlier name again, if any, and the later one is free.
    case restore(Index, String?)
  }

  public init(store: ExpressionStore, limit: Int = .max) {
    self.store = store
    self.limit = limit
  }

  /// The text of an expression; past `limit` characters it ends in `…`.
  public static func text(_ e: Expression, in store: ExpressionStore, limit: Int = .max) -> String {
    var writer = ExpressionText(store: store, limit: limit)
    return writer.text(of: e)
  }

  public mutating func text(of root: Expression) -> String {
    output = ""
    pending = [.expression(root, .none)]
    (shownNames, namesInUse) = ([:], [:])
    for index in store.freeIndices(of: root) { show(index, as: freeName(like: store.name(index))) }
    while let item = pending.popLast() {
      switch item {
      case .text(let text): output += text
      case .restore(let index, let name): show(index, as: name)
      case .expression(let e, let binding): write(e, binding)
      }
      if output.utf8.count > limit { return output + "…" }
    }
    return output
  }

  private mutating func push(_ items: [Item]) { pending.append(contentsOf: items.reversed()) }

  private mutating func write(_ e: Expression, _ binding: Binding) {
    let (items, own) = items(of: e)
    if own < binding {
      push([.text("(")] + items + [.text(")")])
    } else {
      push(items)
    }
  }

  private mutating func items(of e: Expression) -> ([Item], Binding) {
    switch store.op(e) {
    case .number: return number(store.rational(e) ?? .zero)
    case .constant: return ([.text(["pi", "e", "inf"][Int(store.constant(e).rawValue)])], .tight)
    case .size: return ([.text(store.name(store.dimension(e)))], .tight)
    case .index: return ([.text(shown(store.index(e)))], .tight)
    case .symbol:
      let declaration = store.declaration(store.symbol(e))
      return (named(declaration.name, store.operands(of: e), labels: declaration.labels), .tight)
    case .definition:
      let body = store.body(store.definition(e))
      return (named(body.name, store.operands(of: e), labels: body.labels), .tight)
    case .sum: return (sum(e), .sum)
    case .product: return product(e)
    case .power: return power(e)
    case .function: return (call(store.function(e).name, Array(store.operands(of: e))), .tight)
    case .delta: return (call("delta", Array(store.operands(of: e))), .tight)
    case .reduction: return (reduction(e), .tight)
    case .cases: return (cases(e), .tight)
    case .truth: return ([.text(store.truth(e) ? "true" : "false")], .tight)
    case .comparison: return (comparison(e), .relation)
    case .and: return (joined(Array(store.operands(of: e)), " and ", .relation), .none)
    case .or: return (joined(Array(store.operands(of: e)), " or ", .relation), .none)
    case .not: return ([.text("not ")] + [.expression(store.operand(0, of: e), .tight)], .relation)
    case .inverse, .determinant, .logDeterminant: return (matrix(e), .tight)
    case .apply: return (application(e), .tight)
    case .derivative: return (derivative(e), .tight)
    case .substitution: return (substitution(e), .tight)
    case .limit: return (limit(e), .tight)
    case .expectation: return (expectation(e), .tight)
    case .undefined: return ([.text("undefined")], .tight)
    }
  }

  private func number(_ value: Rational) -> ([Item], Binding) {
    let binding: Binding = value.isInteger ? (value.signum < 0 ? .sum : .tight) : (value.signum < 0 ? .sum : .product)
    return ([.text(value.description)], binding)
  }

  private func named(_ name: String, _ slots: ArraySlice<Expression>, labels: [String] = []) -> [Item] {
    if labels.count == slots.count && !labels.isEmpty {
      var items: [Item] = [.text(name + "(")]
      for (k, (label, slot)) in zip(labels, slots).enumerated() {
        if k > 0 { items.append(.text(", ")) }
        if !isCalled(label, slot) { items.append(.text(label + " = ")) }
        items.append(.expression(slot, .sum))
      }
      return items + [.text(")")]
    }
    return slots.isEmpty ? [.text(name)] : [.text(name + "[")] + joined(Array(slots), ", ", .none) + [.text("]")]
  }

  /// The slot is an index, or a quantity, that has the name of its variable.
  private func isCalled(_ label: String, _ slot: Expression) -> Bool {
    switch store.op(slot) {
    case .index: shown(store.index(slot)) == label
    case .symbol: store.declaration(store.symbol(slot)).name == label
    default: false
    }
  }

  private func call(_ name: String, _ arguments: [Expression]) -> [Item] {
    [.text(name + "(")] + joined(arguments, ", ", .none) + [.text(")")]
  }

  private func joined(_ parts: [Expression], _ separator: String, _ binding: Binding) -> [Item] {
    var items: [Item] = []
    for (k, part) in parts.enumerated() {
      if k > 0 { items.append(.text(separator)) }
      items.append(.expression(part, binding))
    }
    return items
  }

  // Sums, products, powers

  private mutating func sum(_ e: Expression) -> [Item] {
    var items: [Item] = []
    for (k, term) in store.operands(of: e).enumerated() {
      if let (magnitude, rest) = negative(term) {
        items.append(.text(k == 0 ? "-" : " - "))
        items += rest.isEmpty ? number(magnitude).0 : productItems(magnitude, rest).0
      } else {
        if k > 0 { items.append(.text(" + ")) }
        items.append(.expression(term, .sum))
      }
    }
    return items
  }

  /// A term with a negative number in front, as its magnitude and the other factors.
  private func negative(_ term: Expression) -> (Rational, [Expression])? {
    if let value = store.rational(term), value.signum < 0 { return (-value, []) }
    guard store.op(term) == .product, let first = store.operands(of: term).first, let value = store.rational(first),
      value.signum < 0
    else { return nil }
    return (-value, Array(store.operands(of: term).dropFirst()))
  }

  private mutating func product(_ e: Expression) -> ([Item], Binding) {
    if let (magnitude, rest) = negative(e) {
      return ([.text("-")] + productItems(magnitude, rest).0, .sum)
    }
    let parts = Array(store.operands(of: e))
    if let value = store.rational(parts[0]) { return productItems(value, Array(parts.dropFirst())) }
    return productItems(.one, parts)
  }

  /// Numerator factors joined by `*`, then `/` and the denominator.
  private func productItems(_ scale: Rational, _ factors: [Expression]) -> ([Item], Binding) {
    var (above, below) = ([Item](), [Item]())
    var belowCount = 0
    if !scale.numerator.isOne || factors.isEmpty { above.append(.text(scale.numerator.description)) }
    if !scale.denominator.isOne {
      below.append(.text(scale.denominator.description))
      belowCount += 1
    }
    for factor in factors {
      if let (base, exponent) = reciprocal(factor) {
        if belowCount > 0 { below.append(.text("*")) }
        below += exponent.isOne ? [.expression(base, .power)] : raised(base, exponent)
        belowCount += 1
      } else {
        if !above.isEmpty { above.append(.text("*")) }
        above.append(.expression(factor, .product))
      }
    }
    if above.isEmpty { above = [.text("1")] }
    if belowCount == 0 { return (above, .product) }
    return (above + [.text("/")] + (belowCount > 1 ? [.text("(")] + below + [.text(")")] : below), .product)
  }

  /// base and −exponent of a factor with a negative numeric exponent.
  private func reciprocal(_ e: Expression) -> (Expression, Rational)? {
    guard store.op(e) == .power, let exponent = store.rational(store.operand(1, of: e)), exponent.signum < 0 else {
      return nil
    }
    return (store.operand(0, of: e), -exponent)
  }

  private func raised(_ base: Expression, _ exponent: Rational) -> [Item] {
    if exponent == Rational(1, 2) { return call("sqrt", [base]) }
    let text = exponent.isInteger && exponent.signum > 0 ? exponent.description : "(\(exponent))"
    return [.expression(base, .tight), .text("^" + text)]
  }

  private func power(_ e: Expression) -> ([Item], Binding) {
    let (base, exponent) = (store.operand(0, of: e), store.operand(1, of: e))
    if reciprocal(e) != nil { return productItems(.one, [e]) }
    if let value = store.rational(exponent) {
      return (raised(base, value), value == Rational(1, 2) ? .tight : .power)
    }
    return ([.expression(base, .tight), .text("^"), .expression(exponent, .tight)], .power)
  }

  // Binders

  private func shown(_ index: Index) -> String { shownNames[index] ?? store.name(index) }

  private mutating func show(_ index: Index, as name: String?) {
    if let old = shownNames[index] { namesInUse[old, default: 1] -= 1 }
    if let name { namesInUse[name, default: 0] += 1 }
    shownNames[index] = name
  }

  /// Gives bound indices names that no index in reach has.
  private mutating func bind(_ indices: [Index]) -> (names: [String], restore: [Item]) {
    var restore: [Item] = []
    for index in indices {
      restore.append(.restore(index, shownNames[index]))
      show(index, as: freeName(like: store.name(index)))
    }
    return (indices.map { shown($0) }, restore)
  }

  /// The name itself, or else the first of the usual ones that no index and no quantity has.
  private func freeName(like name: String) -> String {
    func isFree(_ name: String) -> Bool { namesInUse[name, default: 0] == 0 }
    if isFree(name) { return name }
    let usual = ["i", "j", "k", "l", "p", "q", "r", "s", "t"]
    if let other = usual.first(where: { isFree($0) && !store.isNameOfQuantity($0) }) { return other }
    return (2...).lazy.map { name + String($0) }.first { isFree($0) } ?? name
  }

  private mutating func reduction(_ e: Expression) -> [Item] {
    let index = store.index(store.operand(0, of: e))
    let (condition, body) = (store.operand(1, of: e), store.operand(2, of: e))
    let (names, restore) = bind([index])
    let word = ["sum", "prod", "max", "min", "all", "any"][Int(store.reduction(e).rawValue)]
    let isPlain = store.isTrue(condition)
    var items: [Item] = [.text(word + "(")]
    if isPlain || store.op(condition) != .comparison {
      items.append(.text(names[0] + (standsBare(index, in: body) ? "" : " in " + rangeText(store.range(index)))))
    }
    if !isPlain {
      if store.op(condition) != .comparison { items.append(.text(", ")) }
      items.append(.expression(condition, .none))
    }
    return items + [.text(", "), .expression(body, .none), .text(")")] + restore
  }

  /// The index stands alone in some slot, and in all of them its range can be read off.
  private func standsBare(_ index: Index, in body: Expression) -> Bool {
    var isFound = false
    for e in store.reachable(from: [body]) {
      let ranges: [IndexRange]
      switch store.op(e) {
      case .symbol: ranges = store.declaration(store.symbol(e)).slots
      case .definition: ranges = store.body(store.definition(e)).slots
      default: continue
      }
      for (slot, range) in zip(store.operands(of: e), ranges) where store.op(slot) == .index {
        if store.index(slot) != index { continue }
        if range != store.range(index) { return false }
        isFound = true
      }
    }
    return isFound
  }

  private func rangeText(_ range: IndexRange) -> String {
    let bounds = store.bounds(range)
    return ExpressionText.text(bounds.lower, in: store) + ".." + ExpressionText.text(bounds.upper, in: store)
  }

  private func cases(_ e: Expression) -> [Item] {
    let parts = Array(store.operands(of: e))
    var items: [Item] = [.text("cases(")]
    for k in 0..<(parts.count / 2) {
      items += [.expression(parts[2 * k], .none), .text(": "), .expression(parts[2 * k + 1], .none), .text(", ")]
    }
    return items + [.text("else: "), .expression(parts[parts.count - 1], .none), .text(")")]
  }

  private func comparison(_ e: Expression) -> [Item] {
    let sign = [" = ", " != ", " < ", " <= "][Int(store.comparison(e).rawValue)]
    return joined(Array(store.operands(of: e)), sign, .sum)
  }

  private mutating func matrix(_ e: Expression) -> [Item] {
    let parts = Array(store.operands(of: e))
    let own = store.op(e) == .inverse ? 2 : 0
    let (row, column) = (store.index(parts[own]), store.index(parts[own + 1]))
    let word = store.op(e) == .inverse ? "inv(" : store.op(e) == .determinant ? "det(" : "logdet("
    let slots: [Item] = own == 0 ? [] : [.text("[")] + joined([parts[0], parts[1]], ", ", .none) + [.text("]")]
    if let name = matrixName(parts[own + 2], row, column) { return [.text(word + name + ")")] + slots }
    let (names, restore) = bind([row, column])
    return [.text(word + "[\(names[0]), \(names[1])] -> "), .expression(parts[own + 2], .none), .text(")")]
      + restore + slots
  }

  /// A declared or defined matrix, or the transpose of one.
  private func matrixName(_ body: Expression, _ row: Index, _ column: Index) -> String? {
    guard store.op(body) == .symbol || store.op(body) == .definition else { return nil }
    let slots = store.operands(of: body).map { store.op($0) == .index ? store.index($0) : nil }
    let name =
      store.op(body) == .symbol
      ? store.declaration(store.symbol(body)).name : store.body(store.definition(body)).name
    return slots == [row, column] ? name : slots == [column, row] ? name + "'" : nil
  }

  private mutating func application(_ e: Expression) -> [Item] {
    let application = store.application(e)
    let parts = store.applicationParts(e)
    let name = store.declaration(application.function).name
    var items: [Item] = [.text(name + primes(application))]
    for (k, argument) in parts.arguments.enumerated() {
      items.append(.text(k == 0 ? "(" : ", "))
      items += argumentItems(argument)
    }
    items.append(.text(")"))
    let slots = parts.output + parts.derivativeSlots.flatMap { $0 }.flatMap { $0 }
    if !slots.isEmpty { items += [.text("[")] + joined(slots, ", ", .none) + [.text("]")] }
    return items
  }

  private func primes(_ application: Application) -> String {
    let orders = application.orders
    if orders.count == 1 { return String(repeating: "'", count: orders[0]) }
    let marks = orders.enumerated().map { String(repeating: "\($0.offset + 1)", count: $0.element) }.joined()
    return marks.isEmpty ? "" : "'" + marks
  }

  /// A vector argument by its name where it has one, else entry by entry.
  private mutating func argumentItems(_ argument: ExpressionStore.Argument) -> [Item] {
    if argument.indices.isEmpty { return [.expression(argument.body, .none)] }
    let slots = store.operands(of: argument.body).map { store.op($0) == .index ? store.index($0) : nil }
    if slots == argument.indices.map({ Optional($0) }) {
      if store.op(argument.body) == .symbol { return [.text(store.declaration(store.symbol(argument.body)).name)] }
      if store.op(argument.body) == .definition { return [.text(store.body(store.definition(argument.body)).name)] }
    }
    let (names, restore) = bind(argument.indices)
    return [.text("[" + names.joined(separator: ", ") + "] -> "), .expression(argument.body, .none)] + restore
  }

  private func derivative(_ e: Expression) -> [Item] {
    let target = store.target(e)
    let parts = Array(store.operands(of: e))
    let name: String
    switch target.subject {
    case .symbol(let symbol): name = store.declaration(symbol).name
    case .definition(let definition): name = store.body(definition).name
    }
    return [.text(target.isLocal ? "local(" : "diff("), .expression(parts[0], .none), .text(", ")]
      + named(name, parts.dropFirst()) + [.text(")")]
  }

  private func limit(_ e: Expression) -> [Item] {
    let parts = store.limitParts(e)
    let direction = ["left", nil, "right"][parts.approach.rawValue + 1].map { ", " + $0 } ?? ""
    return [
      .text("limit("), .expression(parts.variable, .none), .text(" -> "), .expression(parts.point, .none), .text(", "),
      .expression(parts.body, .none), .text(direction + ")"),
    ]
  }

  /// Expectations over several variables are one.
  private func expectation(_ e: Expression) -> [Item] {
    var body = e
    while store.op(body) == .expectation, let inner = store.operands(of: body).last { body = inner }
    return [.text("E("), .expression(body, .none), .text(")")]
  }

  private func substitution(_ e: Expression) -> [Item] {
    let parts = Array(store.operands(of: e))
    let name = store.declaration(store.symbol(e)).name
    return [
      .text("at("), .expression(parts[parts.count - 1], .none), .text(", \(name) = "), .expression(parts[0], .none),
    ]
      + [.text(")")]
  }
}

extension ExpressionStore {
  fileprivate func isNameOfQuantity(_ name: String) -> Bool {
    dimensionNames.contains(name) || symbols.contains { $0.name == name } || definitions.contains { $0.name == name }
      || functions.contains { $0.name == name }
  }
}

extension Integer {
  fileprivate var isOne: Bool { self == .one }
}
