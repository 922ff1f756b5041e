import Checking
import Diagnostics
import Foundation
import Reporting
import Testing

/// The page is one file that asks nobody for anything, whose links lead somewhere, and in which no source can write markup.
@Suite struct PageTests {
  private func page(_ drafts: [Draft]) throws -> PageReader {
    try PageReader(ReportFormat.html.text(of: .of(drafts)))
  }

  private func page(ofText text: String, named name: String = "a.expr") throws -> PageReader {
    try PageReader(ReportFormat.html.text(of: .of(text: text, named: name, keepsFigures: true)))
  }

  @Test(arguments: Drafts.all.map { $0.name }) func standsAlone(_ name: String) throws {
    let page = try page(try #require(Drafts.all.first { $0.name == name }).drafts)
    #expect(page.count("script") == 0 && page.count("link") == 0 && page.count("img") == 0 && page.count("iframe") == 0)
    for (_, attributes) in page.elements {
      #expect(!attributes.keys.contains { $0.hasPrefix("on") || $0 == "src" })
      #expect(attributes["href"].map { $0.hasPrefix("#") } ?? true)
    }
    #expect(!page.text.contains("@import") && !page.text.contains("http"))
    let ids = page.elements.compactMap { $0.attributes["id"] }
    #expect(Set(ids).count == ids.count)
    for href in page.elements.compactMap({ $0.attributes["href"] }) { #expect(ids.contains(String(href.dropFirst()))) }
  }

  @Test func everyFormulaHasWords() throws {
    let page = try page(
      ofText: "dim n\nx : R^n\nclaim a: diff(sum(i, x[i]^2), x[j]) = 2*x[j]\nclaim b: x[i]^2 = x[i]*x[i]\n")
    let formulas = page.elements.filter { $0.name == "math" }
    #expect(formulas.count >= 6)
    #expect(formulas.allSatisfy { $0.attributes["alttext"]?.isEmpty == false })
    #expect(formulas.contains { $0.attributes["alttext"]?.contains("\\partial") == true })
  }

  @Test func theWrongTermIsMarked() throws {
    let page = try page(ofText: "x, y : R\nclaim a: (x + y)^2 = x^2 + y^2 + x*y\n")
    #expect(page.elements.contains { $0.name == "mrow" && $0.attributes["class"] == "marked" })
    #expect(page.elements.contains { $0.attributes["alttext"]?.contains("\\boxed") == true })
    #expect(page.text.contains("✘ refuted") && page.text.contains("<mark>"))
  }

  /// Against the derivative the difference quotient has slope 2, against anything else it levels off.
  @Test func theErrorOfADerivativeIsDrawn() throws {
    let page = try page(ofText: "x : R\nclaim a: diff(exp(x), x) = exp(x)\nclaim b: diff(exp(x), x) = x*exp(x)\n")
    #expect(page.count("svg") == 2)
    #expect(page.text.contains("It comes near to this line with slope 2.0"))
    #expect(page.text.contains("It comes near to the derivative with slope 2.0, and stays away from this line"))
    #expect(page.text.contains("with slope 0.0."))
    #expect(page.elements.filter { $0.name == "svg" }.allSatisfy { $0.attributes["aria-label"]?.isEmpty == false })
  }

  @Test func aDerivativeThatDifferencesHaveExactlyLiesAtZero() throws {
    let page = try page(ofText: "x : R\nclaim a: diff(x^2, x) = x\n")
    #expect(page.text.contains("It is the derivative at every step, and stays away from this line"))
  }

  /// What a line rests on is there in steps, each with its rule.
  @Test func theStepsOfADerivativeAreListed() throws {
    let page = try page(ofText: "x : R\nclaim a: diff(exp(x^2)*x, x) = exp(x^2)*(1 + 2*x^2)\n")
    #expect(page.elements.contains { $0.name == "ol" && $0.attributes["class"] == "derivation" })
    #expect(page.text.contains("from the inside out") && page.text.contains("by product rule"))
    #expect(page.elements.contains { $0.attributes["class"] == "notes rules" })
  }

  @Test func bothSidesAreDrawnAlongALine() throws {
    let page = try page(ofText: "t : R;  c : positive\nclaim a: log(c + t^2) = log(c) + 2*log(abs(t))\n")
    #expect(page.count("svg") == 1)
    #expect(page.text.contains("moves and all else stays at the counterexample"))
  }

  /// The picture takes nothing from the search for a proof or a cause.
  @Test func picturesChangeNoVerdict() throws {
    let folder = Golden.folder.deletingLastPathComponent().appendingPathComponent("Cases/diagnoses")
    for name in ["catalogue.expr", "means.expr"] {
      let source = SourceText(name: name, bytes: Array(try Data(contentsOf: folder.appendingPathComponent(name))))
      let reports = [false, true].map { keepsFigures in
        let file = Checking.check(source, options: CheckOptions(keepsFigures: keepsFigures))
        return ReportFormat.json.text(
          of: Report(files: [file], seed: 1, required: .confirmed, toolVersion: "0.0.0"))
      }
      #expect(reports[0] == reports[1])
    }
  }

  @Test func sourcesWriteNoMarkup() throws {
    let page = try page(
      ofText:
        "x : R # </pre><script>alert(1)</script>\nclaim a: x = x + 1 by <b onclick=\"x\">&amp; \u{202E} \u{1B}[31m\n",
      named: "<img src=x>\"'.expr")
    #expect(page.count("script") == 0 && page.count("img") == 0)
    #expect(!page.elements.contains { $0.attributes["onclick"] != nil })
    #expect(!page.text.unicodeScalars.contains { $0 == "\u{202E}" || $0 == "\u{1B}" })
  }

  @Test func severalFilesAreOnePage() throws {
    let page = try page([Drafts.passing, Drafts.refuted])
    #expect(page.count("h1") == 1)
    #expect(page.elements.filter { $0.attributes["class"] == "file" }.count == 2)
  }
}
