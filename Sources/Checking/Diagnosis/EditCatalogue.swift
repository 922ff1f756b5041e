import Expressions
import Numbers

/// The edits that most real mistakes are: of 74 mistakes found in public write-ups, 67 were one of these.
///
/// An edit is proposed for every part of the claimed term where it makes sense; which of them make the line true is for
/// numbers and the prover to say.
struct EditCatalogue {
  var store: ExpressionStore
  let claimed: Expression
  /// The true side, whose symbols may be missing in the claimed one.
  let truth: Expression
  let quantities: Quantities
  let text: TermText
  let truthText: TermText
  let places: [Place]
  /// Sums that are factors of the true side once it is carried out, such as 1 - a: they may have been lost.
  var sumsAsFactors: [Expression] = []
  private(set) var edits: [Edit] = []
  private var results: [Expression: Int] = [:]

  /// More edits than this are not tried.
  static let most = 1_500

  init(
    store: ExpressionStore, claimed: Expression, truth: Expression, quantities: Quantities, text: TermText,
    truthText: TermText
  ) {
    self.store = store
    self.claimed = claimed
    self.truth = truth
    self.quantities = quantities
    self.text = text
    self.truthText = truthText
    places = store.places(in: claimed)
  }

  mutating func propose() {
    proposeSigns()
    proposeIndices()
    proposeTransposes()
    proposeExponents()
    proposeDroppedParts()
    proposeSums()
    proposePaths()
    proposeFactors()
    proposeTerms()
    proposeNames()
    proposeExchanges()
    proposeFunctions()
    proposeArguments()
    proposeOrders()
    proposeNumbers()
    proposeInverses()
    proposeMatrixFactors()
  }

  /// What can be wrong with the side that was to be derived: its name, and a chain rule with one path.
  mutating func proposeForGivenSide() {
    proposePaths()
    if let whole = places.first, store.nameOfQuantity(whole.expression) != nil {
      proposeIndices()
      proposeNames()
    }
  }

  /// A change of one place.
  mutating func add(
    _ code: MistakeCode, _ place: Place, by new: Expression, _ rewriting: Edit.Rewriting, marking marked: Place? = nil,
    _ message: String
  ) {
    guard new != place.expression else { return }
    // That the whole side should be the other one says nothing.
    if case .replaced = rewriting, place.path.isEmpty, new == truth { return }
    let result = store.replacing(at: place.path, by: new, in: claimed)
    add(
      Edit(
        code: code, result: result, place: marked ?? place, blamed: place.expression, rewriting: rewriting,
        message: message))
  }

  /// A change of all equal parts, where there are several.
  mutating func addEverywhere(_ code: MistakeCode, _ place: Place, by new: Expression, _ message: String) {
    guard place.occurrence == 1, new != place.expression else { return }
    let result = store.replacing([place.expression: new], in: claimed)
    add(Edit(code: code, result: result, place: nil, blamed: place.expression, rewriting: .none, message: message))
  }

  /// Of two edits with one result the more particular one is kept, or else the one that touches what is written, or else
  /// the later one: what is left of the difference proposes before the catalogue does.
  private mutating func add(_ edit: Edit) {
    guard edit.result != claimed, edits.count < EditCatalogue.most else { return }
    if let known = results[edit.result] {
      let (rank, other) = (edit.code.rank, edits[known].code.rank)
      if rank < other || rank == other && (isVisible(edit) || !isVisible(edits[known])) { edits[known] = edit }
      return
    }
    results[edit.result] = edits.count
    edits.append(edit)
  }

  /// What it touches stands in the text.
  private func isVisible(_ edit: Edit) -> Bool { edit.place.map { text.span(of: $0, in: store) != nil } ?? false }

  // Words

  func text(_ e: Expression) -> String { ExpressionText.text(e, in: store, limit: 60) }

  /// A part as the author wrote it.
  func text(of place: Place) -> String { text.text(of: place, in: store) ?? text(place.expression) }

  /// What a part should be: without slots where the author wrote none.
  func text(_ new: Expression, for place: Place) -> String {
    guard let name = store.nameOfQuantity(new), let own = text.text(of: place, in: store), !own.contains("["),
      store.operandCount(of: new) > 0
    else { return text(new) }
    return store.operands(of: new).elementsEqual(store.operands(of: place.expression)) ? name : text(new)
  }

  /// `the term …`, or the whole right side.
  func naming(_ place: Place) -> String { place.path.isEmpty ? "the right side" : "the term `\(text(of: place))`" }

  // Signs, parts that do not belong there

  private mutating func proposeSigns() {
    for place in places where place.isTerm {
      let what = place.path.isEmpty ? "the whole right side" : "the term `\(text(of: place))`"
      let turned = simplified(store.negation(place.expression))
      add(.sign, place, by: turned, .negated, "\(what) has the wrong sign")
    }
  }

  /// −(−x) = x and x²/x = x, so that an edited line reads well.
  mutating func simplified(_ e: Expression) -> Expression {
    guard store.op(e) == .product else { return e }
    var scale = Rational.one
    var factors: [(base: Expression, exponent: Rational)] = []
    for part in Array(store.operands(of: e)) {
      if let value = store.rational(part) {
        scale *= value
        continue
      }
      let (base, exponent) = baseAndExponent(part)
      if let k = factors.firstIndex(where: { $0.base == base && $0.exponent.signum != exponent.signum }) {
        factors[k].exponent += exponent
        if factors[k].exponent.isZero { factors.remove(at: k) }
      } else {
        factors.append((base, exponent))
      }
    }
    var others: [Expression] = []
    for (base, exponent) in factors { others.append(exponent.isOne ? base : store.power(base, exponent)) }
    if scale.isOne && !others.isEmpty { return store.product(others) }
    return store.product([store.number(scale)] + others)
  }

  private func baseAndExponent(_ e: Expression) -> (Expression, Rational) {
    guard store.op(e) == .power, let exponent = store.rational(store.operand(1, of: e)) else { return (e, .one) }
    return (store.operand(0, of: e), exponent)
  }

  private mutating func proposeDroppedParts() {
    for place in places where !place.path.isEmpty {
      guard let above = places.first(where: { $0.path == Array(place.path.dropLast()) }) else { continue }
      let isTerm = store.op(above.expression) == .sum
      guard isTerm || store.op(above.expression) == .product else { continue }
      var others = Array(store.operands(of: above.expression))
      let gone = others.remove(at: place.path[place.path.count - 1])
      let rest = isTerm ? store.sum(others) : store.product(others)
      let code: MistakeCode =
        isTerm ? .extraTerm : store.rational(gone) != nil ? .numericFactor : .missingFactor
      let what = isTerm ? "term" : "factor"
      add(code, above, by: rest, .removed, marking: place, "the \(what) `\(text(of: place))` does not belong there")
    }
  }

  // Exponents and denominators

  private mutating func proposeExponents() {
    for place in places where store.op(place.expression) == .power {
      let base = store.operand(0, of: place.expression)
      guard let exponent = store.rational(store.operand(1, of: place.expression)),
        let below = places.first(where: { $0.path == place.path + [0] })
      else { continue }
      let half = Rational(1, 2)
      for value in [
        exponent + .one, exponent - .one, -exponent, exponent * Rational(2), exponent * half, exponent + half,
        exponent - half,
      ] {
        if value.isZero { continue }
        let new = value.isOne ? base : store.power(base, value)
        let message = "the exponent of `\(text(of: below))` should be \(value)"
        add(.exponent, place, by: new, .raised(value), marking: below, message)
      }
    }
    for place in places {
      let part = place.expression
      guard [.symbol, .definition, .reduction, .size, .derivative, .apply].contains(store.op(part)) else { continue }
      let name = text(of: place)
      let (below, squared) = (store.reciprocal(part), store.power(part, Rational(2)))
      let root = store.power(part, Rational(1, 2))
      if !isPowerBase(place) {
        add(.missingInverse, place, by: below, .inverted, "`\(name)` should stand in the denominator")
        addEverywhere(.missingInverse, place, by: below, "`\(name)` should stand in the denominator")
        add(.exponent, place, by: squared, .raised(Rational(2)), "`\(name)` should be squared")
      }
      add(.exponent, place, by: root, .raised(Rational(1, 2)), "`\(name)` should be under a root")
    }
  }

  private func isPowerBase(_ place: Place) -> Bool {
    guard let last = place.path.last, last == 0 else { return false }
    return places.contains { $0.path == Array(place.path.dropLast()) && store.op($0.expression) == .power }
  }
}

extension ExpressionStore {
  /// The name of an entry of a declared or defined quantity.
  func nameOfQuantity(_ e: Expression) -> String? {
    switch op(e) {
    case .symbol: declaration(symbol(e)).name
    case .definition: body(definition(e)).name
    default: nil
    }
  }
}
