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

  /// The entry of a definition. `isTarget` asks for what a derivative is taken by, which is never a local copy.
  mutating func entry(
    of definition: Definition, _ slots: [Int], context: UInt32, isTarget: Bool = false
  ) throws(EvaluationError) -> Tape.Node? {
    var current = context
    search: while true {
      switch contexts[Int(current)].kind {
      case .outside: break search
      case .substitution(let instance), .outcome(let instance, _):
        // Inside a substitution of something that it depends on, the name stands for another quantity than outside.
        if freeSymbols.of(definition, in: store).contains(store.symbol(instance.expression)) { break search }
      case .local(_, let subject, let moved):
        if !isTarget && subject == .definition(definition) && moved == slots {
          guard let node = try entry(of: definition, slots, context: contexts[Int(current)].parent) else { return nil }
          return tape.alias(Tape.Alias(subject: .local(context: current), slots: slots), of: node)
        }
      }
      current = contexts[Int(current)].parent
    }
    let tuple = tuples.number(of: slots)
    let task = Task(kind: .definition, number: definition.number, tuple: tuple, context: withoutLocals(current))
    return try value(task)
  }

  /// The context without derivatives that only see the text of their body: definitions are not part of it.
  private mutating func withoutLocals(_ context: UInt32) -> UInt32 {
    var kinds: [Context.Kind] = []
    var (current, hasLocal) = (context, false)
    while contexts[Int(current)].kind != .outside {
      if case .local = contexts[Int(current)].kind {
        hasLocal = true
      } else {
        kinds.append(contexts[Int(current)].kind)
      }
      current = contexts[Int(current)].parent
    }
    if !hasLocal { return context }
    return kinds.reversed().reduce(current) { number(of: Context(parent: $0, kind: $1)) }
  }

  mutating func number(of context: Context) -> UInt32 {
    if let known = contextNumbers[context] { return known }
    let number = UInt32(truncatingIfNeeded: contexts.count)
    contextNumbers[context] = number
    contexts.append(context)
    return number
  }

  /// The entry of a symbol: what the innermost substitution puts in, a chosen value, or an input.
  mutating func entry(
    of symbol: Symbol, _ slots: [Int], context: UInt32, isTarget: Bool = false
  ) throws(EvaluationError) -> Tape.Node? {
    var current = context
    while true {
      switch contexts[Int(current)].kind {
      case .outside: return try input(symbol, slots)
      case .substitution(let instance), .outcome(let instance, _):
        if store.symbol(instance.expression) == symbol {
          let tuple = tuples.number(of: slots)
          return try value(Task(kind: .substituted, number: symbol.number, tuple: tuple, context: current))
        }
      case .local(_, let subject, let moved):
        if !isTarget && subject == .symbol(symbol) && moved == slots {
          guard let node = try entry(of: symbol, slots, context: contexts[Int(current)].parent) else { return nil }
          return tape.alias(Tape.Alias(subject: .local(context: current), slots: slots), of: node)
        }
      }
      current = contexts[Int(current)].parent
    }
  }

  private mutating func input(_ symbol: Symbol, _ slots: [Int]) throws(EvaluationError) -> Tape.Node? {
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

  mutating func definitionEntry(_ task: Task) throws(EvaluationError) -> Tape.Node? {
    let (definition, slots) = (Definition(task.number), Array(tuples[task.tuple]))
    guard let value = try formula(of: definition, slots, context: task.context) else { return nil }
    let subject = Tape.Alias.Subject.definition(definition, context: task.context)
    return tape.alias(Tape.Alias(subject: subject, slots: slots), of: value)
  }

  /// The value of the defining formula.
  mutating func formula(
    of definition: Definition, _ slots: [Int], context: UInt32
  ) throws(EvaluationError) -> Tape.Node? {
    let body = store.body(definition)
    guard let clause = body.clause(at: slots) else { return .outside }
    for (k, range) in body.slots.enumerated() where k < slots.count {
      if case .literal = clause.pattern[k] { continue }
      guard let span = try span(range, in: nil) else { return nil }
      if !span.contains(slots[k]) { return .outside }
    }
    var bound: [(index: Index, value: Int)] = []
    for (pattern, slot) in zip(clause.pattern, slots) {
      if case .variable(let index) = pattern { bound.append((index, slot)) }
    }
    let outer = Frame(Task(kind: .expression, number: 0, tuple: 0, context: context), free: [])
    return try value(of: clause.body, in: outer, binding: bound)
  }
}
