import Diagnostics
import Expressions
import Notation

/// A text that grows at its end, and what it means: what is added is read behind what stands there, which is not read
/// again.
///
/// Lines that belong together may come one by one: those of a chain, of a claim, of a recursion. So it is kept what was
/// known before the last block of statements, which is read once more with what continues it.
public struct GrowingProblem: Sendable {
  public private(set) var source: SourceText
  /// The names that are declared so far; without entries.
  public private(set) var names: Problem
  private var beforeBlock: Elaborator
  private var atEnd: Elaborator
  private var blockStart = 0

  public init(name: String) {
    source = SourceText(name: name, bytes: [])
    atEnd = Elaborator.withPrelude(source)
    beforeBlock = atEnd
    names = Problem(of: atEnd, SyntaxFile(parsing: source))
  }

  /// The longer text, and what is new in it: all entries of the last block, if it goes on.
  ///
  /// - Parameter longer: a text that begins with this one.
  public func grown(to longer: SourceText) -> (whole: GrowingProblem, news: Problem) {
    var visible = longer.bytes
    for k in 0..<blockStart where visible[k] != 0x0A { visible[k] = 0x20 }
    let syntax = SyntaxFile(parsing: SourceText(name: longer.name, bytes: visible))
    let end = source.bytes.count
    let place = syntax.statements.firstIndex { $0.span.start >= end } ?? syntax.statements.count
    var whole = self
    whole.source = longer
    var position = 0
    if !continuesBlock(syntax, at: place) {
      (whole.beforeBlock, whole.blockStart, position) = (atEnd, end, place)
    }
    var elaborator = whole.beforeBlock
    elaborator.source = longer
    elaborator.read(syntax, from: position)
    if elaborator.sizesForSecondReading != nil { return readAgain(longer) }
    return whole.ending(with: elaborator, syntax)
  }

  /// What the block says was not known when the text above it was read: how large a family is.
  private func readAgain(_ longer: SourceText) -> (whole: GrowingProblem, news: Problem) {
    var whole = self
    let syntax = SyntaxFile(parsing: longer)
    let elaborator = Elaborator.having(read: syntax, of: longer)
    whole.source = longer
    whole.blockStart = 0
    whole.beforeBlock = Elaborator.withPrelude(longer)
    whole.beforeBlock.familySizes = elaborator.familySizes
    return whole.ending(with: elaborator, syntax)
  }

  private func ending(with elaborator: Elaborator, _ syntax: SyntaxFile) -> (whole: GrowingProblem, news: Problem) {
    var whole = self
    whole.atEnd = elaborator
    (whole.atEnd.entries, whole.atEnd.diagnostics, whole.atEnd.remarks) = ([], [], [])
    whole.names = Problem(of: whole.atEnd, SyntaxFile(tree: SyntaxTree(), statements: [], diagnostics: []))
    return (whole, Problem(of: elaborator, syntax))
  }

  /// The statement at a place, the first one of those that are new, belongs to the block above it.
  private func continuesBlock(_ syntax: SyntaxFile, at place: Int) -> Bool {
    let end = source.bytes.count
    if place > 0 && syntax.statements[place - 1].span.end > end { return true }
    if syntax.diagnostics.contains(where: { $0.span.start < end }) { return true }
    guard place > 0, place < syntax.statements.count else { return false }
    switch syntax.statements[place].form {
    case .caseBlock, .chain(_, _, continues: true): return true
    case .definition: return atEnd.definitionGroup(syntax.statements, at: place, syntax.tree) == nil
    default: return false
    }
  }
}
