import Diagnostics
import Elaboration
import Notation

/// A submission as it is checked: the key's statements, the key's claims under other names, the formulas of the rubric,
/// then the student's own statements without what only the key may say.
struct Draft {
  private(set) var text = Composition()
  private(set) var breaches: [Breach] = []
  /// Names that the student declares, and own definitions that mention them.
  private(set) var foreignNames: Set<String> = []
  /// Names that the student defines.
  private(set) var ownNames: Set<String> = []
  /// Where the student's claims stand, by their labels: several attempts may have one.
  private(set) var claimSpans: [String: [Span]] = [:]
  let key: AnswerKey
  /// Before the number of a claim of the key.
  private let prefix: String
  private let keepsBreaches: Bool
  /// Where the key is repeated in other letters.
  private let repetitions: Set<Span>

  /// - Parameter keepsBreaches: with what the student assumes, and with the student's meanings of the key's names, to see
  ///   what rests on that.
  init(
    _ key: AnswerKey, _ rubric: Rubric, _ student: SyntaxFile, _ bytes: [UInt8], keepsBreaches: Bool = false
  ) {
    self.key = key
    self.keepsBreaches = keepsBreaches
    prefix = Draft.prefix(notIn: bytes)
    repetitions = Repetitions(of: key, in: student, bytes, prefix: prefix).spans
    addKey(rubric, keepsBreaches ? redefinitions(student) : [:], student, bytes)
    for statement in student.statements { add(statement, student, bytes) }
  }

  /// Of the key and the rubric alone, to read the formulas.
  init(_ key: AnswerKey, _ rubric: Rubric) {
    self.init(key, rubric, SyntaxFile(tree: SyntaxTree(), statements: [], diagnostics: []), [])
  }

  /// The names of the key's claims in the text.
  func label(ofKey number: Int) -> String { "\(prefix)\(number)" }
  func label(ofStep number: Int, claim: Int) -> String { "\(prefix)\(claim)step\(number)" }
  func label(ofEnd number: Int, claim: Int) -> String { "\(prefix)\(claim)end\(number)" }

  /// It is the student's, whatever stands behind its label.
  func isOwn(_ claim: Claim) -> Bool {
    text.place(of: Span(start: claim.span.start, end: claim.span.start))?.origin == .submission
  }

  func label(ofAddition number: Int) -> String { "\(prefix)added\(number)" }

  /// The names in the text of claims whose label stands above another one already.
  func labels(ofRepetitionsOf label: String) -> [String] {
    (1..<max(1, claimSpans[label]?.count ?? 0)).map { label + suffix(ofRepetition: $0) }
  }

  private func suffix(ofRepetition number: Int) -> String { "\(prefix)again\(number)" }

  /// A word that the student does not write.
  private static func prefix(notIn bytes: [UInt8]) -> String {
    let text = String(decoding: bytes, as: UTF8.self)
    var prefix = "keyclaim"
    while text.contains(prefix) { prefix += "x" }
    return prefix
  }

  /// What the student says of single names of the key, in place of what the key says.
  private func redefinitions(_ student: SyntaxFile) -> [String: [Statement]] {
    var found: [String: [Statement]] = [:]
    for statement in student.statements {
      let declared = DeclaredText.all(of: statement, in: student)
      guard declared.count == 1, isRedefinition(declared[0], at: statement.span) else { continue }
      found[declared[0].name, default: []].append(statement)
    }
    return found
  }

  /// The key says something else of the name.
  private func isRedefinition(_ declared: DeclaredText, at span: Span) -> Bool {
    key.names[declared.name].map { !$0.contains(declared.text) && !repetitions.contains(span) } ?? false
  }

  private mutating func addKey(
    _ rubric: Rubric, _ redefinitions: [String: [Statement]], _ student: SyntaxFile, _ bytes: [UInt8]
  ) {
    var replaced: Set<String> = []
    for statement in key.prelude {
      let declared = DeclaredText.all(of: statement, in: key.syntax)
      guard declared.count == 1, let others = redefinitions[declared[0].name] else {
        text.add(statement.span, of: key.source.bytes, from: .key)
        text.endLine()
        continue
      }
      guard replaced.insert(declared[0].name).inserted else { continue }
      for other in others { add(other.span, bytes) }
    }
    for (number, claim) in key.claims.enumerated() {
      text.add(Span(start: claim.span.start, end: claim.labelSpan.start), of: key.bytesOfClaims, from: .key)
      text.add(label(ofKey: number))
      text.add(Span(start: claim.labelSpan.end, end: claim.span.end), of: key.bytesOfClaims, from: .key)
      text.endLine()
      guard let terms = rubric.terms[claim.label], let source = rubric.source else { continue }
      for (position, step) in terms.requirements.enumerated() {
        add(step.formula, as: label(ofStep: position, claim: number), source)
      }
      for (position, end) in terms.accepted.enumerated() {
        add(end, as: label(ofEnd: position, claim: number), source)
      }
    }
  }

  /// As a line whose left side is looked at.
  private mutating func add(_ formula: Rubric.Quotation, as label: String, _ source: SourceText) {
    text.add("claim \(label): (")
    text.add(formula.span, of: source.bytes, from: .rubric)
    text.add(") = (")
    text.add(formula.span, of: source.bytes, from: .rubric)
    text.add(")\n")
  }

  // The student's statements

  private mutating func add(_ statement: Statement, _ file: SyntaxFile, _ bytes: [UInt8]) {
    switch statement.form {
    case .claim(let label, let header, let body): addClaim(statement, label, header, body, file, bytes)
    case .assumption: addAssumption(statement, file, bytes)
    case .unreadable, .unreadableAssumption: break
    case .chain, .caseBlock: add(statement.span, bytes)
    case .dimensions, .declaration, .definition, .random, .upstream:
      if isOwn(statement, file, in: nil) { add(statement.span, bytes) }
    }
  }

  private mutating func add(_ span: Span, _ bytes: [UInt8]) {
    text.add(span, of: bytes, from: .submission)
    text.endLine()
  }

  private mutating func addAssumption(_ statement: Statement, _ file: SyntaxFile, _ bytes: [UInt8]) {
    guard isNewAssumption(statement, file, in: nil), keepsBreaches else { return }
    add(statement.span, bytes)
  }

  /// Notes an assumption that the key does not make.
  private mutating func isNewAssumption(_ statement: Statement, _ file: SyntaxFile, in claim: String?) -> Bool {
    guard case .assumption(let node) = statement.form, !key.assumptions.contains(file.source(of: statement)) else {
      return false
    }
    let words = file.tree.readable(node, maxLength: Draft.longestQuotation)
    breaches.append(Breach(kind: .assumption(words), span: statement.span, claim: claim))
    return true
  }

  private static let longestQuotation = 80

  /// The statement says something of its own, and no name of the key gets a new meaning by it.
  private mutating func isOwn(_ statement: Statement, _ file: SyntaxFile, in claim: String?) -> Bool {
    var isOwn = false
    var hasRedefinition = false
    for declared in DeclaredText.all(of: statement, in: file) {
      if key.names[declared.name] != nil {
        guard isRedefinition(declared, at: statement.span) else { continue }
        hasRedefinition = true
        breaches.append(Breach(kind: .redefinition(declared.name), span: statement.span, claim: claim))
        continue
      }
      isOwn = true
      switch declared.kind {
      case .declaration:
        foreignNames.insert(declared.name)
        breaches.append(Breach(kind: .declaration(declared.name), span: statement.span, claim: claim))
      case .definition:
        ownNames.insert(declared.name)
        if mentionsForeignName(statement, file.tree) { foreignNames.insert(declared.name) }
      }
    }
    return isOwn && !hasRedefinition
  }

  private func mentionsForeignName(_ statement: Statement, _ tree: SyntaxTree) -> Bool {
    switch statement.form {
    case .definition(_, let value, _), .upstream(_, let value): mentionsForeignName(value, tree)
    default: false
    }
  }

  func mentionsForeignName(_ node: Node, _ tree: SyntaxTree) -> Bool {
    !foreignNames.isEmpty
      && (tree.first(of: node).number...node.number).contains {
        tree.kind(Node($0)) == .name && foreignNames.contains(tree.name(Node($0)))
      }
  }

  private mutating func addClaim(
    _ statement: Statement, _ label: Node, _ header: [Node], _ body: [Statement], _ file: SyntaxFile, _ bytes: [UInt8]
  ) {
    let name = file.tree.name(label)
    claimSpans[name, default: []].append(statement.span)
    guard let claim = key.claims.first(where: { $0.label == name }) else { return add(statement.span, bytes) }
    var removed: [Span] = []
    let clauses = ClauseText.all(of: header, body, in: file.tree)
    for clause in clauses where !claim.clauses.contains(clause.text) {
      breaches.append(Breach(kind: .condition(clause.text), span: clause.span, claim: name))
      if !keepsBreaches { removed.append(clause.span) }
    }
    var pending = body[...]
    while let inner = pending.popFirst() {
      switch inner.form {
      case .assumption:
        if !isNewAssumption(inner, file, in: name) || !keepsBreaches { removed.append(inner.span) }
      case .dimensions, .declaration, .definition, .random, .upstream:
        if !isOwn(inner, file, in: name) { removed.append(inner.span) }
      case .caseBlock(_, let block): pending += block
      case .claim, .chain, .unreadable, .unreadableAssumption: break
      }
    }
    let kept = bytes.blanked(in: removed)
    let end = file.tree.span(label).end
    text.add(Span(start: statement.span.start, end: end), of: kept, from: .submission)
    let repetitions = (claimSpans[name]?.count ?? 0) - 1
    if repetitions > 0 { text.add(suffix(ofRepetition: repetitions)) }
    for clause in claim.header where !clauses.contains(where: { $0.text == clause.text }) {
      text.add(" ")
      text.add(clause.span, of: key.source.bytes, from: .key)
    }
    add(Span(start: end, end: statement.span.end), kept)
  }
}
