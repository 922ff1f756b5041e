import Expressions

/// One value that the compiler has to find, and may need several times.
struct Task: Hashable, Sendable {
  enum Kind: UInt8, Sendable {
    /// The expression `number`; the tuple gives its free index variables their values.
    case expression
    /// The entry of the definition `number` at the slots of the tuple.
    case definition
    /// What the substitution of `context` puts in for the symbol `number` at the slots of the tuple.
    case substituted
  }
  var kind: Kind
  var number: UInt32
  var tuple: UInt32
  /// The innermost context around, 0 outside all.
  var context: UInt32
}

/// The tasks met so far: open while their parts are being found, then done.
struct Tasks: Sendable {
  enum State: Hashable, Sendable {
    case new, open
    case done(Tape.Node)
  }

  private var tasks: [Task] = []
  private var states: [State] = []
  private var table = HashTable()

  var count: Int { tasks.count }

  subscript(_ number: Int) -> Task { tasks[number] }

  func state(_ number: Int) -> State { states[number] }

  mutating func set(_ number: Int, _ state: State) { states[number] = state }

  /// The number of a task; new ones are entered.
  mutating func number(of task: Task) -> Int {
    let head = UInt64(task.kind.rawValue) << 32 | UInt64(task.number)
    let hash = HashTable.mixed(HashTable.seed(head), UInt64(task.tuple) << 32 | UInt64(task.context))
    var place = table.place(of: hash)
    while let entry = table[place] {
      if entry.mayHave(hash), tasks[Int(entry.number)] == task { return Int(entry.number) }
      place = table.next(place)
    }
    tasks.append(task)
    states.append(.new)
    table.insert(UInt32(tasks.count - 1), hash: hash, at: place)
    return tasks.count - 1
  }
}
