import Algebra
import Calculus
import Expressions
import Numbers

/// What is left between the claimed and the true side: their difference and their ratio as normal forms.
///
/// Defined names are tried as they stand, with those of their formulas that derivatives opened closed again, and
/// unfolded. The shortest text is shown, and a difference or ratio that is one factor or one term is an edit.
struct Remainder {
  private var prover: Prover
  private let claimed: Expression
  /// Both sides with derivatives carried out.
  private let sides: (truth: Expression, claimed: Expression)
  /// claimed / true, where `texts` found a number.
  private(set) var number: Rational?

  /// Factors and terms longer than this explain nothing.
  private static let longestFactor = 60
  static let longestTerm = 90
  /// Nodes of the sides beyond which only the ratio is looked for.
  private static let most = 4_000
  private static let mostPlaces = 100
  private static let mostNodes = 2_000
  /// Sums of the true side that are tried as lost factors.
  private static let mostSums = 6
  /// Terms of a difference beyond which it is no one part's fault, unless it is the whole side's.
  private static let mostTerms = 64
  private static let steps = 60_000

  init?(
    store: ExpressionStore, premises: [Expression], indices: Set<Index>, truth: Expression, claimed: Expression,
    known: [Expression]
  ) {
    let fixed = indices.union(store.freeIndices(of: truth) + store.freeIndices(of: claimed))
    prover = Prover(store: store, premises: premises, fixed: fixed, steps: Remainder.steps)
    guard let image = try? prover.carriedOut(truth), let own = try? prover.carriedOut(claimed) else { return nil }
    self.claimed = claimed
    let closed = Remainder.closing(known, in: [image, own], &prover.differentiator.store)
    sides = (closed[0], closed[1])
  }

  var store: ExpressionStore { prover.store }

  /// Defined names as they stand, then unfolded, if there are any.
  private var foldings: [Bool] {
    store.mentionsDefinition(sides.truth) || store.mentionsDefinition(sides.claimed) ? [false, true] : [false]
  }

  /// Formulas of defined names that occur literally are replaced by the names, the longest first.
  private static func closing(
    _ names: [Expression], in sides: [Expression], _ store: inout ExpressionStore
  ) -> [Expression] {
    var formulas: [(name: Expression, formula: Expression, size: Int)] = []
    var nodes = store.reachable(from: sides).filter { store.op($0) != .symbol && store.op($0) != .number }
    if nodes.count > Remainder.mostNodes { nodes = [] }
    var seen = Set<Definition>()
    for name in names where store.op(name) == .definition && seen.insert(store.definition(name)).inserted {
      for node in nodes {
        for entry in entries(like: name, for: node, &store) {
          guard let formula = store.unfolded(entry), formula == node else { continue }
          formulas.append((entry, formula, store.writtenSize(of: formula, limit: 200)))
        }
      }
    }
    var sides = sides
    for (name, formula, _) in formulas.sorted(by: { $0.size > $1.size }) {
      sides = sides.map { $0 == name ? $0 : store.replacing([formula: name], in: $0) }
    }
    return sides
  }

  /// The entries of a defined name that the node could be the formula of.
  private static func entries(
    like name: Expression, for node: Expression, _ store: inout ExpressionStore
  ) -> [Expression] {
    let body = store.body(store.definition(name))
    guard body.clauses.count == 1, let formula = body.clauses.first?.body, store.op(formula) == store.op(node),
      store.operandCount(of: formula) == store.operandCount(of: node)
    else { return [] }
    let free = store.freeIndices(of: node)
    guard free.count <= body.slots.count else { return [] }
    var choices: [[Expression]] = [[]]
    for range in body.slots {
      let fitting = free.filter { store.range($0) == range }.map { store.value(of: $0) }
      choices = choices.flatMap { choice in fitting.map { choice + [$0] } }
      if choices.count > 6 { return [] }
    }
    return choices.map { store.entry(of: store.definition(name), $0) }
  }

  /// claimed − true and claimed / true, the shortest of the ways to write them.
  mutating func texts() -> (difference: String?, ratio: String?) {
    var differences: [String] = []
    var ratios: [String] = []
    for unfolds in foldings {
      let forms = prover.forms(unfolding: unfolds)
      guard let a = try? forms.normalForm(of: sides.truth), let b = try? forms.normalForm(of: sides.claimed)
      else { continue }
      if let ratio = try? forms.monomialRatio(b, a), let e = forms.expression(of: ratio) {
        ratios.append(ExpressionText.text(e, in: forms.expressions, limit: 120))
        number = number ?? forms.expressions.rational(e)
      }
      let difference = forms.difference(b, a)
      guard !difference.isZero, let e = forms.expression(of: difference) else { continue }
      differences.append(ExpressionText.text(e, in: forms.expressions, limit: 160))
    }
    func shortest(_ texts: [String]) -> String? {
      texts.filter { !$0.hasSuffix("…") }.min { $0.utf8.count < $1.utf8.count }
    }
    return (shortest(differences), shortest(ratios))
  }

  /// Factors and terms that make up for the whole difference at one place of the claimed term.
  mutating func propose(to catalogue: inout EditCatalogue) {
    prover.differentiator.store = catalogue.store
    catalogue.sumsAsFactors = sumsAsFactors
    guard store.writtenSize(of: sides.truth) + store.writtenSize(of: claimed) < Remainder.most else { return }
    var targets: [(place: Place, part: Expression, cofactor: Expression)] = []
    for place in catalogue.places {
      guard let factors = place.cofactors, place.isTerm || store.op(place.expression) == .sum else { continue }
      let cofactor = prover.differentiator.store.product(factors)
      guard let own = try? prover.carriedOut(place.expression), let others = try? prover.carriedOut(cofactor) else {
        continue
      }
      targets.append((place, own, others))
    }
    for unfolds in foldings {
      let forms = prover.forms(unfolding: unfolds)
      guard let a = try? forms.normalForm(of: sides.truth), let b = try? forms.normalForm(of: sides.claimed)
      else { continue }
      let excess = forms.difference(b, a)
      guard let gap = forms.expression(of: forms.multiple(excess, Rational(-1))) else { continue }
      let isLong = forms.expressions.op(gap) == .sum && forms.expressions.operandCount(of: gap) > Remainder.mostTerms
      var found: [(Place, Correction)] = []
      for (place, part, cofactor) in targets.prefix(isLong ? 1 : Remainder.mostPlaces) {
        if place.isTerm, let factor = factor(forms, excess, part, cofactor),
          !cancels(factor, part, siblings(of: place, catalogue.places), forms)
        {
          found.append((place, .factor(factor)))
        }
        guard !isLong, place.path.isEmpty || store.op(place.expression) == .sum else { continue }
        if let term = term(forms, gap, cofactor), !isOpposite(term, part, forms) { found.append((place, .term(term))) }
      }
      prover.differentiator.store = forms.expressions
      catalogue.store = forms.expressions
      for (place, correction) in found { add(correction, place, to: &catalogue) }
      prover.differentiator.store = catalogue.store
    }
  }

  /// Short sums among the factors of the true side.
  private var sumsAsFactors: [Expression] {
    var found: [Expression] = []
    for e in store.reachable(from: [sides.truth]) where store.op(e) == .product && store.operandCount(of: e) < 16 {
      for factor in store.operands(of: e) where store.op(factor) == .sum && !found.contains(factor) {
        if ExpressionText.text(factor, in: store, limit: Remainder.longestFactor).hasSuffix("…") { continue }
        found.append(factor)
        if found.count == Remainder.mostSums { return found }
      }
    }
    return found
  }

  private enum Correction {
    case factor(Expression)
    case term(Expression)
  }

  /// The factor c with cofactor·c·part = cofactor·part − excess.
  private func factor(_ forms: NormalForms, _ excess: Form, _ part: Expression, _ cofactor: Expression) -> Expression? {
    var extended = forms.expressions
    let product = extended.product([cofactor, part])
    forms.adopt(extended)
    guard let own = try? forms.normalForm(of: product) else { return nil }
    let wanted = forms.difference(own, excess)
    guard !wanted.isZero, let ratio = try? forms.monomialRatio(wanted, own), let e = forms.expression(of: ratio),
      isShort(e, forms, Remainder.longestFactor), forms.expressions.isOneFactor(e),
      !isCancelled(part, by: e, forms), !forms.expressions.isExchange(e, in: part)
    else { return nil }
    // A number times the whole other side says no more than the two sides do.
    let isNumber =
      forms.expressions.constantValue(of: part) != nil && forms.expressions.constantValue(of: cofactor) != nil
    if isNumber, forms.expressions.constantValue(of: e) == nil, !forms.expressions.isOfSizes(e) {
      return nil
    }
    return e
  }

  /// The other terms of the sum in which a part stands.
  private func siblings(of place: Place, _ places: [Place]) -> [Expression] {
    let above = Array(place.path.dropLast())
    guard !place.path.isEmpty, let sum = places.first(where: { $0.path == above }), store.op(sum.expression) == .sum
    else { return [] }
    return places.filter { $0.path.count == place.path.count && $0.path.starts(with: above) && $0.path != place.path }
      .map { $0.expression }
  }

  /// With the factor the part would cancel another term: that one is the mistake.
  private func cancels(
    _ factor: Expression, _ part: Expression, _ siblings: [Expression], _ forms: NormalForms
  ) -> Bool {
    var extended = forms.expressions
    let product = extended.product([factor, part])
    forms.adopt(extended)
    guard let own = try? forms.normalForm(of: product) else { return false }
    return siblings.contains { other in
      guard let form = try? forms.normalForm(of: other) else { return false }
      return forms.difference(forms.multiple(form, Rational(-1)), own).isZero
    }
  }

  /// The factor only takes the part away and puts a number in its place.
  private func isCancelled(_ part: Expression, by factor: Expression, _ forms: NormalForms) -> Bool {
    var extended = forms.expressions
    let product = extended.product([factor, part])
    forms.adopt(extended)
    guard let image = try? forms.normalForm(of: product), let e = forms.expression(of: image) else { return false }
    return forms.expressions.rational(e) != nil && forms.expressions.rational(part) == nil
  }

  /// The single term t with cofactor·t = gap.
  private func term(_ forms: NormalForms, _ gap: Expression, _ cofactor: Expression) -> Expression? {
    var extended = forms.expressions
    let quotient = extended.quotient(gap, cofactor)
    forms.adopt(extended)
    guard let form = try? forms.normalForm(of: quotient), let term = forms.expression(of: form),
      forms.expressions.op(term) != .sum, isShort(term, forms, Remainder.longestTerm)
    else { return nil }
    return term
  }

  /// The term takes the part away: the side should be 0, which is no missing term.
  private func isOpposite(_ term: Expression, _ part: Expression, _ forms: NormalForms) -> Bool {
    var extended = forms.expressions
    let sum = extended.sum([part, term])
    forms.adopt(extended)
    return (try? forms.normalForm(of: sum))?.isZero ?? false
  }

  private func isShort(_ e: Expression, _ forms: NormalForms, _ limit: Int) -> Bool {
    ExpressionText.text(e, in: forms.expressions, limit: limit).utf8.count <= limit
  }

  private func add(_ correction: Correction, _ place: Place, to catalogue: inout EditCatalogue) {
    switch correction {
    case .term(let term): catalogue.addTerm(place, term)
    case .factor(let factor):
      let name = catalogue.naming(place)
      let code = code(of: factor, catalogue.store)
      let message =
        code == .sign
        ? "\(place.path.isEmpty ? "the whole right side" : name) has the wrong sign"
        : "\(name) lacks the factor `\(catalogue.text(factor))`"
      catalogue.addFactor(code, place, factor, message)
    }
  }

  private func code(of factor: Expression, _ store: ExpressionStore) -> MistakeCode {
    if let value = store.rational(factor) { return value == Rational(-1) ? .sign : .numericFactor }
    let base = store.op(factor) == .power ? store.operand(0, of: factor) : factor
    return store.op(base) == .size ? .sumForMean : .missingFactor
  }
}
