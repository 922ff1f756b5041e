/// Replacing index variables by index terms, and expressions by others.
extension ExpressionStore {
  /// `e` with index variables replaced, all at once. A binder whose index occurs in what is put in gets a new index
  /// first, so nothing is captured. Linear in the nodes that mention a replaced index.
  public mutating func substituting(_ replacement: [Index: Expression], in e: Expression) -> Expression {
    var pending: [(Expression, Bool)] = [(e, false)]
    var images: [Expression: Expression] = [:]
    let incoming = Set(replacement.values.flatMap { freeIndices(of: $0) })
    while let (node, isReady) = pending.popLast() {
      if images[node] != nil { continue }
      guard freeIndices(of: node).contains(where: { replacement[$0] != nil }) else {
        images[node] = node
        continue
      }
      if op(node) == .index {
        images[node] = replacement[index(node)] ?? node
        continue
      }
      if boundIndices(of: node).contains(where: { incoming.contains($0) || replacement[$0] != nil }) {
        images[node] = substitutingUnderClash(replacement, in: node)
        continue
      }
      if isReady {
        images[node] = rebuilt(node, operands(of: node).map { images[$0] ?? $0 })
      } else {
        pending.append((node, true))
        for part in operands(of: node) where images[part] == nil { pending.append((part, false)) }
      }
    }
    return images[e] ?? e
  }

  /// One binder clashes: rename it, then substitute. The nesting of clashing binders bounds the depth.
  private mutating func substitutingUnderClash(_ replacement: [Index: Expression], in e: Expression) -> Expression {
    var renaming: [Index: Expression] = [:]
    for index in boundIndices(of: e) {
      let fresh = freshIndex(name(index), range(index))
      renaming[index] = value(of: fresh)
    }
    let parts = operands(of: e).map { $0 }
    var images: [Expression] = []
    for part in parts {
      let renamed = op(part) == .index ? renaming[index(part)] ?? part : substituting(renaming, in: part)
      images.append(renamed)
    }
    let outer = replacement.filter { renaming[$0.key] == nil }
    let renamed = rebuilt(e, images)
    return substituting(outer, in: renamed)
  }

  /// `root` with every occurrence of some expressions replaced. Linear in the nodes.
  public mutating func replacing(_ replacement: [Expression: Expression], in root: Expression) -> Expression {
    var images = replacement
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

  /// The same node over other operands.
  public mutating func rebuilt(_ e: Expression, _ parts: [Expression]) -> Expression {
    switch op(e) {
    case .sum: return sum(parts)
    case .product: return product(parts)
    case .delta: return delta(parts[0], parts[1])
    default: return node(op(e), payload: payload(e), parts)
    }
  }
}
