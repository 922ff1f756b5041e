import Expressions
import Numbers

/// Unknown functions, as the same sample families as on the tape.
extension DirectEvaluator {
  mutating func application(_ scope: Scope) throws(EvaluationError) -> Jet? {
    let application = store.application(scope.expression)
    let declaration = store.declaration(application.function)
    let parts = store.applicationParts(scope.expression)
    guard let output = try slots(parts.output, in: scope) else { return nil }
    var (arguments, wanted, isInside, isComplete) = ([Jet](), [Int](), output != nil, true)
    for (number, ranges) in declaration.arguments.enumerated() {
      guard let block = try block(ranges) else { return nil }
      for group in parts.derivativeSlots[number] {
        guard let found = try slots(group, in: scope) else {
          isComplete = false
          continue
        }
        if let slots = found, let place = block.place(of: slots) {
          wanted.append(arguments.count + place)
        } else {
          isInside = false
        }
      }
      let argument = parts.arguments[number]
      for place in 0..<block.count {
        var bound: [Index: Int] = [:]
        for (index, slot) in zip(argument.indices, block.slots(at: place)) { bound[index] = slot }
        let jet = try value(of: argument.body, in: scope, binding: bound)
        if jet == nil { isComplete = false }
        arguments.append(jet ?? undefined(scope.layer))
      }
    }
    guard isComplete, let rows = try block(declaration.output) else { return nil }
    guard isInside, let output, let row = rows.place(of: output) else { return undefined(scope.layer) }
    let value = sample(application.function, output, row, wanted, arguments, scope.layer)
    return arguments.reduce(value) { $0.guarded(by: $1) }
  }

  private mutating func block(_ ranges: [IndexRange]) throws(EvaluationError) -> Inputs.Block? {
    var spans: [TapeCompiler.ClosedSpan] = []
    for range in ranges {
      guard let span = try span(range, layer: 0) else { return nil }
      spans.append(span)
    }
    guard TapeCompiler.FunctionLayout.count(spans) <= setting.capacity else { throw .budget }
    let (lower, lengths) = (spans.map { $0.lower }, spans.map { $0.count })
    return Inputs.Block(subject: .symbol(Symbol(0)), lower: lower, lengths: lengths, start: 0)
  }

  private func sample(
    _ function: UnknownFunction, _ output: [Int], _ row: Int, _ wanted: [Int], _ arguments: [Jet], _ layer: Int
  ) -> Jet {
    let family = FunctionFamily(
      of: function, family: setting.family, output: output, argumentCount: arguments.count,
      isPositive: store.declaration(function).codomain == .positive)
    var total = constant(.zero, layer)
    for ridge in family.ridges { total = total + term(ridge, wanted, arguments, layer) }
    guard let block = point.inputs.block(of: .coefficients(function)) else { return total }
    let start = block.start + row * (arguments.count + 1)
    func coefficient(_ k: Int) -> Jet { Jet(input(start + k), directions: directions(layer)) }
    if wanted.count == 1 { return total + coefficient(1 + wanted[0]) }
    if wanted.count > 1 { return total }
    return arguments.indices.reduce(total + coefficient(0)) { $0 + coefficient(1 + $1) * arguments[$1] }
  }

  /// c·Π w·g⁽ʳ⁾(Σ w·a + b).
  private func term(_ ridge: FunctionFamily.Ridge, _ wanted: [Int], _ arguments: [Jet], _ layer: Int) -> Jet {
    var form = constant(ridge.offset, layer)
    for (weight, argument) in zip(ridge.weights, arguments) { form = form + constant(weight, layer) * argument }
    let factor = wanted.reduce(ridge.factor) { $0 * ridge.weights[$1] }
    switch ridge.profile {
    case .power(let n):
      var (falling, order) = (factor, n)
      for _ in wanted {
        falling *= Rational(order)
        order -= 1
      }
      return falling.isZero ? constant(.zero, layer) : constant(falling, layer) * form.power(Rational(order))
    case .sine:
      let turns: [ElementaryFunction] = [.sin, .cos, .sin, .cos]
      let wave = form.image(under: turns[wanted.count % 4])
      return constant(wanted.count % 4 < 2 ? factor : -factor, layer) * wave
    case .exponential: return constant(factor, layer) * form.image(under: .exp)
    }
  }
}
