import Algebra
import Calculus
import Diagnostics
import Elaboration
import Expressions
import Notation
import Numbers

/// A question about one expression among ad-hoc declarations.
public struct Question: Sendable {
  public var expression: SourceText
  /// `dim K; z : R^K`, or the text of a whole file.
  public var declarations: SourceText
  public var seed: UInt64

  public init(expression: SourceText, declarations: SourceText, seed: UInt64) {
    self.expression = expression
    self.declarations = declarations
    self.seed = seed
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
    public var note: String?
  }

  /// The derivative in the given variables, one after the other.
  public func derivative(in variables: [SourceText]) -> Result<Answer, Failure> {
    var problem: Problem
    switch declared() {
    case .success(let declared): problem = declared
    case .failure(let failure): return .failure(failure)
    }
    let (single, mistakes) = problem.read(expression, variables: variables, declaresNumbers: true)
    if let failure = failure(mistakes, [expression] + variables) { return .failure(failure) }
    guard let single, let derivative = single.derivative?.expression else {
      return .failure(.refused("there is nothing to differentiate in"))
    }
    let parts = [(single.term.slots, expression)] + zip(single.variables.map { $0.openSlots }, variables)
    return checked(derivative, problem.store, slots: meaning(of: parts, problem.store))
  }

  /// The normal form.
  public func normalForm() -> Result<Answer, Failure> {
    var problem: Problem
    switch declared() {
    case .success(let declared): problem = declared
    case .failure(let failure): return .failure(failure)
    }
    let (single, mistakes) = problem.read(expression, declaresNumbers: true)
    if let failure = failure(mistakes, [expression]) { return .failure(failure) }
    guard let term = single?.term, let e = term.expression else {
      return .failure(.refused("this has no normal form"))
    }
    return checked(e, problem.store, slots: meaning(of: [(term.slots, expression)], problem.store))
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
    let syntax = SyntaxFile(parsing: declarations)
    let problem = Problem(elaborating: syntax, of: declarations)
    let mistakes = syntax.diagnostics + problem.diagnostics
    return mistakes.isEmpty ? .success(problem) : .failure(.mistakes(mistakes, in: declarations))
  }

  func failure(_ mistakes: [[Diagnostic]], _ texts: [SourceText]) -> Failure? {
    for (text, own) in zip(texts, mistakes) where !own.isEmpty { return .mistakes(own, in: text) }
    return nil
  }

  /// The normal form of an expression with its derivatives carried out, compared with the expression as it was asked
  /// for at sample points.
  private func checked(_ e: Expression, _ store: ExpressionStore, slots: String?) -> Result<Answer, Failure> {
    var prover = Prover(store: store, premises: [], fixed: Set(store.freeIndices(of: e)))
    guard let carriedOut = try? prover.carriedOut(e) else {
      return .failure(.refused("there is no rule for a construct in it"))
    }
    guard let (shown, text, whole) = shortest(carriedOut, prover) else {
      return .failure(.refused("it is too large to be shown"))
    }
    let experimenter = Experimenter(store: whole, premises: [], seed: seed)
    let trial = experimenter.trial(e, .equal, shown)
    if trial.failure != nil || trial.contradiction != nil {
      return .failure(.fault(trial.contradiction ?? "`\(text)` is not what was asked for at a sample point"))
    }
    let note = trial.points == 0 ? trial.reason : "checked at \(trial.points) points"
    return .success(Answer(text: text, slots: slots, note: note))
  }

  /// The shorter of the normal form and the expression as it came out of the rules.
  private func shortest(_ e: Expression, _ prover: Prover) -> (Expression, String, ExpressionStore)? {
    let plain = ExpressionText.text(e, in: prover.store, limit: Question.longestAnswer)
    guard let forms = prover.forms(unfolding: false), let form = try? forms.normalForm(of: e),
      let normal = forms.expression(of: form)
    else {
      return plain.hasSuffix("…") ? nil : (e, plain, prover.store)
    }
    let text = ExpressionText.text(normal, in: forms.expressions, limit: Question.longestAnswer)
    if text.hasSuffix("…") && plain.hasSuffix("…") { return nil }
    return text.utf8.count <= plain.utf8.count ? (normal, text, forms.expressions) : (e, plain, prover.store)
  }

  /// Characters; a longer answer helps nobody.
  private static let longestAnswer = 1_000_000
}
