import Checking
import Diagnostics
import Evaluation
import Oracles
import Reporting

/// `derive vectors FILE:CLAIM -o FOLDER`: cases for a kernel, one file an array.
struct VectorsCommand {
  private let subject: FormulaOperand
  private let request: CaseRequest
  private let folder: Argument
  private let jobs: Int
  private let terminal: Terminal

  init(_ arguments: CommandLineText) throws(UsageError) {
    terminal = Terminal(arguments)
    subject = try FormulaOperand(arguments, .vectors)
    guard let folder = arguments[.output] else {
      throw UsageError("`derive vectors` needs a folder to write to: -o FOLDER", verb: .vectors)
    }
    self.folder = folder
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
      return VectorsCommand.fail(error)
    }
    if let error = System.makeFolder(folder.bytes) {
      Terminal.note("\(folder.text): \(System.description(of: error))")
      return .usage
    }
    return write(formula, maker)
  }

  /// A case without its numbers, or why there is none.
  private enum Outcome: Sendable {
    case written(OracleCase)
    case failed(CaseMaker.Failure)
    case unwritten(Int32)
  }

  private func write(_ formula: Formula, _ maker: CaseMaker) -> ExitCode {
    let (folder, type) = (folder.bytes, request.type)
    let pool = ThreadPool<Outcome>(jobs: request.count) { number in
      do throws(CaseMaker.Failure) {
        var made = try maker.oracleCase(number)
        if let error = VectorsCommand.write(made, formula.name, type, in: folder) { return .unwritten(error) }
        for k in made.inputs.indices { made.inputs[k].values = [] }
        (made.exact, made.band) = ([], [])
        return .written(made)
      } catch {
        return .failed(error)
      }
    }
    var progress = ProgressLine(total: request.count, start: System.seconds)
    if pool.start(threads: jobs) {
      var finished = 0
      while finished < request.count {
        switch pool.news(within: progress.pause) {
        case .progress: finished += 1
        case .timeout: progress.show(finished: min(finished, request.count - 1), name: formula.name)
        case .interrupted: return .interrupted
        }
      }
    }
    progress.clear()
    var cases: [OracleCase] = []
    for outcome in pool.results {
      switch outcome {
      case .written(let made)?: cases.append(made)
      case .failed(let failure)?: return VectorsCommand.fail(failure)
      case .unwritten(let error)?:
        Terminal.note("\(self.folder.text): \(System.description(of: error))")
        return .usage
      case nil: continue
      }
    }
    for (name, sizes) in request.sizes.sorted(by: { $0.key < $1.key }) {
      let taken = Set(cases.flatMap { $0.sizes.filter { $0.name == name }.map { $0.size } })
      for size in sizes where !taken.contains(size) {
        Terminal.note(
          "there is no case with \(name) = \(size): the formula has no value there, or the cases are too few")
      }
    }
    let verdict = subject.verdict(of: formula)
    if verdict != .proved { Terminal.note("`\(formula.name)` is \(verdict.rawValue), not proved") }
    let manifest = Manifest(
      toolVersion: Command.version, file: subject.fileName, verdict: verdict.rawValue, formula, request, cases: cases)
    if let error = System.write(manifest.json.text, toFile: folder + Array("/manifest.json".utf8)) {
      Terminal.note("\(self.folder.text): \(System.description(of: error))")
      return .usage
    }
    let line = "\(cases.count) cases of \(formula.name) for \(type.rawValue) in \(self.folder.text.visible)\n"
    _ = System.write(line, to: System.standardOutput)
    return verdict == .refuted ? .refuted : .success
  }

  /// `c07_x.npy`, `c07_dx.npy`, `c07_dx.band.npy`
  private static func write(_ made: OracleCase, _ result: String, _ type: FloatingType, in folder: [UInt8]) -> Int32? {
    func path(_ name: String) -> [UInt8] { folder + Array("/\(made.name)_\(name).npy".utf8) }
    for input in made.inputs {
      let file = NumberFile(shape: input.shape, values: input.values)
      if let error = System.write(file.bytes(type), toFile: path(input.name)) { return error }
    }
    let exact = NumberFile(shape: made.shape, values: made.values)
    let band = NumberFile(shape: made.shape, values: made.band)
    return System.write(exact.bytes(.f64), toFile: path(result))
      ?? System.write(band.bytes(.f64), toFile: path(result + ".band"))
  }

  static func fail(_ failure: CaseMaker.Failure) -> ExitCode {
    switch failure {
    case .noSuchSize(let name, let known):
      let hint = known.isEmpty ? "it has no sizes" : "its sizes are " + known.map { "`\($0)`" }.joined(separator: ", ")
      Terminal.note("the formula has no size `\(name)`; \(hint)")
      return .usage
    case .tooLarge(let most):
      Terminal.note("at these sizes the arrays have more than \(most) entries in all")
      return .usage
    case .noInputs:
      Terminal.note("no inputs were found at which the formula has a value")
      return .unsettled
    }
  }
}
