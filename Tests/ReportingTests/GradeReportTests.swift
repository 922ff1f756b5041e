import Diagnostics
import Foundation
import Grading
import Reporting
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// Marks in every form: what machines read parses, and no name of a student acts on the reader.
@Suite struct GradeReportTests {
  private static let hostile = "=1+1\u{1B}[2J<script>alert(\"1\")</script>&,\"quoted\"\u{202E}"

  private func report() throws -> GradeReport {
    let text = "x : R;  y : R\nclaim a: (x + y)^2 = x^2 + 2*x*y + y^2\nclaim b: x*y + x = x*(y + 1)\n"
    let grader = try Grader.make(key: SourceText(name: "k.expr", text: text), rubric: nil, seed: 1).get()
    let answers: [(String, Submission.Content)] = [
      ("ada", .text(Array("claim a: (x + y)^2 = x^2 + 2*x*y + y^2\nclaim b: x*y + x = x*(y + 1)\n".utf8))),
      (Self.hostile, .text(Array("claim a:\n  (x + y)^2\n    = x^2 + y^2\n    = y^2 + x^2\nassume x = 0\n".utf8))),
      ("cleo", .text(Array("claim a: (x + y)^2 = x^2 + q*x*y\nclaim b: x*y + x = (x\n".utf8))),
      ("dan", .unreadable("larger than 1 MB")),
    ]
    let graded = answers.map { grader.graded(Submission(student: $0.0, path: $0.0 + ".expr", content: $0.1)) }
    return GradeReport(
      grades: ClassGrades(grader: grader, name: "k", submissions: graded), seed: 1, toolVersion: "0.0.0",
      visibility: .afterPublished)
  }

  @Test func jsonFollowsItsSchema() throws {
    let file = Golden.folder.appendingPathComponent("json/derive-grades-1.schema.json")
    let root = try JSONSerialization.jsonObject(with: Data(contentsOf: file))
    let schema = JSONSchema(root: try #require(root as? [String: Any]))
    let value = try JSONSerialization.jsonObject(with: Data(GradeFormat.json.text(of: report()).utf8))
    var document = try #require(value as? [String: Any])
    #expect(schema.violations(of: document) == [])
    let names = (document["submissions"] as? [[String: Any]])?.compactMap { $0["student"] as? String }
    #expect(names == ["ada", Self.hostile, "cleo", "dan"])
    document["points"] = "many"
    #expect(schema.violations(of: document).count == 1)
  }

  @Test func tablesOfCommas() throws {
    let rows = GradeFormat.csv.text(of: try report()).split(separator: "\n")
    #expect(rows.count == 5)
    #expect(rows[0] == "student,mark,points,needs_human,a,b,mistakes,remark")
    #expect(rows[1] == "ada,2,2,no,1,1,,")
    #expect(rows[2].hasPrefix("\"'=1+1\\u{1b}[2J<script>alert(\"\"1\"\")</script>&,\"\"quoted\"\"\\u{202e}\","))
    #expect(rows[4] == "dan,,2,yes,,,,cannot be read: larger than 1 MB")
  }

  @Test func junitParses() throws {
    let text = GradeFormat.junit.text(of: try report())
    let counter = ElementCounter()
    let parser = XMLParser(data: Data(text.utf8))
    parser.delegate = counter
    #expect(parser.parse(), "\(text)")
    #expect(counter.counts["testsuite"] == 4)
    #expect(counter.counts["testcase"] == 7)
    #expect(counter.counts["error"] == 1)
  }

  @Test func gradescopeParses() throws {
    let report = try report()
    for submission in report.grades.submissions {
      let value = try JSONSerialization.jsonObject(with: Data(GradescopeResults(submission, report).text.utf8))
      let document = try #require(value as? [String: Any])
      let tests = try #require(document["tests"] as? [[String: Any]])
      #expect(tests.map { $0["name"] as? String } == ["a", "b"])
      #expect(document["visibility"] as? String == "after_published")
      #expect(document["score"] is NSNumber)
      #expect(tests.allSatisfy { $0["max_score"] as? Int == 1 })
    }
  }

  @Test func pagesAreHarmless() throws {
    let pages = GradePages(try report()).all
    #expect(pages.count == 5)
    #expect(Set(pages.map { $0.name }).count == 5)
    for page in pages {
      #expect(!page.text.contains("<script") && !page.text.contains("\u{1B}") && !page.text.contains("\u{202E}"))
      #expect(!page.text.contains("http"), "nothing comes from the network")
      #expect(page.name.utf8.allSatisfy { $0 > 0x20 && $0 != 0x2F && $0 < 0x7F })
      let parser = XMLParser(data: Data(page.text.replacing(/<!DOCTYPE html>|<meta[^>]*>/, with: "").utf8))
      #expect(parser.parse(), "\(page.name): \(String(describing: parser.parserError))")
    }
  }

  @Test func textIsHarmless() throws {
    let text = GradeFormat.human.text(of: try report())
    #expect(!text.contains("\u{1B}") && !text.contains("\u{202E}"))
    #expect(text.contains("cannot be read: larger than 1 MB"))
    let ascii = GradeFormat.human.text(of: try report(), in: Presentation(usesASCII: true))
    #expect(ascii.utf8.allSatisfy { $0 < 0x80 }, "\(ascii)")
  }
}

private final class ElementCounter: NSObject, XMLParserDelegate {
  var counts: [String: Int] = [:]

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
    attributes: [String: String]
  ) { counts[name, default: 0] += 1 }
}
