import Algebra
import Elaboration
import Expressions
import Notation
import Numbers

/// Where the sides of `<`, `>` or `!=` can be equal though no point that was drawn says so: at a = 1 in exp(a) > exp(1)*a.
extension Judge {
  /// A relation that held at all points is not confirmed where its sides may be equal, or may differ by less than numbers
  /// tell.
  mutating func doubt(
    _ finding: inout Finding, _ left: Expression, _ relation: Link.Relation, _ right: Expression,
    assuming extra: [Expression]
  ) {
    var prover = prover(fixed: fixedIndices([left, right]), assuming: extra)
    let weaker: [Link.Relation]
    switch relation {
    case .less: weaker = [.lessOrEqual]
    case .greater: weaker = [.greaterOrEqual]
    case .notEqual: weaker = [.lessOrEqual, .greaterOrEqual]
    case .equal:
      if prover.differ(left, right) {
        finding.verdict = .undecided
        finding.reason = "the sides are shown to differ, by less than numbers tell"
      }
      return
    default: return
    }
    if let contact = contact(left, right, assuming: extra) {
      finding.verdict = .refuted
      finding.contact = contact
      finding.reason = nil
      return
    }
    if weaker.contains(where: { prover.relation(left, $0, right).proof != nil }) {
      finding.verdict = .undecided
      finding.reason = "no proof, and points do not tell whether the sides can be equal"
    } else if let nearest = finding.trial.contact {
      let bindings = CounterexampleWriter(store: store).bindings(of: nearest, mentioned: [])
      let place = bindings.map { "\($0.name) = \($0.value)" }.joined(separator: ", ")
      finding.verdict = .undecided
      finding.reason = "points do not tell whether the sides can be equal, as they all but are at \(place)"
    }
  }

  /// What a statement says by `<`, `>`, `!=` and `=` is judged as those relations are: a membership in spd(n) is one.
  mutating func doubt(_ line: inout CheckedLine, _ proposition: Proposition) {
    for part in relations(in: proposition, assuming: []) {
      let finding = finding(part.left, part.relation, part.right, assuming: part.premises)
      switch finding.verdict {
      case .refuted:
        if let failure = finding.trial.failure {
          line.counterexample = CounterexampleWriter(store: store).counterexample(of: failure)
        } else {
          line.counterexample = finding.contact?.counterexample
        }
        line.diagnoses = inequalityDiagnoses(proposition)
      case .undecided where part.relation.isStrict || finding.trial.hasVanishingSides || finding.trial.isConfirmed:
        line.diagnoses = []
      default: continue
      }
      line.verdict = finding.verdict
      line.reason = finding.reason
      return
    }
  }

  private struct Part {
    var left: Expression
    var relation: Link.Relation
    var right: Expression
    var premises: [Expression]
  }

  /// The equations and strict relations that a statement claims for all values of what is bound.
  private func relations(in proposition: Proposition, assuming premises: [Expression]) -> [Part] {
    switch proposition {
    case .relation(let relation):
      guard relation.relation.isStrict || relation.relation == .equal, let left = relation.left.expression,
        let right = relation.right.expression,
        relation.relation != .notEqual || relation.left.slots.isEmpty && relation.right.slots.isEmpty
      else { return [] }
      return [Part(left: left, relation: relation.relation, right: right, premises: premises)]
    case .all(let parts): return parts.flatMap { relations(in: $0, assuming: premises) }
    case .forall(_, let body): return relations(in: body, assuming: premises)
    case .implies(.condition(let condition), let body):
      return relations(in: body, assuming: premises + [condition])
    case .condition(let condition): return relations(in: condition, assuming: premises)
    case .implies, .curvature, .any, .not, .equivalent, .exists: return []
    }
  }

  private func relations(in condition: Expression, assuming premises: [Expression]) -> [Part] {
    switch store.op(condition) {
    case .and: return store.operands(of: condition).flatMap { relations(in: $0, assuming: premises) }
    case .reduction where store.reduction(condition) == .all && store.isTrue(store.operand(1, of: condition)):
      return relations(in: store.operand(2, of: condition), assuming: premises)
    case .comparison:
      let relation: Link.Relation
      switch store.comparison(condition) {
      case .less: relation = .less
      case .notEqual: relation = .notEqual
      case .equal: relation = .equal
      case .lessOrEqual: return []
      }
      let (left, right) = (store.operand(0, of: condition), store.operand(1, of: condition))
      return [Part(left: left, relation: relation, right: right, premises: premises)]
    default: return []
    }
  }

  /// A value of one quantity at which the normal form of the difference is 0 and both sides have values.
  private func contact(_ left: Expression, _ right: Expression, assuming extra: [Expression]) -> Contact? {
    let prover = prover(fixed: fixedIndices([left, right]), assuming: extra)
    for place in prover.contacts(of: left, right) {
      var experimenter = experimenter(in: place.store, assuming: extra)
      experimenter.isCrossCheck = true
      let trial = experimenter.trial(place.left, .equal, place.right)
      if trial.failure == nil, trial.points > 0 { return place }
    }
    return nil
  }
}
