import Expressions
import Numbers

/// Expectations as sums over the outcomes of a distribution with finitely many values.
extension TapeCompiler {
  mutating func expectation(_ frame: Frame) throws(EvaluationError) -> Tape.Node? {
    let e = frame.expression
    guard let parts = store.expectationParts(e) else { throw .malformed(e) }
    guard let spans = try slotSpans(of: parts.symbol) else { return nil }
    let outcomes = try outcomes(of: e, parts, spans)
    let instance = Tape.Instance(expression: e, tuple: frame.tuple)
    var task = try task(parts.body, in: frame)
    var terms: [Tape.Node] = []
    for outcome in 0..<outcomes.count {
      task.context = number(of: Context(parent: frame.context, kind: .outcome(instance, outcome)))
      let body = try value(task)
      guard let weight = try weight(of: outcome, outcomes, parts, spans, frame), let body else { continue }
      terms.append(tape.product([weight, body]))
    }
    return terms.count == outcomes.count ? tape.sum(terms) : nil
  }

  private mutating func slotSpans(of symbol: Symbol) throws(EvaluationError) -> [ClosedSpan]? {
    var spans: [ClosedSpan] = []
    for range in store.declaration(symbol).slots {
      guard let span = try span(range, in: nil) else { return nil }
      spans.append(span)
    }
    return spans
  }

  private mutating func outcomes(
    of e: Expression, _ parts: ExpressionStore.ExpectationParts, _ spans: [ClosedSpan]
  ) throws(EvaluationError) -> Outcomes {
    if let known = outcomes[e] { return known }
    let degree = parts.law.kind == .normal ? RandomDegree.degree(of: parts.body, in: parts.symbol, store) : 0
    guard let draws = Outcomes.draws(of: parts.law.kind, family: setting.family, degree: degree) else {
      throw .noExactMoments(parts.symbol)
    }
    guard let found = Outcomes(draws, entries: FunctionLayout.count(spans)) else { throw .budget }
    outcomes[e] = found
    return found
  }

  /// The probability of an outcome; of 0 and 1 it is made of those of the entries.
  private mutating func weight(
    of outcome: Int, _ outcomes: Outcomes, _ parts: ExpressionStore.ExpectationParts, _ spans: [ClosedSpan],
    _ frame: Frame
  ) throws(EvaluationError) -> Tape.Node? {
    if parts.law.kind != .bernoulli { return tape.constant(outcomes.weights[outcome]) }
    var weights: [Tape.Node] = []
    let block = Inputs.Block(
      subject: .symbol(parts.symbol), lower: spans.map { $0.lower }, lengths: spans.map { $0.count }, start: 0)
    for entry in 0..<outcomes.entries {
      let draw = outcomes.draws[outcomes.draw(ofEntry: entry, in: outcome)]
      let bound = zip(parts.law.indices, block.slots(at: entry)).map { (index: $0, value: $1) }
      guard let mean = try value(of: parts.law.mean, in: frame, binding: bound) else { return nil }
      weights.append(draw.value.isZero ? tape.difference(.one, mean) : mean)
    }
    return tape.product(weights)
  }

  /// The alias of what is drawn: a derivative inside holds it.
  func drawing(_ instance: Tape.Instance, context: UInt32) -> Tape.Instance {
    Tape.Instance(expression: instance.expression, tuple: context)
  }

  /// The value of an entry in an outcome, computed outside of the expectation.
  mutating func drawnEntry(
    _ task: Task, _ instance: Tape.Instance, _ outcome: Int
  ) throws(EvaluationError) -> Tape.Node? {
    guard let parts = store.expectationParts(instance.expression) else { return .undefined }
    guard let spans = try slotSpans(of: parts.symbol) else { return nil }
    let slots = Array(tuples[task.tuple])
    guard let place = FunctionLayout.place(slots, in: spans), slots.count == spans.count else { return .outside }
    let outcomes = try outcomes(of: instance.expression, parts, spans)
    let outer = Frame(
      Task(
        kind: .expression, number: instance.expression.number, tuple: instance.tuple,
        context: contexts[Int(task.context)].parent), free: freeIndices.of(instance.expression, in: store))
    func z(_ entry: Int) -> Rational { outcomes.draws[outcomes.draw(ofEntry: entry, in: outcome)].value }
    let value: Tape.Node
    if parts.law.kind == .bernoulli {
      value = tape.constant(z(place))
    } else {
      let bound = zip(parts.law.indices, slots).map { (index: $0, value: $1) }
      guard let mean = try self.value(of: parts.law.mean, in: outer, binding: bound) else { return nil }
      let deviation: Tape.Node
      if parts.law.isJoint, let size = spans.last?.count {
        guard let factor = try covarianceFactor(parts.law, slots, spans, outer) else { return nil }
        let (row, first) = (place % size, place - place % size)
        var terms: [Tape.Node] = []
        for k in 0...row {
          let draw = tape.constant(z(first + k))
          terms.append(tape.product([factor[row][k], draw]))
        }
        // Where the last pivot has a value, all have: the matrix is positive definite.
        let total = tape.sum(terms)
        deviation = tape.guarded(total, by: [factor[size - 1][size - 1]])
      } else {
        guard let scale = try self.deviation(parts.law, in: outer, binding: bound) else { return nil }
        let draw = tape.constant(z(place))
        deviation = tape.product([scale, draw])
      }
      value = tape.sum([mean, deviation])
    }
    let subject = Tape.Alias.Subject.substituted(drawing(instance, context: task.context))
    return tape.alias(Tape.Alias(subject: subject, slots: slots), of: value)
  }

  /// The square root of the variance; of s² just s, a deviation of either sign.
  private mutating func deviation(
    _ law: Law, in outer: Frame, binding bound: [(index: Index, value: Int)]
  ) throws(EvaluationError) -> Tape.Node? {
    if let root = store.squareRoot(law.variance) { return try value(of: root, in: outer, binding: bound) }
    guard let variance = try value(of: law.variance, in: outer, binding: bound) else { return nil }
    return tape.power(variance, Rational(1, 2))
  }

  /// The lower triangular L with L·L' equal to the matrix of covariances, row by row: Cholesky's factor.
  private mutating func covarianceFactor(
    _ law: Law, _ slots: [Int], _ spans: [ClosedSpan], _ outer: Frame
  ) throws(EvaluationError) -> [[Tape.Node]]? {
    guard let last = spans.last else { return nil }
    var (factor, isComplete) = ([[Tape.Node]](), true)
    for i in stride(from: last.lower, through: last.upper, by: 1) {
      var row: [Tape.Node] = []
      for j in stride(from: last.lower, through: i, by: 1) {
        let places = slots.dropLast() + [i, j]
        let bound = zip(law.indices, places).map { (index: $0, value: $1) }
        guard let covariance = try value(of: law.variance, in: outer, binding: bound) else {
          isComplete = false
          continue
        }
        guard isComplete else { continue }
        var rest = [covariance]
        for k in 0..<(j - last.lower) {
          let own = k < row.count ? row[k] : .zero
          let other = j == i ? own : factor[j - last.lower][k]
          let product = tape.product([own, other])
          rest.append(tape.negation(product))
        }
        let remainder = tape.sum(rest)
        if j == i {
          row.append(tape.power(remainder, Rational(1, 2)))
        } else {
          let below = tape.power(factor[j - last.lower][j - last.lower], Rational(-1))
          row.append(tape.product([remainder, below]))
        }
      }
      factor.append(row)
    }
    return isComplete ? factor : nil
  }
}

extension TapeCompiler {
  /// Of the random variables of which only the mean and the variance are known, the values that (x − mean)/deviation takes
  /// here, with their probabilities.
  public var standardisedDraws: [(symbol: Symbol, draws: [(value: Rational, weight: Rational)])] {
    var symbols: Set<Symbol> = []
    for context in contexts {
      if case .outcome(let instance, _) = context.kind { symbols.insert(store.symbol(instance.expression)) }
    }
    return symbols.sorted().filter { store.declaration($0).law?.kind == .moments }.map { symbol in
      (symbol, Outcomes.standardised(family: setting.family).map { ($0.value, $0.weight) })
    }
  }

  /// The expectation is a finite sum for some distribution with the moments that matter.
  public static func hasOutcomes(_ e: Expression, in store: ExpressionStore) -> Bool {
    guard let parts = store.expectationParts(e), parts.law.kind == .normal else { return true }
    let degree = RandomDegree.degree(of: parts.body, in: parts.symbol, store)
    return Outcomes.draws(of: parts.law.kind, family: 0, degree: degree) != nil
  }
}
