import Diagnostics
import Expressions
import Notation
import Numbers

/// `P : prob(x, y)`: an unknown joint distribution of variables that take finitely many values, all with positive
/// probabilities.
///
/// The values of a variable are numbered: 1..n for an n of its own, or the range that is said, `d in 0..1`.
struct JointDistribution: Sendable {
  var name: String
  var variables: [String]
  var ranges: [IndexRange]
  /// The table of all probabilities.
  var table: Symbol
  /// Sums of the table over some of the variables, by the positions of those that are left.
  var marginals: [[Int]: Definition] = [:]
  /// The variables as quantities over which an optimum is taken.
  var outcomes: [Symbol] = []
}

extension Elaborator {
  static let mostVariables = 6

  mutating func declareDistributions(_ names: [Node], _ type: Node, _ tree: SyntaxTree) {
    for left in names {
      let name = declaredName(left, tree)
      guard mayDeclare(name, at: tree.span(left)) else { continue }
      var entity = Entity.failed
      do throws(Rejection) {
        guard tree.kind(left) == .name else {
          throw Rejection(.notSupported("a family of joint distributions"), at: tree.span(left))
        }
        distributions.append(try distribution(name, type, tree))
        entity = .distribution(distributions.count - 1)
      } catch {
        reject(error)
      }
      environment.declare(name, entity, at: tree.span(left))
    }
  }

  private mutating func distribution(
    _ name: String, _ type: Node, _ tree: SyntaxTree
  ) throws(Rejection) -> JointDistribution {
    var (variables, ranges) = ([String](), [IndexRange]())
    let arguments = Array(tree.children(type).dropFirst())
    guard (1...Elaborator.mostVariables).contains(arguments.count) else {
      throw Rejection(
        .argumentCount("prob", expected: "1 to \(Elaborator.mostVariables) names", found: arguments.count),
        at: tree.span(type))
    }
    for argument in arguments {
      let isRanged = tree.kind(argument) == .membership && tree.kind(tree.child(argument, 1)) == .range
      let node = isRanged ? tree.child(argument, 0) : argument
      guard tree.kind(node) == .name else {
        throw Rejection(
          .misplaced("`\(excerpt(tree.span(argument)))`", expected: "a name, or a name and its values x in 0..1"),
          at: tree.span(argument))
      }
      if variables.contains(tree.name(node)) { throw Rejection(.redeclared(tree.name(node)), at: tree.span(node)) }
      variables.append(tree.name(node))
      if isRanged {
        ranges.append(try range(tree.child(argument, 1), tree))
      } else {
        let size = store.declareAlphabet("size of \(tree.name(node))")
        ranges.append(store.range(upTo: store.size(size)))
      }
    }
    var declaration = SymbolDeclaration(name: name, slots: ranges, domain: .positive, structure: .joint)
    declaration.labels = variables
    var result = JointDistribution(
      name: name, variables: variables, ranges: ranges, table: store.declare(declaration))
    for choice in 1..<((1 << variables.count) - 1) {
      let kept = variables.indices.filter { choice >> $0 & 1 == 1 }
      result.marginals[kept] = marginal(of: result, kept)
    }
    for (variable, range) in zip(variables, ranges) {
      result.outcomes.append(store.declare(SymbolDeclaration(name: variable, slots: [], domain: .index(range))))
    }
    if ranges.contains(where: { store.fixedLength($0) != nil }) { assumeTotal(of: result) }
    return result
  }

  /// That all probabilities have the sum 1 is known of the table; where some of its slots are written out, it must be said.
  private mutating func assumeTotal(of joint: JointDistribution) {
    let indices = zip(joint.variables, joint.ranges).map { store.freshIndex($0, $1) }
    let total = store.sum(over: indices, store.entry(of: joint.table, values(of: indices)))
    assumptions.append(store.comparison(.equal, total, store.integer(1)))
  }

  private mutating func marginal(of joint: JointDistribution, _ kept: [Int]) -> Definition {
    let indices = zip(joint.variables, joint.ranges).map { store.freshIndex($0, $1) }
    let entry = store.entry(of: joint.table, values(of: indices))
    let summed = indices.indices.filter { !kept.contains($0) }.map { indices[$0] }
    let clause = DefinitionBody.Clause(
      pattern: kept.map { .variable(indices[$0]) }, body: store.sum(over: summed, entry))
    var body = DefinitionBody(name: joint.name, slots: kept.map { joint.ranges[$0] }, clauses: [clause])
    body.labels = kept.map { joint.variables[$0] }
    mentions.append([])
    return store.define(body)
  }

  /// The variable of a joint distribution as a quantity, unless the name is declared otherwise.
  func outcomeSymbol(_ name: String) -> Symbol? {
    if environment.entry(name) != nil { return nil }
    for joint in distributions {
      if let position = joint.variables.firstIndex(of: name) { return joint.outcomes[position] }
    }
    return nil
  }
}
