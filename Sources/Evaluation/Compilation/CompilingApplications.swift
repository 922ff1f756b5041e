import Expressions
import Numbers

/// Unknown functions, replaced by sample families.
extension TapeCompiler {
  /// An unknown function, or a derivative of it, at its arguments.
  mutating func application(_ frame: Frame) throws(EvaluationError) -> Tape.Node? {
    let e = frame.expression
    let application = store.application(e)
    let parts = store.applicationParts(e)
    guard let output = try slots(parts.output, in: frame) else { return nil }
    guard let layout = try layout(of: application.function) else { return nil }
    guard let wanted = try derivativeEntries(parts, layout, frame) else { return nil }
    guard let arguments = try argumentEntries(parts, layout, frame) else { return nil }
    guard let output, let wanted, layout.contains(output) else { return .outside }
    if setting.keepsUnknownFunctions {
      let entry = Tape.UnknownEntry(function: application.function, output: output, wanted: wanted.sorted())
      let isPositive = wanted.isEmpty && store.declaration(application.function).codomain == .positive
      return tape.unknown(entry, isPositive: isPositive, at: arguments)
    }
    let value = try sample(application.function, layout, output, derivedIn: wanted, at: arguments)
    guard let value else { return nil }
    return tape.guarded(value, by: arguments)
  }

  /// The spans of the slots of a function's output and of each of its arguments.
  struct FunctionLayout {
    var output: [ClosedSpan]
    var arguments: [[ClosedSpan]]

    func contains(_ slots: [Int]) -> Bool { zip(output, slots).allSatisfy { $0.contains($1) } }

    /// The number of entries; `Int.max` if that is greater.
    static func count(_ spans: [ClosedSpan]) -> Int {
      spans.reduce(1) { total, span in
        let (product, overflow) = total.multipliedReportingOverflow(by: span.count)
        return overflow ? .max : product
      }
    }

    /// The row-major place of an entry.
    static func place(_ slots: [Int], in spans: [ClosedSpan]) -> Int? {
      var place = 0
      for (span, slot) in zip(spans, slots) {
        guard span.contains(slot) else { return nil }
        place = place * span.count + (slot - span.lower)
      }
      return place
    }
  }

  private mutating func layout(of function: UnknownFunction) throws(EvaluationError) -> FunctionLayout? {
    let declaration = store.declaration(function)
    var groups: [[ClosedSpan]] = []
    for ranges in [declaration.output] + declaration.arguments {
      var group: [ClosedSpan] = []
      for range in ranges {
        guard let span = try span(range, in: nil) else { return nil }
        group.append(span)
      }
      guard FunctionLayout.count(group) <= setting.capacity else { throw .budget }
      groups.append(group)
    }
    return FunctionLayout(output: groups[0], arguments: Array(groups.dropFirst()))
  }

  /// The numbers, among all argument entries, of those that the function is differentiated in.
  private mutating func derivativeEntries(
    _ parts: ExpressionStore.ApplicationParts, _ layout: FunctionLayout, _ frame: Frame
  ) throws(EvaluationError) -> [Int]?? {
    var (entries, start, isComplete, isInside) = ([Int](), 0, true, true)
    for (spans, groups) in zip(layout.arguments, parts.derivativeSlots) {
      for group in groups {
        guard let found = try slots(group, in: frame) else {
          isComplete = false
          continue
        }
        if let slots = found, let place = FunctionLayout.place(slots, in: spans) {
          entries.append(start + place)
        } else {
          isInside = false
        }
      }
      start += FunctionLayout.count(spans)
    }
    if !isComplete { return .none }
    return .some(isInside ? entries : nil)
  }

  /// The entries of all arguments, one argument after the other, row by row.
  private mutating func argumentEntries(
    _ parts: ExpressionStore.ApplicationParts, _ layout: FunctionLayout, _ frame: Frame
  ) throws(EvaluationError) -> [Tape.Node]? {
    var (entries, total) = ([Tape.Node](), 0)
    for (spans, argument) in zip(layout.arguments, parts.arguments) {
      let block = Inputs.Block(
        subject: .symbol(Symbol(0)), lower: spans.map { $0.lower }, lengths: spans.map { $0.count }, start: 0)
      total += block.count
      for place in 0..<block.count {
        let slots = block.slots(at: place)
        let bound = zip(argument.indices, slots).map { (index: $0, value: $1) }
        if let node = try value(of: argument.body, in: frame, binding: bound) { entries.append(node) }
      }
    }
    return entries.count == total ? entries : nil
  }

  /// Σ c·Π w·g⁽ʳ⁾(l), and the affine term of an adjustable function.
  private mutating func sample(
    _ function: UnknownFunction, _ layout: FunctionLayout, _ output: [Int], derivedIn wanted: [Int],
    at arguments: [Tape.Node]
  ) throws(EvaluationError) -> Tape.Node? {
    let isPositive = store.declaration(function).codomain == .positive
    let family = FunctionFamily(
      of: function, family: setting.family, output: output, argumentCount: arguments.count, isPositive: isPositive)
    var terms: [Tape.Node] = []
    if setting.adjustable.contains(function) {
      let count = FunctionLayout.count(layout.output)
      guard count < setting.capacity / (arguments.count + 1) else { throw .budget }
      let block =
        tape.inputs.block(of: .coefficients(function))
        ?? tape.inputs.append(.coefficients(function), lower: [0, 0], lengths: [count, arguments.count + 1])
      let row = FunctionLayout.place(output, in: layout.output) ?? 0
      let start = block.start + row * (arguments.count + 1)
      if wanted.count == 1 { terms.append(tape.input(start + 1 + wanted[0])) }
      if wanted.isEmpty {
        terms.append(tape.input(start))
        for (k, argument) in arguments.enumerated() {
          let coefficient = tape.input(start + 1 + k)
          terms.append(tape.product([coefficient, argument]))
        }
      }
    }
    for ridge in family.ridges { terms.append(term(ridge, derivedIn: wanted, at: arguments)) }
    return tape.sum(terms)
  }

  private mutating func term(
    _ ridge: FunctionFamily.Ridge, derivedIn wanted: [Int], at arguments: [Tape.Node]
  ) -> Tape.Node {
    var factor = ridge.factor
    for entry in wanted { factor *= ridge.weights[entry] }
    var parts = [tape.constant(ridge.offset)]
    for (weight, argument) in zip(ridge.weights, arguments) {
      let weight = tape.constant(weight)
      parts.append(tape.product([weight, argument]))
    }
    let form = tape.sum(parts)
    let order = wanted.count
    switch ridge.profile {
    case .power(let n):
      if order > n { return .zero }
      // n·(n−1)⋯(n−r+1)
      for k in 0..<order { factor *= Rational(n - k) }
      let power = tape.power(form, Rational(n - order))
      return tape.product([tape.constant(factor), power])
    case .sine:
      let wave = tape.function(order % 2 == 0 ? .sin : .cos, form)
      return tape.product([tape.constant(order % 4 < 2 ? factor : -factor), wave])
    case .exponential:
      let exponential = tape.function(.exp, form)
      return tape.product([tape.constant(factor), exponential])
    }
  }
}
