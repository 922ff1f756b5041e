import Expressions
import Numbers

/// A derivative as it stands on the tape: ∂body/∂target.
public struct CompiledDerivative: Hashable, Sendable {
  /// The expression `.derivative`.
  public let expression: Expression
  /// The undifferentiated body.
  public let body: Tape.Node
  /// An input, or the alias of a defined name's entry or of its occurrences in the text.
  public let target: Tape.Node
  /// The partial derivative.
  public let value: Tape.Node
  /// Substitutions around, whose symbols are free in the body.
  let held: [Tape.Instance]
}

extension TapeCompiler {
  /// The adjoint of the target after a sweep from the body.
  ///
  /// `local` compiles the body with copies of the target where it stands in the text; what is defined elsewhere refers to
  /// the target itself, so that the adjoint of the copy is the edge of the graph.
  mutating func derivative(_ frame: Frame) throws(EvaluationError) -> Tape.Node? {
    let e = frame.expression
    if setting.keepsUnknownFunctions { throw .malformed(e) }
    let target = store.target(e)
    guard let found = try slots(store.operands(of: e).dropFirst(), in: frame) else { return nil }
    guard let slots = found else { return .outside }
    guard let entry = try entry(of: target, slots, context: frame.context) else { return nil }
    if tape.isUndefined(entry) { return entry }
    var node = entry
    let body: Tape.Node?
    if target.isLocal {
      let instance = Tape.Instance(expression: e, tuple: frame.tuple)
      let inner = number(of: Context(parent: frame.context, kind: .local(instance, target.subject, slots: slots)))
      node = tape.alias(Tape.Alias(subject: .local(context: inner), slots: slots), of: entry)
      body = try localBody(frame, inner)
    } else {
      body = try value(of: store.operand(0, of: e), in: frame)
    }
    guard let body else { return nil }
    if tape.isUndefined(body) { return body }
    let held = substitutions(around: frame.context)
    let value = partial(of: body, with: node, holding: held)
    derivatives.append(CompiledDerivative(expression: e, body: body, target: node, value: value, held: held))
    return value
  }

  private mutating func entry(
    of target: Target, _ slots: [Int], context: UInt32
  ) throws(EvaluationError) -> Tape.Node? {
    switch target.subject {
    case .symbol(let symbol): return try entry(of: symbol, slots, context: context, isTarget: !target.isLocal)
    case .definition(let definition):
      return try entry(of: definition, slots, context: context, isTarget: !target.isLocal)
    }
  }

  /// The body of `local(f, x)`: of a defined name f its formula.
  private mutating func localBody(_ frame: Frame, _ context: UInt32) throws(EvaluationError) -> Tape.Node? {
    let body = store.operand(0, of: frame.expression)
    if store.op(body) == .definition {
      guard let found = try slots(store.operands(of: body), in: frame) else { return nil }
      guard let slots = found else { return .outside }
      return try formula(of: store.definition(body), slots, context: context)
    }
    var task = try task(body, in: frame)
    task.context = context
    return try value(task)
  }

  /// The partial derivative, defined where the body and the target are.
  private mutating func partial(
    of body: Tape.Node, with target: Tape.Node, holding held: [Tape.Instance]
  ) -> Tape.Node {
    let sweep = Sweep(body: body, held: held)
    if partials[sweep] == nil {
      partials[sweep] = Adjoints(of: body, on: &tape, holding: held, in: &contributions).partials
    }
    let slope = partials[sweep]?[target] ?? .zero
    return tape.guarded(slope, by: [body, target])
  }

  private func substitutions(around context: UInt32) -> [Tape.Instance] {
    var result: [Tape.Instance] = []
    var number = context
    while contexts[Int(number)].kind != .outside {
      switch contexts[Int(number)].kind {
      case .substitution(let instance): result.append(instance)
      case .outcome(let instance, _): result.append(drawing(instance, context: number))
      case .outside, .local: break
      }
      number = contexts[Int(number)].parent
    }
    return result
  }
}
