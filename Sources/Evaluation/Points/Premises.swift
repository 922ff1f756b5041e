import Expressions
import Numbers

/// What must hold at a point, as statements on the tape, and the ways in which a point can be made to obey.
struct Premises: Sendable {
  /// One choice among the alternatives of every `or`: a conjunction of simple statements.
  struct Branch: Sendable {
    /// Terms that must be 0, those of one premise together.
    var equations: [[Tape.Node]]
    /// Everything else.
    var conditions: [Tape.Node] = []
    fileprivate var pending: [Item]
  }

  fileprivate struct Item: Sendable {
    var statement: Tape.Node
    var premise: Int
  }

  /// Every premise, for every value of its free index variables.
  let statements: [Tape.Node]
  /// Never empty.
  let branches: [Branch]

  /// Alternatives beyond this number are left out.
  private static let branchLimit = 32

  /// Compiles premises: index variables that have a value in `indices` take it, the others take all.
  init(
    _ premises: [Expression], at indices: [Index: Int], _ compiler: inout TapeCompiler
  ) throws(EvaluationError) {
    var items: [Item] = []
    for (number, premise) in premises.enumerated() {
      let free = compiler.freeIndices(of: premise)
      for assignment in try compiler.assignments(of: free, given: indices) {
        let statement = try compiler.compile(premise, at: assignment)
        if statement != .yes { items.append(Item(statement: statement, premise: number)) }
      }
    }
    statements = items.map { $0.statement }
    var open = [Branch(equations: premises.map { _ in [] }, pending: items.reversed())]
    var closed: [Branch] = []
    while var branch = open.popLast() {
      guard let item = branch.pending.popLast() else {
        closed.append(branch)
        continue
      }
      let alternatives = branch.alternatives(item, &compiler.tape)
      let room = max(1, Premises.branchLimit - open.count - closed.count)
      open += alternatives.prefix(room).reversed()
    }
    branches = closed
    if compiler.tape.isFull { throw .budget }
  }

  /// Some statement is false or undefined whatever the inputs.
  var isContradictory: Bool { statements.contains { $0 <= .outside || $0 == .no } }
}

extension Premises.Branch {
  /// The branches that remain when one statement is taken apart.
  fileprivate func alternatives(_ item: Premises.Item, _ tape: inout Tape) -> [Premises.Branch] {
    var branch = self
    let statement = item.statement
    switch tape.operation(statement) {
    case .and:
      branch.add(tape.operands(statement), item.premise)
      return [branch]
    case .or: return tape.operands(statement).map { adding([$0], item.premise) }
    case .equal:
      let gap = tape.difference(tape.operand(0, of: statement), tape.operand(1, of: statement))
      branch.equations[item.premise].append(gap)
      return [branch]
    case .not:
      let inner = tape.operand(0, of: statement)
      let operation = tape.operation(inner)
      guard operation == .and || operation == .or else { break }
      // De Morgan.
      var opposites: [Tape.Node] = []
      for part in tape.operands(inner) { opposites.append(tape.not(part)) }
      return operation == .and ? opposites.map { adding([$0], item.premise) } : [adding(opposites[...], item.premise)]
    default: break
    }
    branch.conditions.append(statement)
    return [branch]
  }

  private mutating func add(_ statements: ArraySlice<Tape.Node>, _ premise: Int) {
    for statement in statements.reversed() {
      pending.append(Premises.Item(statement: statement, premise: premise))
    }
  }

  private func adding(_ statements: ArraySlice<Tape.Node>, _ premise: Int) -> Premises.Branch {
    var branch = self
    branch.add(statements, premise)
    return branch
  }
}
