import Diagnostics
import Expressions
import Notation

/// A term or statement on its way into the store, with what is known of each of its nodes.
///
/// Passes fill the arrays: scopes and meanings downwards, shapes upwards, slots downwards, values upwards. Each is linear
/// in the nodes and none recurses. Nodes with the role `.unvisited` are no terms: callees, binders, types.
///
/// Of a plain term (see `Elaborator.readPlain`) every role is `.term`, every shape a scalar, and no node has a scope or
/// slots: it has only the arrays that tell nodes apart.
struct TermDraft: Sendable {
  let tree: SyntaxTree
  let root: Node
  let first: Int
  /// Where mistakes are reported when the text is not the author's: at the call of a function of the prelude.
  var borrowedSpan: Span?
  /// Names declared from here on are not seen, as in the body of a function that was defined before them.
  var horizon = Int.max

  /// Empty as long as the term is plain, and so are the next three.
  var roles: [Role] = []
  var scopes: [Int32] = []
  var shapes: [Shape] = []
  var slots: [[Expression]] = []
  /// For each node what every pass asks for.
  private var records: [Record]
  /// What the names and callees mean; the first one stands for the other nodes.
  private(set) var meanings: [Meaning] = [.none]
  /// Of a plain term: the values of its names and numbers, parallel to `meanings`. They are the same at each place.
  private var knownValues: [Expression?] = []
  /// Indices that are compared, by an order or for equality, the range of one of which is still open.
  var comparisons: [(Node, Node, isOrder: Bool)] = []

  var bindings: [Binding] = []
  var binders: [Node: Binder] = [:]
  /// Index variables made for a node: those that a product joins, the slots of a relation.
  var joins: [Node: [Index]] = [:]
  /// The index variables of an argument that a function wants as a whole.
  var argumentIndices: [Node: [Index]] = [:]
  var derivatives: [Node: [DerivativeTarget]] = [:]
  var limits: [Node: LimitDraft] = [:]
  var expectations: [Node: ExpectationTerms] = [:]
  var probabilities: [Node: ProbabilityTerms] = [:]
  /// The slots at which a declared name is taken, by the `index` node above all of them, or by the target of a derivative.
  var entries: [Node: [EntrySlot]] = [:]
  var parameters: [Parameter] = []
  /// Wrappers of clauses that are read by the chain, not here.
  var openClauses: Set<Node> = []
  /// The free indices that occur, with their first places.
  var freePlaces: [FreePlace] = []
  /// The types right of `in`, by link.
  var types: [Node: TypeReading] = [:]
  /// Relations whose slots stay free: the others hold in all slots at once.
  var openRelations: Set<Node> = []
  /// The statements that become propositions, and need not be expressions.
  var skeleton: Set<Node> = []
  /// It is a premise, which may tell a property of a quantity that is declared without it.
  var tellsProperties = false
  /// The function whose body this is.
  var ownFunction: String?
  /// The indices that occur and are bound inside.
  var places: [Int] { bindings.compactMap { if case .index(let number) = $0.meaning { number } else { nil } } }
  /// The optimum that the whole term is.
  var optimum: Node?

  private struct Record: Sendable {
    /// A number into `meanings`.
    var meaning: UInt32 = 0
    var value = Expression(0)
    var isPart = false
    var isSum = false
  }

  enum Role: UInt8, Sendable {
    case unvisited
    case term
    case statement
    /// A statement that picks values, in `cases` and behind the index of a sum: about numbers only.
    case condition
    /// All of a slot, or an argument of `delta` and `e`.
    case slot
    /// Inside a slot: `i` in `x[i+1]`.
    case slotPart
    /// A side of a relation.
    case side
    /// A side of a relation after `for`, where names are indices.
    case binderSide
    case link
    case row
    /// What a derivative is taken in.
    case target
  }

  struct FreePlace: Sendable {
    var index: Int
    var span: Span
  }

  init(_ tree: SyntaxTree, _ root: Node) {
    self.tree = tree
    self.root = root
    first = Int(tree.first(of: root).number)
    records = Array(repeating: Record(), count: Int(root.number) - first + 1)
  }

  /// Nothing is known of the nodes, and they may be any: scopes, shapes and slots are to be found out.
  mutating func openAll() {
    let count = records.count
    roles = Array(repeating: .unvisited, count: count)
    scopes = Array(repeating: -1, count: count)
    shapes = Array(repeating: .scalar, count: count)
    slots = Array(repeating: [], count: count)
    records = Array(repeating: Record(), count: count)
    meanings = [.none]
  }

  var isPlain: Bool { roles.isEmpty }

  @inline(__always)
  func place(_ node: Node) -> Int { Int(node.number) - first }

  func role(_ node: Node) -> Role { isPlain ? .term : roles[place(node)] }
  func scope(_ node: Node) -> Int32 { isPlain ? -1 : scopes[place(node)] }
  func shape(_ node: Node) -> Shape { isPlain ? .scalar : shapes[place(node)] }
  func slots(_ node: Node) -> [Expression] { isPlain ? [] : slots[place(node)] }
  func meaning(_ node: Node) -> Meaning { meanings[Int(meaningNumber(node))] }
  func value(_ node: Node) -> Expression { records[place(node)].value }
  /// The node has no value of its own: its parent combines its parts together with its own, as a term of a sum or a factor
  /// of a product. The callees of a plain term count as parts.
  func isPart(_ node: Node) -> Bool { records[place(node)].isPart }
  /// A sum, or the negation of one.
  func isSum(_ node: Node) -> Bool { records[place(node)].isSum }
  func span(_ node: Node) -> Span { borrowedSpan ?? tree.span(node) }

  /// Gives a node its meaning.
  mutating func mean(_ node: Node, _ meaning: Meaning) { mean(node, number: number(of: meaning)) }

  /// A number into `meanings`, for nodes that share it.
  mutating func number(of meaning: Meaning) -> UInt32 {
    meanings.append(meaning)
    return UInt32(meanings.count - 1)
  }

  @inline(__always)
  mutating func mean(_ node: Node, number: UInt32) { records[place(node)].meaning = number }

  @inline(__always)
  func meaningNumber(_ node: Node) -> UInt32 { records[place(node)].meaning }

  mutating func set(isPart: Bool, _ node: Node) { records[place(node)].isPart = isPart }
  mutating func set(isSum: Bool, _ node: Node) { records[place(node)].isSum = isSum }

  /// Enters the value of a node.
  mutating func enter(_ value: Expression, at node: Node) {
    records[place(node)].value = value
    let number = Int(meaningNumber(node))
    guard isPlain, number > 0, tree.childCount(node) == 0 else { return }
    if knownValues.isEmpty { knownValues = Array(repeating: nil, count: meanings.count) }
    knownValues[number] = value
  }

  /// Of a plain term: enters the value of a name or number that has occurred before. False for all else.
  @inline(__always)
  mutating func takesKnownValue(_ node: Node) -> Bool {
    if knownValues.isEmpty { return false }
    guard let known = knownValues[Int(meaningNumber(node))] else { return false }
    records[place(node)].value = known
    return true
  }

  mutating func visit(_ node: Node, _ role: Role, scope: Int32) {
    roles[place(node)] = role
    scopes[place(node)] = scope
  }
}

/// A name that an operator binds: an entry of a linked list, innermost first.
struct Binding: Sendable {
  /// The number of the name in the tree.
  var name: UInt32
  var meaning: Meaning
  var outer: Int32
  var depth: Int32
}

/// What a name or a callee of a term means.
enum Meaning: Sendable {
  case none
  /// A number into the indices of the context.
  case index(Int)
  case symbol(Symbol)
  case definition(Definition)
  case size(Dimension)
  /// An argument of the function whose body this is.
  case parameter(Int)
  case constant(Constant)
  case identity, ones
  /// The recursion whose line this is.
  case own
  case undeclared
  case elementary(ElementaryFunction)
  case builtin(Builtin)
  case unknownFunction(UnknownFunction, primes: Int)
  /// A number into the joint distributions.
  case distribution(Int)
  case definedFunction(Int, primes: Int)
  case elementaryDerivative(ElementaryFunction, primes: Int)
  /// A call whose template is known: a number into the templates; arguments act entry by entry.
  case call(template: Int, isEntrywise: Bool, primes: Int)
}

/// What `sum(j != i, …)` and its relatives bind.
struct Binder: Sendable {
  var indices: [Int] = []
  var symbols: [Symbol] = []
  /// Order of the author.
  var bounds: [Bound] = []
  /// Statement nodes.
  var conditions: [Node] = []
  /// Ends of a range that are not known before: `j in 1..t`.
  var ends: [(index: Int, lower: Node, upper: Node)] = []

  enum Bound: Sendable {
    case index(Int)
    case symbol(Symbol)
  }
}

/// One variable of a derivative.
struct DerivativeTarget: Sendable {
  /// The name, or the `index` node over it.
  var node: Node
  /// The name itself.
  var name: Node
  var order: Int
}

/// What stands in a slot: known on the way down, or the value of a node.
enum EntrySlot: Sendable {
  case known(Expression)
  case node(Node)
}

/// A parameter of a function for one shape of its argument: an index variable stands in for a number, an entry of a
/// symbol that is declared nowhere for a tensor.
struct Parameter: Sendable {
  var name: UInt32
  var shape: [IndexRange]
  var isRow: Bool
  var stand: Stand
  /// The argument is the literal 0.
  var isZero = false

  enum Stand: Sendable {
    case index(Index)
    case symbol(Symbol)
  }
}

/// A mistake of meaning that ends the reading of a term.
struct Rejection: Error {
  var diagnostic: Diagnostic

  init(_ mistake: MeaningMistake, at span: Span, related: [Diagnostic.Related] = []) {
    diagnostic = Diagnostic(.meaning(mistake), at: span, related: related)
  }

  init(_ diagnostic: Diagnostic) { self.diagnostic = diagnostic }
}
