import Diagnostics
import Elaboration
import Expressions
import Notation

/// A repaired right side in the author's own notation: the text is changed, read again, and proved.
struct SourceRepair {
  let problem: Problem
  let judgement: Judgement
  let text: TermText
  let steps: Int

  /// Larger files are not read again for every repair.
  private static let largestSource = 1 << 16
  private static let mostReadings = 12
  private static let longest = 200

  /// A stretch of the source and what is put in its place.
  struct Change: Hashable {
    var span: Span
    var text: String
  }

  /// The repaired right side as the author would write it, and the part that changed; nil where no such text is found and
  /// proved.
  func text(of edit: Edit, in store: ExpressionStore) -> (text: String, span: Span)? {
    guard let place = edit.place, text.source.bytes.count <= SourceRepair.largestSource else { return nil }
    var tried = Set<Change>()
    for span in text.spans(of: place, in: store) {
      let writer = Rewriter(source: text.source, term: text.term.span, span: span, place: place, store: store)
      for change in writer.changes(for: edit.rewriting) where tried.insert(change).inserted {
        if tried.count > SourceRepair.mostReadings { return nil }
        if let text = provedText(with: change) { return (text, span) }
      }
    }
    return nil
  }

  private func provedText(with change: Change) -> String? {
    var bytes = text.source.bytes
    bytes.replaceSubrange(change.span.start..<change.span.end, with: Array(change.text.utf8))
    let source = SourceText(name: text.source.name, bytes: bytes)
    let syntax = SyntaxFile(parsing: source)
    guard syntax.diagnostics.count <= problem.syntax.diagnostics.count else { return nil }
    let changed = Problem(elaborating: syntax, of: source)
    guard let own = SourceRepair.judgements(of: problem).firstIndex(where: { $0.span == judgement.span }) else {
      return nil
    }
    let all = SourceRepair.judgements(of: changed)
    guard own < all.count, case .relation(let relation) = all[own].content, relation.relation == .equal,
      let left = relation.left.expression, let right = relation.right.expression
    else { return nil }
    let changedOwn = all[own]
    let fixed = changedOwn.indices.union(changed.store.freeIndices(of: left) + changed.store.freeIndices(of: right))
    var prover = Prover(store: changed.store, premises: changedOwn.premises, fixed: fixed, steps: steps)
    guard prover.equality(left, right).proof != nil else { return nil }
    let written = changed.syntax.tree.readable(relation.right.node, maxLength: SourceRepair.longest)
    return written.hasSuffix("…") ? nil : written
  }

  private static func judgements(of problem: Problem) -> [Judgement] {
    problem.entries.flatMap { entry -> [Judgement] in
      if case .claim(let claim) = entry { return claim.judgements }
      return []
    }
  }
}
