/// An argument as the system gave it. A path need not be UTF-8, so its bytes are kept.
struct Argument: Hashable, Sendable {
  let bytes: [UInt8]

  init(bytes: [UInt8]) { self.bytes = bytes }
  init(_ text: String) { bytes = Array(text.utf8) }

  /// With U+FFFD for what is not UTF-8.
  var text: String { String(decoding: bytes, as: UTF8.self) }

  /// The arguments of this process, without the name of the program.
  static var all: [Argument] {
    var arguments: [Argument] = []
    for pointer in UnsafeBufferPointer(start: CommandLine.unsafeArgv, count: Int(CommandLine.argc)).dropFirst() {
      guard let pointer else { continue }
      var bytes: [UInt8] = []
      var position = 0
      while pointer[position] != 0 {
        bytes.append(UInt8(bitPattern: pointer[position]))
        position += 1
      }
      arguments.append(Argument(bytes: bytes))
    }
    return arguments
  }
}

/// A command line that cannot be followed.
struct UsageError: Error {
  var message: String
  var hint: String?
  var verb: Verb?

  init(_ message: String, hint: String? = nil, verb: Verb? = nil) {
    self.message = message
    self.hint = hint
    self.verb = verb
  }
}

/// A command line, taken apart: a verb, flags with their values, operands.
struct CommandLineText {
  private(set) var verb: Verb?
  private(set) var operands: [Argument] = []
  private var values: [Flag: [Argument]] = [:]

  init(_ arguments: [Argument]) throws(UsageError) {
    var rest = arguments[...]
    var flagsEnded = false
    while let argument = rest.popFirst() {
      let text = argument.text
      if flagsEnded || !text.hasPrefix("-") || text == "-" {
        take(operand: argument)
      } else if text == "--" {
        flagsEnded = true
      } else {
        try take(flag: text, argument, &rest)
      }
    }
    try checkThatFlagsFit()
  }

  subscript(flag: Flag) -> Argument? { values[flag]?.last }
  func all(_ flag: Flag) -> [Argument] { values[flag] ?? [] }
  func has(_ flag: Flag) -> Bool { values[flag] != nil }

  private mutating func take(operand: Argument) {
    if verb == nil && operands.isEmpty, let named = Verb(rawValue: operand.text) {
      verb = named
    } else {
      operands.append(operand)
    }
  }

  private mutating func take(
    flag text: String, _ argument: Argument, _ rest: inout ArraySlice<Argument>
  ) throws(UsageError) {
    let isLong = text.hasPrefix("--")
    let name = isLong ? String(text.prefix { $0 != "=" }) : String(text.prefix(2))
    let attached = argument.bytes.dropFirst(isLong ? name.utf8.count + 1 : 2)
    let hasAttached = argument.bytes.count > name.utf8.count
    guard let flag = Flag(name: name, of: verb), isLong || !hasAttached || flag.row.value != nil else {
      if verb?.takesExpression == true && !isLong { return operands.append(argument) }
      throw unknown(isLong ? name : text)
    }
    guard let valueName = flag.row.value else {
      if hasAttached { throw UsageError("`\(name)` takes no value", verb: verb) }
      values[flag] = [Argument("")]
      return
    }
    guard let value = hasAttached ? Argument(bytes: Array(attached)) : rest.popFirst() else {
      throw UsageError("`\(name)` needs a value: \(name) \(valueName)", verb: verb)
    }
    try take(value, of: flag)
  }

  private mutating func take(_ value: Argument, of flag: Flag) throws(UsageError) {
    let row = flag.row
    if !row.choices.isEmpty && !row.choices.contains(value.text) {
      let nearest = nearest(to: value.text, among: row.choices)
      throw UsageError(
        "`\(value.text)` is no value of \(row.name): expected \(row.choices.joined(separator: ", "))",
        hint: nearest.map { "did you mean `\(row.name) \($0)`?" }, verb: verb)
    }
    if row.isRepeatable { values[flag, default: []].append(value) } else { values[flag] = [value] }
  }

  private func unknown(_ name: String) -> UsageError {
    let flags = (verb ?? .check).flags + [.version]
    let nearest = nearest(to: name, among: flags.map { $0.row.name })
    return UsageError("unknown flag `\(name)`", hint: nearest.map { "did you mean `\($0)`?" }, verb: verb)
  }

  private func checkThatFlagsFit() throws(UsageError) {
    if has(.help) || has(.version) { return }
    let fitting = (verb ?? .check).flags
    for flag in Flag.allCases where has(flag) && !fitting.contains(flag) {
      let verbs = Verb.allCases.filter { $0.flags.contains(flag) }.map { "`\($0.rawValue)`" }
      throw UsageError(
        "`\(flag.row.name)` does not apply to `derive \((verb ?? .check).rawValue)`",
        hint: "it belongs to \(verbs.joined(separator: ", "))", verb: verb)
    }
  }

  /// The value of a flag as a whole number from `least` on.
  func number<N: FixedWidthInteger>(_ flag: Flag, from least: N, to most: N = .max) throws(UsageError) -> N? {
    guard let value = self[flag] else { return nil }
    guard let number = N(value.text), number >= least, number <= most else {
      let range = most == .max ? "from \(least) on" : "from \(least) to \(most)"
      throw UsageError("`\(flag.row.name)` needs a whole number \(range), not `\(value.text)`", verb: verb)
    }
    return number
  }
}
