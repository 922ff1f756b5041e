import Algebra
import Calculus
import Elaboration
import Expressions
import Notation
import Numbers

/// What one statement needs in order to have a meaning, and another does not.
///
/// The engine's steps hold where both sides are defined. `a·t = b <=> t = b/a` is proved for all a for which both
/// statements mean something; at a = 0 = b the first one holds and the second one has no value, so that a ≠ 0 is a
/// condition of the step.
extension Prover {
  /// Conditions under which `to` is defined that do not follow from `from` being so, in the user's notation.
  func conditions(of to: Proposition, beyond from: Proposition) -> [String] {
    let forms = forms(unfolding: true)
    // One store for all: what a workshop has read must keep its meaning.
    var calculus = differentiator
    let given = Set(needs(of: from, forms, &calculus).map { $0.key })
    let lacking = needs(of: to, forms, &calculus)
    let all = given.union(lacking.map { $0.key })
    var texts: [String] = []
    for need in lacking where !given.contains(need.key) && !texts.contains(need.text) {
      if need.key.relation == ">= 0", all.contains(Lack.Key(form: need.key.form, relation: "> 0")) { continue }
      texts.append(need.text)
    }
    return texts.sorted()
  }

  /// The same for all steps inside a statement.
  func conditions(ofStepsIn proposition: Proposition) -> [String] {
    switch proposition {
    case .implies(.condition, let to), .forall(_, let to): return conditions(ofStepsIn: to)
    case .implies(let from, let to): return conditions(of: to, beyond: from) + conditions(ofStepsIn: to)
    case .equivalent(let a, let b): return conditions(of: a, beyond: b) + conditions(of: b, beyond: a)
    case .all(let parts), .any(let parts): return parts.flatMap { conditions(ofStepsIn: $0) }
    case .relation, .condition, .curvature, .exists, .not: return []
    }
  }

  struct Lack {
    struct Key: Hashable {
      var form: Form
      var relation: String
    }
    var key: Key
    var part: Expression
    var text: String
  }

  private func needs(
    of proposition: Proposition, _ forms: NormalForms, _ calculus: inout Differentiator
  ) -> [Lack] {
    needs(of: proposition.terms, forms, &calculus)
  }

  /// - Parameter splitting: products and roots that must not be 0 are taken apart.
  func needs(
    of sides: [Expression], _ forms: NormalForms, _ calculus: inout Differentiator, splitting: Bool = false
  ) -> [Lack] {
    var needs: [Lack] = []
    // Derivatives are taken as they are written: carried out, that of |u|² would divide by |u|. What is differentiated
    // and its kinks count.
    for side in sides {
      if store.hasDerivative(side), (try? calculus.carryOut(side)) != nil {
        forms.adopt(calculus.store)
        for kink in calculus.kinks(of: side) { append(kink, "!= 0", forms, to: &needs) }
      }
      let side = evaluated(side, &calculus)
      forms.adopt(calculus.store)
      let definedness = Definedness(of: [side], in: calculus.store)
      for part in definedness.denominators {
        for factor in splitting ? calculus.store.vanishingFactors(of: part) : [part] {
          append(factor, "!= 0", forms, to: &needs)
        }
      }
      for condition in definedness.conditions {
        append(condition.argument, condition.isStrict ? "> 0" : ">= 0", forms, to: &needs)
      }
    }
    return needs
  }

  /// The side with the formulas of indexed names for their entries, and with substitutions made in what is differentiated.
  private func evaluated(_ side: Expression, _ calculus: inout Differentiator) -> Expression {
    var images: [Expression: Expression] = [:]
    var stack: [(Expression, Bool)] = [(side, false)]
    while let (e, isReady) = stack.popLast() {
      if images[e] != nil { continue }
      if !isReady {
        stack.append((e, true))
        stack += calculus.store.operands(of: e).map { ($0, false) }
        continue
      }
      let parts = calculus.store.operands(of: e).map { images[$0] ?? $0 }
      var image = calculus.store.rebuilt(e, parts)
      switch calculus.store.op(e) {
      case .derivative: image = parts[0]
      case .definition:
        if let formula = formula(of: e, in: &calculus.store) {
          stack += [(e, true), (formula, false)]
          if images[formula] == nil { continue }
          image = images[formula] ?? formula
        }
      case .substitution: image = (try? calculus.carryOut(image)) ?? image
      default: break
      }
      images[e] = image
    }
    return images[side] ?? side
  }

  /// Of an entry of a name that is defined for all its indices at once.
  private func formula(of entry: Expression, in store: inout ExpressionStore) -> Expression? {
    let body = store.body(store.definition(entry))
    guard !body.isRecursive, body.clauses.count == 1 else { return nil }
    var replacement: [Index: Expression] = [:]
    for (pattern, slot) in zip(body.clauses[0].pattern, store.operands(of: entry)) {
      guard case .variable(let index) = pattern else { return nil }
      replacement[index] = slot
    }
    return store.substituting(replacement, in: body.clauses[0].body)
  }

  private func append(_ part: Expression, _ relation: String, _ forms: NormalForms, to needs: inout [Lack]) {
    guard let form = try? forms.normalForm(of: part), let sign = try? forms.sign(of: part) else { return }
    let isKnown = relation == "!= 0" ? sign.isNonzero : relation == "> 0" ? sign.isPositive : sign.isNonnegative
    if isKnown { return }
    let monic = forms.monic(form, keepsSign: relation != "!= 0")
    let text = forms.readableText(of: part, keepsSign: relation != "!= 0")
    needs.append(Lack(key: .init(form: monic, relation: relation), part: part, text: "\(text) \(relation)"))
  }
}

extension ExpressionStore {
  /// What must not be 0 for the product not to be.
  func vanishingFactors(of e: Expression) -> [Expression] {
    var found: [Expression] = []
    var pending = [e]
    while let part = pending.popLast() {
      switch op(part) {
      case .number: continue
      case .product: pending += operands(of: part)
      case .power where rational(operand(1, of: part)).map { $0.signum > 0 } ?? false:
        pending.append(operand(0, of: part))
      default: found.append(part)
      }
    }
    return found
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
