import Expressions

/// Where derivatives do not exist: arguments whose zero is a kink. They belong to what was differentiated, so that a
/// substitution around a derivative reaches them, too: the kink of |t| at t = 2x is 2x.
struct KinkRecords {
  var derivatives: [Differentiator.Key: [Expression]] = [:]
  var carriedOut: [Expression: [Expression]] = [:]
  /// By definition, those of its body, in the index variables of its pattern.
  var bodies: [Definition: [Expression]] = [:]
  /// Those of the step that is being made.
  var step: [Expression] = []
}

extension Differentiator {
  mutating func kinks(
    of body: Expression, _ target: Target, _ slots: [Expression]
  ) throws(Refusal) -> [Expression] {
    if records.derivatives.isEmpty { return [] }
    return records.derivatives[Key(body: try differentiated(body: body, target), target: target, slots: slots)] ?? []
  }

  /// The kinks of a derivative: those of its last step, and those of its parts.
  mutating func recordKinks(of key: Key) {
    if records.step.isEmpty && records.derivatives.isEmpty { return }
    var found = records.step
    let replacement = store.op(key.body) == .definition ? patternReplacement(key.body) : [:]
    for part in differentiated(key.body, key.target) {
      for kink in records.derivatives[Key(body: part, target: key.target, slots: key.slots)] ?? [] {
        let image = replacement.isEmpty ? kink : store.substituting(replacement, in: kink)
        if !found.contains(image) { found.append(image) }
      }
    }
    if !found.isEmpty { records.derivatives[key] = found }
  }

  mutating func recordKinks(ofCarriedOut e: Expression, _ parts: [Expression]) throws(Refusal) {
    if records.derivatives.isEmpty { return }
    let operands = Array(store.operands(of: e))
    var found: [Expression] = []
    for part in operands { for kink in kinks(of: part) where !found.contains(kink) { found.append(kink) } }
    switch store.op(e) {
    case .derivative:
      found += try kinks(of: parts[0], store.target(e), Array(parts.dropFirst())).filter { !found.contains($0) }
    case .substitution:
      // at(e, x = a) has the kinks of e at a.
      let bound = parts[1..<(parts.count - 1)].map { store.index($0) }
      var images: [Expression] = kinks(of: operands[0])
      for kink in kinks(of: operands[operands.count - 1]) {
        let image = try substituting(store.symbol(e), bound, by: parts[0], in: kink)
        if !images.contains(image) { images.append(image) }
      }
      found = images
    case .definition:
      let body = store.body(store.definition(e))
      let own = records.bodies[store.definition(e)] ?? body.clauses.first.map { kinks(of: $0.body) } ?? []
      if own.isEmpty { break }
      let replacement = patternReplacement(e)
      found += own.map { store.substituting(replacement, in: $0) }
    default: break
    }
    if !found.isEmpty { records.carriedOut[e] = found }
  }

  /// What stands for the pattern's indices in an entry of a definition with one clause.
  private func patternReplacement(_ e: Expression) -> [Index: Expression] {
    store.body(store.definition(e)).clauses.first?.replacement(at: store.operands(of: e)) ?? [:]
  }
}
