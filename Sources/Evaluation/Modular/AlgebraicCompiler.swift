import Expressions
import Numbers

/// From the operations of a program to those of an algebraic one, in which equal arguments get equal values and each
/// function its laws.
struct AlgebraicCompiler {
  let source: Program
  let signs: KnownSigns
  var lanes: ModularLanes
  /// By operation of the source, its place.
  var images: [Int] = []
  /// Nothing but rational operations on the inputs was met.
  var isRational = true
  /// Places of which the sign is known.
  var positive: Set<Int> = []
  var nonnegative: Set<Int> = []
  /// The orders of the roots, in the order in which these are met, as far as a former attempt found out.
  let orders: [Int]

  private var inputs: [Int: Int] = [:]
  private var numbers: [Rational: Int] = [:]
  private(set) var pi: Int?
  /// log |u| by u, which stands for −u too.
  var logarithms: [(argument: Int, value: Int)] = []
  /// exp(w) by place: its logarithm is w.
  var exponentsOfPlaces: [Int: Int] = [:]
  /// The basis of all exponents, with their units.
  var exponents: [(place: Int, unit: Int)] = []
  /// The basis of all angles, but for π.
  var angles: [(place: Int, angle: Angle)] = []
  /// Bases of unknown sign, each with the basis of its exponents.
  var bases: [(place: Int, exponents: [(place: Int, unit: Int)])] = []
  /// Products whose factors are not real everywhere: their roots are not taken apart.
  var wholes: Set<Int> = []
  /// Sums that were multiplied by what stood below their terms.
  var hasClearedTerms: Set<Int> = []
  /// What they were multiplied by.
  var multipliers: [Int] = []
  /// Values of unknown functions, and of functions of several arguments, which have no laws here.
  var unknowns: [(callee: Callee, arguments: [Int], value: Int)] = []
  /// Values of functions without laws, by function and argument.
  var opaque: [(function: ElementaryFunction, order: Int, argument: Int, value: Int)] = []

  init(_ source: Program, signs: KnownSigns, lanes: ModularLanes, orders: [Int]) {
    self.source = source
    self.signs = signs
    self.lanes = lanes
    self.orders = orders
  }

  /// The places of the outputs.
  mutating func compile() throws(ModularLanes.Failure) -> [Int] {
    for place in source.operations.indices {
      // The entries of an inverse are there already.
      if place < images.count { continue }
      let image = try image(of: place)
      images.append(image)
      if signs.positive[place] { positive.insert(image) }
      if signs.nonnegative[place] { nonnegative.insert(image) }
      if source.operations[place] == .inverse {
        let size = source.payloads[place]
        for entry in 1...(size * size) { images.append(image + entry) }
      }
    }
    return source.outputs.map { images[$0] }
  }

  private func operand(_ k: Int, _ place: Int) -> Int { images[source.operands[source.operandStarts[place] + k]] }

  private func operands(_ place: Int) -> [Int] {
    source.operands[source.operandStarts[place]..<source.operandStarts[place + 1]].map { images[$0] }
  }

  private mutating func image(of place: Int) throws(ModularLanes.Failure) -> Int {
    switch source.operations[place] {
    case .constant: return try number(source.rationals[source.payloads[place]])
    case .pi: return try piValue()
    case .input: return try input(source.payloads[place])
    case .alias, .guarded: return operand(0, place)
    case .sum: return try lanes.append(.sum(operands(place)))
    case .product: return try lanes.append(.product(operands(place)))
    case .power:
      let exponent = source.rationals[source.payloads[place]]
      return try power(operand(0, place), exponent)
    case .generalPower: return try generalPower(operand(0, place), operand(1, place))
    case .function:
      isRational = false
      let function = ElementaryFunction(rawValue: UInt8(truncatingIfNeeded: source.payloads[place])) ?? .floor
      return try self.function(function, operand(0, place))
    case .polygamma:
      isRational = false
      return try opaqueValue(.digamma, order: source.payloads[place], operand(0, place), parity: .none)
    case .inverse: return try lanes.append(.inverse(operands(place), size: source.payloads[place]))
    case .unknown:
      isRational = false
      return try unknownValue(.unknown(source.payloads[place]), operands(place))
    case .functionOfSeveral:
      isRational = false
      return try unknownValue(.elementary(source.payloads[place]), operands(place))
    // It has a value, 0, wherever it has one.
    case .flat: return try number(.zero)
    case .undefined, .infinity, .maximum, .minimum, .less, .lessOrEqual, .equal, .and, .or, .not, .select,
      .inverseEntry:
      throw .unsupported
    }
  }

  private mutating func input(_ number: Int) throws(ModularLanes.Failure) -> Int {
    if let known = inputs[number] { return known }
    let place = try lanes.newIndeterminate()
    inputs[number] = place
    return place
  }

  mutating func number(_ value: Rational) throws(ModularLanes.Failure) -> Int {
    if let known = numbers[value] { return known }
    let place = try lanes.append(.constant(value))
    numbers[value] = place
    if value.signum > 0 { positive.insert(place) }
    if value.signum >= 0 { nonnegative.insert(place) }
    return place
  }

  /// π, of which only its multiples as angles are known.
  mutating func piValue() throws(ModularLanes.Failure) -> Int {
    isRational = false
    if let pi { return pi }
    let place = try lanes.newIndeterminate()
    pi = place
    positive.insert(place)
    return place
  }

  mutating func scaled(_ place: Int, by factor: Rational) throws(ModularLanes.Failure) -> Int {
    if factor.isOne { return place }
    let factor = try number(factor)
    return try lanes.append(.product([factor, place]))
  }

  mutating func sum(_ a: Int, _ b: Int) throws(ModularLanes.Failure) -> Int { try lanes.append(.sum([a, b])) }

  mutating func difference(_ a: Int, _ b: Int) throws(ModularLanes.Failure) -> Int {
    try sum(a, try scaled(b, by: Rational(-1)))
  }

  mutating func quotient(_ a: Int, _ b: Int) throws(ModularLanes.Failure) -> Int {
    let below = try lanes.append(.power(b, -1))
    return try lanes.append(.product([a, below]))
  }

  mutating func power(_ base: Int, _ exponent: Rational) throws(ModularLanes.Failure) -> Int {
    if let whole = exponent.asInt { return try lanes.append(.power(base, whole)) }
    isRational = false
    return try rootPower(base, exponent)
  }

  /// By the payload of its operation.
  enum Callee: Equatable { case unknown(Int), elementary(Int) }

  private mutating func unknownValue(_ callee: Callee, _ arguments: [Int]) throws(ModularLanes.Failure) -> Int {
    for known in unknowns where known.callee == callee && known.arguments.count == arguments.count {
      var isSame = true
      for (a, b) in zip(arguments, known.arguments) where isSame { isSame = lanes.areEqual(a, b) }
      if isSame { return known.value }
    }
    let value = try lanes.newIndeterminate()
    unknowns.append((callee, arguments, value))
    return value
  }

  /// A value of which nothing is known but that equal arguments have equal ones; for odd functions opposite arguments
  /// opposite ones.
  mutating func opaqueValue(
    _ function: ElementaryFunction, order: Int = 0, _ argument: Int, parity: FunctionProperties.Parity
  ) throws(ModularLanes.Failure) -> Int {
    for known in opaque where known.function == function && known.order == order {
      if lanes.areEqual(argument, known.argument) { return known.value }
      if parity != .none, lanes.areEqual(argument, known.argument, opposite: true) {
        return parity == .odd ? try scaled(known.value, by: Rational(-1)) : known.value
      }
    }
    let value = try lanes.newIndeterminate()
    opaque.append((function, order, argument, value))
    return value
  }
}
