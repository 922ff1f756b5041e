import Expressions

/// The free index variables of expressions, those in the ends of the ranges of bound ones included:
/// `sum(j in i+1..n, x[j])` mentions i.
struct FreeIndices: Sendable {
  /// By expression, the number of its list; negative while that is unknown.
  private var numbers: [Int32] = []
  /// Lists in ascending order, the first of which is empty.
  private var lists: [[Index]] = [[]]
  private var listNumbers: [[Index]: Int32] = [[]: 0]

  mutating func of(_ e: Expression, in store: ExpressionStore) -> [Index] {
    if numbers.count < store.count {
      numbers.append(contentsOf: Array(repeating: -1, count: store.count - numbers.count))
    }
    if numbers[Int(e.number)] < 0 { find(e, in: store) }
    return lists[Int(numbers[Int(e.number)])]
  }

  private mutating func find(_ e: Expression, in store: ExpressionStore) {
    var pending = [e]
    while let node = pending.last {
      let bound = store.boundIndices(of: node)
      let parts = FreeIndices.parts(of: node, bound, in: store)
      let before = pending.count
      for part in parts where numbers[Int(part.number)] < 0 { pending.append(part) }
      if pending.count == before {
        numbers[Int(node.number)] = union(at: node, parts, bound, in: store)
        pending.removeLast()
      }
    }
  }

  /// The operands, and the ends of the ranges of bound indices.
  private static func parts(of node: Expression, _ bound: [Index], in store: ExpressionStore) -> [Expression] {
    var parts = Array(store.operands(of: node))
    for index in bound {
      let bounds = store.bounds(store.range(index))
      parts += [bounds.lower, bounds.upper]
    }
    return parts
  }

  private mutating func union(
    at node: Expression, _ parts: [Expression], _ bound: [Index], in store: ExpressionStore
  ) -> Int32 {
    if store.op(node) == .index { return number(of: [store.index(node)]) }
    var (result, only): ([Index], Int32) = ([], 0)
    for part in parts {
      let number = numbers[Int(part.number)]
      if number == only || number == 0 { continue }
      if only == 0 && result.isEmpty && bound.isEmpty {
        (result, only) = (lists[Int(number)], number)
        continue
      }
      for index in lists[Int(number)] where !bound.contains(index) && !result.contains(index) {
        result.append(index)
        only = -1
      }
    }
    return only >= 0 && !result.isEmpty ? only : self.number(of: result.sorted())
  }

  private mutating func number(of list: [Index]) -> Int32 {
    if let known = listNumbers[list] { return known }
    lists.append(list)
    listNumbers[list] = Int32(lists.count - 1)
    return Int32(lists.count - 1)
  }
}
