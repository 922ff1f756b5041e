import Diagnostics
import Grading
import Numbers
import Reporting

/// `derive grade SUBMISSIONS --key FILE --rubric FILE`: marks for everyone who handed in.
struct GradeCommand {
  private let submissions: Argument
  private let key: Argument
  private let rubric: Argument?
  /// What is written besides the marks on the terminal, or in their place.
  private let writing: GradeWriting
  /// Nil if students are shown by their names.
  private let anonymity: Anonymity?
  private let explained: [String]
  /// No total may be below it.
  private let least: Rational?
  private let seed: UInt64
  private let jobs: Int
  private let detail: Presentation.Detail
  private let terminal: Terminal
  private let start = System.seconds
  private var trouble = ExitCode.success

  init(_ arguments: CommandLineText) throws(UsageError) {
    guard let submissions = arguments.operands.first, arguments.operands.count == 1 else {
      throw UsageError("`derive grade` needs one folder of submissions, or one submission", verb: .grade)
    }
    guard let key = arguments[.key] else { throw UsageError("`derive grade` needs a key: --key FILE", verb: .grade) }
    self.submissions = submissions
    self.key = key
    rubric = arguments[.rubric]
    writing = try GradeWriting(arguments)
    anonymity = try Anonymity(arguments)
    explained = arguments.all(.student).map { $0.text }
    least = try arguments[.least].map { (value) throws(UsageError) in
      guard let mark = Rational(literal: value.bytes) else {
        throw UsageError("`--min` needs a number of points, not `\(value.text)`", verb: .grade)
      }
      return mark
    }
    seed = try arguments.number(.seed, from: 0) ?? 1
    jobs = try arguments.number(.jobs, from: 1) ?? System.processorCount
    detail = arguments.has(.quiet) ? .quiet : .normal
    terminal = Terminal(arguments)
  }

  mutating func run() -> ExitCode {
    guard let grader = makeGrader() else { return trouble }
    let files: [SubmissionFile]
    do throws(InputFile.Failure) {
      let others = [key, rubric, anonymity?.secret, anonymity?.table].compactMap { $0 }
      let all = try SubmissionFile.all(in: submissions, besides: others)
      files = try anonymity?.hidden(all) ?? all
    } catch {
      return fail(error.message)
    }
    let graded = grade(files, grader)
    let grades = ClassGrades(grader: grader, name: name, submissions: graded)
    let report = GradeReport(
      grades: grades, seed: seed, toolVersion: Command.version, visibility: grader.rubric.visibility,
      isComplete: trouble != .interrupted)
    if explained.isEmpty { write(report) } else { explain(report) }
    return max(trouble, code(for: grades))
  }

  private mutating func write(_ report: GradeReport) {
    let elapsed = ProgressLine.text(seconds: System.seconds - start)
    for message in writing.write(report, on: terminal, detail, elapsed: elapsed) { fail(message) }
  }

  private mutating func explain(_ report: GradeReport) {
    let presentation = terminal.presentation(on: System.standardOutput)
    let students = report.grades.submissions.map { $0.student }
    for name in explained {
      guard let submission = report.grades.submissions.first(where: { $0.student == name }) else {
        let hint = nearest(to: name, among: students).map { "; did you mean `\($0)`?" }
        fail("there is no submission of `\(name)`" + (hint ?? ""))
        continue
      }
      let text = GradeExplanation(submission, of: report.grades, presentation).text
      _ = System.write(text, to: System.standardOutput)
    }
  }

  /// The key's file without folder and ending.
  private var name: String {
    let file = key.text.split(separator: "/").last.map { String($0) } ?? key.text
    return file.hasSuffix(".expr") ? String(file.dropLast(5)) : file
  }

  private func code(for grades: ClassGrades) -> ExitCode {
    if grades.submissions.contains(where: { !$0.faults.isEmpty }) { return .internalError }
    if let least, grades.submissions.contains(where: { $0.obstacle == nil && $0.mark < least }) { return .refuted }
    return grades.submissions.contains { $0.needsPerson } ? .unsettled : .success
  }

  @discardableResult private mutating func fail(_ message: String) -> ExitCode {
    Terminal.note(message)
    trouble = max(trouble, .usage)
    return trouble
  }

  private mutating func makeGrader() -> Grader? {
    guard let keyText = read(key) else { return nil }
    var rubricText: SourceText?
    if let rubric {
      guard let text = read(rubric) else { return nil }
      rubricText = text
    }
    switch Grader.make(key: keyText, rubric: rubricText, seed: seed) {
    case .success(let grader): return grader
    case .failure(let mistakes):
      let presentation = terminal.presentation(on: System.standardError)
      _ = System.write(SetupReport.text(of: mistakes, in: presentation), to: System.standardError)
      trouble = .usage
      return nil
    }
  }

  private mutating func read(_ file: Argument) -> SourceText? {
    switch InputFile(path: file.bytes, name: file.text).read() {
    case .success(let bytes): return SourceText(name: file.text, bytes: bytes)
    case .failure(let failure):
      fail(failure.message)
      return nil
    }
  }

  private mutating func grade(_ files: [SubmissionFile], _ grader: Grader) -> [GradedSubmission] {
    let pool = ThreadPool<GradedSubmission>(jobs: files.count, for: Crew(threads: jobs)) {
      grader.graded(files[$0].submission())
    }
    if !pool.run(start: start, name: { String(files[$0].name.visible.prefix(50)) }) { trouble = .interrupted }
    return pool.results.compactMap { $0 }
  }
}
