import Diagnostics
import Expressions
import Notation

/// Declarations: sizes, quantities, unknown functions.
extension Elaborator {
  /// False, with a mistake reported, if the name is already declared in this scope.
  mutating func mayDeclare(_ name: String, at span: Span) -> Bool {
    guard let earlier = environment.conflict(name) else { return true }
    if case .failed = earlier.entity { return false }
    report(
      .redeclared(name), at: span, related: [.init(span: earlier.span, label: "`\(name)` is declared here")])
    return false
  }

  /// The names of a statement that could not be read. One that is known keeps its meaning.
  mutating func markFailed(_ names: [Node], _ tree: SyntaxTree) {
    for node in names where environment.entry(tree.name(node)) == nil {
      environment.declare(tree.name(node), .failed, at: tree.span(node))
    }
  }

  mutating func declareSizes(_ names: [Node], _ tree: SyntaxTree) {
    for node in names {
      let name = tree.name(node)
      guard mayDeclare(name, at: tree.span(node)) else { continue }
      environment.declare(name, .size(store.declareDimension(name)), at: tree.span(node))
    }
  }

  /// `x, xs[N] : R^d`. A mistake in the type is reported once; the names are known to be mistaken.
  mutating func declare(_ names: [Node], type node: Node, _ tree: SyntaxTree) {
    if tree.kind(node) == .call, tree.name(tree.child(node, 0)) == "prob" {
      return declareDistributions(names, node, tree)
    }
    var type: TypeReading?
    do throws(Rejection) {
      type = try readType(node, tree)
    } catch {
      reject(error)
    }
    for left in names {
      let name = declaredName(left, tree)
      guard mayDeclare(name, at: tree.span(left)) else { continue }
      var entity = Entity.failed
      if let type {
        do throws(Rejection) {
          entity = try declared(left, name, type, tree)
        } catch {
          reject(error)
        }
      }
      environment.declare(name, entity, at: tree.span(left))
    }
  }

  /// Reports a mistake, unless it follows from one that is reported elsewhere.
  mutating func reject(_ rejection: Rejection) {
    if case .meaning(.failedName) = rejection.diagnostic.mistake { return }
    diagnostics.append(rejection.diagnostic)
  }

  func declaredName(_ left: Node, _ tree: SyntaxTree) -> String {
    tree.name(tree.kind(left) == .name ? left : tree.child(left, 0))
  }

  private mutating func declared(
    _ left: Node, _ name: String, _ type: TypeReading, _ tree: SyntaxTree
  ) throws(Rejection) -> Entity {
    var family: [IndexRange] = []
    if tree.kind(left) == .index {
      for slot in tree.children(left).dropFirst() {
        switch tree.kind(slot) {
        case .range: family.append(try range(slot, tree))
        case .everything: throw Rejection(.notASize(":", isDeclared: true), at: tree.span(slot))
        default: family.append(try range(upTo: slot, tree))
        }
      }
    }
    if let arguments = type.arguments {
      if !family.isEmpty { throw Rejection(.notSupported("a family of functions"), at: tree.span(left)) }
      let declaration = FunctionDeclaration(
        name: name, arguments: arguments, output: type.slots, codomain: type.domain)
      return .unknownFunction(store.declare(declaration))
    }
    let declaration = try type.symbol(named: name, family: family, at: tree.span(left))
    return .symbol(store.declare(declaration))
  }
}
