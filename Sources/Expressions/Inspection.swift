import Numbers

/// Reading nodes back.
extension ExpressionStore {
  public func op(_ e: Expression) -> Operator { nodes[Int(e.number)].op }

  public func operands(of e: Expression) -> ArraySlice<Expression> {
    operands[operandStart(of: e.number)..<Int(nodes[Int(e.number)].operandEnd)]
  }

  public func operand(_ position: Int, of e: Expression) -> Expression {
    operands[operandStart(of: e.number) + position]
  }

  public func operandCount(of e: Expression) -> Int {
    Int(nodes[Int(e.number)].operandEnd) - operandStart(of: e.number)
  }

  /// The value of a `.number` node.
  public func rational(_ e: Expression) -> Rational? {
    let node = nodes[Int(e.number)]
    return node.op == .number ? rationals[Int(node.payload)] : nil
  }

  public func constant(_ e: Expression) -> Constant { Constant(rawValue: UInt8(payload(e))) ?? .pi }
  public func dimension(_ e: Expression) -> Dimension { Dimension(payload(e)) }
  public func index(_ e: Expression) -> Index { Index(payload(e)) }
  public func symbol(_ e: Expression) -> Symbol { Symbol(payload(e)) }
  public func definition(_ e: Expression) -> Definition { Definition(payload(e)) }
  public func function(_ e: Expression) -> ElementaryFunction {
    ElementaryFunction(rawValue: UInt8(payload(e))) ?? .exp
  }
  public func reduction(_ e: Expression) -> Reduction { Reduction(rawValue: UInt8(payload(e))) ?? .sum }
  public func comparison(_ e: Expression) -> Comparison { Comparison(rawValue: UInt8(payload(e))) ?? .equal }
  public func truth(_ e: Expression) -> Bool { payload(e) == 1 }
  /// The statement that is true as it stands, such as the condition of a sum over all of a range.
  public func isTrue(_ e: Expression) -> Bool { op(e) == .truth && truth(e) }
  public func application(_ e: Expression) -> Application { applications[Int(payload(e))] }
  public func target(_ e: Expression) -> Target { targets[Int(payload(e))] }

  func payload(_ e: Expression) -> UInt32 { nodes[Int(e.number)].payload }

  /// The index variables that are not bound inside, ascending.
  public func freeIndices(of e: Expression) -> [Index] { indexSets[nodes[Int(e.number)].freeSet].map { Index($0) } }

  public func isFree(_ index: Index, in e: Expression) -> Bool {
    indexSets[nodes[Int(e.number)].freeSet].contains(index.number)
  }

  public func hasFreeIndices(_ e: Expression) -> Bool { nodes[Int(e.number)].freeSet != 0 }

  /// A derivative or a substitution is still to be carried out inside (definitions are not looked into).
  public func hasDerivative(_ e: Expression) -> Bool { nodes[Int(e.number)].marks.contains(.hasDerivative) }

  public func mentionsDefinition(_ e: Expression) -> Bool { nodes[Int(e.number)].marks.contains(.hasDefinition) }

  /// The parts of an application of an unknown function.
  public struct ApplicationParts: Sendable {
    public var output: [Expression]
    /// One group of slots a derivative, by argument.
    public var derivativeSlots: [[[Expression]]]
    public var arguments: [Argument]
  }

  public func applicationParts(_ e: Expression) -> ApplicationParts {
    let application = application(e)
    let declaration = declaration(application.function)
    var rest = operands(of: e)
    func take(_ count: Int) -> [Expression] {
      defer { rest = rest.dropFirst(count) }
      return Array(rest.prefix(count))
    }
    let output = take(declaration.output.count)
    let slots = zip(application.orders, declaration.arguments).map { order, ranges in
      (0..<order).map { _ in take(ranges.count) }
    }
    let arguments = declaration.arguments.map { ranges in
      let indices = take(ranges.count).map { index($0) }
      return Argument(indices: indices, body: take(1)[0])
    }
    return ApplicationParts(output: output, derivativeSlots: slots, arguments: arguments)
  }

  public struct LimitParts: Sendable {
    public var variable: Expression
    public var point: Expression
    public var approach: Approach
    public var body: Expression
  }

  /// A limit occurs in the expression, which must be carried out before it is evaluated.
  public func mentionsLimit(_ e: Expression) -> Bool { nodes[Int(e.number)].marks.contains(.hasLimit) }

  public func limitParts(_ e: Expression) -> LimitParts {
    let direction = rational(operand(2, of: e))?.asInt ?? 0
    return LimitParts(
      variable: operand(0, of: e), point: operand(1, of: e), approach: Approach(rawValue: direction) ?? .both,
      body: operand(3, of: e))
  }

  /// The operands of a node that are index variables bound by it.
  public func boundIndices(of e: Expression) -> [Index] {
    boundOperands(op(e), payload: payload(e), Array(operands(of: e))).map { index($0) }
  }

  /// The operands that are bound index variables. What they bind is every other operand but the leading slots; those
  /// never mention them, since a bound index is made for its binder.
  func boundOperands(_ op: Operator, payload: UInt32, _ parts: [Expression]) -> [Expression] {
    switch op {
    case .reduction: return [parts[0]]
    case .inverse: return [parts[2], parts[3]]
    case .determinant, .logDeterminant: return [parts[0], parts[1]]
    case .substitution: return Array(parts[1..<(parts.count - 1)])
    case .expectation: return Array(parts.dropLast(3))
    case .apply:
      let application = applications[Int(payload)]
      let declaration = functions[Int(application.function.number)]
      var place = declaration.output.count
      for (order, ranges) in zip(application.orders, declaration.arguments) { place += order * ranges.count }
      var bound: [Expression] = []
      for ranges in declaration.arguments {
        bound += parts[place..<(place + ranges.count)]
        place += ranges.count + 1
      }
      return bound
    default: return []
    }
  }

  /// Every node below the roots, children before parents. Bodies of definitions are not entered.
  public func reachable(from roots: [Expression], throughDefinitions: Bool = false) -> [Expression] {
    var seen = ExpressionSet()
    var stack = roots
    while let e = stack.popLast() {
      guard seen.insert(e) else { continue }
      if throughDefinitions, op(e) == .definition { stack += body(definition(e)).clauses.map { $0.body } }
      stack.append(contentsOf: operands(of: e))
    }
    work.draw(seen.count * ExpressionStore.workOfNode)
    return seen.sorted()
  }

  /// The declared quantities that the expressions depend on, through definitions too.
  public func symbols(in roots: [Expression]) -> [Symbol] {
    let all = reachable(from: roots, throughDefinitions: true)
    return Set(all.filter { op($0) == .symbol }.map { symbol($0) }).sorted()
  }

  /// The comparison that holds exactly where a negated one does not; nil for other statements.
  public mutating func opposite(of negation: Expression) -> Expression? {
    guard op(negation) == .not else { return nil }
    let e = operand(0, of: negation)
    guard op(e) == .comparison else { return nil }
    let (a, b) = (operand(0, of: e), operand(1, of: e))
    switch comparison(e) {
    case .equal: return comparison(.notEqual, a, b)
    case .notEqual: return comparison(.equal, a, b)
    case .less: return comparison(.lessOrEqual, b, a)
    case .lessOrEqual: return comparison(.less, b, a)
    }
  }
}
