import Checking
import Diagnostics
import Elaboration
import Notation
import Reporting
import Synchronization

/// `derive repl`: reads entries line by line and answers each at once.
struct ReplCommand: Sendable {
  /// A person types: there is a prompt, and the exit code says nothing of what was tried.
  private let isInteractive: Bool
  private let terminal: Terminal

  init(_ arguments: CommandLineText) throws(UsageError) {
    if let operand = arguments.operands.first {
      throw UsageError(
        "`derive repl` takes no file, what is `\(operand.text)`?", hint: "type `:load FILE` in it", verb: .repl)
    }
    terminal = Terminal(arguments)
    isInteractive = System.isTerminal(System.standardInput) && System.isTerminal(System.standardOutput)
  }

  func run() -> ExitCode {
    let interrupts = isInteractive ? Interrupts.reported() : nil
    if interrupts == nil { Interrupts.endProcess() }
    let pool = ThreadPool<ExitCode>(jobs: 1, for: Crew(threads: 1), reportsInterrupts: false) { _ in
      var conversation = ReplConversation(terminal: terminal, isInteractive: isInteractive, interrupts: interrupts)
      return conversation.run()
    }
    if pool.start() { _ = pool.news(within: -1) }
    return pool.take(0) ?? .internalError
  }
}

/// One session at a terminal, or of a script.
struct ReplConversation {
  let terminal: Terminal
  let isInteractive: Bool
  /// Brings a byte for each Ctrl-C, which gives up what is running; nil if it ends the process.
  let interrupts: Int32?
  private var session = ReplSession()
  private var values: [GivenValue] = []
  /// What stands in the text of each value, in the order in which they were given.
  private var valueTexts: [String] = []
  /// Paths that `:save` wrote, which it may write again.
  private var saved: Set<Argument> = []
  private var gravest = ExitCode.success
  private var isOver = false

  init(terminal: Terminal, isInteractive: Bool, interrupts: Int32?) {
    self.terminal = terminal
    self.isInteractive = isInteractive
    self.interrupts = interrupts
  }

  private var presentation: Presentation { terminal.presentation(on: System.standardOutput) }

  mutating func run() -> ExitCode {
    var reader = LineReader(interrupts: interrupts)
    if isInteractive { say("derive \(Command.version): type declarations, definitions and lines; :help, :quit\n") }
    while !isOver {
      if isInteractive { say(session.pending.isEmpty ? "> " : "  ") }
      switch reader.next() {
      case .text(let bytes):
        if let mistake = SourceText(name: ReplSession.name, bytes: bytes).whyNotText?.mistake {
          refuse("standard input: \(mistake.message)", .usage)
          isOver = !isInteractive
        } else {
          take(String(decoding: bytes, as: UTF8.self))
        }
      case .interrupt:
        say("\n")
        session.forgetPending()
      case .tooLong:
        refuse("a line longer than \(LineReader.limit >> 20) MB", .usage)
        isOver = true
      case .end:
        if isInteractive { say("\n") }
        if !session.pending.isEmpty { enter("", isLast: true) }
        isOver = true
      }
    }
    return isInteractive && gravest < .internalError ? .success : gravest
  }

  private mutating func take(_ line: String) {
    let isBlank = line.allSatisfy { $0.isWhitespace }
    if session.pending.isEmpty {
      if isBlank { return }
      if line.hasPrefix(":") { return follow(line.dropFirst()) }
    }
    // A person ends an entry that cannot be finished by an empty line; a script has empty lines within entries.
    enter(line, isLast: isBlank && isInteractive)
  }

  // MARK: Work

  /// What the work gives; nil if Ctrl-C came first. Then nobody waits for it any more: it is told, and ends soon.
  private mutating func found<Value: Sendable>(
    by work: @escaping @Sendable (_ isAbandoned: @escaping @Sendable () -> Bool) -> Value
  ) -> Value? {
    let abandonment = Abandonment()
    let pool = ThreadPool<Value>(jobs: 1, for: Crew(threads: 1), reportsInterrupts: false) { _ in
      work { abandonment.hasBegun }
    }
    if pool.start(), pool.news(within: -1, orFrom: interrupts) == .interrupted {
      abandonment.begin()
      say("\n")
      Terminal.note("given up; what was entered before stays")
      return nil
    }
    return pool.take(0)
  }

  private mutating func enter(_ line: String, isLast: Bool) {
    guard session.takes(line, isLast: isLast) else { return }
    let before = session
    let found = found { isAbandoned in
      var session = before
      let outcome = session.enter(isLast: isLast, isAbandoned: isAbandoned)
      return (session, outcome)
    }
    if let (session, outcome) = found {
      self.session = session
      show(outcome)
    } else {
      session.forgetPending()
    }
  }

  // MARK: Answers

  private mutating func say(_ text: String) {
    guard let error = System.write(text, to: System.standardOutput) else { return }
    if error != System.brokenPipe {
      Terminal.note("standard output: \(System.description(of: error))")
      gravest = max(gravest, .usage)
    }
    isOver = true
  }

  private mutating func refuse(_ reason: String, _ code: ExitCode) {
    Terminal.note(reason)
    gravest = max(gravest, code)
  }

  private mutating func show(_ outcome: ReplSession.Outcome) {
    switch outcome {
    case .unfinished: break
    case .entered(let checked): show(checked, presentation)
    case .rejected(let checked):
      var findings = presentation
      findings.detail = .quiet
      show(checked, findings)
      hintAtInstruction(checked.source.text(of: checked.source.span(ofLine: checked.source.lineCount - 1)))
    case .term(let text): answer(.normalForm, text)
    case .tooLong:
      refuse("a session holds \(ReplSession.limit >> 10) kB: `:save FILE` and `derive check FILE` go on", .usage)
    }
  }

  private mutating func show(_ checked: CheckedFile, _ presentation: Presentation) {
    say(Report.text(ofEntry: checked, toolVersion: Command.version, in: presentation))
    var summary = Summary()
    summary.add(checked, requiring: .confirmed)
    gravest = max(gravest, ExitCode(summary))
  }

  /// `quit` without its colon.
  private func hintAtInstruction(_ line: String) {
    let word = String(line.prefix { !$0.isWhitespace })
    if let instruction = ReplInstruction(rawValue: word) ?? (word == "exit" ? .quit : nil) {
      Terminal.note("did you mean `:\(instruction.rawValue)`?")
    }
  }

  private mutating func answer(_ kind: Pipeline.OneOff.Kind, _ expression: String) {
    let question = Question(
      expression: SourceText(name: ReplSession.name, text: expression), in: session.content, seed: 1)
    guard let result = found(by: { _ in Pipeline.answer(kind, question) }) else { return }
    gravest = max(gravest, OneOffCommand.show(result, on: terminal))
  }
}

// MARK: Instructions

extension ReplConversation {
  private mutating func follow(_ line: Substring) {
    let word = String(line.prefix { !$0.isWhitespace })
    let operand = String(line.dropFirst(word.count)).trimmed
    guard let instruction = ReplInstruction(rawValue: word) else {
      let hint = nearest(to: word, among: ReplInstruction.allCases.map { $0.rawValue }).map {
        "; did you mean `:\($0)`?"
      }
      return refuse("there is no `:\(word)`" + (hint ?? ", see `:help`"), .usage)
    }
    switch instruction {
    case .type: needing(operand, instruction) { $0.answer(.shape, operand) }
    case .simplify: needing(operand, instruction) { $0.answer(.normalForm, operand) }
    case .diff: needing(operand, instruction) { $0.differentiate(operand) }
    case .eval: needing(operand, instruction) { $0.answer(.value(at: $0.values, digits: nil), operand) }
    case .at: give(operand)
    case .explain: explain(operand)
    case .list: list()
    case .undo: undo()
    case .load: needing(operand, instruction) { $0.load(operand) }
    case .save: needing(operand, instruction) { $0.save(operand) }
    case .reset: self = ReplConversation(resetting: self)
    case .help: say(Self.help)
    case .quit: isOver = true
    }
  }

  private mutating func needing(_ operand: String, _ instruction: ReplInstruction, _ body: (inout Self) -> Void) {
    if operand.isEmpty {
      refuse("`:\(instruction.rawValue)` needs more: :\(instruction.usage)", .usage)
    } else {
      body(&self)
    }
  }

  private static var help: String {
    let rows = ReplInstruction.allCases.map { (":" + $0.usage, $0.summary) }
    return """
      Whatever stands in a derivation may be typed: declarations, definitions, assumptions, claims, chains. A line that is
      not finished goes on in the next one, and a line that begins with `=` goes on with the chain above.

      \(HelpText.columns(rows))

      `rlwrap derive repl` keeps a history and lets you edit lines.

      """
  }

  /// The words at the end are the variable and its order: `x^3 x 2`
  private mutating func differentiate(_ operand: String) {
    var words = operand.split(whereSeparator: { $0.isWhitespace || $0 == "," })
    var variables: [Substring] = []
    while let word = words.popLast() {
      variables.insert(word, at: 0)
      if !word.allSatisfy({ $0.isASCII && $0.isNumber }) { break }
    }
    guard let end = words.last?.endIndex else {
      return refuse("`:diff` needs a term and a letter: :\(ReplInstruction.diff.usage)", .usage)
    }
    do throws(UsageError) {
      let variables = try OneOffCommand.variables(variables.map { Argument(String($0)) })
      answer(.derivative(in: variables), String(operand[..<end]))
    } catch {
      refuse(error.message, .usage)
    }
  }

  private mutating func give(_ operand: String) {
    if operand.isEmpty { return say(valueTexts.map { "  \($0)\n" }.joined()) }
    for text in operand.split(outsideBrackets: ",") {
      guard let value = GivenValue(SourceText(name: "VALUE", text: text)) else {
        return refuse("`\(text.visible)` is not a value: write x = 1, x = 1/3, x = [1, 2] or x = [1, 2; 3, 4]", .usage)
      }
      if let place = values.firstIndex(where: { $0.name == value.name }) {
        values.remove(at: place)
        valueTexts.remove(at: place)
      }
      values.append(value)
      valueTexts.append(text.visible)
    }
  }

  private mutating func explain(_ operand: String) {
    let (source, established) = (session.source, session.established)
    let name = operand.isEmpty ? nil : operand
    guard let (checked, labels) = found(by: { _ in Pipeline.explained(name, in: source, knowing: established) }) else {
      return
    }
    if checked.claims.isEmpty {
      return refuse(
        name.map { CheckedFile.remark(onMissingClaim: $0, among: labels) } ?? "nothing is claimed yet", .usage)
    }
    var presentation = presentation
    presentation.detail = .explained
    say(checked.explanation(ofClaimsAt: Array(checked.claims.indices), in: presentation).text)
  }

  private mutating func list() {
    let lines = session.text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
    let width = "\(lines.count)".count
    for (number, line) in lines.enumerated() {
      let shown = "\(number + 1)"
      say(String(repeating: " ", count: width + 2 - shown.count) + shown + "  " + String(line).visible + "\n")
    }
  }

  private mutating func undo() {
    let before = session
    guard
      let (session, entry) = found(by: { _ in
        var session = before
        let entry = session.undo()
        return (session, entry)
      })
    else { return }
    guard let entry else { return refuse("there is nothing to take back", .usage) }
    self.session = session
    let lines = entry.split(separator: "\n")
    say("  without \(lines.count == 1 ? String(lines[0]).visible : "the last \(lines.count) lines")\n")
  }

  private mutating func load(_ operand: String) {
    do throws(InputFile.Failure) {
      let bytes = try InputFile(path: Argument(operand).bytes, name: operand).read().get()
      let source = SourceText(name: operand, bytes: bytes)
      if let mistake = source.whyNotText?.mistake {
        throw InputFile.Failure(message: "\(operand): \(mistake.message)")
      }
      guard let statements = source.statements else {
        throw InputFile.Failure(message: "\(operand): no block marked `derive` in it")
      }
      enter(statements, isLast: true)
    } catch {
      refuse(error.message, .usage)
    }
  }

  private mutating func save(_ operand: String) {
    let path = Argument(operand)
    if System.kind(of: path.bytes) != nil && !saved.contains(path) {
      return refuse("\(operand): this is there already, and is not overwritten", .usage)
    }
    if let error = System.write(session.text, toFile: path.bytes) {
      return refuse("\(operand): \(System.description(of: error))", .usage)
    }
    saved.insert(path)
  }

  private init(resetting other: ReplConversation) {
    self.init(terminal: other.terminal, isInteractive: other.isInteractive, interrupts: other.interrupts)
    (gravest, saved) = (other.gravest, other.saved)
  }
}

/// Nobody waits for a piece of work any more.
private final class Abandonment: Sendable {
  private let flag = Atomic(false)

  var hasBegun: Bool { flag.load(ordering: .relaxed) }
  func begin() { flag.store(true, ordering: .relaxed) }
}

extension SourceText {
  /// The statements of a file, or of the blocks of a write-up; nil if it has no block. Without the last line end.
  fileprivate var statements: String? {
    guard let writeUp else {
      let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
      return text(of: Span(start: start, end: bytes.count - (bytes.last == 0x0A ? 1 : 0)))
    }
    var lines: [Substring] = []
    var hasBlock = false
    for case .statements(let span) in writeUp {
      hasBlock = true
      lines += text(of: span).split(separator: "\n", omittingEmptySubsequences: false).dropLast().unindented
    }
    return hasBlock ? lines.joined(separator: "\n") : nil
  }
}

extension Sequence<Substring> {
  /// Without the blanks that all of the lines begin with, but for empty ones.
  fileprivate var unindented: [Substring] {
    let margin = filter { !$0.allSatisfy { $0 == " " } }.map { $0.prefix { $0 == " " }.count }.min() ?? 0
    return map { $0.dropFirst(margin) }
  }
}

extension String {
  fileprivate var trimmed: String {
    var text = self[...].drop { $0.isWhitespace }
    while text.last?.isWhitespace == true { text.removeLast() }
    return String(text)
  }

  /// The parts between separators that stand in no bracket, without blanks around them.
  fileprivate func split(outsideBrackets separator: Character) -> [String] {
    var (parts, depth) = ([""], 0)
    for character in self {
      if "([{".contains(character) { depth += 1 }
      if ")]}".contains(character) { depth -= 1 }
      if character == separator && depth <= 0 { parts.append("") } else { parts[parts.count - 1].append(character) }
    }
    return parts.map { $0.trimmed }
  }
}
