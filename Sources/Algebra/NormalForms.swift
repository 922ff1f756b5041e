import Expressions
import Numbers

/// The workshop of normal forms: interned atoms, networks and insides of one judgement, with its budget and with the
/// side conditions that were used.
///
/// A normal form is a polynomial Σ c·N over contraction networks N, multisets of factors `atom[i, j, …]^e` whose
/// indices are free or bound by sums over their whole range. Every step replaces a form by one that is equal wherever
/// both are defined, so a difference that becomes 0 is a proof. A remainder is not a refutation.
///
/// Not supported: symbolic matrix powers, Kronecker products, eigenvalues.
public final class NormalForms {
  public var store: ExpressionStore
  /// Mixed into every digest: another salt gives another order of monomials, hence other leads.
  let salt: UInt64
  /// Some ranges are parts of others, so that entries can be named by different ones.
  let hasParts: Bool
  /// Otherwise a defined name is an atom of its own: what holds for any value of the name holds for this one.
  let unfoldsDefinitions: Bool

  var atoms: [AtomRecord] = []
  private var atomNumbers: [AtomKey: UInt32] = [:]

  /// An array of its own for each, so that to hold one while others are made copies nothing.
  private var monomials: [[Factor]] = []
  private var monomialNumbers: [[Factor]: UInt32] = [:]
  private(set) var monomialDigests: [UInt64] = []
  private(set) var boundCounts: [Int] = []

  var insides: [Form] = []
  private var insideNumbers: [Form: UInt32] = [:]
  var positions: [Position] = []
  private var positionNumbers: [Position: UInt32] = [:]

  var applications: [Application] = []
  var labels: [[Factor]: Monomial] = [:]
  var imagesOfExpressions: [Expression: Form] = [:]
  var unfoldedEntries: [UnfoldedEntry.Key: UnfoldedEntry?] = [:]
  /// Steps, signs and brackets at one entry, with the value that premises give them.
  var assumedValues: [Factor: Rational?] = [:]
  var facts = Facts()
  /// The names of bound indices where a form is read.
  private(set) lazy var lettersOfIndices = ["j", "k", "l", "p", "q", "r", "s", "t"].filter {
    !store.isNameOfQuantity($0)
  }
  /// The ranges for which it is being found out whether they have a value.
  var rangesInQuestion: Set<IndexRange> = []
  /// Why a premise was set aside.
  public internal(set) var obstacleOfPremises: Obstacle?
  public internal(set) var conditions: Set<SideCondition> = []
  var leads: [InnerForm: Form.Term] = [:]
  var matrixLeads: [InnerForm: Form.Term] = [:]

  /// Reduction steps and term products that may still be made.
  var stepsLeft: Int
  let budget: Int
  private var freshFree = 0

  /// Measured on the derivations of the repository: the largest line takes 4,000 steps; a step is about a
  /// microsecond, so the default budget is a fraction of a second.
  public static let defaultSteps = 400_000
  private static let workOfStep = 100
  /// Beyond that, for each factor of a product or each term of a sum.
  static let workOfFactor = 20

  /// For questions of sign: sums of positive terms stay so, where closed forms and the order of indices have negative ones.
  public var keepsPositiveTerms = false
  /// Some rule did not apply for that reason.
  public internal(set) var hasKeptTerms = false

  /// A rule that brings in negative terms may be used; that one was not is remembered.
  func mayMixSigns() -> Bool {
    if keepsPositiveTerms { hasKeptTerms = true }
    return !keepsPositiveTerms
  }

  public init(
    store: ExpressionStore, unfoldingDefinitions: Bool = true, salt: UInt64 = 0, steps: Int = NormalForms.defaultSteps
  ) {
    self.store = store
    self.salt = salt
    hasParts = store.hasParts
    unfoldsDefinitions = unfoldingDefinitions
    stepsLeft = steps
    budget = steps
    _ = intern(AtomKey(kind: .delta, payload: 0, insides: [], isSymmetric: true))
    _ = intern([])
  }

  /// What has been read so far is read anew, since a fact was added.
  func forgetImages() {
    imagesOfExpressions.removeAll()
    unfoldedEntries.removeAll()
    assumedValues.removeAll()
  }

  func spend(_ steps: Int = 1) throws(Obstacle) {
    stepsLeft -= steps
    store.work.draw(steps * NormalForms.workOfStep)
    if stepsLeft < 0 || store.work.isSpent { throw .budget }
  }

  /// What long coefficients cost: as many steps as the square of their length in words of 2,048 bits, where a product
  /// with its greatest common divisor takes as long as a step. Without it 400,000 steps took 250 s for an antiderivative
  /// with roots of five parameters.
  static func stepsOfDigits(_ c: Rational) -> Int {
    let words = c.bitWidth >> 11
    return words * words
  }

  // Atoms

  struct AtomKey: Hashable {
    var kind: AtomKind
    var payload: UInt32
    var insides: [InnerForm]
    var isSymmetric: Bool
  }

  func intern(_ key: AtomKey) -> Atom {
    if let known = atomNumbers[key] { return Atom(number: known) }
    let number = UInt32(atoms.count)
    atoms.append(record(for: key))
    atomNumbers[key] = number
    return Atom(number: number)
  }

  func atom(_ kind: AtomKind, payload: UInt32 = 0, insides: [InnerForm] = [], symmetric: Bool = false) -> Atom {
    intern(AtomKey(kind: kind, payload: payload, insides: insides, isSymmetric: symmetric))
  }

  subscript(_ atom: Atom) -> AtomRecord { atoms[Int(atom.number)] }

  func kind(_ factor: Factor) -> AtomKind { atoms[Int(factor.atom.number)].kind }

  // Monomials

  /// The monomial with these factors, which are sorted and canonically labelled.
  func intern(_ factors: [Factor]) -> Monomial {
    if let known = monomialNumbers[factors] { return Monomial(number: known) }
    let number = UInt32(monomialDigests.count)
    monomialNumbers[factors] = number
    monomials.append(factors)
    monomialDigests.append(digest(of: factors))
    boundCounts.append(nextBound(in: factors))
    return Monomial(number: number)
  }

  func factors(of monomial: Monomial) -> [Factor] { monomials[Int(monomial.number)] }

  func digest(_ monomial: Monomial) -> UInt64 { monomialDigests[Int(monomial.number)] }

  func boundCount(_ monomial: Monomial) -> Int { boundCounts[Int(monomial.number)] }

  /// The first number above those of all bound indices.
  func nextBound(in factors: [Factor]) -> Int {
    var next = 0
    for factor in factors {
      for k in 0..<factor.slots.count {
        let slot = base(of: factor.slots[k])
        if slot.isBound { next = max(next, slot.number + 1) }
      }
    }
    return next
  }

  // Forms

  func constant(_ c: Rational) -> Form {
    if c.isZero { return .zero }
    return Form(terms: [Form.Term(digest: digest(.one), monomial: .one, coefficient: c)])
  }

  var one: Form { constant(.one) }

  /// The form of a single canonical monomial.
  func form(_ monomial: Monomial, _ c: Rational = .one) -> Form {
    Form(terms: [Form.Term(digest: digest(monomial), monomial: monomial, coefficient: c)])
  }

  func intern(inside form: Form) -> InnerForm {
    if let known = insideNumbers[form] { return InnerForm(number: known) }
    insides.append(form)
    insideNumbers[form] = UInt32(insides.count - 1)
    return InnerForm(number: UInt32(insides.count - 1))
  }

  subscript(_ inside: InnerForm) -> Form { insides[Int(inside.number)] }

  // Slots

  /// An index term other than a plain index.
  enum Position: Hashable {
    /// A plain index shifted: `t - 1`.
    case shifted(Slot, Int)
    /// An integer-valued form, which holds no bound index, plus an offset.
    case computed(InnerForm, Int)
  }

  func slot(_ position: Position, _ range: IndexRange) throws(Obstacle) -> Slot {
    let number = positionNumbers[position] ?? UInt32(positions.count)
    if Int(number) == positions.count {
      positions.append(position)
      positionNumbers[position] = number
    }
    if number > Slot.largestNumber || range.number > Slot.largestRange { throw .budget }
    return Slot(.position, Int(number), range)
  }

  /// The place of a number. There are no entries at negative ones, which only stand where none is needed.
  func literal(_ value: Int, _ range: IndexRange) throws(Obstacle) -> Slot {
    guard abs(value) <= Slot.largestNumber, range.number <= Slot.largestRange else {
      throw .unsupported("the index \(value)")
    }
    if value < 0 { return try slot(.computed(intern(inside: .zero), value), range) }
    return Slot(.literal, value, range)
  }

  /// A free slot whose number nothing else has.
  func freshFreeSlot(_ range: IndexRange) throws(Obstacle) -> Slot {
    freshFree += 1
    let number = Slot.largestNumber - freshFree
    if number < store.indexNames.count || range.number > Slot.largestRange { throw .budget }
    return Slot(.free, number, range)
  }

  func isFresh(_ slot: Slot) -> Bool { slot.isFree && slot.number >= store.indexNames.count }

  /// How far a slot is shifted from its base.
  func offset(of slot: Slot) -> UInt64 {
    guard slot.kind == .position, case .shifted(_, let offset) = positions[slot.number] else { return 0 }
    return UInt64(bitPattern: Int64(offset))
  }

  /// The free slots of a form, ascending, each once.
  func freeSlots(of form: Form) -> [Slot] {
    var found = Set<Slot>()
    for term in form.terms {
      for factor in factors(of: term.monomial) {
        for k in 0..<factor.slots.count { insertFree(factor.slots[k], into: &found) }
      }
    }
    return found.sorted()
  }

  private func insertFree(_ slot: Slot, into found: inout Set<Slot>) {
    let plain = base(of: slot)
    if plain.isFree { found.insert(plain) }
    if plain.kind == .position, case .computed(let value, _) = positions[plain.number] {
      found.formUnion(freeSlots(of: self[value]))
    }
  }

  func freeSlot(_ index: Index) throws(Obstacle) -> Slot {
    let range = store.range(index)
    if index.number > Slot.largestNumber || range.number > Slot.largestRange { throw .budget }
    return Slot(.free, Int(index.number), range)
  }

  /// The plain index inside a shifted one; otherwise the slot itself.
  func base(of slot: Slot) -> Slot {
    guard slot.kind == .position, case .shifted(let base, _) = positions[slot.number] else { return slot }
    return base
  }
}
