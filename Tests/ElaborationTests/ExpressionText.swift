import Expressions
import Numbers

/// Expressions as text, to be compared in tests: `sum(j: x[j]*y[j])`. Index variables of the same name are told apart by
/// primes, in the order of their occurrence.
struct ExpressionText {
  let store: ExpressionStore
  private var names: [Index: String] = [:]
  private var taken: Set<String> = []

  init(_ store: ExpressionStore) { self.store = store }

  mutating func text(_ e: Expression) -> String {
    let parts = store.operands(of: e).map { $0 }
    switch store.op(e) {
    case .number: return store.rational(e)?.description ?? "?"
    case .constant: return "\(store.constant(e))"
    case .size: return store.name(store.dimension(e))
    case .index: return name(store.index(e))
    case .symbol:
      return store.declaration(store.symbol(e)).name + slots(parts)
    case .definition: return store.body(store.definition(e)).name + slots(parts)
    case .sum: return "(" + parts.map { text($0) }.joined(separator: " + ") + ")"
    case .product: return parts.map { text($0) }.joined(separator: "*")
    case .power: return "(" + text(parts[0]) + ")^" + text(parts[1])
    case .function: return store.function(e).name + list(parts)
    case .delta: return "delta" + list(parts)
    case .reduction:
      let index = text(parts[0])
      let isFree = store.op(parts[1]) == .truth && store.truth(parts[1])
      let condition = isFree ? "" : " | " + text(parts[1])
      return "\(store.reduction(e))(\(index)\(condition): \(text(parts[2])))"
    case .cases: return "cases" + list(parts)
    case .truth: return "\(store.truth(e))"
    case .comparison: return "\(store.comparison(e))" + list(parts)
    case .and: return "and" + list(parts)
    case .or: return "or" + list(parts)
    case .not: return "not" + list(parts)
    case .inverse: return "inverse" + list(parts)
    case .determinant: return "det" + list(parts)
    case .logDeterminant: return "logdet" + list(parts)
    case .apply:
      let application = store.application(e)
      let primes = application.orders.map { String(repeating: "'", count: $0) }.joined()
      return store.declaration(application.function).name + primes + list(parts)
    case .derivative:
      let target = store.target(e)
      let subject: String
      switch target.subject {
      case .symbol(let symbol): subject = store.declaration(symbol).name
      case .definition(let definition): subject = ":" + store.body(definition).name
      }
      let body = text(parts[0])
      return "\(target.isLocal ? "local" : "d")(\(body); \(subject)\(slots(Array(parts.dropFirst()))))"
    case .substitution:
      return "at\(store.declaration(store.symbol(e)).name)" + list(parts)
    case .limit: return "limit" + list(parts)
    case .expectation:
      return "E\(store.declaration(store.symbol(e)).name)" + list(parts)
    case .undefined: return "undefined"
    }
  }

  private mutating func slots(_ parts: [Expression]) -> String {
    parts.isEmpty ? "" : "[" + parts.map { text($0) }.joined(separator: ",") + "]"
  }

  private mutating func list(_ parts: [Expression]) -> String {
    "(" + parts.map { text($0) }.joined(separator: ", ") + ")"
  }

  mutating func name(_ index: Index) -> String {
    if let known = names[index] { return known }
    var name = store.name(index)
    while !taken.insert(name).inserted { name += "'" }
    names[index] = name
    return name
  }
}
