import Evaluation
import Expressions
import Numbers

/// A formula with one mistake in it.
struct MutatedFormula {
  var bug: KernelBug
  var text: String
  var store: ExpressionStore
  var value: Expression
}

/// The mistakes that can be made in writing a formula, each at each place: in the formula itself and in the definitions
/// that it is made of.
struct FormulaMutations {
  private let formula: Formula
  private var store: ExpressionStore
  private(set) var found: [MutatedFormula] = []

  /// More are not tried.
  private static let most = 4000
  /// Sums and products with more parts are not taken apart.
  private static let mostParts = 12

  init(of formula: Formula) {
    self.formula = formula
    store = formula.store
    multiply()
    mutate(formula.value, in: nil)
    for definition in formula.ownDefinitions.reversed() {
      mutate(store.body(definition).clauses[0].body, in: definition)
    }
  }

  /// `root` is the formula, or the body of a definition.
  private mutating func mutate(_ root: Expression, in definition: Definition?) {
    let nodes = store.reachable(from: [root]).reversed()
    let place = definition.map { " in `\(store.body($0).name)`" } ?? ""
    for e in nodes where found.count < FormulaMutations.most {
      for (bug, text, image) in images(of: e) {
        var own = store
        let changed = own.replacing([e: image], in: root)
        guard changed != root else { continue }
        if let definition {
          var body = own.body(definition)
          body.clauses[0].body = changed
          own.redefine(definition, body)
        }
        found.append(
          MutatedFormula(
            bug: bug, text: text + place, store: own, value: definition == nil ? changed : formula.value))
      }
    }
  }

  /// The whole result is multiplied by a quantity that has nothing to do there.
  private mutating func multiply() {
    let slots = formula.slots.map { store.value(of: $0) }
    let ranges = formula.slots.map { store.range($0) }
    let all = store.reachable(from: [formula.value] + (formula.head.map { [$0] } ?? []), throughDefinitions: true)
    for symbol in Set(all.filter { store.op($0) == .symbol }.map { store.symbol($0) }).sorted() {
      let own = store.declaration(symbol).slots
      // At the result's own indices, each range taken once.
      let places = own.compactMap { ranges.firstIndex(of: $0) }
      guard places.count == own.count, Set(places).count == places.count else { continue }
      let factor = store.entry(of: symbol, places.map { slots[$0] })
      let value = store.product([formula.value, factor])
      let name = "the result is multiplied by `\(text(factor))`"
      found.append(MutatedFormula(bug: .extraFactor, text: name, store: store, value: value))
    }
  }

  private func text(_ e: Expression) -> String { ExpressionText.text(e, in: store, limit: 60) }

  // MARK: Rules

  private typealias Image = (bug: KernelBug, text: String, value: Expression)

  private mutating func images(of e: Expression) -> [Image] {
    switch store.op(e) {
    case .product: return ofProduct(e)
    case .sum: return ofSum(e)
    case .power: return ofPower(e)
    case .reduction: return ofReduction(e)
    case .symbol, .definition: return ofEntry(e)
    default: return []
    }
  }

  private mutating func ofProduct(_ e: Expression) -> [Image] {
    let factors = Array(store.operands(of: e))
    guard factors.count <= FormulaMutations.mostParts else { return [] }
    var images: [Image] = []
    for (k, factor) in factors.enumerated() {
      let rest = factors.enumerated().filter { $0.offset != k }.map { $0.element }
      let without = rest.count == 1 ? rest[0] : store.product(rest)
      if let number = store.rational(factor) {
        if number == Rational(-1) {
          images.append((.wrongSign, "`\(text(e))` has the wrong sign", without))
        } else {
          images.append((.wrongConstant, "the factor `\(text(factor))` is missing in `\(text(e))`", without))
        }
        continue
      }
      if isReciprocalSize(factor) {
        images.append((.sumForMean, "the division by `\(text(store.operand(0, of: factor)))` is missing", without))
        continue
      }
      images.append((.missingFactor, "the factor `\(text(factor))` is missing in `\(text(e))`", without))
      images.append(
        (.extraFactor, "the factor `\(text(factor))` stands twice in `\(text(e))`", store.product(factors + [factor])))
    }
    return images
  }

  /// 1/m for sizes m.
  private func isReciprocalSize(_ e: Expression) -> Bool {
    guard store.op(e) == .power, let exponent = store.rational(store.operand(1, of: e)), exponent == Rational(-1) else {
      return false
    }
    return store.reachable(from: [e]).allSatisfy { [.size, .number, .sum, .product].contains(store.op($0)) || $0 == e }
      && store.reachable(from: [e]).contains { store.op($0) == .size }
  }

  private mutating func ofSum(_ e: Expression) -> [Image] {
    let terms = Array(store.operands(of: e))
    guard terms.count <= FormulaMutations.mostParts else { return [] }
    var images: [Image] = []
    for (k, term) in terms.enumerated() {
      let rest = terms.enumerated().filter { $0.offset != k }.map { $0.element }
      images.append((.lostTerm, "the term `\(text(term))` is missing in `\(text(e))`", store.sum(rest)))
      let negated = terms.enumerated().map { $0.offset == k ? store.negation($0.element) : $0.element }
      images.append((.wrongSign, "the term `\(text(term))` in `\(text(e))` has the wrong sign", store.sum(negated)))
      for dimension in formula.routine.dimensions {
        let size = store.size(dimension)
        let sized: [(KernelBug, Expression, String)] = [
          (.sumForMean, size, "large"), (.meanForSum, store.reciprocal(size), "small"),
        ]
        for (bug, factor, how) in sized {
          let scaled = terms.enumerated().map { $0.offset == k ? store.product([factor, $0.element]) : $0.element }
          let name = "the term `\(text(term))` in `\(text(e))` is `\(text(size))` times too \(how)"
          images.append((bug, name, store.sum(scaled)))
        }
      }
    }
    return images
  }

  private mutating func ofPower(_ e: Expression) -> [Image] {
    let base = store.operand(0, of: e)
    guard let exponent = store.rational(store.operand(1, of: e)) else { return [] }
    var images: [Image] = []
    if store.op(base) == .size, exponent == Rational(-1) {
      for other in formula.routine.dimensions where other != store.dimension(base) {
        let size = store.size(other)
        images.append((.wrongAxis, "`\(text(size))` stands for `\(text(base))`", store.power(size, exponent)))
        let both = store.product([base, size])
        images.append((.meanForSum, "there is a division by `\(text(size))` too much", store.power(both, exponent)))
      }
      let less = store.difference(base, store.integer(1))
      images.append((.unbiasedVariance, "`\(text(base)) - 1` stands for `\(text(base))`", store.power(less, exponent)))
      images.append((.sumForMean, "the division by `\(text(base))` is missing", store.integer(1)))
    }
    if store.op(base) == .sum, store.reachable(from: [base]).contains(where: { store.op($0) == .size }) {
      for part in store.operands(of: base) where store.op(part) == .size {
        images.append((.unbiasedVariance, "`\(text(part))` stands for `\(text(base))`", store.power(part, exponent)))
      }
    }
    if !exponent.isInteger, store.op(base) == .sum { images += ofRoot(e, base, exponent) }
    if exponent.smallFraction?.1 == 2 {
      let without = store.power(base, exponent * Rational(2))
      images.append((.missingFactor, "the root in `\(text(e))` is missing", without))
    }
    return images
  }

  /// √(v + ε) becomes √v + ε, or √v: ε is a quantity, or a number below 1/100.
  private mutating func ofRoot(_ e: Expression, _ base: Expression, _ exponent: Rational) -> [Image] {
    var images: [Image] = []
    let terms = Array(store.operands(of: base))
    for (k, term) in terms.enumerated() {
      let isSmall = store.rational(term).map { $0.magnitude < Rational(1, 100) } ?? false
      guard isSmall || store.op(term) == .symbol && store.operandCount(of: term) == 0 else { continue }
      let rest = store.sum(terms.enumerated().filter { $0.offset != k }.map { $0.element })
      let half = Rational(1, 2)
      let outside = store.power(store.sum([store.power(rest, half), term]), exponent * Rational(2))
      images.append((.epsMisplaced, "`\(text(term))` stands outside of the root in `\(text(e))`", outside))
      images.append((.epsMisplaced, "`\(text(term))` is missing in `\(text(e))`", store.power(rest, exponent)))
    }
    return images
  }

  private mutating func ofReduction(_ e: Expression) -> [Image] {
    let parts = Array(store.operands(of: e))
    let index = store.index(parts[0])
    let bounds = store.bounds(store.range(index))
    var images: [Image] = []
    for (end, name) in [(bounds.lower, "first"), (bounds.upper, "last")] {
      let inside = store.and([parts[1], store.comparison(.notEqual, parts[0], end)])
      let without = store.reduction(store.reduction(e), over: index, where: inside, parts[2])
      images.append((.offByOne, "`\(text(e))` leaves out the \(name) `\(store.name(index))`", without))
    }
    if store.reduction(e) == .sum {
      let count = store.sum([bounds.upper, store.negation(bounds.lower), store.integer(1)])
      let mean = store.product([store.reciprocal(count), e])
      images.append((.meanForSum, "`\(text(e))` is divided by the number of its terms", mean))
      images.append((.lostTerm, "`\(text(e))` is missing", store.integer(0)))
    }
    for outer in store.freeIndices(of: e) where store.reduction(e) == .sum {
      let inner = store.freshIndex(store.name(outer), store.range(outer))
      let (own, value) = (store.value(of: inner), store.value(of: outer))
      let all = store.reduction(
        .sum, over: inner, where: store.comparison(.lessOrEqual, own, value), store.substituting([outer: own], in: e))
      images.append((.staleValue, "`\(text(e))` is not set to 0 for each `\(store.name(outer))`", all))
    }
    for other in entries(in: parts[2]) where store.operands(of: other).contains(parts[0]) {
      for outer in store.freeIndices(of: e) where store.range(outer) == store.range(index) {
        let image = store.substituting([index: store.value(of: outer)], in: other)
        let changed = store.reduction(
          store.reduction(e), over: index, where: parts[1], store.replacing([other: image], in: parts[2]))
        images.append((.wrongIndex, "`\(text(image))` stands for `\(text(other))`", changed))
      }
    }
    return images
  }

  private func entries(in e: Expression) -> [Expression] {
    store.reachable(from: [e]).filter {
      [.symbol, .definition].contains(store.op($0)) && store.operandCount(of: $0) > 0
    }
  }

  private mutating func ofEntry(_ e: Expression) -> [Image] {
    let slots = Array(store.operands(of: e))
    let ranges =
      store.op(e) == .symbol ? store.declaration(store.symbol(e)).slots : store.body(store.definition(e)).slots
    guard slots.count == ranges.count else { return [] }
    var images: [Image] = []
    for other in peers(of: e, ranges) {
      images.append((.wrongInput, "`\(text(other))` stands for `\(text(e))`", other))
    }
    if slots.count == 2, ranges[0] == ranges[1], slots[0] != slots[1] {
      let turned = store.rebuilt(e, [slots[1], slots[0]])
      images.append((.transposed, "`\(text(turned))` stands for `\(text(e))`", turned))
    }
    for (k, range) in ranges.enumerated() where store.op(slots[k]) == .index {
      let bounds = store.bounds(range)
      // The next one, the first one after the last.
      let next = store.sum([slots[k], store.integer(1)])
      let isLast = store.comparison(.equal, slots[k], bounds.upper)
      var shifted = slots
      var first = slots
      (shifted[k], first[k]) = (next, bounds.lower)
      let rolled = store.cases(
        [(condition: isLast, value: store.rebuilt(e, first))], otherwise: store.rebuilt(e, shifted))
      images.append((.wrongIndex, "the next entry stands for `\(text(e))`", rolled))
      images.append(
        (.wrongIndex, "`\(text(store.rebuilt(e, first)))` stands for `\(text(e))`", store.rebuilt(e, first)))
      var previous = slots
      previous[k] = store.sum([slots[k], store.integer(-1)])
      var last = slots
      last[k] = bounds.upper
      let isFirst = store.comparison(.equal, slots[k], bounds.lower)
      let before = store.cases(
        [(condition: isFirst, value: store.rebuilt(e, last))], otherwise: store.rebuilt(e, previous))
      images.append((.wrongIndex, "the entry before stands for `\(text(e))`", before))
      let held = store.cases([(condition: isFirst, value: e)], otherwise: store.rebuilt(e, previous))
      images.append((.staleValue, "`\(text(e))` is still that of the `\(text(slots[k]))` before", held))
    }
    return images
  }

  /// The same entry of the other arrays with these extents.
  private mutating func peers(of e: Expression, _ ranges: [IndexRange]) -> [Expression] {
    let slots = Array(store.operands(of: e))
    let all = store.reachable(from: [formula.value], throughDefinitions: true)
    var found: [Expression] = []
    for other in Set(all.filter { store.op($0) == .symbol }.map { store.symbol($0) }).sorted()
    where store.declaration(other).slots == ranges {
      found.append(store.entry(of: other, slots))
    }
    for other in (formula.ownDefinitions + formula.upstream.sorted()) where store.body(other).slots == ranges {
      // A definition in its own body would be a recursion.
      if store.op(e) == .definition, store.definition(e) < other { continue }
      if !formula.upstream.contains(other), store.op(e) == .symbol { continue }
      found.append(store.entry(of: other, slots))
    }
    return found.filter { $0 != e }
  }
}
