import Expressions
import Numbers

/// Evaluates expressions from the store itself, in enclosures, without a tape.
///
/// Derivatives are taken forwards, by jets, where the tape goes backwards; a derivative by a defined name adds an ε to
/// that name's value wherever it occurs. What is needed first waits on a stack; each value is found once for its index
/// values and the derivatives and substitutions around it.
struct DirectEvaluator<Number: Enclosure>: Sendable {
  typealias Jet = Evaluation.Jet<Number>
  typealias Real = Evaluation.Real<Number>

  let store: ExpressionStore
  let setting: Setting
  let point: Point
  var layers: [DirectLayer] = [DirectLayer(kind: .outside, parent: 0, directions: 0)]
  var freeIndices = FreeIndices()
  var freeSymbols = FreeSymbols()
  private var known: [DirectRequest: State] = [:]
  private var pending: [DirectRequest] = []
  private var steps = 0
  /// By the body of the matrix and the values of its free indices: all entries of an inverse are found at once.
  var inverses: [DirectRequest: [Jet]] = [:]

  private enum State: Sendable {
    case open
    case done(Jet)
  }

  /// Mixed derivatives of this order have 2^8 coefficients.
  static var directionLimit: Int { 8 }

  /// The point must have been drawn for a tape of the same expressions and setting.
  init(_ store: ExpressionStore, _ setting: Setting, at point: Point) {
    self.store = store
    self.setting = setting
    self.point = point
  }

  /// A ball that contains the value of `e`.
  mutating func enclosure(of e: Expression, at indices: [Index: Int]) throws(EvaluationError) -> Number {
    guard e.number < store.count else { throw .malformed(e) }
    var values: [Int] = []
    for index in freeIndices.of(e, in: store) {
      guard let value = indices[index] else { throw .unboundIndex(index) }
      values.append(value)
    }
    return try result(of: DirectRequest(subject: .expression(e), values: values, layer: 0)).value.ball
  }

  private mutating func result(of goal: DirectRequest) throws(EvaluationError) -> Jet {
    pending = [goal]
    do {
      while let request = pending.last { try advance(request) }
    } catch {
      // What was begun may be asked for again.
      for request in pending {
        if case .open? = known[request] { known[request] = nil }
      }
      throw error
    }
    if case .done(let jet)? = known[goal] { return jet }
    return Jet(.unknown, directions: 0)
  }

  private mutating func advance(_ request: DirectRequest) throws(EvaluationError) {
    if case .done? = known[request] {
      pending.removeLast()
      return
    }
    known[request] = .open
    let before = pending.count
    guard let jet = try attempt(request) else { return }
    pending.removeLast(pending.count - before + 1)
    known[request] = .done(jet)
  }

  private mutating func attempt(_ request: DirectRequest) throws(EvaluationError) -> Jet? {
    switch request.subject {
    case .expression(let e): return try jet(Scope(e, request, freeIndices.of(e, in: store)))
    case .definition(let definition): return try entry(of: definition, request)
    case .formula(let definition): return try formula(of: definition, request)
    case .substituted: return try substituted(request)
    }
  }

  /// The value of a request if it is known; otherwise it is asked for.
  mutating func value(_ request: DirectRequest) throws(EvaluationError) -> Jet? {
    steps += 1
    store.work.draw(20 * Number.workOfOperation)
    guard steps < 16 * setting.capacity, known.count < setting.capacity, !store.work.isSpent else { throw .budget }
    switch known[request] {
    case .done(let jet)?: return jet
    case nil:
      pending.append(request)
      return nil
    case .open?: throw circle()
    }
  }

  private func circle() -> EvaluationError {
    for request in pending.reversed() {
      guard case .open? = known[request] else { continue }
      if case .definition(let definition) = request.subject { return .circular(definition) }
      if case .formula(let definition) = request.subject { return .circular(definition) }
    }
    return .budget
  }
}

extension DirectEvaluator {
  func directions(_ layer: Int) -> Int { layers[layer].directions }

  func constant(_ value: Rational, _ layer: Int) -> Jet { Jet(Real(value), directions: directions(layer)) }

  func undefined(_ layer: Int) -> Jet { Jet(.undefined, directions: directions(layer)) }

  /// The request for a part of the scope's expression, with values of indices bound between.
  mutating func request(
    _ part: Expression, in scope: Scope, binding bound: [Index: Int] = [:]
  ) throws(EvaluationError) -> DirectRequest {
    var values: [Int] = []
    for index in freeIndices.of(part, in: store) {
      if let value = bound[index] {
        values.append(value)
      } else if let place = scope.free.firstIndex(of: index) {
        values.append(scope.values[place])
      } else {
        throw .unboundIndex(index)
      }
    }
    return DirectRequest(subject: .expression(part), values: values, layer: scope.layer)
  }

  mutating func value(
    of part: Expression, in scope: Scope, binding bound: [Index: Int] = [:]
  ) throws(EvaluationError) -> Jet? {
    try value(request(part, in: scope, binding: bound))
  }

  /// The values of all parts, or nil after asking for those that are missing.
  mutating func values(of parts: some Collection<Expression>, in scope: Scope) throws(EvaluationError) -> [Jet]? {
    var jets: [Jet] = []
    for part in parts {
      if let jet = try value(of: part, in: scope) { jets.append(jet) }
    }
    return jets.count == parts.count ? jets : nil
  }
}
