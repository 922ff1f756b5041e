import Diagnostics
import Elaboration
import Expressions
import Notation

extension Formula {
  /// Why a formula cannot be computed or written, and where what stands in the way is.
  public struct Refusal: Error, Hashable, Sendable {
    public var reason: String
    public var span: Span

    public init(_ reason: String, at span: Span) { (self.reason, self.span) = (reason, span) }

    /// `a.expr:3:14: REASON`
    public func text(in source: SourceText) -> String {
      let position = source.position(of: span.start)
      return "\(source.name):\(position.line):\(position.column): \(reason)"
    }
  }
}

extension String {
  /// `exp` of `exp(x[i])`: what a construct is written with.
  var firstWord: String { String(prefix { $0.isLetter || $0.isNumber || $0 == "_" }) }
}

extension Problem {
  /// Where a word stands in one of the terms at these places or, in turn, in the definitions that the expressions are made
  /// of, those that stand last first. It may be none of them: a notation without a word, or one that a rule brought in.
  func place(of word: String?, in spans: [Span], madeOf roots: [Expression], _ store: ExpressionStore) -> Span? {
    guard let word, !word.isEmpty else { return nil }
    let used = Set(
      store.reachable(from: roots, throughDefinitions: true).filter { store.op($0) == .definition }
        .map { store.definition($0) })
    let definitions = entries.compactMap { entry -> Span? in
      if case .definition(let definition, let span, _) = entry, used.contains(definition) { span } else { nil }
    }
    let tree = syntax.tree
    let named = (0..<tree.count).map { Node($0) }.filter { tree.kind($0) == .name && tree.name($0) == word }
      .map { tree.span($0) }
    for span in spans + definitions.sorted(by: { $0.start > $1.start }) {
      if let found = named.filter({ span.encloses($0) }).min(by: { $0.start < $1.start }) { return found }
    }
    return nil
  }
}
