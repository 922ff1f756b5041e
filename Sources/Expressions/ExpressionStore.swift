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
    work.draw(ExpressionStore.workOfNode + parts.count)
    var hash = HashTable.seed(UInt64(op.rawValue) << 32 | UInt64(payload))
    for part in parts { hash = HashTable.mixed(hash, UInt64(part.number)) }
    var place = table.place(of: hash)
    while let candidate = table[place] {
      if isNode(candidate, op, payload, parts) { return Expression(candidate) }
      place = table.next(place)
    }
    let number = UInt32(operators.count)
    operators.append(op)
    payloads.append(payload)
    operands.append(contentsOf: parts)
    operandStarts.append(UInt32(operands.count))
    appendTraits(op, payload: payload, parts)
    table.insert(number, hash: hash, at: place)
    return Expression(number)
  }

  private func isNode(_ candidate: UInt32, _ op: Operator, _ payload: UInt32, _ parts: [Expression]) -> Bool {
    let i = Int(candidate)
    guard operators[i] == op, payloads[i] == payload else { return false }
    let start = Int(operandStarts[i])
    guard Int(operandStarts[i + 1]) - start == parts.count else { return false }
    for (k, part) in parts.enumerated() where operands[start + k] != part { return false }
    return true
  }

  private mutating func appendTraits(_ op: Operator, payload: UInt32, _ parts: [Expression]) {
    var free: UInt32 = 0
    var mark: NodeMarks = op == .derivative || op == .substitution || op == .expectation ? [.hasDerivative] : []
    if op == .limit {
      mark.insert(.hasLimit)
      hasLimits = true
    }
    if op == .definition { mark.insert(.hasDefinition) }
    for part in parts {
      free = indexSets.union(free, freeSets[Int(part.number)])
      mark.formUnion(marks[Int(part.number)])
    }
    if op == .index { free = indexSets.singleton(Index(payload)) }
    let binders = boundOperands(op, payload: payload, parts)
    if !binders.isEmpty { free = indexSets.removing(binders.map { payloads[Int($0.number)] }, from: free) }
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
