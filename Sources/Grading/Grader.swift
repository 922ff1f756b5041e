import Checking
import Diagnostics
import Elaboration
import Expressions
import Notation

/// Grades submissions against one key and one rubric. Submissions do not influence each other.
public struct Grader: Sendable {
  /// Units of work that one submission may take in all: what it does not reach is left to a person.
  public static let workOfSubmission = 3 * WorkAccount.unitsOfOneLine

  public let key: AnswerKey
  public let rubric: Rubric
  private let options: CheckOptions

  private init(_ key: AnswerKey, _ rubric: Rubric, _ options: CheckOptions) {
    self.key = key
    self.rubric = rubric
    self.options = options
  }

  /// - Parameter rubric: nil for one point a claim.
  public static func make(
    key: SourceText, rubric: SourceText?, seed: UInt64
  ) -> Result<Grader, SetupMistakes> {
    var options = CheckOptions(seed: seed)
    let answer: AnswerKey
    switch AnswerKey.read(key, options: options) {
    case .success(let read): answer = read
    case .failure(let mistakes): return .failure(mistakes)
    }
    options.workOfFile = workOfSubmission
    guard let rubric else { return .success(Grader(answer, Rubric(), options)) }
    let reader = RubricReader(rubric, of: answer)
    let mistakes = reader.mistakes.isEmpty ? mistakesOfFormulas(answer, reader.rubric) : reader.mistakes
    if !mistakes.isEmpty { return .failure(SetupMistakes(source: rubric, all: mistakes)) }
    return .success(Grader(answer, reader.rubric, options))
  }

  /// Formulas of the rubric that mean nothing with the names of the key.
  private static func mistakesOfFormulas(_ key: AnswerKey, _ rubric: Rubric) -> [SetupMistake] {
    let draft = Draft(key, rubric)
    let source = SourceText(name: "rubric", bytes: draft.text.bytes)
    let syntax = SyntaxFile(parsing: source)
    let problem = Problem(elaborating: syntax, of: source)
    var found = syntax.diagnostics + problem.diagnostics
    for case .claim(let claim) in problem.entries {
      for judgement in claim.judgements {
        if case .invalid(let diagnostic) = judgement.content { found.append(diagnostic) }
      }
    }
    let formulas = rubric.terms.values.flatMap { $0.requirements.map { $0.formula } + $0.accepted }
    var mistakes: [SetupMistake] = []
    for diagnostic in found {
      guard let place = draft.text.place(of: diagnostic.span), place.origin == .rubric else { continue }
      // What is missing at the end of a formula is marked behind it: then all of it is.
      let formula = formulas.first { $0.span.start <= place.span.start && place.span.start <= $0.span.end }
      let isInside = formula.map { place.span.end <= $0.span.end } ?? true
      let mistake = SetupMistake(
        .formula(diagnostic.mistake.message), at: isInside ? place.span : formula?.span ?? place.span)
      if !mistakes.contains(where: { $0.span == mistake.span }) { mistakes.append(mistake) }
    }
    return mistakes
  }

  public func graded(_ submission: Submission) -> GradedSubmission {
    var graded = GradedSubmission(student: submission.student, path: submission.path)
    switch submission.content {
    case .unreadable(let reason): graded.obstacle = reason
    case .text(let bytes):
      let source = SourceText(name: submission.path, bytes: bytes)
      let syntax = SyntaxFile(parsing: source)
      if let obstacle = obstacle(syntax) {
        graded.obstacle = obstacle
      } else {
        graded.source = source
        grade(&graded, source, syntax)
      }
    }
    return graded
  }

  private func obstacle(_ file: SyntaxFile) -> String? {
    for diagnostic in file.diagnostics {
      switch diagnostic.mistake {
      case .syntax(.notText), .syntax(.tooLong): return diagnostic.mistake.message
      default: break
      }
    }
    return file.statements.isEmpty && file.diagnostics.isEmpty ? "there is nothing in it" : nil
  }

  private func grade(_ graded: inout GradedSubmission, _ source: SourceText, _ syntax: SyntaxFile) {
    let reading = Reading(Draft(key, rubric, syntax, source.bytes), options)
    let breaches = reading.draft.breaches
    graded.breaches = breaches
    graded.diagnostics = syntax.diagnostics + reading.diagnostics.filter { !syntax.diagnostics.contains($0) }
    graded.faults = reading.faults
    // What rests on a breach is what holds only with it.
    var liberal: Reading?
    if breaches.contains(where: { $0.changesMeaning }) {
      liberal = Reading(Draft(key, rubric, syntax, source.bytes, keepsBreaches: true), options)
    }
    for (number, claim) in key.claims.enumerated() {
      var grading = ClaimGrading(number, of: key, reading, liberal, rubric, source.bytes, options)
      var result = grading.result()
      for span in reading.draft.claimSpans[claim.label] ?? [] {
        for diagnostic in graded.diagnostics
        where span.start <= diagnostic.span.start && diagnostic.span.end <= span.end {
          result.doubts.append(Doubt(cause: .unread(diagnostic.mistake.message), line: nil))
        }
      }
      graded.claims.append(result)
    }
  }
}
