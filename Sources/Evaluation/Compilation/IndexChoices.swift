import Expressions
import Numbers

/// The values that symbols in slots take one after the other: all of them when they are few.
public struct IndexChoices: Sendable {
  /// One compiled tape each; a single empty choice if no symbol needs one.
  public let all: [IndexChoice]
  /// The choices are all there are.
  public let isComplete: Bool

  /// The choices for what these expressions mention; at most `limit`, drawn from the source if there are more.
  public init(
    for expressions: [Expression], in store: ExpressionStore, sizes: Sizes, limit: Int = 12,
    random: inout RandomSource
  ) throws(EvaluationError) {
    var compiler = TapeCompiler(store, Setting(sizes: sizes, capacity: 1 << 16))
    var entries: [(symbol: Symbol, values: [Int])] = []
    for symbol in IndexChoices.symbols(in: expressions, store) {
      let declaration = store.declaration(symbol)
      let values = try IndexChoices.values(of: declaration.domain, &compiler)
      if values.isEmpty { continue }
      var count = 1
      for range in declaration.slots {
        let length = try compiler.span(of: range).count
        guard length < 1 << 16 else { throw .budget }
        count *= max(length, 1)
        guard count < 1 << 16 else { throw .budget }
      }
      for _ in 0..<count { entries.append((symbol, values)) }
    }
    var total = 1
    for entry in entries where total <= limit { total *= entry.values.count }
    isComplete = total <= limit
    var choices: [IndexChoice] = []
    for number in 0..<min(total, limit) {
      var values: [Symbol: [Int]] = [:]
      var rest = number
      for entry in entries {
        let place = isComplete ? rest % entry.values.count : random.next(below: entry.values.count)
        rest /= entry.values.count
        values[entry.symbol, default: []].append(entry.values[place])
      }
      choices.append(IndexChoice(values))
    }
    all = choices
  }

  /// Symbols that are indices by declaration, or stand below a slot, a delta or the end of a range.
  private static func symbols(in expressions: [Expression], _ store: ExpressionStore) -> [Symbol] {
    let mentions = Mentions(expressions, in: store)
    let inSlots = Mentions(mentions.slots, in: store).symbols
    return mentions.symbols.sorted().filter { symbol in
      if case .index = store.declaration(symbol).domain { return true }
      return inSlots.contains(symbol)
    }
  }

  /// The integers of a domain, none if it has others; from an infinite one the least in size.
  private static func values(of domain: Domain, _ compiler: inout TapeCompiler) throws(EvaluationError) -> [Int] {
    switch domain {
    case .index(let range):
      let span = try compiler.span(of: range)
      return Array(stride(from: span.lower, through: span.upper, by: 1))
    case .integer(let lower, let upper):
      let values = ValueSet.defaultIntegers(lower, upper)
      return values.lower > values.upper ? [] : Array(values.lower...values.upper)
    case .finite(let members): return members.compactMap { $0.asInt }
    case .real, .positive, .nonnegative, .nonzero, .interval: return []
    }
  }
}
