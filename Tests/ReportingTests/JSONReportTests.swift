import Checking
import Diagnostics
import Foundation
import Reporting
import Testing

@testable import Reporting

/// The JSON document: it parses, follows its schema, and loses nothing.
@Suite struct JSONReportTests {
  private func document(_ drafts: [Draft]) throws -> [String: Any] {
    let text = ReportFormat.json.text(of: .of(drafts))
    #expect(text.hasSuffix("}\n"))
    let value = try JSONSerialization.jsonObject(with: Data(text.utf8))
    return try #require(value as? [String: Any])
  }

  private func schema() throws -> JSONSchema {
    let file = Golden.folder.appendingPathComponent("json/derive-report-1.schema.json")
    let value = try JSONSerialization.jsonObject(with: Data(contentsOf: file))
    return JSONSchema(root: try #require(value as? [String: Any]))
  }

  @Test(arguments: Drafts.all.map { $0.name }) func followsItsSchema(_ name: String) throws {
    let drafts = try #require(Drafts.all.first { $0.name == name }).drafts
    #expect(try schema().violations(of: try document(drafts)) == [])
  }

  /// Reports of real derivations, as they come out of the checker.
  @Test(arguments: ["verdicts", "diagnoses"]) func realReportsFollowIt(_ folder: String) throws {
    let cases = Golden.folder.deletingLastPathComponent().appendingPathComponent("Cases/\(folder)")
    let names = try FileManager.default.contentsOfDirectory(atPath: cases.path).filter { $0.hasSuffix(".expr") }
    #expect(!names.isEmpty)
    for name in names {
      let bytes = Array(try Data(contentsOf: cases.appendingPathComponent(name)))
      let checked = Checking.check(SourceText(name: name, bytes: bytes))
      let text = ReportFormat.json.text(
        of: Report(files: [checked], seed: 1, required: .confirmed, toolVersion: "0.0.0"))
      let value = try JSONSerialization.jsonObject(with: Data(text.utf8))
      #expect(try schema().violations(of: try #require(value as? [String: Any])) == [], "\(name)")
    }
  }

  @Test func theSchemaRefusesOtherDocuments() throws {
    let schema = try schema()
    var document = try document([Drafts.refuted])
    document["extra"] = 1
    document["seed"] = true
    document["require"] = "hoped"
    document["summary"] = nil
    let violations = schema.violations(of: document)
    #expect(violations.count == 4)
    for start in [": `extra`", ": `summary`", "/seed: ", "/require: "] {
      #expect(violations.contains { $0.hasPrefix(start) }, "\(violations)")
    }
  }

  @Test func hostileTextsComeBackUnchanged() throws {
    let document = try document([Drafts.hostile])
    let file = try #require((document["files"] as? [[String: Any]])?.first)
    #expect(file["path"] as? String == Drafts.hostile.source.name)
    let line = try #require((file["steps"] as? [[String: Any]])?.first { $0["kind"] as? String == "line" })
    #expect(line["claim"] as? String == "a\u{1B}[8m")
    let row = try #require(((line["counterexample"] as? [String: Any])?["rows"] as? [[String: Any]])?.first)
    #expect(row["yours"] as? String == "NaN")
    #expect(row["correct"] as? String == "Infinity")
    #expect(row["finiteDifference"] as? String == "-Infinity")
  }

  @Test func valuesAreEscapedAndNumbersRoundTrip() {
    let value = JSONValue.object([
      ("a\"\\", .string("\u{0}\u{1F}\u{7F}\u{2028}é\u{E0041}\n")), ("b", .array([.number(0.1), .number(-0.0), .null])),
      ("c", .array([])), ("d", .object([])), ("e", .unsigned(.max)), ("f", .integer(.min)), ("g", .boolean(true)),
    ])
    #expect(
      value.text == """
        {
          "a\\"\\\\": "\\u0000\\u001f\\u007f\\u2028é\\udb40\\udc41\\n",
          "b": [0.1, -0.0, null],
          "c": [],
          "d": {},
          "e": 18446744073709551615,
          "f": -9223372036854775808,
          "g": true
        }

        """)
  }
}
