import Diagnostics
import Expressions
import Notation
import Numbers

/// One line of a definition, `h[t] := …`.
struct DefinitionLine: Sendable {
  var left: Node
  var value: Node
  var clauses: [Node]
  var span: Span
}

/// What stands in a slot on the left of a definition.
enum LeftSlot: Sendable {
  /// A number into the indices of the context.
  case variable(Int)
  case literal(Int)
  /// `beta[T] := …`
  case size(SizeTerm)
}

/// A line whose right side is being read.
struct LineDraft: Sendable {
  var slots: [LeftSlot]
  var draft: TermDraft
}

/// Definitions by `:=`: a body for each line, slots for its indices and those of a tensor-valued right side.
extension Elaborator {
  /// Enters a definition of one or several lines. Its mistakes are reported, and its name is then known to be mistaken.
  @discardableResult
  mutating func define(_ lines: [DefinitionLine], _ tree: SyntaxTree) -> Definition? {
    guard let first = lines.first else { return nil }
    templates.work = 0
    if tree.kind(first.left) == .call {
      defineFunction(first, tree)
      return nil
    }
    let name = declaredName(first.left, tree)
    if isApart(name, first, tree) { return nil }
    guard mayDeclare(name, at: tree.span(first.left)) else { return nil }
    environment.declare(name, .unfinished, at: tree.span(first.left))
    do throws(Rejection) {
      let definition = try read(name, lines, tree)
      environment.complete(name, .definition(definition))
      return definition
    } catch {
      environment.complete(name, .failed)
      reject(error)
      return nil
    }
  }

  /// `h[t] := …` after `h[0] := …` and something else: a recursion is read as a whole. What was read of it is no
  /// definition then, and both lines are marked.
  private mutating func isApart(_ name: String, _ line: DefinitionLine, _ tree: SyntaxTree) -> Bool {
    guard tree.kind(line.left) == .index, let earlier = environment.conflict(name),
      case .definition(let definition) = earlier.entity
    else { return false }
    let isLiteral = store.body(definition).clauses.contains { clause in
      clause.pattern.contains { if case .literal = $0 { true } else { false } }
    }
    guard isLiteral || tree.children(line.left).dropFirst().contains(where: { tree.kind($0) == .number }) else {
      return false
    }
    report(
      .clauseApart(name), at: tree.span(line.left),
      related: [.init(span: earlier.span, label: "the definition of `\(name)` begins here")])
    environment.complete(name, .failed)
    return true
  }

  private mutating func defineFunction(_ line: DefinitionLine, _ tree: SyntaxTree) {
    let name = tree.name(tree.child(line.left, 0))
    guard mayDeclare(name, at: tree.span(line.left)) else { return }
    if let clause = line.clauses.first(where: { tree.kind($0) != .by }) {
      report(.notSupported("a clause on the definition of a function"), at: tree.span(clause))
      environment.declare(name, .failed, at: tree.span(line.left))
      return
    }
    enterFunction(line.left, line.value, clauses: [], in: tree)
  }

  private mutating func read(_ name: String, _ lines: [DefinitionLine], _ tree: SyntaxTree) throws(Rejection)
    -> Definition
  {
    environment.openScope()
    defer { environment.closeScope() }
    for line in lines { try readClauses(of: line, tree) }
    let isIndexed = tree.kind(lines[0].left) == .index
    if !isIndexed { return try read(name, lines, tree, extraSlots: nil) }
    var failure: Rejection?
    for extraSlots in 0...2 {
      do throws(Rejection) {
        return try read(name, lines, tree, extraSlots: extraSlots)
      } catch {
        if case .meaning(let mistake) = error.diagnostic.mistake, mistake.isAboutNames { throw error }
        failure = failure ?? error
        if !mentionsItself(name, lines, tree) { break }
      }
    }
    throw failure ?? Rejection(.refersToItself(name), at: lines[0].span)
  }

  private func mentionsItself(_ name: String, _ lines: [DefinitionLine], _ tree: SyntaxTree) -> Bool {
    for line in lines {
      for number in tree.first(of: line.value).number...line.value.number
      where tree.kind(Node(number)) == .name && tree.name(Node(number)) == name {
        return true
      }
    }
    return false
  }

  /// `where q := …` is seen by the definition only.
  private mutating func readClauses(of line: DefinitionLine, _ tree: SyntaxTree) throws(Rejection) {
    for clause in line.clauses {
      switch tree.kind(clause) {
      case .by: continue
      case .whereDefinition:
        let inner = DefinitionLine(
          left: tree.child(clause, 0), value: tree.child(clause, 1), clauses: [], span: tree.span(clause))
        define([inner], tree)
      case .forClause: _ = try slotRanges(clause, of: line, tree)
      default: throw Rejection(.notSupported("this clause on a definition"), at: tree.span(clause))
      }
    }
  }

  /// `u[t] := … for t in 1..n`: the ranges of slots that nothing on the right tells.
  private mutating func slotRanges(
    _ clause: Node, of line: DefinitionLine, _ tree: SyntaxTree
  ) throws(Rejection) -> [(name: String, range: IndexRange)] {
    let slots =
      tree.kind(line.left) == .index
      ? tree.children(line.left).dropFirst().filter { tree.kind($0) == .name }.map { tree.name($0) } : []
    var ranges: [(name: String, range: IndexRange)] = []
    for binder in tree.children(clause) {
      guard tree.kind(binder) == .membership, tree.kind(tree.child(binder, 0)) == .name,
        tree.kind(tree.child(binder, 1)) == .range, slots.contains(tree.name(tree.child(binder, 0)))
      else {
        throw Rejection(
          .misplaced("`\(excerpt(tree.span(binder)))`", expected: "the range of an index left of `:=`"),
          at: tree.span(binder))
      }
      ranges.append((tree.name(tree.child(binder, 0)), try range(tree.child(binder, 1), tree)))
    }
    return ranges
  }

  // MARK: Reading

  /// `extraSlots`: how many slots the right side is thought to have when it mentions the name itself.
  private mutating func read(
    _ name: String, _ lines: [DefinitionLine], _ tree: SyntaxTree, extraSlots: Int?
  ) throws(Rejection) -> Definition {
    var context = IndexContext()
    let slotCount = tree.kind(lines[0].left) == .index ? tree.childCount(lines[0].left) - 1 : 0
    if let extraSlots {
      context.ownShape = Shape(
        (0..<(slotCount + extraSlots)).map { _ in context.ranges.fresh(for: name, at: lines[0].span) })
    }
    var drafts: [LineDraft] = []
    for line in lines { drafts.append(try draft(line, name, slotCount, tree, &context)) }
    joinOwnSlots(drafts, &context)
    context.settlePending()
    try requireNoFreeIndex(name, context)
    if context.ownShape != nil { for line in drafts { intersectRanges(of: line, &context) } }
    for k in drafts.indices { try unifySlots(drafts[k].draft, &context) }
    var shape = Shape.zero
    for k in drafts.indices {
      try inferShapes(&drafts[k].draft, &context)
      let next = try termShape(drafts[k].draft.root, drafts[k].draft, context)
      guard let both = joined(shape, next, &context) else {
        throw unequal(":=", shape, next, context, at: tree.span(lines[k].value))
      }
      shape = both
      joinOwnShape(context.resolved(shape), beyond: slotCount, &context)
    }
    shape = context.resolved(shape)
    if shape.form == .zero { shape = .scalar }
    if shape.form == .ones { throw Rejection(.unknownSize("ones"), at: tree.span(lines[0].value)) }
    try requireNoFreeIndex(name, context)
    let ranges = try slotRanges(drafts, shape, tree, &context)
    return try emit(name, &drafts, ranges, shape, &context)
  }

  /// A slot that every line leaves open has the range of its variable wherever the name refers to itself.
  private func joinOwnSlots(_ drafts: [LineDraft], _ context: inout IndexContext) {
    guard let own = context.ownShape, let first = drafts.first else { return }
    for position in first.slots.indices {
      var numbers: [Int] = []
      for line in drafts {
        if case .variable(let number) = line.slots[position] { numbers.append(number) }
      }
      guard numbers.count == drafts.count else { continue }
      for number in numbers { _ = context.ranges.unify(own.slots[position], context.indices[number].range) }
    }
  }

  /// The base cases tell the shape of the members, which a derivative or a substitution in the step may need.
  private func joinOwnShape(_ shape: Shape, beyond count: Int, _ context: inout IndexContext) {
    guard let own = context.ownShape, shape.form == .value, own.slots.count == count + shape.slots.count else { return }
    for (x, y) in zip(own.slots.dropFirst(count), shape.slots) { _ = context.ranges.unify(x, y) }
  }

  private func requireNoFreeIndex(_ name: String, _ context: IndexContext) throws(Rejection) {
    for record in context.indices where record.kind == .free || record.kind == .introduced {
      if context.indices.contains(where: { $0.kind == .bound && $0.name == record.name }) {
        throw Rejection(.escapedIndex(record.name), at: record.place ?? record.span)
      }
      throw Rejection(.freeIndexInDefinition(record.name, definition: name), at: record.place ?? record.span)
    }
  }

  private mutating func draft(
    _ line: DefinitionLine, _ name: String, _ slotCount: Int, _ tree: SyntaxTree, _ context: inout IndexContext
  ) throws(Rejection) -> LineDraft {
    var draft = TermDraft(tree, line.value)
    var slots: [LeftSlot] = []
    var scope: Int32 = -1
    let left = tree.kind(line.left) == .index ? Array(tree.children(line.left).dropFirst()) : []
    if left.count != slotCount { throw Rejection(.mixedClauses(name), at: tree.span(line.left)) }
    var stated: [(name: String, range: IndexRange)] = []
    for clause in line.clauses where tree.kind(clause) == .forClause {
      stated += try slotRanges(clause, of: line, tree)
    }
    for slot in left {
      if let value = literal(slot, tree)?.asInt {
        slots.append(.literal(value))
      } else if tree.kind(slot) == .name, !isSize(tree.name(slot)) {
        let own = stated.first { $0.name == tree.name(slot) }?.range
        let number = context.introduce(tree.name(slot), .pattern, range: own, at: tree.span(slot))
        slots.append(.variable(number))
        scope = try push(.index(number), named: slot, scope, &draft)
      } else if tree.kind(slot) != .range, let size = sizeTerm(slot, tree) {
        slots.append(.size(size))
      } else {
        throw Rejection(
          .misplaced("`\(excerpt(tree.span(slot)))`", expected: "an index on the left of `:=`"), at: tree.span(slot))
      }
    }
    try assignScopes(&draft, &context, scope: scope)
    return LineDraft(slots: slots, draft: draft)
  }

  private func isSize(_ name: String) -> Bool {
    if case .size = environment.entry(name)?.entity { return true }
    return false
  }
}
