import Diagnostics
import Elaboration
import Expressions
import Notation

/// The way of one chain: where it starts, and what each of its lines says.
struct Route {
  /// A term or a statement of a chain.
  struct Station {
    /// In canonical layout.
    var text: String
    var span: Span
    /// The value of a term; nil for a statement, a set of optima, or what has no meaning.
    var expression: Expression?
  }

  /// One line: its judgement in the claim, the relation, and where it leads.
  struct Step {
    var number: Int
    var relation: Link.Relation?
    var station: Station
  }

  var start: Station
  var steps: [Step]

  var end: Station { steps.last?.station ?? start }
  /// What it says of its first term and its last: the weakest of its relations, if they go together.
  var relation: Link.Relation? {
    var found = Link.Relation.equal
    for next in steps.compactMap({ $0.relation }) {
      guard let both = Route.weaker(found, next) else { return nil }
      found = both
    }
    return found
  }

  /// a ⋈ c from a ⋈ b and b ⋈ c. A strict step makes the whole strict.
  private static func weaker(_ a: Link.Relation, _ b: Link.Relation) -> Link.Relation? {
    switch (a, b) {
    case (.equal, _): b
    case (_, .equal): a
    case (.less, .less), (.less, .lessOrEqual), (.lessOrEqual, .less): .less
    case (.lessOrEqual, .lessOrEqual): .lessOrEqual
    case (.greater, .greater), (.greater, .greaterOrEqual), (.greaterOrEqual, .greater): .greater
    case (.greaterOrEqual, .greaterOrEqual): .greaterOrEqual
    default: a == b && a.isConnective ? a : nil
    }
  }

  /// It shows at least what the other one says of the same terms.
  func isAsStrong(as other: Route) -> Bool {
    guard let own = relation, let wanted = other.relation else {
      return steps.last?.relation == other.steps.last?.relation
    }
    switch wanted {
    case .lessOrEqual: return [.equal, .less, .lessOrEqual].contains(own)
    case .greaterOrEqual: return [.equal, .greater, .greaterOrEqual].contains(own)
    case .implies: return [.implies, .equivalent].contains(own)
    case .impliedBy: return [.impliedBy, .equivalent].contains(own)
    default: return own == wanted
    }
  }

  /// It can be read backwards.
  var isOfEquations: Bool { steps.allSatisfy { $0.relation == .equal } }

  /// The chains of a claim, without those that stand in a case or after a premise of their own.
  ///
  /// - Parameter premises: how many premises the key's claim has.
  static func all(in claim: Claim, premises: Int?, of problem: Problem, _ source: SourceText) -> [Route] {
    var routes: [Route] = []
    var chain: Int?
    for (number, judgement) in claim.judgements.enumerated() {
      if let premises, judgement.premises.count > premises { continue }
      let step = Step(
        number: number, relation: relation(of: judgement), station: last(of: judgement, problem, source))
      if judgement.chain != chain || routes.isEmpty {
        routes.append(Route(start: first(of: judgement, problem, source), steps: [step]))
        chain = judgement.chain
      } else {
        routes[routes.count - 1].steps.append(step)
      }
    }
    return routes
  }

  private static func relation(of judgement: Judgement) -> Link.Relation? {
    switch judgement.content {
    case .relation(let relation): relation.relation
    case .connective(_, let connective, _): connective
    case .statement, .invalid: nil
    }
  }

  private static func first(of judgement: Judgement, _ problem: Problem, _ source: SourceText) -> Station {
    switch judgement.content {
    case .relation(let relation): return station(relation.left, problem)
    case .connective(let left, _, _):
      if let term = leftmost(left) { return station(term, problem) }
    case .statement(let proposition):
      if let term = leftmost(proposition) { return station(term, problem) }
    case .invalid: break
    }
    return words(judgement.termSpan, source)
  }

  private static func last(of judgement: Judgement, _ problem: Problem, _ source: SourceText) -> Station {
    if case .relation(let relation) = judgement.content { return station(relation.right, problem) }
    return words(judgement.termSpan, source)
  }

  /// The first term of a statement.
  private static func leftmost(_ proposition: Proposition) -> Term? {
    var proposition = proposition
    while true {
      switch proposition {
      case .relation(let relation): return relation.left
      case .all(let parts), .any(let parts):
        guard let first = parts.first else { return nil }
        proposition = first
      case .implies(let first, _), .equivalent(let first, _): proposition = first
      case .not, .forall, .exists, .curvature, .condition: return nil
      }
    }
  }

  private static func station(_ term: Term, _ problem: Problem) -> Station {
    var expression: Expression?
    if case .value(let value) = term.content { expression = value }
    return Station(text: problem.syntax.tree.source(of: term.node), span: term.span, expression: expression)
  }

  /// What cannot be compared by its value is compared by its letters, without blanks.
  private static func words(_ span: Span, _ source: SourceText) -> Station {
    let text = source.text(of: span).split { $0 == " " || $0 == "\n" || $0 == "\t" || $0 == "\r\n" }.joined()
    return Station(text: text, span: span, expression: nil)
  }
}
