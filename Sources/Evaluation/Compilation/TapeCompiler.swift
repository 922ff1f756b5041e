import Expressions
import Numbers

/// Compiles expressions at given sizes into operations of one tape.
///
/// Index variables become numbers: reductions are written out over their range, conditions on indices are decided,
/// entries of definitions are compiled once for each value of their slots. Nothing recurses: what is needed first waits
/// on a stack, so that depth costs memory only.
public struct TapeCompiler: Sendable {
  public private(set) var store: ExpressionStore
  public let setting: Setting
  public internal(set) var tape: Tape
  /// The derivatives compiled so far, each instance once.
  public internal(set) var derivatives: [CompiledDerivative] = []

  var tuples = Tuples()
  var tasks = Tasks()
  var freeIndices = FreeIndices()
  var freeSymbols = FreeSymbols()
  var contexts: [Context] = [Context(parent: 0, kind: .outside)]
  /// An expectation alone may have a thousand.
  var contextNumbers: [Context: UInt32] = [Context(parent: 0, kind: .outside): 0]
  /// By expectation.
  var outcomes: [Expression: Outcomes] = [:]
  var partials: [Sweep: [Tape.Node: Tape.Node]] = [:]
  var contributions = Contributions()
  var ranges: [IndexRange: ClosedSpan] = [:]
  private var pending: [Int] = []
  private var steps = 0
  private static let workOfTask = 20
  fileprivate static let workOfIndex = 4

  /// What stands around an expression and changes the meaning of names in it.
  struct Context: Hashable, Sendable {
    enum Kind: Hashable, Sendable {
      case outside
      case substitution(Tape.Instance)
      /// One of the values that the random variable of an expectation takes.
      case outcome(Tape.Instance, Int)
      /// A derivative that moves an entry only where it occurs in the text of the body, not in definitions.
      case local(Tape.Instance, Target.Subject, slots: [Int])
    }
    var parent: UInt32
    var kind: Kind
  }

  /// A reverse sweep that was made.
  struct Sweep: Hashable, Sendable {
    var body: Tape.Node
    var held: [Tape.Instance]
  }

  /// The integers from `lower` to `upper`, none if `upper < lower`.
  struct ClosedSpan: Hashable, Sendable {
    var lower: Int
    var upper: Int
    var count: Int { upper < lower ? 0 : upper - lower + 1 }
    func contains(_ value: Int) -> Bool { lower <= value && value <= upper }
  }

  public init(_ store: ExpressionStore, _ setting: Setting) {
    self.store = store
    self.setting = setting
    tape = Tape(capacity: setting.capacity, work: store.work)
  }

  /// The same compiler over a store to which expressions were added since.
  public func extended(to store: ExpressionStore) -> TapeCompiler {
    var copy = self
    copy.store = store
    return copy
  }

  /// The operation that is the value of `e`, its free index variables having these values.
  public mutating func compile(_ e: Expression, at indices: [Index: Int] = [:]) throws(EvaluationError) -> Tape.Node {
    guard e.number < store.count else { throw .malformed(e) }
    var values: [Int] = []
    for index in freeIndices.of(e, in: store) {
      guard let value = indices[index] else { throw .unboundIndex(index) }
      values.append(value)
    }
    let task = Task(kind: .expression, number: e.number, tuple: tuples.number(of: values), context: 0)
    return try result(of: task)
  }

  private mutating func result(of task: Task) throws(EvaluationError) -> Tape.Node {
    let goal = tasks.number(of: task)
    pending = [goal]
    do {
      while let number = pending.last { try advance(number) }
    } catch {
      // What was begun may be asked for again.
      for number in pending where tasks.state(number) == .open { tasks.set(number, .new) }
      throw error
    }
    if case .done(let node) = tasks.state(goal) { return node }
    return .undefined
  }

  /// Finds the value of the task on top of the stack, or puts what it needs on the stack.
  private mutating func advance(_ number: Int) throws(EvaluationError) {
    if case .done = tasks.state(number) {
      pending.removeLast()
      return
    }
    tasks.set(number, .open)
    let before = pending.count
    let node = try attempt(tasks[number])
    if tape.isFull { throw .budget }
    guard let node else { return }
    // What was asked for before the value turned out to be known is not needed.
    pending.removeLast(pending.count - before + 1)
    tasks.set(number, .done(node))
  }

  /// The value of a task, or nil after asking for what it needs first.
  private mutating func attempt(_ task: Task) throws(EvaluationError) -> Tape.Node? {
    switch task.kind {
    case .expression: return try node(Frame(task, free: freeIndices.of(Expression(task.number), in: store)))
    case .definition: return try definitionEntry(task)
    case .substituted: return try substitutedEntry(task)
    }
  }

  /// The value of a task if it is known; otherwise it is asked for.
  mutating func value(_ task: Task) throws(EvaluationError) -> Tape.Node? {
    steps += 1
    store.work.draw(TapeCompiler.workOfTask)
    guard steps < 16 * setting.capacity, tasks.count < 2 * setting.capacity, !store.work.isSpent else {
      throw .budget
    }
    let number = tasks.number(of: task)
    switch tasks.state(number) {
    case .done(let node): return node
    case .new:
      pending.append(number)
      return nil
    case .open:
      // Only what waits for this very value is open.
      throw circle()
    }
  }

  /// The innermost definition that waits for itself.
  private func circle() -> EvaluationError {
    for number in pending.reversed() where tasks.state(number) == .open && tasks[number].kind == .definition {
      return .circular(Definition(tasks[number].number))
    }
    return .budget
  }
}

/// An expression with the values of its free index variables.
struct Frame {
  let expression: Expression
  let free: [Index]
  let tuple: UInt32
  let context: UInt32

  init(_ task: Task, free: [Index]) {
    expression = Expression(task.number)
    self.free = free
    tuple = task.tuple
    context = task.context
  }
}

extension TapeCompiler {
  /// The task of a part of the frame's expression, with values of the indices that are bound between.
  mutating func task(
    _ part: Expression, in frame: Frame, binding bound: [(index: Index, value: Int)] = []
  ) throws(EvaluationError) -> Task {
    let free = freeIndices.of(part, in: store)
    store.work.draw(free.count * TapeCompiler.workOfIndex)
    if bound.isEmpty && free.count == frame.free.count {
      return Task(kind: .expression, number: part.number, tuple: frame.tuple, context: frame.context)
    }
    var values: [Int] = []
    for index in free {
      if let binding = bound.last(where: { $0.index == index }) {
        values.append(binding.value)
      } else if let place = frame.free.firstIndex(of: index) {
        values.append(tuples.value(place, of: frame.tuple))
      } else {
        throw .unboundIndex(index)
      }
    }
    let tuple = tuples.number(of: values)
    return Task(kind: .expression, number: part.number, tuple: tuple, context: frame.context)
  }

  mutating func value(
    of part: Expression, in frame: Frame, binding bound: [(index: Index, value: Int)] = []
  ) throws(EvaluationError) -> Tape.Node? {
    let task = try task(part, in: frame, binding: bound)
    return try value(task)
  }

  /// The values of all parts, or nil after asking for those that are missing.
  mutating func values(
    of parts: some Collection<Expression>, in frame: Frame
  ) throws(EvaluationError) -> [Tape.Node]? {
    var nodes: [Tape.Node] = []
    for part in parts {
      if let node = try value(of: part, in: frame) { nodes.append(node) }
    }
    return nodes.count == parts.count ? nodes : nil
  }
}
