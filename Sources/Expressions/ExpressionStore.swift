import Numbers

/// The one owner of expressions: flat arrays, children before parents, equal nodes only once.
///
/// Everything is a scalar with named indices: a vector or matrix is a scalar expression with free index variables, a
/// matrix product identifies two of them and sums. The store is a value: a copy is independent, so claims can be
/// judged side by side.
public struct ExpressionStore: Sendable {
  private(set) var nodes: [NodeRecord] = []
  private(set) var operands: [Expression] = []
  private var table = HashTable()

  var rationals: [Rational] = []
  private var rationalTable = HashTable()
  var indexSets = IndexSets()

  public internal(set) var indexNames: [String] = []
  var indexRanges: [IndexRange] = []
  var rangeBounds: [RangeBounds] = []
  public internal(set) var dimensionNames: [String] = []
  /// The numbers of values of random variables, which are tried small.
  public internal(set) var alphabets: Set<Dimension> = []
  public internal(set) var symbols: [SymbolDeclaration] = []
  public internal(set) var functions: [FunctionDeclaration] = []
  public internal(set) var definitions: [DefinitionBody] = []
  var applications: [Application] = []
  var targets: [Target] = []
  /// Any limit was ever made.
  public private(set) var hasLimits = false

  /// What is made here is drawn from it; copies share it.
  public var work = WorkAccount.unlimited

  public init() {}

  public var count: Int { nodes.count }

  /// To look one node up or to make it takes 0.1 µs.
  public static let workOfNode = 10

  /// The node with these parts, made if it is new.
  mutating func node(_ op: Operator, payload: UInt32 = 0, _ parts: [Expression] = []) -> Expression {
    operands.append(contentsOf: parts)
    return node(op, payload: payload)
  }

  mutating func node(_ op: Operator, payload: UInt32 = 0, _ a: Expression, _ b: Expression) -> Expression {
    operands.append(a)
    operands.append(b)
    return node(op, payload: payload)
  }

  /// The node whose parts were appended to the operands; they are taken back if there is one already.
  private mutating func node(_ op: Operator, payload: UInt32) -> Expression {
    let start = nodes.last.map { Int($0.operandEnd) } ?? 0
    work.draw(ExpressionStore.workOfNode + operands.count - start)
    var hash = HashTable.seed(UInt64(op.rawValue) << 32 | UInt64(payload))
    for k in start..<operands.count { hash = HashTable.mixed(hash, UInt64(operands[k].number)) }
    var place = table.place(of: hash)
    while let entry = table[place] {
      if entry.mayHave(hash), isNode(entry.number, op, payload, start) {
        operands.removeLast(operands.count - start)
        return Expression(entry.number)
      }
      place = table.next(place)
    }
    let number = UInt32(nodes.count)
    nodes.append(record(op, payload: payload, start))
    table.insert(number, hash: hash, at: place)
    return Expression(number)
  }

  /// A known node is this one, with the operands from `start` on.
  @inline(__always)
  private func isNode(_ candidate: UInt32, _ op: Operator, _ payload: UInt32, _ start: Int) -> Bool {
    let known = nodes[Int(candidate)]
    guard known.op == op, known.payload == payload else { return false }
    let own = operandStart(of: candidate)
    let count = operands.count - start
    guard Int(known.operandEnd) - own == count else { return false }
    for k in 0..<count where operands[own + k] != operands[start + k] { return false }
    return true
  }

  /// Where the operands of a node begin: where those of the node before it end.
  @inline(__always)
  func operandStart(of number: UInt32) -> Int { number == 0 ? 0 : Int(nodes[Int(number) - 1].operandEnd) }

  /// The record of a new node, with the operands from `start` on.
  private mutating func record(_ op: Operator, payload: UInt32, _ start: Int) -> NodeRecord {
    var free: UInt32 = 0
    var mark: NodeMarks = op == .derivative || op == .substitution || op == .expectation ? [.hasDerivative] : []
    if op == .limit {
      mark.insert(.hasLimit)
      hasLimits = true
    }
    if op == .definition { mark.insert(.hasDefinition) }
    for k in start..<operands.count {
      let part = nodes[Int(operands[k].number)]
      free = indexSets.union(free, part.freeSet)
      mark.formUnion(part.marks)
    }
    if op == .index { free = indexSets.singleton(Index(payload)) }
    if op.binds {
      let binders = boundOperands(op, payload: payload, Array(operands[start...]))
      if !binders.isEmpty { free = indexSets.removing(binders.map { self.payload($0) }, from: free) }
    }
    return NodeRecord(
      op: op, marks: mark, payload: payload, operandEnd: UInt32(truncatingIfNeeded: operands.count), freeSet: free)
  }

  mutating func rationalNumber(_ value: Rational) -> UInt32 {
    let hash =
      value.smallFraction.map { HashTable.mixed(HashTable.seed(UInt64(bitPattern: Int64($0.0))), UInt64($0.1)) }
      ?? HashTable.hash(of: value.description)
    var place = rationalTable.place(of: hash)
    while let entry = rationalTable[place] {
      if entry.mayHave(hash), rationals[Int(entry.number)] == value { return entry.number }
      place = rationalTable.next(place)
    }
    let number = UInt32(rationals.count)
    rationals.append(value)
    rationalTable.insert(number, hash: hash, at: place)
    return number
  }
}

/// A node: one record, since a search for an equal one looks at all of it, and a cache line holds four.
struct NodeRecord: Sendable {
  var op: Operator
  var marks: NodeMarks
  var payload: UInt32
  var operandEnd: UInt32
  /// The number of the set of its free indices.
  var freeSet: UInt32
}

/// Facts about a node that its parts hand up.
struct NodeMarks: OptionSet, Sendable {
  let rawValue: UInt8
  /// A derivative, a substitution or an expectation occurs, which must be carried out before a normal form is made.
  static let hasDerivative = NodeMarks(rawValue: 1)
  static let hasDefinition = NodeMarks(rawValue: 2)
  static let hasLimit = NodeMarks(rawValue: 4)
}
