import Diagnostics
import Expressions
import Notation

/// The shapes of derivatives.
extension Elaborator {
  mutating func derivativeShape(
    _ builtin: Builtin, _ node: Node, _ function: Node, _ draft: TermDraft, _ context: IndexContext
  ) throws(Rejection) -> Shape {
    let name = calleeName(node, draft)
    let shape = try entryShape(function, draft, context)
    if shape.form == .ones { throw Rejection(.unknownSize("ones"), at: draft.span(function)) }
    var result = shape
    for target in draft.derivatives[node] ?? [] {
      try requireVariable(target, name, draft)
      let variable = try termShape(target.node, draft, context)
      switch builtin {
      case .derivative, .local:
        guard isSingle(variable, context) else {
          throw Rejection(
            .vectorTarget(excerpt(target.node, draft), shape: text(variable, context), operation: name),
            at: draft.span(target.node))
        }
      case .jacobian: result = jacobianShape(shape, variable, context)
      default:
        guard isSingle(shape, context) else {
          throw Rejection(
            .gradientOfTensor(operation: name, shape: text(shape, context)), at: draft.span(function))
        }
        result = builtin == .hessian ? Shape(variable.slots + variable.slots) : variable
      }
    }
    return result
  }

  /// `[i, j]` = ∂f_i/∂x_j; for a number f it is a row.
  private func jacobianShape(_ f: Shape, _ x: Shape, _ context: IndexContext) -> Shape {
    if x.slots.isEmpty { return f }
    if isSingle(f, context) { return Shape(x.slots, isRow: x.slots.count == 1) }
    return Shape(f.slots + x.slots)
  }

  func requireVariable(_ target: DerivativeTarget, _ operation: String, _ draft: TermDraft) throws(Rejection) {
    let name = draft.tree.name(target.name)
    switch draft.meaning(target.name) {
    case .symbol(let symbol):
      guard case .index = store.declaration(symbol).domain else { return }
    case .definition: return
    case .parameter, .own:
      throw Rejection(.notSupported("a derivative in the parameter `\(name)`"), at: draft.span(target.name))
    case .size: throw Rejection(.sizeAsVariable(name, use: "the variable of a derivative"), at: draft.span(target.name))
    default: break
    }
    throw Rejection(.notAVariable(name, operation: operation), at: draft.span(target.node))
  }
}
