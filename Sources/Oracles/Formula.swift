import Calculus
import Checking
import Diagnostics
import Elaboration
import Evaluation
import Expressions
import Notation

/// What a kernel computes: the last written side of a claim, or a definition, as a function of declared quantities.
///
/// The last line of a chain is what its author implements. Derivatives that still stand in it are carried out; a gradient
/// that is declared `upstream` is an input, as are the declared quantities.
public struct Formula: Sendable {
  /// The label of the claim, or the name of the definition; the name of the result.
  public var name: String
  public var source: SourceText
  /// Where the written formula stands.
  public var span: Span
  public var problem: Problem
  /// The index variables of the result, one an index.
  public var slots: [Index]
  public var value: Expression
  /// The gradients that are given.
  public var upstream: Set<Definition>
  /// The claim, if the formula is a side of one.
  public var claim: Claim?
  /// What the claim assumes of the quantities.
  public var premises: [Expression]
  /// What is differentiated: its quantities are inputs of a kernel, whether the formula mentions them or not.
  public var head: Expression?
  public var routine: Routine

  public enum Failure: Error, Sendable {
    /// Mistakes of the file.
    case mistakes([Diagnostic])
    /// No claim and no definition is called so.
    case noSuchName(String)
    /// It cannot be computed, or not be written.
    case refused(Refusal)
  }

  /// The store in which the formula is written.
  public var store: ExpressionStore { routine.store }

  /// The definitions that the formula is made of, each with one clause, ascending.
  var ownDefinitions: [Definition] {
    let all = store.reachable(from: [value], throughDefinitions: true)
    let used = Set(all.filter { store.op($0) == .definition }.map { store.definition($0) })
    return used.subtracting(upstream).filter { store.body($0).clauses.count == 1 }.sorted()
  }

  /// The formula that a name of the file stands for.
  public init(named name: String, in source: SourceText) throws(Failure) {
    let reading = try Reading(source)
    let problem = reading.problem
    self.name = name
    self.source = source
    upstream = problem.upstream
    let (written, store) = try Formula.written(name, reading)
    (claim, span, slots, premises) = (written.claim, written.span, written.slots, written.premises)
    head = written.head
    var differentiator = Differentiator(store: store)
    differentiator.store.work = WorkAccount(units: WorkAccount.unitsOfOneLine)
    let chained = UpstreamGradient.used(in: written.value, problem.upstream, &differentiator.store)
    do throws(Calculus.Refusal) {
      value = try differentiator.carryOut(chained)
    } catch {
      throw .refused(Refusal("the derivatives in `\(name)` cannot be carried out\(error.explanation)", at: span))
    }
    self.problem = problem
    self.problem.store = differentiator.store
    do {
      routine = try RoutineCompiler.routine(
        of: [(name: name, slots: slots, value: value)], in: differentiator.store, given: upstream,
        others: head.map { [$0] } ?? [])
    } catch {
      let place = self.problem.place(of: error.text.firstWord, in: [span], madeOf: [value], self.problem.store)
      throw .refused(Refusal("`\(name)` contains \(error.reason): `\(error.text)`", at: place ?? span))
    }
  }

  /// The labels of the claims of a file, in their order, and the mistakes that hide others.
  public static func labels(in source: SourceText) throws(Failure) -> (labels: [String], mistakes: [Diagnostic]) {
    let reading = try Reading(source)
    return (reading.labels, reading.mistakes)
  }

  private struct Written {
    var claim: Claim?
    var span: Span
    var slots: [Index]
    var value: Expression
    var premises: [Expression] = []
    var head: Expression?
  }

  private static func written(_ name: String, _ reading: Reading) throws(Failure) -> (Written, ExpressionStore) {
    let problem = reading.problem
    if let claim = try reading.claim(named: name) { return (try written(claim, problem.store), problem.store) }
    for case .definition(let definition, let span, false) in problem.entries
    where problem.store.body(definition).name == name {
      var store = problem.store
      let ranges = store.body(definition).slots
      let slots = ranges.map { store.freshIndex("i", $0) }
      let value = store.entry(of: definition, slots.map { store.value(of: $0) })
      return (Written(claim: nil, span: span, slots: slots, value: value), store)
    }
    throw reading.failure(name, "claim and no definition")
  }

  /// The last side of the claim's chain of equations; its slots are those of the term, or the free indices of the chain
  /// in the order in which the derivative at its head names them.
  private static func written(_ claim: Claim, _ store: ExpressionStore) throws(Failure) -> Written {
    let chains = Set(claim.judgements.map { $0.chain })
    guard chains.count == 1 else {
      throw .refused(Refusal("`\(claim.label ?? "")` has several cases, of which none is the formula", at: claim.span))
    }
    var last: (Relation, Judgement)?
    var mistake: Diagnostic?
    for judgement in claim.judgements where !judgement.isMarkedWrong {
      switch judgement.content {
      case .relation(let relation) where relation.relation == .equal: (last, mistake) = ((relation, judgement), nil)
      case .invalid(let found): mistake = found
      default: break
      }
    }
    if let mistake { throw .mistakes([mistake]) }
    guard let (relation, judgement) = last, case .value(let value) = relation.right.content else {
      let reason = "`\(claim.label ?? "")` is no equation whose right side could be computed"
      throw .refused(Refusal(reason, at: claim.judgements.last?.termSpan ?? claim.span))
    }
    guard judgement.allowance == nil else {
      throw .refused(Refusal("`\(claim.label ?? "")` holds up to a remainder only", at: judgement.span))
    }
    let free = store.freeIndices(of: value)
    var slots = relation.right.slots.isEmpty ? headSlots(claim, store) : relation.right.slots
    slots += judgement.indices.sorted().filter { !slots.contains($0) && free.contains($0) }
    return Written(
      claim: claim, span: relation.right.span, slots: slots, value: value, premises: judgement.premises,
      head: head(of: claim))
  }

  /// The left side of the first line.
  private static func head(of claim: Claim) -> Expression? {
    guard let first = claim.judgements.first, case .relation(let relation) = first.content else { return nil }
    return relation.left.expression
  }

  /// `i, j` of the head `diff(L, X[i,j])` or `O[i,j]`.
  private static func headSlots(_ claim: Claim, _ store: ExpressionStore) -> [Index] {
    guard let head = head(of: claim) else { return [] }
    let operands = store.operands(of: head)
    let own: ArraySlice<Expression>
    switch store.op(head) {
    case .derivative: own = operands.dropFirst()
    case .symbol, .definition: own = operands
    default: return []
    }
    return own.filter { store.op($0) == .index }.map { store.index($0) }
  }
}

extension Calculus.Refusal {
  /// What goes on with "cannot be carried out".
  fileprivate var explanation: String {
    switch self {
    case .unsupported(let construct): ": there is no rule for \(construct)"
    case .budget: ": they take more steps than a line may"
    }
  }
}

extension Problem {
  /// The gradients that are declared `upstream`.
  fileprivate var upstream: Set<Definition> {
    Set(
      entries.compactMap { entry in
        if case .definition(let definition, _, true) = entry { definition } else { nil }
      })
  }
}
