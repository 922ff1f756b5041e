import Evaluation
import Expressions

/// A program as loops in loops, in the order in which it runs.
struct LoopNest: Sendable {
  enum Write: Sendable {
    case store(Int, [Term], Term)
    /// Before the first value: 0 of a sum, 1 of a product.
    case start(Int, [Term], Reduction)
    case accumulate(Int, [Term], Reduction, where: Term?, Term)
    /// Of the matrix in the two last indices.
    case invert(Int, [Term], of: Int)
    case determinant(Int, [Term], of: Int, logarithm: Bool)

    var target: Int {
      switch self {
      case .store(let array, _, _), .start(let array, _, _), .accumulate(let array, _, _, _, _),
        .invert(let array, _, _), .determinant(let array, _, _, _):
        array
      }
    }

    var indices: [Term] {
      switch self {
      case .store(_, let indices, _), .start(_, let indices, _), .accumulate(_, let indices, _, _, _),
        .invert(_, let indices, _), .determinant(_, let indices, _, _):
        indices
      }
    }

    /// What is computed, but for indices.
    var values: [Term] {
      switch self {
      case .store(_, _, let value): [value]
      case .accumulate(_, _, _, let condition, let value): (condition.map { [$0] } ?? []) + [value]
      case .start, .invert, .determinant: []
      }
    }

    /// The matrix that is read as a whole.
    var matrix: Int? {
      switch self {
      case .invert(_, _, let matrix), .determinant(_, _, let matrix, _): matrix
      case .store, .start, .accumulate: nil
      }
    }
  }

  enum Item: Sendable {
    /// The number of a body.
    case loop(Int)
    case write(Write)
  }

  struct Body: Sendable {
    /// Nil for the outermost one.
    var variable: LoopVariable?
    var depth: Int
    var items: [Item] = []
  }

  /// The first is the outermost.
  var bodies = [Body(variable: nil, depth: 0)]
  /// For each loop, its body.
  var homes: [LoopVariable: Int] = [:]

  /// All writes, in the order of the text.
  var writes: [Write] {
    var found: [Write] = []
    var pending: [Item] = bodies[0].items.reversed()
    while let item = pending.popLast() {
      switch item {
      case .loop(let body): pending += bodies[body].items.reversed()
      case .write(let write): found.append(write)
      }
    }
    return found
  }

  /// The innermost body that a term depends on the loop of.
  func home(of term: Term, in terms: Terms) -> Int {
    var home = 0
    for variable in terms.variables(of: term) {
      if let body = homes[variable], bodies[body].depth > bodies[home].depth { home = body }
    }
    return home
  }
}
