import Numbers

/// The one owner of expressions: flat arrays, children before parents, equal nodes only once.
///
/// Everything is a scalar with named indices: a vector or matrix is a scalar expression with free index variables, a
/// matrix product identifies two of them and sums. The store is a value: a copy is independent, so claims can be
/// judged side by side.
public struct ExpressionStore: Sendable {
  var operators: [Operator] = []
  var payloads: [UInt32] = []
  var operandStarts: [UInt32] = [0]
  var operands: [Expression] = []
  /// For each node the number of its set of free indices, and whether it holds a derivative or substitution.
  var freeSets: [UInt32] = []
  var marks: [NodeMarks] = []
  private var table = HashTable()

  var rationals: [Rational] = []
  private var rationalNumbers: [Rational: UInt32] = [:]
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

  public var count: Int { operators.count }

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
    let start = Int(operandStarts[operandStarts.count - 1])
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
    let number = UInt32(operators.count)
    operators.append(op)
    payloads.append(payload)
    operandStarts.append(UInt32(operands.count))
    appendTraits(op, payload: payload, start)
    table.insert(number, hash: hash, at: place)
    return Expression(number)
  }

  /// A known node is this one, with the operands from `start` on.
  @inline(__always)
  private func isNode(_ candidate: UInt32, _ op: Operator, _ payload: UInt32, _ start: Int) -> Bool {
    let i = Int(candidate)
    guard operators[i] == op, payloads[i] == payload else { return false }
    let own = Int(operandStarts[i])
    let count = operands.count - start
    guard Int(operandStarts[i + 1]) - own == count else { return false }
    for k in 0..<count where operands[own + k] != operands[start + k] { return false }
    return true
  }

  private mutating func appendTraits(_ op: Operator, payload: UInt32, _ start: Int) {
    var free: UInt32 = 0
    var mark: NodeMarks = op == .derivative || op == .substitution || op == .expectation ? [.hasDerivative] : []
    if op == .limit {
      mark.insert(.hasLimit)
      hasLimits = true
    }
    if op == .definition { mark.insert(.hasDefinition) }
    for k in start..<operands.count {
      let part = Int(operands[k].number)
      free = indexSets.union(free, freeSets[part])
      mark.formUnion(marks[part])
    }
    if op == .index { free = indexSets.singleton(Index(payload)) }
    if op.binds {
      let binders = boundOperands(op, payload: payload, Array(operands[start...]))
      if !binders.isEmpty { free = indexSets.removing(binders.map { payloads[Int($0.number)] }, from: free) }
    }
    freeSets.append(free)
    marks.append(mark)
  }

  mutating func rationalNumber(_ value: Rational) -> UInt32 {
    if let known = rationalNumbers[value] { return known }
    let number = UInt32(rationals.count)
    rationals.append(value)
    rationalNumbers[value] = number
    return number
  }
}

/// Facts about a node that its parts hand up.
struct NodeMarks: OptionSet, Sendable {
  let rawValue: UInt8
  /// A derivative, a substitution or an expectation occurs, which must be carried out before a normal form is made.
  static let hasDerivative = NodeMarks(rawValue: 1)
  static let hasDefinition = NodeMarks(rawValue: 2)
  static let hasLimit = NodeMarks(rawValue: 4)
}
