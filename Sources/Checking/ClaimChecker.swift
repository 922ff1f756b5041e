import Calculus
import Diagnostics
import Elaboration
import Expressions
import Notation
import Numbers

/// Judges one claim. Claims do not influence each other, but for those named by `using`.
struct ClaimChecker {
  let problem: Problem
  let source: SourceText
  let options: CheckOptions
  /// What the claims above established.
  let established: EstablishedClaims
  /// Disagreements of the engine with itself: bugs of the tool, never verdicts.
  private var faults: [Fault] = []
  /// Whatever a line takes, a hundredth of what it may: a file of thousands of short lines ends, too.
  static let leastWorkOfLine = WorkAccount.unitsOfOneLine / 100
  /// Units of work that are left for the lines to come.
  private var workLeft: Int

  typealias Fact = EstablishedClaims.Fact

  struct Outcome: Sendable {
    var claim: CheckedClaim
    var faults: [Fault]
    /// What `using` its label may use.
    var established: EstablishedClaims.Claim
    /// Units of work that it took.
    var work: Int
  }

  /// - Parameter workLeft: units of work that the claim may take.
  static func outcome(
    of claim: Claim, in problem: Problem, of source: SourceText, _ options: CheckOptions,
    knowing established: EstablishedClaims, workLeft: Int
  ) -> Outcome {
    var checker = ClaimChecker(
      problem: problem, source: source, options: options, established: established, workLeft: workLeft)
    let checked = checker.checked(claim)
    return Outcome(
      claim: checked, faults: checker.faults, established: checker.facts(of: claim, checked.lines),
      work: workLeft - checker.workLeft)
  }

  private mutating func checked(_ claim: Claim) -> CheckedClaim {
    var lines: [CheckedLine] = []
    var chain = ChainState()
    for judgement in claim.judgements {
      if judgement.chain != chain.number { chain = ChainState(number: judgement.chain) }
      guard workLeft > 0 else {
        lines.append(CheckedLine(unjudged: judgement, because: "the lines above take all the work that this file may"))
        continue
      }
      var own = problem
      let units = min(options.work, workLeft)
      own.store.work = WorkAccount(units: units)
      defer { workLeft -= units - Int(max(own.store.work.left, 0)) + ClaimChecker.leastWorkOfLine }
      var unread = judgement.unreadPremise
      let bound = judgement.properties.isEmpty ? [] : judgement.ownSymbols
      for property in judgement.properties {
        if bound.contains(property.symbol) {
          unread = unread ?? property.span
        } else {
          own.store.narrow(property.symbol, to: property.structure)
        }
      }
      let limits = own.store.hasLimits ? LimitReading(judgement, in: own.store, steps: options.steps) : nil
      if let limits { own.store = limits.store }
      var judge = Judge(
        problem: own, source: source, judgement: limits?.judgement ?? judgement, options: options, label: claim.label,
        usedFacts: judgement.using.flatMap { established.byLabel[$0]?.facts ?? [] })
      judge.limits = limits
      var line = judge.line(in: &chain)
      faults += judge.faults
      if let refutation = chain.refutationOfPredecessor, let last = lines.indices.last {
        if unread == nil { lines[last].refute(by: refutation) }
        chain.refutationOfPredecessor = nil
      }
      if let wrong = judgement.using.first(where: { established.byLabel[$0]?.isRight == false }), line.verdict.isRight {
        line.verdict = .follows
        line.reason = "it uses `\(wrong)`, which does not hold"
      }
      if let premise = unread {
        let what = judgement.unreadPremise == nil ? "used" : "read"
        line.leaveOpen(for: "the assumption in line \(source.line(at: premise.start)) could not be \(what)")
      }
      lines.append(line)
    }
    return CheckedClaim(label: claim.label, span: claim.span, lines: lines)
  }

  /// What `using LABEL` may use later: the equations that are proved. Of a claim that does not hold it is every equation,
  /// and what uses them is capped.
  private func facts(of claim: Claim, _ lines: [CheckedLine]) -> EstablishedClaims.Claim {
    // A chain is worth what its last line is worth.
    var ends: [Int: Bool] = [:]
    for (judgement, line) in zip(claim.judgements, lines) {
      ends[judgement.chain] = !judgement.isMarkedWrong && (line.verdict.isRight || line.isHealed)
    }
    let isRight = ends.values.allSatisfy { $0 }
    var facts: [Fact] = []
    var heads: [Int: Expression] = [:]
    // Behind an inequality or a dropped constant a line that is right against the head need not equal it.
    var mixed: Set<Int> = []
    for (judgement, line) in zip(claim.judgements, lines) {
      guard case .relation(let relation) = judgement.content, relation.relation == .equal, judgement.premises.isEmpty,
        judgement.properties.isEmpty, judgement.allowance == nil, let left = relation.left.expression,
        let right = relation.right.expression,
        !problem.store.dependsOnLimit(left), !problem.store.dependsOnLimit(right)
      else {
        mixed.insert(judgement.chain)
        continue
      }
      let head = heads[judgement.chain] ?? left
      heads[judgement.chain] = head
      // A healed line equals the head, and not the wrong line before it.
      if line.isHealed && !mixed.contains(judgement.chain) { facts.append(Fact(left: head, right: right)) }
      let isProved = line.verdict == .proved && !judgement.isMarkedWrong && !line.isHealed
      if isProved || !isRight {
        let isTotal = isTotal(left) && isTotal(right) && line.evidence.conditions.isEmpty
        facts.append(Fact(left: left, right: right, holdsEverywhere: isProved && isRight && isTotal))
      }
    }
    return EstablishedClaims.Claim(facts: facts, isRight: isRight)
  }

  private func isTotal(_ e: Expression) -> Bool {
    let definedness = Definedness(of: [e], in: problem.store)
    return !problem.store.hasDerivative(e) && definedness.conditions.isEmpty && definedness.denominators.isEmpty
  }
}

/// What is known of a chain up to the line that is being judged.
struct ChainState {
  var number = -1
  /// The first line's left side.
  var head: Relation?
  var headStatement: Proposition?
  /// The right side of the last equation, before any connective.
  var lastTerm: Term?
  /// The relation of the head to the term before, composed of the links so far; nil when they compose to nothing.
  var composed: Link.Relation? = .equal
  /// The same for the term before that.
  var composedBefore: Link.Relation? = .equal
  /// The term before is what it should be, compared with the head.
  var predecessorIsRight = true
  var predecessorIsProved = true
  var isFirst = true
  /// The line before was only confirmed, and the last one shows that it does not hold.
  var refutationOfPredecessor: Counterexample?

  /// What the lines so far allow between the head and the term.
  private(set) var allowance: Judgement.Allowance?

  init(number: Int = -1) { self.number = number }

  /// Once a constant or a factor has been dropped, the head is compared up to one, too.
  mutating func allow(_ next: Judgement.Allowance?) {
    guard let next else { return }
    if let allowance, allowance != next { composed = nil }
    allowance = next
  }
}

extension CheckedLine {
  fileprivate init(unjudged judgement: Judgement, because reason: String) {
    self.init(
      span: judgement.span, termSpan: judgement.termSpan, verdict: .undecided, isMarkedWrong: judgement.isMarkedWrong,
      againstPrevious: .undecided)
    self.reason = reason
  }

  /// Without one of its premises a line may be proved, but whatever speaks against it need not meet that premise.
  fileprivate mutating func leaveOpen(for cause: String) {
    if verdict == .invalid || verdict.isRight && !isHealed { return }
    var line = CheckedLine(
      span: span, termSpan: termSpan, verdict: .undecided, isMarkedWrong: isMarkedWrong, againstPrevious: .undecided)
    (line.reason, line.needs, line.readAs) = (cause, needs, readAs)
    self = line
  }

  fileprivate mutating func refute(by counterexample: Counterexample) {
    verdict = .refuted
    (againstPrevious, againstHead) = (.refuted, nil)
    (self.counterexample, figure) = (counterexample, nil)
    reason = "the next line is proved, and differs from this one here"
    isRightWithoutNeeds = false
  }
}

/// Shapes as the user writes them.
struct Shapes {
  let store: ExpressionStore

  func text(_ slots: [IndexRange]) -> String {
    let sizes = slots.map { range -> String in
      let bounds = store.bounds(range)
      let upper = ExpressionText.text(bounds.upper, in: store, limit: 40)
      if store.rational(bounds.lower) == .one { return upper }
      return ExpressionText.text(bounds.lower, in: store, limit: 40) + ".." + upper
    }
    switch sizes.count {
    case 0: return "R"
    case 1: return "R^" + sizes[0]
    default: return "R^(" + sizes.joined(separator: ", ") + ")"
    }
  }
}
