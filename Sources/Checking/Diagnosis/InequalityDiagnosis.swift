import Elaboration
import Expressions
import Notation

/// What is wrong with an inequality: the sides can be equal, or it is the other way round. Both are said only if the
/// inequality so changed is proved.
extension Judge {
  func inequalityDiagnoses(_ proposition: Proposition) -> [Diagnosis] {
    for code in [MistakeCode.equalityCase, .turnedInequality] {
      var signs: [String] = []
      guard
        let changed = proposition.changingInequalities({ relation in
          let other = code == .equalityCase ? relation.allowingEquality : relation.turned
          if let other { signs.append(other.text) }
          return other
        }), let sign = signs.first
      else { continue }
      var prover = self.prover(fixed: proposition.fixedIndices(in: store), steps: options.steps / 4)
      guard let proof = prover.statement(changed).proof, proof.conditions.isEmpty else { continue }
      let message =
        code == .equalityCase
        ? "both sides can be equal, as at the point shown; with `\(sign)` it is proved"
        : "the inequality is the other way round: with `\(sign)` it is proved"
      return [Diagnosis(code: code, message: message, span: judgement.span, repair: nil, isProved: true)]
    }
    return []
  }
}

extension Link.Relation {
  /// `<` becomes `<=`.
  fileprivate var allowingEquality: Link.Relation? {
    switch self {
    case .less: .lessOrEqual
    case .greater: .greaterOrEqual
    default: nil
    }
  }

  /// `<` becomes `>`.
  fileprivate var turned: Link.Relation? {
    switch self {
    case .less: .greater
    case .lessOrEqual: .greaterOrEqual
    case .greater: .less
    case .greaterOrEqual: .lessOrEqual
    default: nil
    }
  }
}

extension Proposition {
  /// The statement with its claimed inequalities replaced; nil if there are none, or one cannot be.
  fileprivate func changingInequalities(_ change: (Link.Relation) -> Link.Relation?) -> Proposition? {
    switch self {
    case .relation(var relation):
      if relation.relation == .equal { return self }
      guard let other = change(relation.relation) else { return nil }
      relation.relation = other
      return .relation(relation)
    case .all(let parts):
      let images = parts.compactMap { $0.changingInequalities(change) }
      return images.count == parts.count ? .all(images) : nil
    case .forall(let bounds, let body): return body.changingInequalities(change).map { .forall(bounds, $0) }
    case .implies(let a, let b): return b.changingInequalities(change).map { .implies(a, $0) }
    case .curvature, .any, .not, .equivalent, .exists, .condition: return nil
    }
  }

  fileprivate func fixedIndices(in store: ExpressionStore) -> Set<Index> {
    guard case .relation = self else { return [] }
    return Set(terms.flatMap { store.freeIndices(of: $0) })
  }
}
