import Numbers

/// An algebraic program together with its values at random points modulo random primes.
///
/// The first prime has several points, at which linear relations are looked for; the others one each, at which they are
/// verified. A point at which something is divided by 0 or a root does not exist is drawn again.
struct ModularLanes {
  private(set) var program = AlgebraicProgram()
  /// What was taken for equal: Σ c·value = 0 for each of them.
  private(set) var relations: [[(place: Int, factor: Rational)]] = []
  private(set) var lanes: [ModularLane] = []
  private var fields: [PrimeFieldRoots] = []
  private var seeds: [UInt64] = []
  private var random: RandomSource
  /// The primes are 1 modulo this number, the least common multiple of the orders of all roots.
  let modulus: Int
  /// Questions asked.
  private(set) var tests = 0
  /// Points that were drawn again.
  private(set) var redraws = 0
  /// Operations carried out, on each sheet of each lane.
  private var work = 0

  enum Failure: Error {
    /// No point is of use, or too much would have to be done.
    case budget
    /// A construct without a law.
    case unsupported
    /// Roots need primes that are 1 modulo this number.
    case modulus(Int)
    /// Roots need these orders, by their numbers.
    case orders([Int])
  }

  /// Points drawn for one lane; the error bound counts each of them.
  static let mostAttempts = 512
  private static let mostWork = 1 << 26
  /// Sheets beyond which nothing is tried: four fourth roots and two square roots, as an antiderivative of √x/(a + b·x² + c·x⁴)²
  /// has them.
  static let mostSheets = 1024
  /// Values that are kept at once, in all lanes: 256 MB.
  private static let mostValues = 1 << 25

  init(seed: UInt64, modulus: Int) {
    random = RandomSource(seed: seed)
    self.modulus = modulus
  }

  var draws: Int { fields.count }

  /// One more prime with one point.
  mutating func addDraw() throws(Failure) {
    fields.append(randomField())
    seeds.append(random.next())
    try addLane(draw: fields.count - 1)
  }

  private mutating func randomField() -> PrimeFieldRoots {
    PrimeFieldRoots(.randomPrime(congruentToOneModulo: modulus, &random), order: modulus)
  }

  /// One more point modulo one of the primes.
  mutating func addLane(draw: Int) throws(Failure) {
    let lane = ModularLane(draw: draw, number: lanes.count)
    lanes.append(lane)
    try redo([lanes.count - 1])
  }

  /// The place of one more operation.
  mutating func append(_ operation: AlgebraicOperation) throws(Failure) -> Int {
    try makeRoom(sheets: program.sheets)
    program.append(operation)
    if case .inverse(_, let size) = operation {
      for _ in 0..<(size * size) { program.append(.inverseEntry) }
    }
    let place = program.operations.count - 1
    var stale: [Int] = []
    for k in lanes.indices {
      try spend(program.sheets)
      if append(operation, to: k) != nil { stale.append(k) }
    }
    try redo(stale)
    if case .inverse(_, let size) = operation { return place - size * size }
    return place
  }

  mutating func newIndeterminate() throws(Failure) -> Int {
    program.indeterminates.append(AlgebraicProgram.Indeterminate())
    return try append(.indeterminate(program.indeterminates.count - 1))
  }

  mutating func newUnit() -> Int {
    program.unitDenominators.append(1)
    return program.unitDenominators.count - 1
  }

  mutating func newAngle() -> Int {
    program.angleDenominators.append(1)
    return program.angleDenominators.count - 1
  }

  mutating func newRoot(of radicand: Int, order: Int) throws(Failure) -> Int {
    let sheets = program.sheets
    guard sheets * order <= ModularLanes.mostSheets else { throw .budget }
    try makeRoom(sheets: sheets * order)
    try makePower(radicand, order)
    for k in lanes.indices { lanes[k].multiplySheets(sheets, by: order) }
    program.roots.append(AlgebraicProgram.Root(radicand: radicand, order: order, stride: sheets))
    return program.roots.count - 1
  }

  /// Of a radicand c·x with an indeterminate x every value has roots if x is an n-th power over c.
  private mutating func makePower(_ radicand: Int, _ order: Int) throws(Failure) {
    var factor = Rational.one
    var number: Int?
    switch program.operations[radicand] {
    case .indeterminate(let own): number = own
    case .product(let parts):
      for part in parts {
        switch program.operations[part] {
        case .constant(let value): factor *= value
        case .indeterminate(let own) where number == nil: number = own
        default: return
        }
      }
    default: return
    }
    guard let number, let inverse = factor.inverse else { return }
    let known = program.indeterminates[number]
    guard known.order == 1 || known.factor == inverse else { return }
    program.indeterminates[number] = AlgebraicProgram.Indeterminate(
      factor: inverse, order: leastCommonMultiple(known.order, order))
    try redo(Array(lanes.indices))
  }

  /// Powers of a unit with this denominator exist from now on.
  mutating func divideUnit(_ unit: Int, by denominator: Int) throws(Failure) {
    let common = leastCommonMultiple(program.unitDenominators[unit], denominator)
    if common == program.unitDenominators[unit] { return }
    guard common <= ModularLanes.largestDenominator else { throw .unsupported }
    program.unitDenominators[unit] = common
    try redo(Array(lanes.indices))
  }

  mutating func divideAngle(_ angle: Int, by denominator: Int) throws(Failure) {
    let common = leastCommonMultiple(program.angleDenominators[angle], denominator)
    if common == program.angleDenominators[angle] { return }
    guard common <= ModularLanes.largestDenominator else { throw .unsupported }
    program.angleDenominators[angle] = common
    try redo(Array(lanes.indices))
  }

  private static let largestDenominator = 1 << 20

  private func makeRoom(sheets: Int) throws(Failure) {
    guard sheets * (program.operations.count + 1) * lanes.count <= ModularLanes.mostValues else { throw .budget }
  }

  mutating func spend(_ amount: Int) throws(Failure) {
    work += amount
    if work > ModularLanes.mostWork { throw .budget }
  }

  /// A point is of no use with a chance of ½ for each root of an indeterminate; whether √(2·x²) exists hangs on the prime.
  private static let attemptsOfPrime = 32

  /// Makes all values of these lanes anew, each at the next point that is of use.
  private mutating func redo(_ stale: [Int]) throws(Failure) {
    var stale = stale
    while let k = stale.popLast() {
      guard let failure = try evaluate(k) else { continue }
      lanes[k].attempt += 1
      redraws += 1
      if lanes[k].attempt > ModularLanes.mostAttempts { throw .budget }
      stale.append(k)
      if failure == .prime || lanes[k].attempt % ModularLanes.attemptsOfPrime == 0 {
        let draw = lanes[k].draw
        fields[draw] = randomField()
        stale += lanes.indices.filter { lanes[$0].draw == draw && !stale.contains($0) }
      }
    }
  }

  /// Why the lane has no values; nil if it has.
  private mutating func evaluate(_ k: Int) throws(Failure) -> ModularLane.Failure? {
    lanes[k].values.removeAll(keepingCapacity: true)
    for operation in program.operations {
      try spend(program.sheets)
      if let failure = append(operation, to: k) { return failure }
    }
    return nil
  }

  private mutating func append(_ operation: AlgebraicOperation, to k: Int) -> ModularLane.Failure? {
    let draw = lanes[k].draw
    do throws(ModularLane.Failure) {
      try lanes[k].append(operation, of: program, fields[draw], seeds[draw])
      return nil
    } catch {
      return error
    }
  }

  // Questions

  /// Values of an operation modulo one prime, on all sheets of its lanes.
  func values(_ place: Int, ofDraw draw: Int) -> [UInt64] {
    let sheets = program.sheets
    var found: [UInt64] = []
    for lane in lanes where lane.draw == draw {
      found.append(contentsOf: lane.values[(place * sheets)..<((place + 1) * sheets)])
    }
    return found
  }

  /// The first prime, modulo which relations are found.
  var fields0: PrimeField { fields[0].field }

  /// Whether Σ c·value is 0; if so it is kept, so that more primes can be asked.
  mutating func isRelation(_ terms: [(place: Int, factor: Rational)]) -> Bool {
    tests += 1
    guard vanishes(terms) else { return false }
    relations.append(terms)
    return true
  }

  /// Whether two values are equal, or opposite.
  mutating func areEqual(_ a: Int, _ b: Int, opposite: Bool = false) -> Bool {
    tests += 1
    guard agree(a, b, opposite: opposite) else { return false }
    relations.append([(a, .one), (b, opposite ? .one : Rational(-1))])
    return true
  }

  private func agree(_ a: Int, _ b: Int, opposite: Bool) -> Bool {
    let sheets = program.sheets
    for lane in lanes {
      let field = fields[lane.draw].field
      for sheet in 0..<sheets {
        let other = lane.values[b * sheets + sheet]
        if lane.values[a * sheets + sheet] != (opposite ? field.negation(other) : other) { return false }
      }
    }
    return true
  }

  /// Σ c·value = 0 everywhere.
  func vanishes(_ terms: [(place: Int, factor: Rational)]) -> Bool {
    let sheets = program.sheets
    for lane in lanes {
      let field = fields[lane.draw].field
      var factors: [UInt64] = []
      for term in terms {
        guard let factor = field.element(term.factor) else { return false }
        factors.append(factor)
      }
      for sheet in 0..<sheets {
        var total = PrimeField.zero
        for (term, factor) in zip(terms, factors) {
          total = field.sum(total, field.product(factor, lane.values[term.place * sheets + sheet]))
        }
        if total != 0 { return false }
      }
    }
    return true
  }
}

/// Of two positive numbers.
func leastCommonMultiple(_ a: Int, _ b: Int) -> Int {
  var (x, y) = (a, b)
  while y != 0 { (x, y) = (y, x % y) }
  return a / x * b
}
