import Diagnostics
import Expressions
import Notation

/// `S(t) := …`. Its right side is read again for every combination of shapes that it is called with.
struct DefinedFunction: Sendable {
  var name: String
  /// The numbers of the parameters' names in the tree.
  var parameters: [UInt32]
  var tree: SyntaxTree
  var value: Node
  var clauses: [Node]
  /// Names declared from here on are not seen by the body.
  var horizon: Int
  var isPrelude: Bool
}

/// A function and the shapes of its arguments.
struct TemplateKey: Hashable, Sendable {
  var function: Int
  var shapes: [[IndexRange]]
  var isRow: [Bool]
  /// Which arguments are the literal 0, which fits every shape; empty where they count as numbers.
  var isZero: [Bool] = []
}

/// The right side of a defined function for arguments of certain shapes, with stands for the arguments.
struct Template: Sendable {
  var parameters: [Parameter]
  var slots: [Index]
  var isRow: Bool
  var body: Expression
  /// The stands for tensors, by symbol.
  var places: [Symbol: Int]
  /// The nodes of the body, children before parents, and for each the positions of its operands.
  var nodes: [Expression]
  var operandPlaces: [[Int32]]
  /// The positions of the stands for numbers, of the slots, and of the bound indices; nil for what does not occur.
  var stands: [Int?]
  var slotPlaces: [Int?]
  var boundPlaces: [Int]
}

struct Templates: Sendable {
  enum State: Sendable {
    case ready(Int)
    case mistaken(Diagnostic)
  }

  /// What is put into a template, to give the same result again.
  struct Instance: Hashable, Sendable {
    var template: Int
    var bodies: [Expression]
    var indices: [[Index]]
    var slots: [Expression]
  }

  var list: [Template] = []
  var states: [TemplateKey: State] = [:]
  var instances: [Instance: Expression] = [:]
  var depth = 0
  /// Stands for tensors are numbered down from here; no declared symbol comes near.
  var nextStand = UInt32.max
  /// The operands written by all instances.
  var work = 0
}

extension Elaborator {
  /// Enters `f(t) := value`. Its body is read for numbers at once, so that unknown names are found where they stand.
  mutating func enterFunction(
    _ left: Node, _ value: Node, clauses: [Node], in tree: SyntaxTree, isPrelude: Bool = false
  ) {
    let children = Array(tree.children(left))
    let name = tree.name(children[0])
    let function = DefinedFunction(
      name: name, parameters: children.dropFirst().map { tree.payload($0) }, tree: tree, value: value,
      clauses: clauses, horizon: environment.serial, isPrelude: isPrelude)
    functions.append(function)
    let number = functions.count - 1
    environment.declare(name, .definedFunction(number), at: tree.span(left))
    if isPrelude { return }
    let numbers = TemplateKey(
      function: number, shapes: function.parameters.map { _ in [] }, isRow: function.parameters.map { _ in false })
    guard case .mistaken(let diagnostic) = template(numbers, at: tree.span(left)),
      case .meaning(let mistake) = diagnostic.mistake,
      mistake.isAboutNames
    else { return }
    environment.complete(name, .failed)
    if case .failedName = mistake { return }
    diagnostics.append(diagnostic)
  }

  mutating func template(_ key: TemplateKey, at span: Span) -> Templates.State {
    if let known = templates.states[key] { return known }
    var state: Templates.State
    do throws(Rejection) {
      guard templates.depth < Elaborator.templateLimit else {
        throw Rejection(.tooDeep("calls of defined functions", limit: Elaborator.templateLimit), at: span)
      }
      templates.depth += 1
      defer { templates.depth -= 1 }
      let template = try readTemplate(key, at: span)
      templates.list.append(template)
      state = .ready(templates.list.count - 1)
    } catch {
      state = .mistaken(error.diagnostic)
    }
    templates.states[key] = state
    return state
  }

  /// The mistake in the body of a function, told where it is called.
  mutating func mistake(of key: TemplateKey, at span: Span) -> Rejection {
    guard case .mistaken(var diagnostic) = template(key, at: span) else {
      return Rejection(.tooLarge("this"), at: span)
    }
    if !functions[key.function].isPrelude {
      diagnostic.related.insert(
        .init(span: diagnostic.span, label: "in the right side of `\(functions[key.function].name)`"), at: 0)
    }
    diagnostic.span = span
    return Rejection(diagnostic)
  }

  private mutating func readTemplate(_ key: TemplateKey, at span: Span) throws(Rejection) -> Template {
    let function = functions[key.function]
    var draft = TermDraft(function.tree, function.value)
    draft.borrowedSpan = function.isPrelude ? span : nil
    draft.horizon = function.horizon
    draft.ownFunction = function.name
    var scope: Int32 = -1
    for (position, name) in function.parameters.enumerated() {
      draft.parameters.append(parameter(name, key.shapes[position], isRow: key.isRow[position]))
      draft.parameters[position].isZero = position < key.isZero.count && key.isZero[position]
      draft.bindings.append(
        Binding(name: name, meaning: .parameter(position), outer: scope, depth: Int32(position + 1)))
      scope = Int32(draft.bindings.count - 1)
    }
    var context = IndexContext()
    try assignScopes(&draft, &context, scope: scope)
    context.settlePending()
    if let free = context.indices.first(where: { $0.kind == .free }) {
      throw Rejection(.freeIndexInFunction(free.name, function: function.name), at: draft.borrowedSpan ?? free.span)
    }
    try unifySlots(draft, &context)
    try inferShapes(&draft, &context)
    let shape = try resultShape(of: draft, &context)
    let slots = try freshIndices(shape.slots, context)
    try assignSlots(&draft, &context, at: values(of: slots))
    try emit(&draft, &context)
    var values: [Index: Expression] = [:]
    for slot in slots { values[slot] = store.value(of: slot) }
    for parameter in draft.parameters {
      if case .index(let index) = parameter.stand { values[index] = store.value(of: index) }
    }
    return template(draft.parameters, slots, isRow: shape.isRow, draft.value(draft.root), values)
  }

  /// The shape of a finished term: a literal 0 alone is a number, `ones` alone has no size.
  func resultShape(of draft: TermDraft, _ context: inout IndexContext) throws(Rejection) -> Shape {
    let shape = try entryShape(draft.root, draft, context)
    if shape.form == .ones { throw Rejection(.unknownSize("ones"), at: draft.span(draft.root)) }
    return shape
  }

  private mutating func parameter(_ name: UInt32, _ shape: [IndexRange], isRow: Bool) -> Parameter {
    if shape.isEmpty {
      let one = store.integer(1)
      let index = store.freshIndex("t", store.range(one, one))
      return Parameter(name: name, shape: shape, isRow: false, stand: .index(index))
    }
    templates.nextStand -= 1
    return Parameter(name: name, shape: shape, isRow: isRow, stand: .symbol(Symbol(templates.nextStand)))
  }
}
