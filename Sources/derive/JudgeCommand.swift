import Diagnostics
import Evaluation
import Oracles
import Reporting

/// `derive judge FOLDER RESULTS`, or `--exec COMMAND`: compares a kernel with vectors.
struct JudgeCommand {
  private let folder: Argument
  private let results: Argument?
  private let command: String?
  private let seconds: Double
  private let format: ReportFormat
  private let output: Argument?
  private let usesASCII: Bool

  init(_ arguments: CommandLineText) throws(UsageError) {
    guard let folder = arguments.operands.first else {
      throw UsageError("`derive judge` needs a folder of vectors: derive \(Verb.judge.usage)", verb: .judge)
    }
    self.folder = folder
    results = arguments.operands.count > 1 ? arguments.operands[1] : nil
    command = arguments[.command]?.text
    if arguments.operands.count > 2 {
      throw UsageError("`derive judge` takes two folders, what is `\(arguments.operands[2].text)`?", verb: .judge)
    }
    guard (results == nil) != (command == nil) else {
      throw UsageError("`derive judge` needs a folder of results or --exec COMMAND, one of them", verb: .judge)
    }
    seconds = Double(try arguments.number(.limit, from: 1, to: 86400) ?? 10)
    format = arguments[.format].flatMap { ReportFormat(rawValue: $0.text) } ?? .human
    guard [.human, .short, .json].contains(format) else {
      throw UsageError("`derive judge` has no format `\(format)`: expected human, short, json", verb: .judge)
    }
    output = arguments[.output]
    usesASCII = arguments.has(.ascii)
  }

  func run() -> ExitCode {
    guard let source = VectorSource(folder) else { return .usage }
    let manifest = source.manifest
    var judge: KernelJudge
    do throws(Formula.Failure) {
      judge = try KernelJudge(manifest)
    } catch {
      Terminal.note("\(folder.text): the formula of the manifest cannot be read")
      return .usage
    }
    guard ask(source, &judge) else { return .usage }
    let verdict = judge.verdict()
    let text =
      switch format {
      case .json: verdict.json.text
      case .short: verdict.shortText
      default: verdict.text(marks: usesASCII ? ("ok", "x") : ("✔", "✘"))
      }
    let error = output.map { System.write(text, toFile: $0.bytes) } ?? System.write(text, to: System.standardOutput)
    if let error, error != System.brokenPipe {
      Terminal.note("\(output?.text ?? "standard output"): \(System.description(of: error))")
      return .usage
    }
    return verdict.isRight ? .success : .refuted
  }

  // MARK: Answers

  /// False if the vectors cannot be read or the program cannot be started; a note was written.
  private func ask(_ source: VectorSource, _ judge: inout KernelJudge) -> Bool {
    guard let command else {
      if let results, let mistake = mistake(in: results) {
        Terminal.note("\(results.text): \(mistake)")
        return false
      }
      for number in source.manifest.cases.indices {
        guard let vectors = source.oracleCase(number), let results else { return false }
        let name = Manifest.fileName(of: source.manifest.claim, in: vectors.name)
        switch VectorSource.array(results, name) {
        case .success(let file): judge.add(vectors, .values(file.values, shape: file.shape))
        case .failure(let mistake): judge.add(vectors, .missing("\(name): \(mistake.message)"))
        }
      }
      return true
    }
    return ask(command, source, &judge)
  }

  /// The results are not those of a kernel if they lie among the exact ones.
  private func mistake(in results: Argument) -> String? {
    switch System.kind(of: results.bytes) {
    case nil: "no such folder"
    case .file?, .other?: "this is no folder of results"
    case .folder?:
      System.isSame(results.bytes, folder.bytes)
        ? "the results lie among the exact ones, and are compared with themselves: write them into another folder" : nil
    }
  }

  private func ask(_ command: String, _ source: VectorSource, _ judge: inout KernelJudge) -> Bool {
    let manifest = source.manifest
    var program: ChildProcess?
    var first: (vectors: OracleCase, answer: Answer)?
    var deaths = 0
    for number in manifest.cases.indices {
      guard let vectors = source.oracleCase(number) else { return false }
      if deaths >= JudgeCommand.mostDeaths {
        judge.add(vectors, .missing("not asked, after the program failed \(deaths) times"))
        continue
      }
      guard let answer = answer(command, &program, vectors, manifest.claim) else { return false }
      if program == nil { deaths += 1 }
      judge.add(vectors, answer)
      if first == nil { first = (vectors, answer) }
    }
    if let first, program != nil, let again = answer(command, &program, first.vectors, manifest.claim) {
      judge.addRepetition(of: first.vectors, first.answer, again)
      if let third = answer(command, &program, first.vectors, manifest.claim) {
        judge.addRepetition(of: first.vectors, again, third)
      }
    }
    if program != nil { tryOut(judge.symmetryTrials(), command, &program, manifest, &judge) }
    program?.end()
    return true
  }

  /// Until all are tried or the program fails, of which its answers to the cases say enough.
  private func tryOut(
    _ trials: [SymmetryTrial], _ command: String, _ program: inout ChildProcess?, _ manifest: Manifest,
    _ judge: inout KernelJudge
  ) {
    for trial in trials {
      var answers: [Answer] = []
      for one in trial.asked {
        guard let answer = answer(command, &program, one, manifest.claim), program != nil else { return }
        answers.append(answer)
      }
      judge.add(trial, answers)
    }
  }

  /// A program that fails is started again, so often.
  private static let mostDeaths = 3

  /// Starts the program unless it runs; after a failure it is nil. Nil if it cannot be started.
  private func answer(
    _ command: String, _ program: inout ChildProcess?, _ vectors: OracleCase, _ claim: String
  ) -> Answer? {
    do throws(ChildProcess.Failure) {
      let running: ChildProcess
      if let program { running = program } else { running = try ChildProcess(command) }
      program = running
      let limit = (1 << 20) + 64 * (vectors.exact.count + vectors.inputs.reduce(0) { $0 + $1.values.count })
      let line = try running.answer(
        to: PipeProtocol.request(vectors, claim: claim), within: seconds, limit: limit)
      let answer = PipeProtocol.answer(line, claim: claim)
      // A line that is no answer may stand before one: what comes next would be taken for that of the next case.
      if case .missing = answer, !PipeProtocol.isObject(line) {
        running.end()
        program = nil
      }
      return answer
    } catch {
      program?.end()
      program = nil
      switch error {
      case .notStarted(let number):
        Terminal.note("the program cannot be started: \(System.description(of: number))")
        return nil
      case .timeout(let isBegun):
        let what = isBegun ? "a line was begun and not ended" : "nothing was written, or it was not flushed"
        return .missing("no answer within \(Int(seconds)) s: \(what)")
      case .unasked(let line):
        return .missing(
          "`\(PipeProtocol.beginning(of: line))` was written before the case was asked: a case is one line")
      case .ended(let reason): return .missing("no answer: \(reason)")
      case .tooMuch: return .missing("the answer is far longer than the result")
      }
    }
  }
}
