import Checking
import Diagnostics
import Evaluation
import Oracles
import Reporting

/// `derive vectors FILE:CLAIM -o FOLDER`: cases for a kernel, one file an array; or one file with all cases.
struct VectorsCommand {
  private let subject: FormulaOperand
  private let request: CaseRequest
  private let format: VectorFormat
  /// The folder or the file; nil for standard output.
  private let output: Argument?
  private let jobs: Int
  private let terminal: Terminal

  init(_ arguments: CommandLineText) throws(UsageError) {
    terminal = Terminal(arguments)
    subject = try FormulaOperand(arguments, .vectors)
    format = arguments[.form].flatMap { VectorFormat(rawValue: $0.text) } ?? .npy
    output = arguments[.output].flatMap { $0.text == "-" ? nil : $0 }
    guard output != nil || format != .npy else {
      throw UsageError("`derive vectors` needs a folder to write to: -o FOLDER", verb: .vectors)
    }
    request = try VectorsCommand.request(arguments, .vectors, usual: .f32)
    jobs = try arguments.number(.jobs, from: 1) ?? System.processorCount
  }

  /// The cases that flags ask for.
  static func request(_ arguments: CommandLineText, _ verb: Verb, usual: FloatingType) throws(UsageError)
    -> CaseRequest
  {
    var request = CaseRequest(
      count: try arguments.number(.cases, from: 1, to: 1_000_000) ?? 24,
      type: arguments[.type].flatMap { FloatingType(rawValue: $0.text) } ?? usual,
      accumulator: arguments[.accumulator].flatMap { FloatingType(rawValue: $0.text) },
      seed: try arguments.number(.seed, from: 0) ?? 1)
    for value in arguments.all(.sizes) { try add(value.text, to: &request.sizes, verb) }
    return request
  }

  /// `m=1,2,6`
  private static func add(_ text: String, to sizes: inout [String: [Int]], _ verb: Verb) throws(UsageError) {
    let parts = text.split(separator: "=", omittingEmptySubsequences: false)
    let values = parts.last?.split(separator: ",").map { Int($0) } ?? []
    guard parts.count == 2, !values.isEmpty, values.allSatisfy({ $0.map { (0...(1 << 20)).contains($0) } ?? false })
    else { throw UsageError("`\(text)` gives no sizes: write --sizes m=1,2,6", verb: verb) }
    sizes[String(parts[0]), default: []] += values.compactMap { $0 }
  }

  func run() -> ExitCode {
    let formula: Formula
    let maker: CaseMaker
    switch subject.formula(terminal) {
    case .success(let found): formula = found
    case .failure(let failure): return failure.code
    }
    do {
      maker = try CaseMaker(formula, request)
    } catch {
      return VectorsCommand.fail(error, formula)
    }
    let verdict = subject.verdict(of: formula)
    if verdict != .proved { Terminal.note("`\(formula.name)` is \(verdict.rawValue), not proved") }
    var manifest = Manifest(
      toolVersion: Command.version, file: subject.fileName, verdict: verdict.rawValue, formula, request, cases: [])
    let place: any VectorPlace
    do throws(VectorFailure) {
      if let document = VectorDocument(format, formula, manifest) {
        place = try VectorFile(document, output)
      } else if let output {
        manifest.announce(maker.names)
        place = try VectorFolder(output, manifest, formula.name, request.type)
      } else {
        return .usage
      }
      let cases = try write(formula, maker, to: place)
      try place.finish(cases)
      noteSizesWithout(cases)
      if let output {
        let line = "\(cases.count) cases of \(formula.name) for \(request.type.rawValue) in \(output.text.visible)\n"
        _ = System.write(line, to: System.standardOutput)
      }
    } catch {
      return code(of: error, formula)
    }
    return verdict == .refuted ? .refuted : .success
  }

  private func code(of failure: VectorFailure, _ formula: Formula) -> ExitCode {
    switch failure {
    case .made(let failure): return VectorsCommand.fail(failure, formula)
    case .interrupted: return .interrupted
    case .foreignManifest:
      Terminal.note(
        "\(output?.text ?? "")/\(Manifest.fileName): this is no manifest of `derive vectors`, and stays: choose another folder"
      )
      return .usage
    case .unwritten(System.brokenPipe): return .success
    case .unwritten(let error):
      Terminal.note("\(output?.text ?? "standard output"): \(System.description(of: error))")
      return .usage
    }
  }

  /// Makes the cases on several threads, and hands them over in their order.
  private func write(_ formula: Formula, _ maker: CaseMaker, to place: any VectorPlace) throws(VectorFailure)
    -> [OracleCase]
  {
    let pool = ThreadPool<Result<WrittenCase, VectorFailure>>(jobs: request.count, for: Crew(threads: jobs)) { number in
      do throws(CaseMaker.Failure) {
        let made = try maker.oracleCase(number)
        return place.written(made, isFirst: number == 0)
      } catch {
        return .failure(.made(error))
      }
    }
    var progress = ProgressLine(total: request.count, start: System.seconds)
    defer { progress.clear() }
    var cases: [OracleCase] = []
    func takeNext() throws(VectorFailure) {
      while cases.count < request.count, let next = pool.take(cases.count) {
        let written = try next.get()
        try place.add(written)
        cases.append(written.one)
      }
    }
    if pool.start() {
      var finished = 0
      while finished < request.count {
        switch pool.news(within: progress.pause) {
        case .progress:
          finished += 1
          try takeNext()
        case .timeout:
          progress.show(finished: min(finished, request.count - 1), name: String(formula.name.visible.prefix(50)))
        case .interrupted: throw .interrupted
        }
      }
    }
    try takeNext()
    return cases
  }

  private func noteSizesWithout(_ cases: [OracleCase]) {
    for (name, sizes) in request.sizes.sorted(by: { $0.key < $1.key }) {
      let taken = Set(cases.flatMap { $0.sizes.filter { $0.name == name }.map { $0.size } })
      for size in sizes where !taken.contains(size) {
        Terminal.note(
          "there is no case with \(name) = \(size): the formula has no value there, or the cases are too few")
      }
    }
  }

  static func fail(_ failure: CaseMaker.Failure, _ formula: Formula) -> ExitCode {
    switch failure {
    case .noSuchSize(let name, let known):
      let hint = known.isEmpty ? "it has no sizes" : "its sizes are " + known.map { "`\($0)`" }.joined(separator: ", ")
      Terminal.note("the formula has no size `\(name)`; \(hint)")
      return .usage
    case .tooLarge(let most):
      Terminal.note("at these sizes the arrays have more than \(most) entries in all")
      return .usage
    case .noInputs:
      let refusal = Formula.Refusal("no inputs were found at which `\(formula.name)` has a value", at: formula.span)
      Terminal.note(refusal.text(in: formula.source))
      return .unsettled
    }
  }
}
