import Expressions
import Numbers

/// Evaluates expressions from the store itself, in balls, without a tape: the second way to a value that a refutation
/// must take.
///
/// Derivatives are taken forwards, by jets, where the tape goes backwards; a derivative by a defined name adds an ε to
/// that name's value wherever it occurs. What is needed first waits on a stack; each value is found once for its index
/// values and the derivatives and substitutions around it.
public struct DirectEvaluation: Sendable {
  let store: ExpressionStore
  let setting: Setting
  let point: Point
  var layers: [Layer] = [Layer(kind: .outside, parent: 0, directions: 0)]
  var freeIndices = FreeIndices()
  var freeSymbols = FreeSymbols()
  private var known: [Request: State] = [:]
  private var pending: [Request] = []
  private var steps = 0

  /// What is asked for.
  struct Request: Hashable, Sendable {
    enum Subject: Hashable, Sendable {
      case expression(Expression)
      case definition(Definition)
      /// The formula of a definition whose own name is not held.
      case formula(Definition)
      /// What the substitution of the layer puts in for its symbol.
      case substituted
    }
    var subject: Subject
    /// The values of the free index variables, or slots.
    var values: [Int]
    var layer: Int
  }

  private enum State: Sendable {
    case open
    case done(Jet)
  }

  /// A derivative or a substitution around an expression.
  struct Layer: Hashable, Sendable {
    enum Kind: Hashable, Sendable {
      case outside
      /// The node `.substitution` with the values of its free index variables.
      case substitution(Expression, values: [Int])
      /// The node `.expectation` with the values of its free index variables, and the number of an outcome.
      case outcome(Expression, values: [Int], Int)
      /// The last direction moves this entry.
      case derivative(Target, slots: [Int])
    }
    var kind: Kind
    var parent: Int
    /// The number of derivatives around, this one included.
    var directions: Int
  }

  /// Mixed derivatives of this order have 2^8 coefficients.
  static let directionLimit = 8

  /// The point must have been drawn for a tape of the same expressions and setting.
  public init(_ store: ExpressionStore, _ setting: Setting, at point: Point) {
    self.store = store
    self.setting = setting
    self.point = point
  }

  /// A ball that contains the value of `e`.
  public mutating func ball(of e: Expression, at indices: [Index: Int] = [:]) throws(EvaluationError) -> Ball {
    guard e.number < store.count else { throw .malformed(e) }
    var values: [Int] = []
    for index in freeIndices.of(e, in: store) {
      guard let value = indices[index] else { throw .unboundIndex(index) }
      values.append(value)
    }
    return try result(of: Request(subject: .expression(e), values: values, layer: 0)).value.ball
  }

  private mutating func result(of goal: Request) throws(EvaluationError) -> Jet {
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

  private mutating func advance(_ request: Request) throws(EvaluationError) {
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

  private mutating func attempt(_ request: Request) throws(EvaluationError) -> Jet? {
    switch request.subject {
    case .expression(let e): return try jet(Scope(e, request, freeIndices.of(e, in: store)))
    case .definition(let definition): return try entry(of: definition, request)
    case .formula(let definition): return try formula(of: definition, request)
    case .substituted: return try substituted(request)
    }
  }

  /// The value of a request if it is known; otherwise it is asked for.
  mutating func value(_ request: Request) throws(EvaluationError) -> Jet? {
    steps += 1
    guard steps < 16 * setting.capacity, known.count < setting.capacity else { throw .budget }
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

/// An expression with the values of its free index variables and the layer around it.
struct Scope {
  let expression: Expression
  let free: [Index]
  let values: [Int]
  let layer: Int

  init(_ expression: Expression, _ request: DirectEvaluation.Request, _ free: [Index]) {
    self.expression = expression
    self.free = free
    (values, layer) = (request.values, request.layer)
  }
}

extension DirectEvaluation {
  func directions(_ layer: Int) -> Int { layers[layer].directions }

  func constant(_ value: Rational, _ layer: Int) -> Jet { Jet(Real(value), directions: directions(layer)) }

  func undefined(_ layer: Int) -> Jet { Jet(.undefined, directions: directions(layer)) }

  /// The request for a part of the scope's expression, with values of indices bound between.
  mutating func request(
    _ part: Expression, in scope: Scope, binding bound: [Index: Int] = [:]
  ) throws(EvaluationError) -> Request {
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
    return Request(subject: .expression(part), values: values, layer: scope.layer)
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
