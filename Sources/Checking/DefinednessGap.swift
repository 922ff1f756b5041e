import Algebra
import Calculus
import Elaboration
import Expressions
import Notation

/// What one statement needs in order to have a meaning, and another does not.
///
/// The engine's steps hold where both sides are defined. `a·t = b <=> t = b/a` is proved for all a for which both
/// statements mean something; at a = 0 = b the first one holds and the second one has no value, so that a ≠ 0 is a
/// condition of the step.
extension Prover {
  /// Conditions under which `to` is defined that do not follow from `from` being so, in the user's notation.
  func conditions(of to: Proposition, beyond from: Proposition) -> [String] {
    let forms = forms(unfolding: true)
    let given = Set(needs(of: from, forms).map { $0.key })
    var texts: [String] = []
    for need in needs(of: to, forms) where !given.contains(need.key) && !texts.contains(need.text) {
      texts.append(need.text)
    }
    return texts.sorted()
  }

  private struct Need {
    struct Key: Hashable {
      var form: Form
      var relation: String
    }
    var key: Key
    var text: String
  }

  private func needs(of proposition: Proposition, _ forms: NormalForms) -> [Need] {
    var needs: [Need] = []
    // Derivatives are taken as they are written: carried out, that of |u|² would divide by |u|. Only their kinks count.
    for side in proposition.terms {
      var calculus = differentiator
      if store.hasDerivative(side), (try? calculus.carryOut(side)) != nil {
        forms.adopt(calculus.store)
        for kink in calculus.kinks(of: side) { append(kink, "!= 0", forms, to: &needs) }
      }
      let definedness = Definedness(of: [side], in: store)
      for part in definedness.denominators { append(part, "!= 0", forms, to: &needs) }
      for condition in definedness.conditions {
        append(condition.argument, condition.isStrict ? "> 0" : ">= 0", forms, to: &needs)
      }
    }
    return needs
  }

  private func append(_ part: Expression, _ relation: String, _ forms: NormalForms, to needs: inout [Need]) {
    guard let form = try? forms.normalForm(of: part), let sign = try? forms.sign(of: part) else { return }
    let isKnown = relation == "!= 0" ? sign.isNonzero : relation == "> 0" ? sign.isPositive : sign.isNonnegative
    if isKnown { return }
    let monic = forms.monic(form, keepsSign: relation != "!= 0")
    let text = forms.readableText(of: part, keepsSign: relation != "!= 0")
    needs.append(Need(key: .init(form: monic, relation: relation), text: "\(text) \(relation)"))
  }
}

extension NormalForms {
  /// The shorter one of what is written and its normal form divided by its leading coefficient: `x` for `0 - x`, where
  /// only its being 0 matters.
  func readableText(of e: Expression, keepsSign: Bool) -> String {
    let written = ExpressionText.text(e, in: expressions, limit: 80)
    guard let form = try? normalForm(of: e), let image = expression(of: monic(form, keepsSign: keepsSign)) else {
      return written
    }
    let normal = ExpressionText.text(image, in: expressions, limit: 80)
    return normal.utf8.count < written.utf8.count ? normal : written
  }
}
