import Expressions
import Numbers

/// A flat list of scalar operations, each on earlier ones; equal operations stand on it only once.
///
/// Every node is a real number, a truth value (1 or 0) or undefined, which passes through every operation but the branch
/// of a select that is not taken, `and` with a false and `or` with a true statement.
public struct Tape: Sendable {
  /// An operation of the tape; smaller numbers come first.
  public struct Node: Hashable, Comparable, Sendable {
    let number: UInt32
    init(_ number: Int) { self.number = UInt32(truncatingIfNeeded: number) }
    var place: Int { Int(number) }
    public static func < (a: Node, b: Node) -> Bool { a.number < b.number }

    /// A value that does not exist.
    public static let undefined = Node(0)
    /// An entry outside its family. It evaluates as undefined.
    public static let outside = Node(1)
    static let zero = Node(2)
    static let one = Node(3)
    static let yes = one
    static let no = zero
  }

  /// A value with a name: a derivative may be taken with respect to it, or hold it.
  struct Alias: Hashable, Sendable {
    enum Subject: Hashable, Sendable {
      /// A defined name, inside the substitution that replaces something it depends on; 0 if there is none.
      case definition(Definition, context: UInt32)
      /// What a substitution puts in for its symbol.
      case substituted(Instance)
      /// The occurrences in the very text of a body that `local` differentiates, in the context with this number.
      case local(context: UInt32)
    }
    var subject: Subject
    var slots: [Int]
  }

  /// A node of the store with the values of its free index variables, as an interned tuple.
  struct Instance: Hashable, Sendable {
    var expression: Expression
    var tuple: UInt32
  }

  /// Facts about a node.
  struct Traits: OptionSet, Sendable {
    let rawValue: UInt8
    /// Defined at every real value of the inputs.
    static let isTotal = Traits(rawValue: 1)
    /// Depends on no input and no alias.
    static let isConstant = Traits(rawValue: 2)
  }

  private(set) var operations: [TapeOperation] = []
  private(set) var payloads: [UInt32] = []
  private var operandStarts: [UInt32] = [0]
  private var operandList: [Node] = []
  private(set) var traits: [Traits] = []
  private var table = HashTable()

  private(set) var rationals: [Rational] = []
  private var rationalNumbers: [Rational: UInt32] = [:]
  private(set) var aliases: [Alias] = []
  private var aliasNumbers: [Alias: UInt32] = [:]
  public internal(set) var inputs = Inputs()
  /// The entries of unknown functions that are kept as they are.
  private var unknowns: [UnknownEntry] = []

  /// The greatest number of nodes.
  let capacity: Int
  private static let workOfNode = 10
  /// An operation was refused since the tape is full; what was returned for it is meaningless.
  private(set) var isFull = false

  /// What is made and evaluated here is drawn from it.
  let work: WorkAccount

  public init(capacity: Int, work: WorkAccount) {
    self.capacity = max(capacity, 8)
    self.work = work
    for outside: UInt32 in 0...1 { _ = node(.undefined, payload: outside) }
    _ = constant(.zero)
    _ = constant(.one)
  }

  public var count: Int { operations.count }

  /// The node with these parts, made if it is new. Other files make nodes through the functions of `TapeConstruction`.
  mutating func node(_ operation: TapeOperation, payload: UInt32 = 0, _ parts: [Node] = []) -> Node {
    work.draw(Tape.workOfNode + parts.count)
    var hash = HashTable.seed(UInt64(operation.rawValue) << 32 | UInt64(payload))
    for part in parts { hash = HashTable.mixed(hash, UInt64(part.number)) }
    var place = table.place(of: hash)
    while let entry = table[place] {
      if entry.mayHave(hash), isNode(Int(entry.number), operation, payload, parts) { return Node(Int(entry.number)) }
      place = table.next(place)
    }
    guard count < capacity && operandList.count + parts.count <= 4 * capacity else { return refused() }
    table.insert(UInt32(count), hash: hash, at: place)
    append(operation, payload, parts)
    return Node(count - 1)
  }

  private func isNode(_ place: Int, _ operation: TapeOperation, _ payload: UInt32, _ parts: [Node]) -> Bool {
    guard operations[place] == operation, payloads[place] == payload else { return false }
    let start = Int(operandStarts[place])
    guard Int(operandStarts[place + 1]) - start == parts.count else { return false }
    for k in parts.indices where operandList[start + k] != parts[k] { return false }
    return true
  }

  private mutating func append(_ operation: TapeOperation, _ payload: UInt32, _ parts: [Node]) {
    operations.append(operation)
    payloads.append(payload)
    operandList.append(contentsOf: parts)
    operandStarts.append(UInt32(operandList.count))
    traits.append(traits(of: operation, payload, parts))
  }

  /// Marks the tape as full; the node has no meaning.
  mutating func refused() -> Node {
    isFull = true
    return .undefined
  }

  /// The node of a matrix's inverse, and after it the nodes of the inverse's entries.
  mutating func inverseBlock(size: Int, _ entries: [Node]) -> Node {
    guard count + size * size < capacity else { return refused() }
    let before = count
    let block = node(.inverse, payload: UInt32(size), entries)
    if count > before && !isFull {
      for position in 0..<(size * size) { append(.inverseEntry, UInt32(position), [block]) }
    }
    return block
  }

  func operation(_ node: Node) -> TapeOperation { operations[node.place] }

  func operands(_ node: Node) -> ArraySlice<Node> {
    operandList[Int(operandStarts[node.place])..<Int(operandStarts[node.place + 1])]
  }

  func operand(_ position: Int, of node: Node) -> Node { operandList[Int(operandStarts[node.place]) + position] }

  func payload(_ node: Node) -> Int { Int(payloads[node.place]) }

  func isTotal(_ node: Node) -> Bool { traits[node.place].contains(.isTotal) }

  func isConstant(_ node: Node) -> Bool { traits[node.place].contains(.isConstant) }

  func alias(_ node: Node) -> Alias { aliases[payload(node)] }

  /// An entry of an unknown function, differentiated in these entries of its arguments, ascending.
  struct UnknownEntry: Hashable, Sendable {
    var function: UnknownFunction
    var output: [Int]
    var wanted: [Int]
  }

  mutating func unknown(_ entry: UnknownEntry, isPositive: Bool, at arguments: [Node]) -> Node {
    if let gap = arguments.first(where: { $0 <= .outside }) { return gap }
    let number = unknowns.firstIndex(of: entry) ?? unknowns.count
    if number == unknowns.count { unknowns.append(entry) }
    return node(.unknown, payload: UInt32(2 * number + (isPositive ? 1 : 0)), arguments)
  }

  mutating func number(of value: Rational) -> UInt32 {
    if let known = rationalNumbers[value] { return known }
    let number = UInt32(rationals.count)
    rationals.append(value)
    rationalNumbers[value] = number
    return number
  }

  mutating func number(of alias: Alias) -> UInt32 {
    if let known = aliasNumbers[alias] { return known }
    let number = UInt32(aliases.count)
    aliases.append(alias)
    aliasNumbers[alias] = number
    return number
  }
}
