import Diagnostics
import Foundation
import Notation
import Testing

/// The files of `Tests/Cases/syntax`. A comment `# expect error D0111 at "y"` stands on the line where that mistake must be
/// found; no other mistake may be.
@Suite struct SyntaxCaseTests {
  @Test(arguments: CaseFiles.syntax) func findsWhatIsExpected(_ file: CaseFile) {
    let source = file.source
    let found = SyntaxFile(parsing: source).diagnostics.map { diagnostic in
      let line = source.line(at: diagnostic.span.start)
      return "\(line): \(diagnostic.mistake.code) at \"\(source.text(of: diagnostic.span))\""
    }
    #expect(found == expectations(in: source))
  }

  @Test func everyFileIsFound() { #expect(CaseFiles.syntax.count >= 17) }

  private func expectations(in source: SourceText) -> [String] {
    (1...source.lineCount).compactMap { line in
      let text = source.text(of: source.span(ofLine: line))
      guard let mark = text.range(of: "# expect error ") else { return nil }
      return "\(line): \(text[mark.upperBound...])"
    }
  }
}
