import Expressions

/// Numbers the shapes of expressions: two are alike if they differ in which quantities they are made of, and not in how.
struct ShapeTable {
  private struct Shape: Hashable {
    var op: Operator
    var detail: String
    var parts: [Int]
  }

  private var numbers: [Shape: Int] = [:]
  private var known: [Expression: Int] = [:]

  mutating func shape(of root: Expression, in store: ExpressionStore) -> Int {
    if let number = known[root] { return number }
    for e in store.reachable(from: [root]) where known[e] == nil {
      let parts = store.operands(of: e).map { known[$0] ?? -1 }
      // Quantities of either kind are alike.
      let op = store.op(e) == .definition ? .symbol : store.op(e)
      let shape = Shape(op: op, detail: ShapeTable.detail(e, store), parts: parts)
      let number = numbers[shape] ?? numbers.count
      numbers[shape] = number
      known[e] = number
    }
    return known[root] ?? -1
  }

  private static func detail(_ e: Expression, _ store: ExpressionStore) -> String {
    switch store.op(e) {
    case .index: store.name(store.index(e))
    case .number: store.rational(e).map { "\($0)" } ?? ""
    case .size: store.name(store.dimension(e))
    case .function: "\(store.function(e))"
    case .reduction: "\(store.reduction(e))"
    case .comparison: "\(store.comparison(e))"
    default: ""
    }
  }
}
