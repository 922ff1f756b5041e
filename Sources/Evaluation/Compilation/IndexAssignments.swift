import Expressions
import Numbers

/// Values of the free index variables of a claim.
extension TapeCompiler {
  /// The integers of a range whose ends mention no index variable.
  mutating func span(of range: IndexRange) throws(EvaluationError) -> ClosedSpan {
    let bounds = store.bounds(range)
    _ = try compile(bounds.lower)
    _ = try compile(bounds.upper)
    return try span(range, in: nil) ?? ClosedSpan(lower: 1, upper: 0)
  }

  /// The index variables that must be given values before `e` can be compiled.
  public mutating func freeIndices(of e: Expression) -> [Index] { freeIndices.of(e, in: store) }

  /// All values of the index variables, the last fastest; throws `.budget` if there are more than `limit`. A range may
  /// depend on the variables before it.
  public mutating func assignments(
    of indices: [Index], given fixed: [Index: Int] = [:], limit: Int = 1 << 12
  ) throws(EvaluationError) -> [[Index: Int]] {
    var result = [fixed]
    for index in indices where fixed[index] == nil {
      let bounds = store.bounds(store.range(index))
      var extended: [[Index: Int]] = []
      for assignment in result {
        let lower = try compile(bounds.lower, at: assignment)
        let upper = try compile(bounds.upper, at: assignment)
        guard let first = tape.knownRational(lower)?.asInt, let last = tape.knownRational(upper)?.asInt else {
          throw .notFinite(store.range(index))
        }
        let (length, overflow) = last.subtractingReportingOverflow(first)
        if overflow || length >= limit - extended.count { throw .budget }
        for value in stride(from: first, through: last, by: 1) {
          var assignment = assignment
          assignment[index] = value
          extended.append(assignment)
        }
      }
      result = extended
    }
    return result
  }
}
