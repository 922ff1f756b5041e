import Diagnostics
import Expressions
import Notation

/// From the syntax tree to the problem: names get their meaning, terms their shapes and index ranges, statements become
/// judgements.
struct Elaborator: Sendable {
  var store = ExpressionStore()
  var environment = Environment()
  var functions: [DefinedFunction] = []
  var templates = Templates()
  /// The definitions whose value is a row.
  var rows: Set<Definition> = []
  /// The definitions that each definition mentions directly, parallel to those of the store.
  var mentions: [[Definition]] = []
  var diagnostics: [Diagnostic] = []
  var remarks: [Diagnostic] = []
  var entries: [Problem.Entry] = []
  /// Statements assumed so far, for all lines to come.
  var assumptions: [Expression] = []
  /// What they say of quantities as wholes.
  var properties: [Judgement.Property] = []
  /// The first assumption that could not be read.
  var unreadAssumption: Span?
  /// The ranges of families of random variables whose size nothing has told so far.
  var openRanges: Set<IndexRange> = []
  var distributions: [JointDistribution] = []
  var familySizes = FamilySizes()
  var plainNames = PlainNames()
  var parts = PartStacks()
  var claimLabels: [String] = []
  var chainCount = 0
  /// The file that is being read, for names that are used before it declares them.
  var file: SyntaxFile? {
    didSet { laterNames = nil }
  }
  /// The places where it declares names at its top, once one of them is asked for.
  var laterNames: [String: Span]?
  var suggestionCount = 0

  static let binderLimit = 200
  static let statementLimit = 100
  static let templateLimit = 50
  /// The number of nodes of the store at which a line is too large.
  static let nodeLimit = 4_000_000

  var source: SourceText

  init(_ source: SourceText) { self.source = source }

  /// With the functions of the prelude.
  static func withPrelude(_ source: SourceText) -> Elaborator {
    var elaborator = Elaborator(source)
    let file = SyntaxFile(parsing: SourceText(name: "prelude", text: Prelude.text))
    for statement in file.statements {
      guard case .definition(let left, let value, _) = statement.form else { continue }
      elaborator.enterFunction(left, value, clauses: [], in: file.tree, isPrelude: true)
    }
    elaborator.environment.openScope()
    return elaborator
  }

  mutating func report(_ mistake: MeaningMistake, at span: Span, related: [Diagnostic.Related] = []) {
    diagnostics.append(Diagnostic(.meaning(mistake), at: span, related: related))
  }

  mutating func remark(_ mistake: MeaningMistake, at span: Span) {
    let remark = Diagnostic(.meaning(mistake), at: span)
    if remarks.last != remark { remarks.append(remark) }
  }

  /// A declared size, for an example in a hint.
  var someSize: String { store.dimensionNames.first ?? "3" }

  /// The text of a node on one line, shortened.
  func excerpt(_ span: Span) -> String {
    let words = source.text(of: span).split(whereSeparator: { $0.isWhitespace }).joined(separator: " ")
    return words.utf8.count <= 40 ? words : String(words.prefix(37)) + "…"
  }

  func excerpt(_ node: Node, _ draft: TermDraft) -> String { excerpt(draft.span(node)) }

  /// The shape of what a name stands for.
  func shape(_ ranges: [IndexRange], isRow: Bool = false, in context: inout IndexContext) -> Shape {
    if ranges.isEmpty { return .scalar }
    let variables = ranges.map {
      openRanges.contains($0) ? context.ranges.variable(forOpen: $0) : context.ranges.variable(for: $0)
    }
    return Shape(variables, isRow: isRow)
  }

  func ranges(of shape: Shape, in context: IndexContext) -> [IndexRange]? {
    var ranges: [IndexRange] = []
    for slot in shape.slots {
      guard let range = context.ranges.range(of: slot) else { return nil }
      ranges.append(range)
    }
    return ranges
  }
}
