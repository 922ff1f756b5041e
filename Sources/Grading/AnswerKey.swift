import Checking
import Diagnostics
import Elaboration
import Notation

/// The derivation that submissions are compared with: it says what the letters mean and what is to be shown.
public struct AnswerKey: Sendable {
  public let source: SourceText
  let syntax: SyntaxFile
  /// Declarations, definitions and assumptions, in order.
  let prelude: [Statement]
  let claims: [KeyClaim]
  /// What the key says of each of its names: several lines for a recursion.
  let names: [String: Set<String>]
  /// The assumptions in canonical layout.
  let assumptions: Set<String>
  /// The text without the `using` clauses: in a submission the claims are only looked at, and have other names.
  let bytesOfClaims: [UInt8]

  struct KeyClaim: Sendable {
    var label: String
    var labelSpan: Span
    var span: Span
    /// What restricts the claim: behind its label, and anywhere in it.
    var header: [ClauseText]
    var clauses: Set<String>
  }

  public var labels: [String] { claims.map { $0.label } }

  /// - Returns: nil with the mistakes for which nothing can be graded.
  public static func read(_ source: SourceText, options: CheckOptions) -> Result<AnswerKey, SetupMistakes> {
    let syntax = SyntaxFile(parsing: source)
    let key = AnswerKey(source, syntax)
    var mistakes = key.mistakesOfForm
    if mistakes.isEmpty { mistakes = key.mistakesOfMeaning(options) }
    return mistakes.isEmpty ? .success(key) : .failure(SetupMistakes(source: source, all: mistakes))
  }

  private init(_ source: SourceText, _ syntax: SyntaxFile) {
    self.source = source
    self.syntax = syntax
    var prelude: [Statement] = []
    var claims: [KeyClaim] = []
    var names: [String: Set<String>] = [:]
    var assumptions: Set<String> = []
    var references: [Span] = []
    for statement in syntax.statements {
      if case .claim(let label, let header, let body) = statement.form {
        claims.append(
          KeyClaim(
            label: syntax.tree.name(label), labelSpan: syntax.tree.span(label), span: statement.span,
            header: ClauseText.all(of: header, [], in: syntax.tree),
            clauses: Set(ClauseText.all(of: header, body, in: syntax.tree).map { $0.text })))
        references += Self.references(in: body, of: syntax.tree)
        continue
      }
      prelude.append(statement)
      for declared in DeclaredText.all(of: statement, in: syntax) {
        names[declared.name, default: []].insert(declared.text)
      }
      if case .assumption = statement.form { assumptions.insert(syntax.source(of: statement)) }
    }
    (self.prelude, self.claims, self.names, self.assumptions) = (prelude, claims, names, assumptions)
    bytesOfClaims = source.bytes.blanked(in: references)
  }

  /// The `using` clauses of a claim.
  private static func references(in body: [Statement], of tree: SyntaxTree) -> [Span] {
    var found: [Span] = []
    var pending = body[...]
    while let statement = pending.popFirst() {
      switch statement.form {
      case .chain(let node, _, _):
        let nodes = (tree.first(of: node).number...node.number).map { Node($0) }
        found += nodes.filter { tree.kind($0) == .using }.map { tree.span($0) }
      case .caseBlock(_, let inner): pending += inner
      default: break
      }
    }
    return found
  }

  private var mistakesOfForm: [SetupMistake] {
    var mistakes = syntax.diagnostics.map { SetupMistake(.text($0.mistake), at: $0.span) }
    var hasClaim = false
    for statement in syntax.statements {
      switch statement.form {
      case .claim: hasClaim = true
      case .chain, .caseBlock: mistakes.append(SetupMistake(.unlabelledClaim, at: statement.span))
      // It would hold for the claims above it, too, which are graded with all that the key says.
      case .assumption where hasClaim: mistakes.append(SetupMistake(.lateAssumption, at: statement.span))
      default: break
      }
    }
    if claims.isEmpty && mistakes.isEmpty { mistakes.append(SetupMistake(.noClaim, at: Span(start: 0, end: 0))) }
    return mistakes
  }

  private func mistakesOfMeaning(_ options: CheckOptions) -> [SetupMistake] {
    let file = check(source, options: options)
    let mistakes = file.diagnostics.map { SetupMistake(.text($0.mistake), at: $0.span) }
    if !mistakes.isEmpty { return mistakes }
    return file.lines.filter { $0.outcome(requiring: .confirmed) == .fails }
      .map { line in
        line.diagnostic.map { SetupMistake(.text($0.mistake), at: $0.span) }
          ?? SetupMistake(.line(line.verdict), at: line.termSpan)
      }
  }
}

/// All that is wrong with a key or a rubric, in the order of the text.
public struct SetupMistakes: Error, Sendable {
  public var source: SourceText
  public var all: [SetupMistake]
}

extension [UInt8] {
  /// Blanks in place of what stands in the spans, but for line ends.
  func blanked(in spans: [Span]) -> [UInt8] {
    var bytes = self
    for span in spans {
      for k in Swift.max(0, span.start)..<Swift.min(bytes.count, Swift.max(span.start, span.end)) where bytes[k] != 0x0A
      {
        bytes[k] = 0x20
      }
    }
    return bytes
  }
}
