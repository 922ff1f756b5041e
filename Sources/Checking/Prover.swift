import Algebra
import Calculus
import Elaboration
import Evaluation
import Expressions
import Numbers

/// What a symbolic proof rests on.
public struct Proof: Sendable {
  /// Conditions used that no declaration settles, as statements in the user's notation.
  public var conditions: [String]
  /// Reduction steps of the normal form.
  public var steps: Int
  /// What was shown, in a few words: `normal form`, `sign`.
  public var method: String
  /// The terms that show an existence: `s = t + 1`.
  var witnesses: [String] = []
  /// The statement with these terms, where points can test it.
  var instance: Instance?

  struct Instance: Sendable {
    var statement: Proposition
    var store: ExpressionStore
  }
}

/// The outcome of an attempt to prove.
public enum ProofAttempt: Sendable {
  case proved(Proof)
  /// Not decided, with the reason where there is one: a construct without rule, the budget. Never a refutation.
  case open(reason: String?)

  public var proof: Proof? {
    if case .proved(let proof) = self { return proof }
    return nil
  }
}

/// The symbolic engine on one judgement: derivatives are carried out once, then normal forms decide.
struct Prover {
  var differentiator: Differentiator
  private(set) var premises: [Expression]
  private(set) var fixed: Set<Index>
  /// What must hold for the sides to be defined.
  private var domains: [Expression] = []
  /// Sizes that the entries of the premises and of the sides ask for.
  private var leastSizes: [Dimension: Int] = [:]
  private let steps: Int
  /// Index variables that premises make equal to another index term.
  private var identified: [Index: Expression] = [:]

  /// - Parameter fixed: index variables of the judgement; other free indices of a premise are quantified in it.
  init(store: ExpressionStore, premises: [Expression], fixed: Set<Index>, steps: Int = NormalForms.defaultSteps) {
    differentiator = Differentiator(store: store)
    self.premises = premises
    self.fixed = fixed
    self.steps = steps
    demandSizes(of: premises)
    carryOutPremises()
    identify()
    declareSymmetries()
  }

  private mutating func demandSizes(of expressions: [Expression]) {
    for (size, least) in SizePlan.demands(of: expressions, in: store) {
      leastSizes[size] = max(leastSizes[size] ?? least, least)
    }
  }

  /// `diff(L, y) = 1` is used as an equation of what the derivative is; one without a rule is left, and nothing uses it.
  private mutating func carryOutPremises() {
    for (k, premise) in premises.enumerated() where store.hasDerivative(premise) {
      if let image = try? differentiator.carryOut(premise) { premises[k] = image }
    }
  }

  /// A premise A[i, j] = A[j, i] for all i and j is a declaration: the normal form knows what symmetry means.
  private mutating func declareSymmetries() {
    for premise in premises {
      var e = premise
      var bound: Set<Index> = []
      while store.op(e) == .reduction, store.reduction(e) == .all, store.isTrue(store.operand(1, of: e)) {
        bound.insert(store.index(store.operand(0, of: e)))
        e = store.operand(2, of: e)
      }
      guard store.op(e) == .comparison, store.comparison(e) == .equal else { continue }
      let (a, b) = (store.operand(0, of: e), store.operand(1, of: e))
      guard store.op(a) == .symbol, store.op(b) == .symbol, store.symbol(a) == store.symbol(b) else { continue }
      let (row, column) = (Array(store.operands(of: a)), Array(store.operands(of: b)))
      guard row.count == 2, row == column.reversed(), row.allSatisfy({ store.op($0) == .index }), row[0] != row[1],
        row.allSatisfy({ !fixed.contains(store.index($0)) || bound.contains(store.index($0)) })
      else { continue }
      var declaration = store.declaration(store.symbol(a))
      // Of a part of the indices nothing follows for the others.
      guard declaration.structure == .none, declaration.slots[0] == declaration.slots[1],
        row.allSatisfy({ store.range(store.index($0)) == declaration.slots[0] })
      else { continue }
      declaration.structure = .symmetric
      differentiator.store.redeclare(store.symbol(a), declaration)
    }
  }

  /// A premise i = k about indices is used by putting k for i.
  private mutating func identify() {
    for premise in premises where store.op(premise) == .comparison && store.comparison(premise) == .equal {
      let (a, b) = (store.operand(0, of: premise), store.operand(1, of: premise))
      guard store.op(a) == .index || store.op(b) == .index else { continue }
      let (from, to) = store.op(b) == .index ? (b, a) : (a, b)
      if fixed.contains(store.index(from)) { identified[store.index(from)] = to }
    }
    if identified.isEmpty { return }
    premises = premises.map { differentiator.store.substituting(identified, in: $0) }
  }

  /// One more premise, in which indices have one value.
  mutating func assume(_ premise: Expression, fixing indices: [Index]) {
    premises.append(premise)
    fixed.formUnion(indices)
  }

  /// An index is called by another name from now on.
  mutating func rename(_ old: Index, _ new: Index) {
    let value = differentiator.store.value(of: new)
    premises = premises.map { differentiator.store.substituting([old: value], in: $0) }
    if fixed.remove(old) != nil { fixed.insert(new) }
  }
  /// The same judgement at one more index, with other premises.
  func at(_ index: Index, premises: [Expression], in store: ExpressionStore) -> Prover {
    var other = self
    other.differentiator.store = store
    other.fixed.insert(index)
    other.premises = premises
    return other
  }

  /// Indices have one value from now on.
  mutating func fix(_ indices: [Index]) {
    fixed.formUnion(indices)
    identify()
  }

  mutating func replacePremise(_ k: Int, by premise: Expression) { premises[k] = premise }

  /// The same judgement with one more premise, in which indices have one value.
  init(assuming premise: Expression, fixing indices: Set<Index>, like other: Prover) {
    self = other
    premises.append(premise)
    fixed.formUnion(indices)
  }

  var store: ExpressionStore { differentiator.store }

  /// The expression with its derivatives carried out.
  mutating func carriedOut(_ e: Expression) throws(Refusal) -> Expression {
    demandSizes(of: [e])
    let image = try differentiator.carryOut(e)
    return identified.isEmpty ? image : differentiator.store.substituting(identified, in: image)
  }

  /// left = right, for all values of their free indices.
  mutating func equality(_ left: Expression, _ right: Expression) -> ProofAttempt {
    if left == right, differentiator.kinks.isEmpty {
      return .proved(Proof(conditions: [], steps: 0, method: "identical"))
    }
    let difference: Expression
    do { difference = try self.difference(left, right) } catch { return .open(reason: error.text) }
    let plain = attempts { (forms) throws(Obstacle) in try forms.isZero(try forms.normalForm(of: difference)) }
    if plain.proof != nil { return plain }
    for (name, other) in [(left, right), (right, left)] {
      if let attempt = byFormula(of: name, other), attempt.proof != nil { return attempt }
    }
    return plain
  }

  /// The formula of a defined name, not written out any further, is the other side: d59 := d58*d58 would have 2^59
  /// factors.
  private mutating func byFormula(of name: Expression, _ other: Expression) -> ProofAttempt? {
    guard store.op(name) == .definition, let formula = differentiator.store.unfolded(name),
      let difference = try? self.difference(formula, other)
    else { return nil }
    return attempts(unfolding: [false]) { (forms) throws(Obstacle) in
      try forms.isZero(try forms.normalForm(of: difference))
    }
  }

  /// The sign that right − left is known to have, or can be shown to have.
  mutating func inequality(_ left: Expression, isStrict: Bool, _ right: Expression) -> ProofAttempt {
    let difference: Expression
    do { difference = try self.difference(right, left) } catch { return .open(reason: error.text) }
    let sign = sign(difference, isStrict: isStrict)
    if sign.proof != nil { return sign }
    // One term is a smaller question than their sum.
    if let proof = termwise(difference, isStrict: isStrict)?.proof { return .proved(proof) }
    let plain = searched(difference, isStrict: isStrict)
    if plain.proof != nil { return plain }
    if let (a, b) = peeled(left, right), let proof = inequality(a, isStrict: isStrict, b).proof {
      return .proved(proof)
    }
    return plain
  }

  /// f ≥ 0, or f > 0, by signs, a certificate, or how f depends on one quantity.
  mutating func signed(_ f: Expression, isStrict: Bool) -> ProofAttempt {
    let plain = sign(f, isStrict: isStrict)
    return plain.proof == nil ? searched(f, isStrict: isStrict) : plain
  }

  private func sign(_ f: Expression, isStrict: Bool) -> ProofAttempt {
    attempts(method: Prover.signMethod) { (forms) throws(Obstacle) in
      let sign = try forms.sign(of: f)
      return isStrict ? sign.isPositive : sign.isNonnegative
    }
  }

  private mutating func searched(_ f: Expression, isStrict: Bool) -> ProofAttempt {
    let certified = attempts(method: Prover.inequalityMethod) { (forms) throws(Obstacle) in
      try forms.isCertified(try forms.normalForm(of: f), strictly: isStrict)
    }
    if certified.proof != nil || isStrict { return certified }
    var calculus = withoutDomains()
    return calculus.nonnegativity(of: f) ?? certified
  }

  /// left ≠ right wherever both are defined.
  mutating func inequality(_ left: Expression, differs right: Expression) -> ProofAttempt {
    let difference: Expression
    do { difference = try self.difference(right, left) } catch { return .open(reason: error.text) }
    let plain = attempts(method: Prover.signMethod) { (forms) throws(Obstacle) in
      try forms.sign(of: difference).isNonzero
    }
    if plain.proof != nil { return plain }
    for (a, b) in [(left, right), (right, left)] {
      if let proof = inequality(a, isStrict: true, b).proof { return .proved(proof) }
    }
    return plain
  }

  /// a − b with derivatives carried out, where both are defined; a 0 on either side leaves the other as it is written.
  private mutating func difference(_ a: Expression, _ b: Expression) throws(Refusal) -> Expression {
    let (a, b) = (try carriedOut(a), try carriedOut(b))
    assumeDefined([a, b])
    // At a kink the side has no value; the proof says so by its condition.
    let zero = differentiator.store.integer(0)
    domains += differentiator.kinks.map { differentiator.store.comparison(.notEqual, $0, zero) }
    if store.rational(b)?.isZero ?? false { return a }
    if store.rational(a)?.isZero ?? false { return differentiator.store.negation(b) }
    return differentiator.store.difference(a, b)
  }

  /// A line is claimed where both of its sides are defined: what stands under a logarithm or an even root may be taken to
  /// have the sign that this needs.
  mutating func assumeDefined(_ sides: [Expression]) {
    let zero = differentiator.store.integer(0)
    domains = Definedness(of: sides, in: differentiator.store).conditions.map { condition in
      differentiator.store.comparison(condition.isStrict ? .less : .lessOrEqual, zero, condition.argument)
    }
  }

  /// For arguments that move a quantity to where the line need not be defined.
  func withoutDomains() -> Prover {
    var other = self
    other.domains = []
    return other
  }

  /// First with defined names as they stand, which is quick and reads well; then unfolded; then with other orders of
  /// the monomials, since the lead rule is not confluent.
  ///
  /// - Parameter unfolding: whether defined names are unfolded; only so, if the question is not about any value of one, but
  ///   about what it depends on.
  func attempts(
    method: String = "normal form", unfolding: [Bool] = [false, true], _ decide: (NormalForms) throws(Obstacle) -> Bool
  ) -> ProofAttempt {
    let isOfSigns = method == Prover.signMethod || method == Prover.inequalityMethod
    let (attempt, hasKeptTerms) = attempts(method, unfolding, keepingTerms: isOfSigns, decide)
    return attempt.proof == nil && hasKeptTerms ? attempts(method, unfolding, keepingTerms: false, decide).0 : attempt
  }

  static let (signMethod, inequalityMethod) = ("sign", "inequality")

  private func attempts(
    _ method: String, _ unfolding: [Bool], keepingTerms: Bool, _ decide: (NormalForms) throws(Obstacle) -> Bool
  ) -> (ProofAttempt, hasKeptTerms: Bool) {
    var reason: String?
    var hasKeptTerms = false
    for (unfolds, salt) in [(false, 0), (true, 0), (true, 1), (true, 2)] as [(Bool, UInt64)]
    where unfolding.contains(unfolds) {
      let forms = NormalForms(store: store, unfoldingDefinitions: unfolds, salt: salt, steps: steps)
      forms.keepsPositiveTerms = keepingTerms
      defer { hasKeptTerms = hasKeptTerms || forms.hasKeptTerms }
      forms.assume(leastSizes: leastSizes)
      do throws(Obstacle) {
        for premise in premises + domains {
          if store.work.isSpent { throw .budget }
          forms.assume(premise, fixed: fixed)
        }
        if try decide(forms) {
          for kink in differentiator.kinks where try forms.isZero(try forms.normalForm(of: kink)) {
            return (.open(reason: "a derivative in it is taken at a kink, where it need not have a value"), false)
          }
          return (.proved(Proof(conditions: conditions(of: forms), steps: forms.stepsUsed, method: method)), false)
        }
        reason = reason ?? forms.obstacleOfPremises?.text
      } catch {
        reason = error.text
        if error == .budget && unfolds { break }
      }
    }
    return (.open(reason: reason), hasKeptTerms)
  }

  /// The workshop of this judgement, for readers that want a form rather than a decision.
  func forms(unfolding: Bool) -> NormalForms {
    let forms = NormalForms(store: store, unfoldingDefinitions: unfolding, steps: steps)
    forms.assume(leastSizes: leastSizes)
    for premise in premises where !store.work.isSpent { forms.assume(premise, fixed: fixed) }
    return forms
  }

  private func conditions(of forms: NormalForms) -> [String] {
    Set(forms.conditionTexts + kinkTexts).sorted()
  }

  /// The kinks that the derivatives stepped over and that no declaration or premise excludes.
  private var kinkTexts: [String] {
    if differentiator.kinks.isEmpty { return [] }
    let plain = forms(unfolding: false)
    return differentiator.kinks.filter { (try? plain.sign(of: $0).isNonzero) != true }
      .map { plain.readableText(of: $0, keepsSign: false) + " != 0" }
  }
}

extension Refusal {
  var text: String {
    switch self {
    case .unsupported(let construct): "there is no rule for \(construct)"
    case .budget: "the expression is too large"
    }
  }
}

extension Obstacle {
  var text: String {
    switch self {
    case .unsupported(let construct): "there is no rule for \(construct)"
    case .budget: "its proof takes more work than a line may"
    case .undefined(let what): "it contains \(what)"
    }
  }
}
