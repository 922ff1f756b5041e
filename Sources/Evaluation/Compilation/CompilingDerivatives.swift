import Expressions
import Numbers

/// A derivative as it stands on the tape: ∂body/∂target.
public struct CompiledDerivative: Hashable, Sendable {
  /// The expression `.derivative`.
  public let expression: Expression
  /// The undifferentiated body.
  public let body: Tape.Node
  /// An input, or the alias of a defined name's entry.
  public let target: Tape.Node
  /// The partial derivative.
  public let value: Tape.Node
  let held: Adjoints.Held
}

extension TapeCompiler {
  mutating func derivative(_ frame: Frame) throws(EvaluationError) -> Tape.Node? {
    let e = frame.expression
    let target = store.target(e)
    guard let whole = try value(of: store.operand(0, of: e), in: frame) else { return nil }
    guard let found = try slots(store.operands(of: e).dropFirst(), in: frame) else { return nil }
    guard let slots = found else { return .outside }
    let node: Tape.Node?
    switch target.subject {
    case .symbol(let symbol): node = try entry(of: symbol, slots, context: frame.context)
    case .definition(let definition): node = try entry(of: definition, slots, context: frame.context)
    }
    guard let node else { return nil }
    if tape.isUndefined(node) || tape.isUndefined(whole) { return tape.isUndefined(node) ? node : whole }
    let body = target.isLocal ? opened(whole, store.operand(0, of: e)) : whole
    let held = Adjoints.Held(definitions: target.isLocal, contexts: substitutions(around: frame.context))
    let value = partial(of: body, with: node, holding: held)
    derivatives.append(CompiledDerivative(expression: e, body: body, target: node, value: value, held: held))
    return value
  }

  /// `local(f, x)` of a defined name f differentiates its formula: f's own name is not held.
  private func opened(_ node: Tape.Node, _ body: Expression) -> Tape.Node {
    store.op(body) == .definition && tape.operation(node) == .alias ? tape.operand(0, of: node) : node
  }

  /// The partial derivative, defined where the body and the target are.
  private mutating func partial(
    of body: Tape.Node, with target: Tape.Node, holding held: Adjoints.Held
  ) -> Tape.Node {
    let sweep = Sweep(body: body, held: held)
    if partials[sweep] == nil { partials[sweep] = Adjoints(of: body, on: &tape, holding: held).partials }
    let slope = partials[sweep]?[target] ?? .zero
    return tape.guarded(slope, by: [body, target])
  }

  /// The substitutions whose bodies hold a frame of this context.
  private func substitutions(around context: UInt32) -> [UInt32] {
    var result: [UInt32] = []
    var context = context
    while contexts[Int(context)].substitution != nil {
      result.append(context)
      context = contexts[Int(context)].parent
    }
    return result
  }
}
