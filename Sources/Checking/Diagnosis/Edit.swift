import Expressions

/// One small change to a claimed term, and what it would mean if the change makes the line true.
struct Edit {
  var code: MistakeCode
  /// The claimed term with the change made.
  var result: Expression
  /// The part of the claimed term that the change touches.
  var blamed: Expression
  /// One sentence in the user's own symbols.
  var message: String
}

extension ExpressionStore {
  /// `root` with every occurrence of `old` replaced. Linear in the nodes above `old`.
  mutating func replacing(_ old: Expression, by new: Expression, in root: Expression) -> Expression {
    var images: [Expression: Expression] = [old: new]
    var pending: [(Expression, Bool)] = [(root, false)]
    while let (e, isReady) = pending.popLast() {
      if images[e] != nil { continue }
      if !isReady {
        pending.append((e, true))
        for part in operands(of: e) where images[part] == nil { pending.append((part, false)) }
        continue
      }
      let parts = operands(of: e).map { images[$0] ?? $0 }
      images[e] = parts.elementsEqual(operands(of: e)) ? e : rebuilt(e, parts)
    }
    return images[root] ?? root
  }
}
