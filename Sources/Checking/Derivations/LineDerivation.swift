import Algebra
import Calculus
import Diagnostics
import Elaboration
import Evaluation
import Expressions
import Notation
import Numbers

/// What leads from one side of a line to the other, in named elementary rules: how its derivatives are made, and what both
/// sides are when they are multiplied out.
public struct LineDerivation: Sendable {
  /// A rule by its name, in the notation of the language.
  public struct Rule: Hashable, Sendable {
    public var name: String
    public var statement: String

    static let contraction = Rule(name: "contraction", statement: "sum(j, delta(i, j)*u[j]) = u[i]")

    init(name: String, statement: String) { (self.name, self.statement) = (name, statement) }
    init(_ rule: DerivativeRule) { self.init(name: rule.name, statement: rule.statement) }
  }

  public struct Step: Sendable {
    /// `diff(v, x[i])`
    public var left: String
    /// What the rule makes of it, then what that is, if it is something else.
    public var sides: [String]
    public var rules: [Rule]
  }

  /// One for each derivative that the line has and the line before has not.
  public struct Derivative: Sendable {
    public var text: String
    public var steps: [Step]
    /// Why there are none.
    public var refusal: String?
  }

  public var derivatives: [Derivative]
  /// What both sides are when they are multiplied out, with defined names as they stand or unfolded; nil where they have
  /// no common form, or none that can be read.
  public var commonForm: String?
  public var unfoldsDefinitions = false
}

extension Claim {
  /// Those of its lines.
  func derivations(in problem: Problem) -> [LineDerivation?] {
    var known: Set<Expression> = []
    return judgements.map { judgement in
      guard case .relation(let relation) = judgement.content, let left = relation.left.expression,
        let right = relation.right.expression
      else { return nil }
      var writer = DerivationWriter(problem, judgement)
      let derivation = writer.derivation(left, right, except: known)
      known.formUnion(writer.derivatives(in: [left, right]))
      return derivation
    }
  }
}

/// Writes the derivation of one line.
private struct DerivationWriter {
  private var prover: Prover

  private static let longestText = 400
  private static let longestInner = 160
  private static let mostSteps = 60

  init(_ problem: Problem, _ judgement: Judgement) {
    var store = problem.store
    store.work = WorkAccount(units: WorkAccount.unitsOfOneLine)
    prover = Prover(store: store, premises: problem.assumptions + judgement.premises, fixed: Set(judgement.indices))
  }

  func derivatives(in sides: [Expression]) -> [Expression] {
    prover.store.reachable(from: sides).filter { prover.store.op($0) == .derivative }
  }

  mutating func derivation(_ left: Expression, _ right: Expression, except known: Set<Expression>) -> LineDerivation {
    let new = derivatives(in: [left, right]).filter { !known.contains($0) }
    var derivation = LineDerivation(derivatives: new.map { derivative($0) })
    for unfolds in [false, true] where derivation.commonForm == nil {
      (derivation.commonForm, derivation.unfoldsDefinitions) = (commonForm(left, right, unfolds), unfolds)
    }
    return derivation
  }

  /// The text of the normal form that both have; equal texts would not be enough.
  private mutating func commonForm(_ left: Expression, _ right: Expression, _ unfolds: Bool) -> String? {
    guard let left = try? prover.carriedOut(left), let right = try? prover.carriedOut(right) else { return nil }
    let forms = prover.forms(unfolding: unfolds)
    guard let form = try? forms.normalForm(of: left), let other = try? forms.normalForm(of: right), form == other,
      let normal = forms.expression(of: form)
    else { return nil }
    let text = ExpressionText.text(normal, in: forms.expressions, limit: DerivationWriter.longestText)
    return text.hasSuffix("…") ? nil : text
  }

  private mutating func derivative(_ e: Expression) -> LineDerivation.Derivative {
    var own = LineDerivation.Derivative(text: text(e), steps: [])
    let (target, slots) = (prover.store.target(e), Array(prover.store.operands(of: e).dropFirst()))
    do throws(Refusal) {
      let body = try prover.differentiator.carryOut(prover.store.operand(0, of: e))
      let steps = try prover.differentiator.steps(of: body, target, slots: slots)
      if steps.count > DerivationWriter.mostSteps { own.refusal = "it takes \(steps.count) steps" }
      for one in steps.prefix(DerivationWriter.mostSteps) {
        var step = step(one)
        // The steps after it need only its name.
        if one.left != steps.last?.left, step.sides.count > 1, step.sides[1].utf8.count > DerivationWriter.longestInner
        {
          step.sides.removeLast()
        }
        own.steps.append(step)
      }
    } catch {
      own.refusal =
        switch error {
        case .unsupported(let what): "there is no rule for \(what)"
        case .budget: "it takes too much work"
        }
    }
    return own
  }

  /// All sides are written beside the left one, so that equal names mean the same index.
  private mutating func step(_ step: DerivativeStep) -> LineDerivation.Step {
    let written = equation(step.left, step.instance, in: prover.store)
    let left = written.left
    var instance = written.right
    var result = equation(step.left, step.derivative, in: prover.store).right
    var rules = step.rules.map { LineDerivation.Rule($0) }
    let forms = prover.forms(unfolding: false)
    if let form = try? forms.normalForm(of: step.derivative), let normal = forms.expression(of: form) {
      let other = equation(step.left, normal, in: forms.expressions)
      if other.left == left, other.right.utf8.count < result.utf8.count {
        result = other.right
        if contracts(step.derivative) { rules.append(.contraction) }
      }
    }
    if instance.hasSuffix("…"), !result.hasSuffix("…") { instance = result }
    let sides = instance == result ? [result] : [instance, result]
    return LineDerivation.Step(left: left, sides: sides.filter { !$0.isEmpty }, rules: rules)
  }

  /// Both sides of an equation as texts.
  private func equation(_ left: Expression, _ right: Expression, in store: ExpressionStore) -> (
    left: String, right: String
  ) {
    var store = store
    let text = ExpressionText.text(
      store.comparison(.equal, left, right), in: store, limit: DerivationWriter.longestText)
    var depth = 0
    let bytes = Array(text.utf8)
    for (k, byte) in bytes.enumerated() {
      switch byte {
      case UInt8(ascii: "("), UInt8(ascii: "["): depth += 1
      case UInt8(ascii: ")"), UInt8(ascii: "]"): depth -= 1
      case UInt8(ascii: "=") where depth == 0 && k > 0 && bytes[k - 1] == 0x20 && k + 2 <= bytes.count:
        return (
          String(decoding: bytes[..<(k - 1)], as: UTF8.self), String(decoding: bytes[(k + 2)...], as: UTF8.self)
        )
      default: break
      }
    }
    // The left side alone is too long.
    return (text, "")
  }

  /// A sum over an index that a delta fixes.
  private func contracts(_ e: Expression) -> Bool {
    let store = prover.store
    return store.reachable(from: [e]).contains { sum in
      guard store.op(sum) == .reduction, store.reduction(sum) == .sum else { return false }
      let index = store.operand(0, of: sum)
      return store.reachable(from: [store.operand(2, of: sum)]).contains {
        store.op($0) == .delta && store.operands(of: $0).contains(index)
      }
    }
  }

  private func text(_ e: Expression) -> String {
    ExpressionText.text(e, in: prover.store, limit: DerivationWriter.longestText)
  }
}
