import Expressions
import Numbers

/// Expectations over the same distributions as on the tape.
extension DirectEvaluator {
  mutating func expectation(_ scope: Scope) throws(EvaluationError) -> Jet? {
    let e = scope.expression
    guard let parts = store.expectationParts(e) else { throw .malformed(e) }
    guard let block = try entries(of: parts.symbol) else { return nil }
    let outcomes = try outcomes(of: parts, block)
    var request = try request(parts.body, in: scope)
    var (total, isComplete) = (constant(.zero, scope.layer), true)
    for outcome in 0..<outcomes.count {
      request.layer = layer(
        DirectLayer(
          kind: .outcome(e, values: scope.values, outcome), parent: scope.layer, directions: directions(scope.layer)))
      var weight = constant(.one, scope.layer)
      for entry in 0..<outcomes.entries {
        let draw = outcomes.draws[outcomes.draw(ofEntry: entry, in: outcome)]
        guard parts.law.kind == .bernoulli else {
          weight = weight * constant(draw.weight, scope.layer)
          continue
        }
        let bound = binding(parts.law, block.slots(at: entry))
        guard let mean = try value(of: parts.law.mean, in: scope, binding: bound) else {
          isComplete = false
          continue
        }
        weight = weight * (draw.value.isZero ? constant(.one, scope.layer) - mean : mean)
      }
      guard let body = try value(request) else {
        isComplete = false
        continue
      }
      total = total + weight * body
    }
    return isComplete ? total : nil
  }

  private func binding(_ law: Law, _ slots: [Int]) -> [Index: Int] {
    var bound: [Index: Int] = [:]
    for (index, slot) in zip(law.indices, slots) { bound[index] = slot }
    return bound
  }

  private mutating func entries(of symbol: Symbol) throws(EvaluationError) -> Inputs.Block? {
    var (lower, lengths) = ([Int](), [Int]())
    for range in store.declaration(symbol).slots {
      guard let span = try span(range, layer: 0) else { return nil }
      lower.append(span.lower)
      lengths.append(span.count)
    }
    return Inputs.Block(subject: .symbol(symbol), lower: lower, lengths: lengths, start: 0)
  }

  private func outcomes(
    of parts: ExpressionStore.ExpectationParts, _ block: Inputs.Block
  ) throws(EvaluationError) -> Outcomes {
    let degree = parts.law.kind == .normal ? RandomDegree.degree(of: parts.body, in: parts.symbol, store) : 0
    guard let draws = Outcomes.draws(of: parts.law.kind, family: setting.family, degree: degree) else {
      throw .noExactMoments(parts.symbol)
    }
    guard let outcomes = Outcomes(draws, entries: block.count) else { throw .budget }
    return outcomes
  }

  /// What is drawn for an entry, found outside of the expectation.
  mutating func drawn(
    _ request: DirectRequest, _ node: Expression, _ values: [Int], _ outcome: Int
  ) throws(EvaluationError) -> Jet? {
    guard let parts = store.expectationParts(node) else { return undefined(request.layer) }
    guard let block = try entries(of: parts.symbol) else { return nil }
    let parent = layers[request.layer].parent
    guard let place = block.place(of: request.values) else { return undefined(parent) }
    let outcomes = try outcomes(of: parts, block)
    func z(_ entry: Int) -> Rational { outcomes.draws[outcomes.draw(ofEntry: entry, in: outcome)].value }
    if parts.law.kind == .bernoulli { return constant(z(place), parent) }
    let outer = DirectRequest(subject: .expression(node), values: values, layer: parent)
    let scope = Scope(node, outer, freeIndices.of(node, in: store))
    let bound = binding(parts.law, request.values)
    guard let mean = try value(of: parts.law.mean, in: scope, binding: bound) else { return nil }
    guard parts.law.isJoint, let size = block.lengths.last else {
      let draw = constant(z(place), parent)
      if let root = store.squareRoot(parts.law.variance) {
        guard let deviation = try value(of: root, in: scope, binding: bound) else { return nil }
        return mean + deviation * draw
      }
      guard let variance = try value(of: parts.law.variance, in: scope, binding: bound) else { return nil }
      return mean + variance.power(Rational(1, 2)) * draw
    }
    guard let factor = try covarianceFactor(parts.law, request.values, block, scope) else { return nil }
    let (row, first) = (place % size, place - place % size)
    let value = (0...row).reduce(mean) { $0 + factor[row][$1] * constant(z(first + $1), parent) }
    return value.guarded(by: factor[size - 1][size - 1])
  }

  /// Cholesky's factor of the covariances, column by column.
  private mutating func covarianceFactor(
    _ law: Law, _ slots: [Int], _ block: Inputs.Block, _ scope: Scope
  ) throws(EvaluationError) -> [[Jet]]? {
    guard let size = block.lengths.last, let lower = block.lower.last else { return nil }
    var rest: [[Jet]] = []
    for i in 0..<size {
      var row: [Jet] = []
      for j in 0..<size {
        let bound = binding(law, slots.dropLast() + [lower + max(i, j), lower + min(i, j)])
        if let jet = try value(of: law.variance, in: scope, binding: bound) { row.append(jet) }
      }
      rest.append(row)
    }
    guard rest.allSatisfy({ $0.count == size }) else { return nil }
    // What is left of the covariances after the columns so far: S − Σ L_k·L_k'.
    var factor = rest.map { $0.map { _ in constant(.zero, scope.layer) } }
    for k in 0..<size {
      let pivot = rest[k][k].power(Rational(1, 2))
      for i in k..<size { factor[i][k] = i == k ? pivot : rest[i][k] * pivot.power(Rational(-1)) }
      for i in k..<size {
        for j in k..<size { rest[i][j] = rest[i][j] - factor[i][k] * factor[j][k] }
      }
    }
    return factor
  }
}
