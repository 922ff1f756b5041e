import Diagnostics
import Elaboration
import Expressions
import Notation

extension Problem {
  /// Every judgement on a line.
  var text: String {
    var lines: [String] = diagnostics.map { "\($0.mistake.code) \($0.mistake.message)" }
    for entry in entries {
      var writer = ExpressionText(store)
      switch entry {
      case .definition(let definition, _, let isUpstream):
        let body = store.body(definition)
        for clause in body.clauses {
          let pattern = clause.pattern.map { pattern -> String in
            switch pattern {
            case .variable(let index): writer.name(index)
            case .literal(let value): "\(value)"
            }
          }
          lines.append(
            (isUpstream ? "upstream " : "") + body.name + (pattern.isEmpty ? "" : "[\(pattern.joined(separator: ","))]")
              + " := " + writer.text(clause.body))
        }
      case .assumption(let proposition, _): lines.append("assume " + writer.text(proposition))
      case .claim(let claim): lines += claim.judgements.map { (claim.label.map { $0 + ": " } ?? "") + text($0) }
      }
    }
    return lines.joined(separator: "\n")
  }

  func text(_ judgement: Judgement) -> String {
    var writer = ExpressionText(store)
    var line: String
    switch judgement.content {
    case .relation(let relation): line = writer.text(relation)
    case .connective(let left, let link, let right):
      line = "{\(writer.text(left))} \(link) {\(writer.text(right))}"
    case .statement(let proposition): line = "{\(writer.text(proposition))}"
    case .invalid(let diagnostic): line = "\(diagnostic.mistake.code) \(diagnostic.mistake.message)"
    }
    if judgement.isMarkedWrong { line = "wrong " + line }
    for premise in judgement.premises { line += " given " + writer.text(premise) }
    for need in judgement.needs { line += " needs " + writer.text(need) }
    if !judgement.using.isEmpty { line += " using " + judgement.using.joined(separator: ", ") }
    switch judgement.allowance {
    case .constant(let symbol): line += " up to const in " + store.declaration(symbol).name
    case .factor(let symbol): line += " up to factor in " + store.declaration(symbol).name
    case .order(let order, let symbol, let point):
      line += " up to O((\(store.declaration(symbol).name) - \(writer.text(point)))^\(order))"
    case nil: break
    }
    return line
  }
}

extension ExpressionText {
  mutating func text(_ relation: Relation) -> String {
    "\(text(relation.left)) \(relation.relation) \(text(relation.right))"
  }

  mutating func text(_ term: Term) -> String {
    switch term.content {
    case .value(let e): return text(e)
    case .rounded(let e, let decimals): return "\(text(e))#\(decimals)"
    case .optimum(let optimum):
      let constraints = optimum.constraints.map { " given " + text($0) }.joined()
      return "\(optimum.sense)(\(store.declaration(optimum.variable).name): \(text(optimum.objective))\(constraints))"
    }
  }

  mutating func text(_ proposition: Proposition) -> String {
    switch proposition {
    case .relation(let relation): return text(relation)
    case .all(let parts): return "all(" + parts.map { text($0) }.joined(separator: ", ") + ")"
    case .any(let parts): return "any(" + parts.map { text($0) }.joined(separator: ", ") + ")"
    case .not(let part): return "not(\(text(part)))"
    case .implies(let a, let b): return "(\(text(a)) implies \(text(b)))"
    case .equivalent(let a, let b): return "(\(text(a)) equivalent \(text(b)))"
    case .forall(let bounds, let body): return "forall \(text(bounds)): \(text(body))"
    case .exists(let bounds, let body): return "exists \(text(bounds)): \(text(body))"
    case .condition(let e): return text(e)
    case .curvature(let e, _, let isConcave, _): return (isConcave ? "concave " : "convex ") + text(e)
    }
  }

  private mutating func text(_ bounds: [Proposition.Bound]) -> String {
    var texts: [String] = []
    for bound in bounds {
      switch bound {
      case .symbol(let symbol): texts.append(store.declaration(symbol).name)
      case .index(let index): texts.append(name(index))
      }
    }
    return texts.joined(separator: ", ")
  }
}

func problem(_ text: String) -> Problem {
  let source = SourceText(name: "t.expr", text: text)
  let file = SyntaxFile(parsing: source)
  var problem = Problem(elaborating: file, of: source)
  problem.diagnostics = file.diagnostics + problem.diagnostics
  return problem
}

/// The judgements of a file, a line each.
func elaborated(_ text: String) -> String { problem(text).text }
