import Checking
import Diagnostics
import Elaboration
import Notation
import Numbers

/// Reads a rubric: one statement a line, words between blanks, formulas between quotation marks, `#` begins a comment.
struct RubricReader {
  static let words = [
    "points", "requires", "accept", "jump", "follow-through", "deduct", "label", "round", "visibility",
  ]

  private enum Token {
    case word(String, Span)
    case quotation(String, Span)
    case unclosed(Span)

    var span: Span {
      switch self {
      case .word(_, let span), .quotation(_, let span), .unclosed(let span): span
      }
    }
  }

  private let source: SourceText
  private let claims: [String]
  private let namesOfKey: Set<String>
  private(set) var rubric = Rubric()
  private(set) var mistakes: [SetupMistake] = []
  private var tokens: ArraySlice<Token> = []
  private var lineEnd = 0
  /// What was said once and cannot be said again.
  private var said: Set<String> = []

  init(_ source: SourceText, of key: AnswerKey) {
    self.source = source
    claims = key.labels
    namesOfKey = Set(key.names.keys)
    rubric.source = source
    for line in 1...source.lineCount {
      let span = source.span(ofLine: line)
      lineEnd = span.end
      tokens = Self.tokens(of: source.bytes, in: span)[...]
      guard let first = tokens.popFirst() else { continue }
      do throws(SetupMistake) {
        try read(first)
        if let extra = tokens.first { throw expected("the end of the line", at: extra) }
      } catch {
        mistakes.append(error)
      }
    }
  }

  private static func tokens(of bytes: [UInt8], in line: Span) -> [Token] {
    var tokens: [Token] = []
    var position = line.start
    while position < line.end {
      let start = position
      switch bytes[position] {
      case 0x20, 0x09: position += 1
      case UInt8(ascii: "#"): return tokens
      case UInt8(ascii: "\""):
        position += 1
        while position < line.end && bytes[position] != UInt8(ascii: "\"") { position += 1 }
        guard position < line.end else { return tokens + [.unclosed(Span(start: start, end: line.end))] }
        let inside = Span(start: start + 1, end: position)
        tokens.append(.quotation(String(decoding: bytes[inside.start..<inside.end], as: UTF8.self), inside))
        position += 1
      default:
        while position < line.end, !" \t#\"".utf8.contains(bytes[position]) { position += 1 }
        tokens.append(
          .word(String(decoding: bytes[start..<position], as: UTF8.self), Span(start: start, end: position)))
      }
    }
    return tokens
  }

  private func expected(_ what: String, at token: Token?) -> SetupMistake {
    switch token {
    case .word(let word, let span)?: SetupMistake(.expected(what, found: "`\(word)`"), at: span)
    case .quotation(let text, let span)?: SetupMistake(.expected(what, found: "\"\(text)\""), at: span)
    case .unclosed(let span)?:
      SetupMistake(.expected("a quotation mark at the end", found: "the end of the line"), at: span)
    case nil:
      SetupMistake(.expected(what, found: "the end of the line"), at: Span(start: lineEnd, end: lineEnd))
    }
  }

  private mutating func read(_ first: Token) throws(SetupMistake) {
    guard case .word(let word, let span) = first else { throw expected("a word", at: first) }
    switch word {
    case "points":
      let claim = try claim()
      let points = try amount("points")
      try once("`points \(claim)`", at: span)
      rubric.terms[claim, default: .init()].points = points
    case "requires": try readRequirement()
    case "accept":
      let claim = try claim()
      let formula = try quotation()
      rubric.terms[claim, default: .init()].accepted.append(formula)
    case "jump": try readJump(span)
    case "follow-through":
      rubric.followThrough = try choice(of: Rubric.FollowThrough.self)
      try once("`follow-through`", at: span)
    case "deduct": try readDeduction(span)
    case "label": try readLabel(span)
    case "round": try readRounding(span)
    case "visibility":
      rubric.visibility = try choice(of: Rubric.Visibility.self)
      try once("`visibility`", at: span)
    default: throw SetupMistake(.unknownWord(word, nearest: nearest(to: word, among: Self.words)), at: span)
    }
  }

  private mutating func readRequirement() throws(SetupMistake) {
    let claim = try claim()
    let token = tokens.popFirst()
    guard case .word("step", _)? = token else { throw expected("`step`", at: token) }
    var requirement = Rubric.Requirement(formula: try quotation(), points: nil)
    if !tokens.isEmpty { requirement.points = try amount("points") }
    rubric.terms[claim, default: .init()].requirements.append(requirement)
  }

  private mutating func readJump(_ span: Span) throws(SetupMistake) {
    var label: String?
    if tokens.count > 1 { label = try claim() }
    let token = tokens.popFirst()
    guard case .word(let word, _)? = token, let lines = Int(word), lines > 0 else {
      throw expected("how many lines of the key one line may do", at: token)
    }
    if let label {
      try once("`jump \(label)`", at: span)
      rubric.terms[label, default: .init()].jump = lines
    } else {
      try once("`jump`", at: span)
      rubric.jump = lines
    }
  }

  private mutating func readLabel(_ span: Span) throws(SetupMistake) {
    let claim = try claim()
    let token = tokens.popFirst()
    guard case .word(let word, let place)? = token else {
      throw expected("`difference`, `ratio`, or a code such as D0301", at: token)
    }
    let mistake: Rubric.Label.Mistake
    switch word {
    case "difference", "ratio":
      let formula = try quotation()
      let (_, root, diagnostics) = parseExpression(SourceText(name: "rubric", text: formula.text))
      if root == nil || !diagnostics.isEmpty {
        let reason = diagnostics.first?.mistake.message ?? "it is empty"
        throw SetupMistake(.formula(reason), at: formula.span)
      }
      mistake = .difference(MistakeKind.Residual(formula.text, isRatio: word == "ratio", namesOfKey: namesOfKey))
      try once("this label of `\(claim)`: \(word) \(formula.text)", at: span)
    default:
      guard Self.isCode(word) else { throw SetupMistake(.unknownCode(word), at: place) }
      mistake = .code(word)
      try once("`label \(claim) \(word)`", at: span)
    }
    var label = Rubric.Label(mistake: mistake, name: try quotation().text, points: nil)
    if !tokens.isEmpty { label.points = try amount("points") }
    rubric.terms[claim, default: .init()].labels.append(label)
  }

  private mutating func readRounding(_ span: Span) throws(SetupMistake) {
    let token = tokens.first
    let step = try amount("points")
    guard step.signum > 0 else { throw expected("a number of points above 0", at: token) }
    let direction = tokens.isEmpty ? .nearest : try choice(of: Rubric.Rounding.Direction.self)
    try once("`round`", at: span)
    rubric.rounding = Rubric.Rounding(step: step, direction: direction)
  }

  /// Of a mistake in derivations.
  private static func isCode(_ word: String) -> Bool {
    MistakeCode(rawValue: word) != nil || word.utf8.count == 5 && word.hasPrefix("D02")
  }

  private mutating func readDeduction(_ span: Span) throws(SetupMistake) {
    let token = tokens.popFirst()
    guard case .word(let what, let place)? = token else {
      throw expected("a code such as D0301, `other`, `step`, `jump` or `stop`", at: token)
    }
    let points = try amount("points")
    try once("`deduct \(what)`", at: span)
    switch what {
    case "other": rubric.usualDeduction = points
    case "step": rubric.deductionForStep = points
    case "jump": rubric.deductionForJump = points
    case "stop": rubric.deductionForStopping = points
    default:
      guard Self.isCode(what) else { throw SetupMistake(.unknownCode(what), at: place) }
      rubric.deductions[what] = points
    }
  }

  private mutating func once(_ what: String, at span: Span) throws(SetupMistake) {
    guard said.insert(what).inserted else { throw SetupMistake(.saidTwice(what), at: span) }
  }

  private mutating func claim() throws(SetupMistake) -> String {
    let token = tokens.popFirst()
    guard case .word(let name, let span)? = token else { throw expected("the name of a claim", at: token) }
    guard claims.contains(name) else {
      throw SetupMistake(.unknownClaim(name, nearest: nearest(to: name, among: claims)), at: span)
    }
    return name
  }

  private mutating func quotation() throws(SetupMistake) -> Rubric.Quotation {
    let token = tokens.popFirst()
    guard case .quotation(let text, let span)? = token else {
      throw expected("a formula between quotation marks", at: token)
    }
    return Rubric.Quotation(text: text, span: span)
  }

  /// `3`, `0.5`, `1/2`
  private mutating func amount(_ what: String) throws(SetupMistake) -> Rational {
    let token = tokens.popFirst()
    guard case .word(let word, _)? = token, let value = Self.number(word) else {
      throw expected("a number of \(what), such as 3, 0.5 or 1/2", at: token)
    }
    return value
  }

  private static let longestNumber = 12

  private static func number(_ word: String) -> Rational? {
    guard word.utf8.count <= longestNumber, word.utf8.allSatisfy({ 0x2E...0x39 ~= $0 }) else { return nil }
    let parts = word.split(separator: "/", omittingEmptySubsequences: false)
    let values = parts.map { $0.isEmpty ? nil : Rational(literal: $0.utf8) }
    guard let first = values.first, let above = first else { return nil }
    switch values.count {
    case 1: return above
    case 2: return values[1].flatMap { above.divided(by: $0) }
    default: return nil
    }
  }

  private mutating func choice<Choice: RawRepresentable & CaseIterable>(
    of type: Choice.Type
  ) throws(SetupMistake) -> Choice where Choice.RawValue == String {
    let token = tokens.popFirst()
    guard case .word(let word, _)? = token, let value = Choice(rawValue: word) else {
      throw expected(Choice.allCases.map { "`\($0.rawValue)`" }.joined(separator: ", "), at: token)
    }
    return value
  }

  /// The candidate that differs in the fewest letters, if those are few.
  private func nearest(to name: String, among candidates: [String]) -> String? {
    var search = NearestName(to: name)
    for candidate in candidates { search.consider(candidate) }
    return search.nearest
  }
}
