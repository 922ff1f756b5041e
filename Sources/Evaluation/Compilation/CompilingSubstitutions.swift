import Expressions
import Numbers

/// `at(body, x = value)`: inside, entries of the symbol are what is put in.
extension TapeCompiler {
  mutating func substitution(_ frame: Frame) throws(EvaluationError) -> Tape.Node? {
    let instance = Tape.Instance(expression: frame.expression, tuple: frame.tuple)
    let last = store.operandCount(of: frame.expression) - 1
    var task = try task(store.operand(last, of: frame.expression), in: frame)
    task.context = number(of: Context(parent: frame.context, kind: .substitution(instance)))
    return try value(task)
  }

  /// The value that a substitution puts in for an entry, computed outside of the substitution.
  mutating func substitutedEntry(_ task: Task) throws(EvaluationError) -> Tape.Node? {
    let context = contexts[Int(task.context)]
    if case .outcome(let instance, let outcome) = context.kind { return try drawnEntry(task, instance, outcome) }
    guard case .substitution(let instance) = context.kind else { return .undefined }
    let substitution = instance.expression
    let slots = Array(tuples[task.tuple])
    for (range, slot) in zip(store.declaration(Symbol(task.number)).slots, slots) {
      guard let span = try span(range, in: nil) else { return nil }
      if !span.contains(slot) { return .outside }
    }
    let outer = Frame(
      Task(kind: .expression, number: substitution.number, tuple: instance.tuple, context: context.parent),
      free: freeIndices.of(substitution, in: store))
    var bound: [(index: Index, value: Int)] = []
    for (index, slot) in zip(store.boundIndices(of: substitution), slots) { bound.append((index, slot)) }
    guard let value = try value(of: store.operand(0, of: substitution), in: outer, binding: bound) else { return nil }
    return tape.alias(Tape.Alias(subject: .substituted(instance), slots: slots), of: value)
  }
}
