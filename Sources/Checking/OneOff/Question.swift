import Algebra
import Calculus
import Diagnostics
import Elaboration
import Expressions
import Notation
import Numbers

/// A question about one expression among ad-hoc declarations, or among the names of a file.
public struct Question: Sendable {
  public var expression: SourceText
  /// `dim K; z : R^K`, or the text of a whole file.
  public var declarations: SourceText
  /// The declarations are a derivation: names that it does not declare are unknown, and mistakes in lines that the
  /// question does not touch do not matter.
  public var isAboutFile: Bool
  public var seed: UInt64
  /// What the declarations begin with, if that was read already.
  private let background: GrowingProblem?

  public init(expression: SourceText, declarations: SourceText, isAboutFile: Bool = false, seed: UInt64) {
    self.expression = expression
    self.declarations = declarations
    self.isAboutFile = isAboutFile
    self.seed = seed
    background = nil
  }

  /// A question within a session.
  public init(expression: SourceText, in session: GrowingProblem, seed: UInt64) {
    self.expression = expression
    declarations = session.source
    isAboutFile = false
    self.seed = seed
    background = session
  }

  public enum Failure: Error {
    /// In one of the texts.
    case mistakes([Diagnostic], in: SourceText)
    /// There is no answer, for this reason.
    case refused(String)
    /// The engine and the numbers contradict each other.
    case fault(String)
  }

  /// An answer in the notation of the language, and what was done to check it.
  public struct Answer: Sendable {
    public var text: String
    /// What the slots of a vector or matrix mean: `[i, j]: i of softmax(z), j of z`.
    public var slots: String?
    /// Why it is no number, or not known well enough to be one.
    public var doubt: String?
    public var note: String?
    /// Where the expression and the answer do not both have a value, what must hold for that: `x - 1 != 0` of the x + 1
    /// that (x² − 1)/(x − 1) is.
    public var conditions: [String] = []
  }

  /// The derivative in the given variables, one after the other.
  public func derivative(in variables: [SourceText]) -> Result<Answer, Failure> {
    declared().flatMap { declared in
      var problem = declared
      let (single, mistakes) = problem.read(expression, variables: variables, declaresNumbers: !isAboutFile)
      if let failure = failure(mistakes, [expression] + variables) { return .failure(failure) }
      guard let single, let derivative = single.derivative?.expression else {
        return .failure(.refused("there is nothing to differentiate in"))
      }
      var parts: [(slots: [Index], text: SourceText)] = [(slots: single.term.slots, text: expression)]
      for (variable, text) in zip(single.variables, variables) { parts.append((slots: variable.openSlots, text: text)) }
      return checked(derivative, problem, slots: meaning(of: parts, problem.store))
    }
  }

  /// The normal form.
  public func normalForm() -> Result<Answer, Failure> {
    declared().flatMap { declared in
      var problem = declared
      let (single, mistakes) = problem.read(expression, declaresNumbers: !isAboutFile)
      if let failure = failure(mistakes, [expression]) { return .failure(failure) }
      guard let term = single?.term, let e = term.expression else {
        return .failure(.refused("this has no normal form"))
      }
      return checked(e, problem, slots: meaning(of: [(slots: term.slots, text: expression)], problem.store))
    }
  }

  /// What kind of value it is: `R`, `R^K`, `R^(n, d)`.
  public func shape() -> Result<Answer, Failure> {
    declared().flatMap { declared in
      var problem = declared
      let (single, mistakes) = problem.read(expression, declaresNumbers: !isAboutFile)
      if let failure = failure(mistakes, [expression]) { return .failure(failure) }
      guard let term = single?.term, term.expression != nil else { return .failure(.refused("this has no value")) }
      let ranges = term.slots.map { problem.store.range($0) }
      return .success(Answer(text: Shapes(store: problem.store).text(ranges)))
    }
  }

  /// Which slot of a result belongs to which of the texts; nil for a number.
  private func meaning(of parts: [(slots: [Index], text: SourceText)], _ store: ExpressionStore) -> String? {
    let parts = parts.filter { !$0.slots.isEmpty }
    if parts.isEmpty { return nil }
    func names(_ slots: [Index]) -> String { slots.map { store.name($0) }.joined(separator: ", ") }
    let meanings = parts.map { part in
      names(part.slots) + " of " + part.text.text(of: Span(start: 0, end: part.text.bytes.count))
    }
    return "[\(names(parts.flatMap { $0.slots }))]: " + meanings.joined(separator: ", ")
  }

  func declared() -> Result<Problem, Failure> {
    var problem: Problem
    var mistakes: [Diagnostic] = []
    if let background {
      let (whole, news) = background.grown(to: declarations)
      problem = whole.names
      mistakes = news.syntax.diagnostics + news.diagnostics
    } else {
      let syntax = SyntaxFile(parsing: declarations)
      problem = Problem(elaborating: syntax, of: declarations)
      mistakes = syntax.diagnostics + problem.diagnostics
    }
    problem.store.work = WorkAccount(units: WorkAccount.unitsOfOneLine)
    return mistakes.isEmpty || isAboutFile ? .success(problem) : .failure(.mistakes(mistakes, in: declarations))
  }

  /// The mistakes of the first text that has some; of a file's names what is wrong in the file.
  func failure(_ mistakes: [[Diagnostic]], _ texts: [SourceText]) -> Failure? {
    for (text, own) in zip(texts, mistakes) where !own.isEmpty {
      let isFailed = own.contains { diagnostic in
        if case .meaning(.failedName) = diagnostic.mistake { return true }
        return false
      }
      if !isFailed { return .mistakes(own, in: text) }
      let syntax = SyntaxFile(parsing: declarations)
      return .mistakes(
        syntax.diagnostics + Problem(elaborating: syntax, of: declarations).diagnostics, in: declarations)
    }
    return nil
  }

  /// The normal form of an expression with its derivatives carried out, compared with the expression as it was asked
  /// for at sample points.
  private func checked(_ e: Expression, _ problem: Problem, slots: String?) -> Result<Answer, Failure> {
    let premises = problem.assumptions
    var prover = Prover(store: problem.store, premises: premises, fixed: Set(problem.store.freeIndices(of: e)))
    let carriedOut: Expression
    do { carriedOut = try prover.carriedOut(e) } catch { return .failure(.refused(error.text)) }
    if let reason = reasonToBeUndefined(carriedOut, prover) {
      return .success(Answer(text: "undefined", slots: slots, doubt: reason))
    }
    guard let (shown, text, whole) = shortest(carriedOut, prover) else {
      return .failure(.refused("it is too large to be shown"))
    }
    let experimenter = Experimenter(store: whole, premises: premises, seed: seed)
    let trial = experimenter.trial(e, .equal, shown)
    if trial.failure != nil || trial.contradiction != nil {
      return .failure(.fault(trial.contradiction ?? "`\(text)` is not what was asked for at a sample point"))
    }
    let note = trial.points == 0 ? trial.reason : "checked at \(trial.points) points"
    var answer = Answer(text: text, slots: slots, note: note)
    if trial.differsInDomain {
      let fixed = Set(whole.freeIndices(of: e))
      answer.conditions = Prover(store: whole, premises: premises, fixed: fixed).domainGap(e, shown)
    }
    return .success(answer)
  }

  /// Why the expression has no value anywhere, where the rules or, without variables, the numbers tell.
  private func reasonToBeUndefined(_ e: Expression, _ prover: Prover) -> String? {
    let forms = prover.forms(unfolding: true)
    do {
      _ = try forms.normalForm(of: e)
    } catch {
      if case .undefined(let what) = error { return "it contains \(what)" }
    }
    if prover.store.hasFreeIndices(e) { return nil }
    guard case .success(let answer)? = try? evaluated(e, slots: [], at: [], digits: nil, prover.store),
      answer.text == "undefined"
    else {
      return nil
    }
    return answer.doubt
  }

  /// The shortest of the expression as it came out of the rules and its normal forms, with defined names as they stand
  /// and unfolded. What is asked about a defined name itself is its formula.
  private func shortest(_ e: Expression, _ prover: Prover) -> (Expression, String, ExpressionStore)? {
    let isName = prover.store.op(e) == .definition
    let plain = ExpressionText.text(e, in: prover.store, limit: Question.longestAnswer)
    var answers: [(Expression, String, ExpressionStore)] = []
    for unfolds in [false, true] where unfolds || !isName {
      let forms = prover.forms(unfolding: unfolds)
      guard let form = try? forms.normalForm(of: e), let normal = forms.expression(of: form) else { continue }
      let text = ExpressionText.text(normal, in: forms.expressions, limit: Question.longestAnswer)
      answers.append((normal, text, forms.expressions))
    }
    if !isName || answers.isEmpty { answers.append((e, plain, prover.store)) }
    return answers.filter { !$0.1.hasSuffix("…") }.min { $0.1.utf8.count < $1.1.utf8.count }
  }

  /// Characters; a longer answer helps nobody.
  private static let longestAnswer = 1_000_000
}
