import Expressions
import Notation

/// Which nodes have no value of their own: long chains of sums or products become one node of the store at once.
extension TermDraft {
  /// Sums and their signs are told apart from products, children first.
  mutating func noteSum(_ node: Node) {
    switch tree.kind(node) {
    case .sum, .difference: set(isSum: true, node)
    case .negation, .identity: set(isSum: isSum(tree.child(node, 0)), node)
    default: break
    }
  }

  /// The operands of a sum, a product or a sign that are parts of it. A product that sums over an index is none; it says
  /// so itself.
  mutating func markParts(of node: Node) {
    let left = tree.child(node, 0)
    set(isPart: joins(left, with: node), left)
    switch tree.kind(node) {
    case .sum, .difference, .product, .entrywiseProduct:
      let right = tree.child(node, 1)
      set(isPart: joins(right, with: node), right)
    default: break
    }
  }

  @inline(__always)
  private func joins(_ child: Node, with parent: Node) -> Bool {
    let isSum = isSum(parent)
    switch tree.kind(child) {
    case .sum, .difference: return isSum
    case .negation, .identity: return self.isSum(child) == isSum
    case .product, .quotient, .entrywiseProduct, .entrywiseQuotient: return !isSum
    default: return false
    }
  }
}

/// The stacks on which the parts of one sum or product are gathered, kept for the next one.
struct PartStacks: Sendable {
  /// Nodes still to be looked into, and whether each is subtracted, or divided by.
  var pending: [(node: Node, isOther: Bool)] = []
  var values: [Expression] = []

  mutating func begin(with root: Node) {
    pending.removeAll(keepingCapacity: true)
    values.removeAll(keepingCapacity: true)
    pending.append((root, false))
  }
}
