import Expressions
import Numbers

/// Entries of symbols and definitions, and substitutions.
extension TapeCompiler {
  /// What stands in a slot.
  enum Slot {
    case value(Int)
    /// Undefined, or no integer.
    case outside
  }

  /// The integer in a slot, or nil after asking for it.
  mutating func slot(_ e: Expression, in frame: Frame) throws(EvaluationError) -> Slot? {
    guard let node = try value(of: e, in: frame) else { return nil }
    if let value = tape.knownRational(node) { return value.asInt.map { .value($0) } ?? .outside }
    if tape.isUndefined(node) { return .outside }
    throw .slotDependsOnInput(e)
  }

  /// The integers in all slots: `.some(nil)` if one is outside, nil after asking for them.
  mutating func slots(
    _ parts: some Collection<Expression>, in frame: Frame
  ) throws(EvaluationError) -> [Int]?? {
    var values: [Int] = []
    var (isComplete, isInside) = (true, true)
    for part in parts {
      switch try slot(part, in: frame) {
      case .value(let value): values.append(value)
      case .outside: isInside = false
      case nil: isComplete = false
      }
    }
    if !isComplete { return .none }
    return .some(isInside ? values : nil)
  }

  mutating func entry(_ frame: Frame) throws(EvaluationError) -> Tape.Node? {
    let e = frame.expression
    guard let found = try slots(store.operands(of: e), in: frame) else { return nil }
    guard let slots = found else { return .outside }
    if store.op(e) == .symbol { return try entry(of: store.symbol(e), slots, context: frame.context) }
    return try entry(of: store.definition(e), slots, context: frame.context)
  }

  mutating func entry(
    of definition: Definition, _ slots: [Int], context: UInt32
  ) throws(EvaluationError) -> Tape.Node? {
    let tuple = tuples.number(of: slots)
    return try value(Task(kind: .definition, number: definition.number, tuple: tuple, context: context))
  }

  /// The entry of a symbol: what the innermost substitution puts in, a chosen value, or an input.
  mutating func entry(of symbol: Symbol, _ slots: [Int], context: UInt32) throws(EvaluationError) -> Tape.Node? {
    var context = context
    while let substitution = contexts[Int(context)].substitution {
      if store.symbol(substitution) == symbol {
        let tuple = tuples.number(of: slots)
        return try value(Task(kind: .substituted, number: symbol.number, tuple: tuple, context: context))
      }
      context = contexts[Int(context)].parent
    }
    guard let block = try block(of: .symbol(symbol), store.declaration(symbol).slots) else { return nil }
    guard let place = block.place(of: slots) else { return .outside }
    if let chosen = setting.choice.values[symbol] {
      let offset = place - block.start
      return offset < chosen.count ? tape.constant(chosen[offset]) : .outside
    }
    return tape.input(place)
  }

  /// The inputs of a tensor with these slots, made if they are new; nil after asking for the ends of its ranges.
  mutating func block(of subject: Inputs.Subject, _ ranges: [IndexRange]) throws(EvaluationError) -> Inputs.Block? {
    if let known = tape.inputs.block(of: subject) { return known }
    var (lower, lengths, total) = ([Int](), [Int](), 1)
    for range in ranges {
      guard let span = try span(range, in: nil) else { return nil }
      lower.append(span.lower)
      lengths.append(span.count)
      let (product, overflow) = total.multipliedReportingOverflow(by: span.count)
      if overflow || product > setting.capacity { throw .budget }
      total = product
    }
    return tape.inputs.append(subject, lower: lower, lengths: lengths)
  }

  /// The clause for the slots: the first with a literal that matches, else the first that matches.
  func clause(of body: DefinitionBody, _ slots: some Collection<Int>) -> DefinitionBody.Clause? {
    var general: DefinitionBody.Clause?
    for clause in body.clauses where clause.pattern.count == slots.count {
      var (matches, isGeneral) = (true, true)
      for (pattern, slot) in zip(clause.pattern, slots) {
        guard case .literal(let literal) = pattern else { continue }
        isGeneral = false
        if literal != slot { matches = false }
      }
      if matches && !isGeneral { return clause }
      if matches && general == nil { general = clause }
    }
    return general
  }

  mutating func definitionEntry(_ task: Task) throws(EvaluationError) -> Tape.Node? {
    let definition = Definition(task.number)
    let body = store.body(definition)
    let slots = Array(tuples[task.tuple])
    guard let clause = clause(of: body, slots) else { return .outside }
    for (k, range) in body.slots.enumerated() where k < slots.count {
      if case .literal = clause.pattern[k] { continue }
      guard let span = try span(range, in: nil) else { return nil }
      if !span.contains(slots[k]) { return .outside }
    }
    var bound: [(index: Index, value: Int)] = []
    for (pattern, slot) in zip(clause.pattern, slots) {
      if case .variable(let index) = pattern { bound.append((index, slot)) }
    }
    let outer = Frame(Task(kind: .expression, number: 0, tuple: 0, context: task.context), free: [])
    guard let value = try value(of: clause.body, in: outer, binding: bound) else { return nil }
    return tape.alias(Tape.Alias(subject: .definition(definition), slots: slots), of: value)
  }

  mutating func substitution(_ frame: Frame) throws(EvaluationError) -> Tape.Node? {
    let inner = Context(parent: frame.context, substitution: frame.expression, tuple: frame.tuple)
    var number = contexts.firstIndex(of: inner)
    if number == nil {
      contexts.append(inner)
      number = contexts.count - 1
    }
    let last = store.operandCount(of: frame.expression) - 1
    var task = try task(store.operand(last, of: frame.expression), in: frame)
    task.context = UInt32(number ?? 0)
    return try value(task)
  }

  /// The value that a substitution puts in for an entry, computed outside of the substitution.
  mutating func substitutedEntry(_ task: Task) throws(EvaluationError) -> Tape.Node? {
    let context = contexts[Int(task.context)]
    guard let substitution = context.substitution else { return .undefined }
    let slots = Array(tuples[task.tuple])
    let symbol = Symbol(task.number)
    for (range, slot) in zip(store.declaration(symbol).slots, slots) {
      guard let span = try span(range, in: nil) else { return nil }
      if !span.contains(slot) { return .outside }
    }
    let outer = Frame(
      Task(kind: .expression, number: substitution.number, tuple: context.tuple, context: context.parent),
      free: freeIndices.of(substitution, in: store))
    var bound: [(index: Index, value: Int)] = []
    for (index, slot) in zip(store.boundIndices(of: substitution), slots) { bound.append((index, slot)) }
    guard let value = try value(of: store.operand(0, of: substitution), in: outer, binding: bound) else { return nil }
    return tape.alias(Tape.Alias(subject: .substituted(symbol, context: task.context), slots: slots), of: value)
  }
}
