import Diagnostics
import Expressions
import Notation
import Numbers

/// The clauses of a definition.
extension Elaborator {
  mutating func emit(
    _ name: String, _ lines: inout [LineDraft], _ ranges: [IndexRange], _ shape: Shape, _ context: inout IndexContext
  ) throws(Rejection) -> Definition {
    let isRecursive = lines.contains { mentionsOwn($0.draft) }
    var body = DefinitionBody(name: name, slots: ranges, clauses: [], isRecursive: isRecursive)
    let definition = store.define(body)
    mentions.append([])
    if shape.isRow { rows.insert(definition) }
    var ends: [EndLine] = []
    for k in lines.indices {
      let slots = try freshIndices(shape.slots, context)
      var (pattern, condition) = try pattern(of: lines[k].slots, ranges, &context)
      pattern += slots.map { .variable($0) }
      try assignSlots(&lines[k].draft, &context, at: values(of: slots))
      try emit(&lines[k].draft, &context)
      let value = lines[k].draft.value(lines[k].draft.root)
      if let condition {
        ends.append(EndLine(condition: condition, pattern: pattern, value: value))
      } else {
        body.clauses.append(.init(pattern: pattern, body: guarded(value, pattern, by: ends)))
      }
    }
    if body.clauses.isEmpty, let last = ends.popLast() {
      body.clauses.append(.init(pattern: last.pattern, body: guarded(last.value, last.pattern, by: ends)))
    }
    store.redefine(definition, body)
    mentions[mentions.count - 1] = definitions(in: body).filter { $0 != definition }
    return definition
  }

  /// A line such as `beta[T] := …`, which no pattern can say.
  private struct EndLine {
    var condition: Expression
    var pattern: [DefinitionBody.Pattern]
    var value: Expression
  }

  /// The pattern of the slots of a line, and the condition that a slot is a certain size.
  private mutating func pattern(
    of slots: [LeftSlot], _ ranges: [IndexRange], _ context: inout IndexContext
  ) throws(Rejection) -> ([DefinitionBody.Pattern], Expression?) {
    var pattern: [DefinitionBody.Pattern] = []
    var conditions: [Expression] = []
    for (slot, range) in zip(slots, ranges) {
      switch slot {
      case .variable(let number): pattern.append(.variable(try variable(number, &context)))
      case .literal(let value): pattern.append(.literal(value))
      case .size(let size):
        let index = store.freshIndex("t", range)
        pattern.append(.variable(index))
        let value = size.expression(in: &store)
        conditions.append(store.comparison(.equal, store.value(of: index), value))
      }
    }
    return (pattern, conditions.isEmpty ? nil : store.and(conditions))
  }

  private func definitions(in body: DefinitionBody) -> [Definition] {
    var found: [Definition] = []
    for clause in body.clauses {
      for definition in definitions(in: clause.body) where !found.contains(definition) { found.append(definition) }
    }
    return found
  }

  /// A clause after such lines: they become cases of it.
  private mutating func guarded(
    _ value: Expression, _ pattern: [DefinitionBody.Pattern], by ends: [EndLine]
  ) -> Expression {
    var arms: [(condition: Expression, value: Expression)] = []
    for end in ends {
      var replacement: [Index: Expression] = [:]
      for (own, new) in zip(end.pattern, pattern) {
        guard case .variable(let index) = own else { continue }
        switch new {
        case .variable(let other): replacement[index] = store.value(of: other)
        case .literal(let number): replacement[index] = store.integer(number)
        }
      }
      let condition = store.substituting(replacement, in: end.condition)
      arms.append((condition, store.substituting(replacement, in: end.value)))
    }
    return arms.isEmpty ? value : store.cases(arms, otherwise: value)
  }
}
