import Diagnostics
import Elaboration
import Notation
import Typesetting

/// The lines of a claim for print.
enum ClaimMarkup {
  static func source(ofClaim name: String, in source: SourceText, _ style: MarkupStyle) throws(Formula.Failure)
    -> String
  {
    let claim = try ClaimLines(named: name, in: source)
    var markup = FormulaMarkup(tree: claim.problem.syntax.tree, style: style)
    var lines: [(left: String, right: String)] = []
    for line in claim.lines {
      let text: String
      do throws(FormulaMarkup.Refusal) {
        text = try markup.text(of: line.side.node)
      } catch {
        let reason = "`\(name)` \(error.reason): `\(source.text(of: error.span))`"
        throw .refused(Formula.Refusal(reason, at: error.span))
      }
      guard let relation = line.relation else {
        lines.append((text, ""))
        continue
      }
      let right = style.sign(relation.text) + text
      if let last = lines.last, last.right.isEmpty {
        lines[lines.count - 1].right = right
      } else {
        lines.append(("", right))
      }
    }
    return style.lines(lines, comment: "claim `\(name)` of \(source.name), written by derive")
  }
}
