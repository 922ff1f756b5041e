import Foundation
import Reporting
import Testing

/// A write-up keeps its words around its derivations, and they write no markup of their own.
@Suite struct ProseTests {
  private func page(_ text: String) throws -> PageReader {
    try PageReader(ReportFormat.html.text(of: .of(text: text, named: "a.md")))
  }

  /// What the page says for the prose alone.
  private func prose(_ text: String) throws -> String {
    let page = try page(text).text
    let start = try #require(page.firstRange(of: "<div class=\"prose\">")?.upperBound)
    let end = try #require(page[start...].firstRange(of: "</div>\n</section>")?.lowerBound)
    return String(page[start..<end])
  }

  @Test func wordsStandAroundTheirBlocks() throws {
    let page = try page(
      "# Slopes\n\nFirst *words*.\n\n```derive\nx : R\nclaim a: diff(x^2, x) = 2*x\n```\n\nThen more.\n\n```derive\ny : R\nclaim b: y = y\n```\n"
    )
    let order = ["<h2>Slopes</h2>", "First <em>words</em>.", "id=\"f1-1\"", "Then more.", "id=\"f1-2\""]
    let places = order.map { page.text.firstRange(of: $0)?.lowerBound }
    #expect(
      places.allSatisfy { $0 != nil } && places.compactMap { $0 } == places.compactMap { $0 }.sorted(), "\(places)")
    // Each block has what is given in it.
    #expect(page.elements.filter { $0.attributes["class"] == "given" }.count == 2)
    #expect(!page.text.contains("```"))
  }

  private static let cases: [(String, String)] = [
    ("a **b** _c_ `d*e*`", "<p>a <strong>b</strong> <em>c</em> <code>d*e*</code></p>\n"),
    ("***a***", "<p><em><strong>a</strong></em></p>\n"),
    ("*a **b* c**", "<p><em>a **b</em> c**</p>\n"),
    ("a * b * c snake_case_name 2*x*y", "<p>a * b * c snake_case_name 2<em>x</em>y</p>\n"),
    ("\\*a\\* \\q", "<p>*a* \\q</p>\n"),
    ("one\ntwo  \nthree\\\nfour", "<p>one two<br/>\nthree<br/>\nfour</p>\n"),
    (
      "Title\n=====\n\nSmaller\n---\n\n#### Four ##\n#no",
      "<h2>Title</h2>\n<h3>Smaller</h3>\n<h5>Four</h5>\n<p>#no</p>\n"
    ),
    ("- a\n- b\n  - c\n\nd", "<ul><li>a</li>\n<li>b<ul><li>c</li>\n</ul>\n</li>\n</ul>\n<p>d</p>\n"),
    ("3. a\n4. b\n\n   more", "<ol start=\"3\"><li>a</li>\n<li>b<p>more</p>\n</li>\n</ol>\n"),
    ("> a\nb\n> - c\n\nd", "<blockquote><p>a b</p>\n<ul><li>c</li>\n</ul>\n</blockquote>\n<p>d</p>\n"),
    ("```c\nint *a;\n\n  <b>\n```\nafter", "<pre><code>int *a;\n\n  &lt;b&gt;</code></pre>\n<p>after</p>\n"),
    ("a\n\n    code\n\n    more\n", "<p>a</p>\n<pre><code>code\n\nmore</code></pre>\n"),
    ("| a | b |\n|---|---|\n| 1 | 2 |", "<pre><code>| a | b |\n|---|---|\n| 1 | 2 |</code></pre>\n"),
    ("a\n\n* * *\n\nb", "<p>a</p>\n<hr/>\n<p>b</p>\n"),
    (
      "[*a* b](x/y.html#z) <https://a.org/b?c&d>",
      "<p><a href=\"x/y.html#z\"><em>a</em> b</a> <a href=\"https://a.org/b?c&amp;d\">https://a.org/b?c&amp;d</a></p>\n"
    ),
    ("a\r\nb\r\n\r\nc\r\n", "<p>a b</p>\n<p>c</p>\n"),
  ]

  @Test(arguments: cases) func marks(_ text: String, _ markup: String) throws { #expect(try prose(text) == markup) }

  /// A link leads to the web or to a file beside the page; all else stays text.
  @Test(arguments: [
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "file:///etc/passwd", "//host/share",
    "vbscript:x",
    "https://a.org/\"onclick=\"x", "java\\tscript:x", "\u{1}javascript:x", "https://a.org/'x", "\\\\host\\x", "a b", "",
    "\u{202E}https://a.org", "x:y/z",
  ]) func linksThatAreNone(_ address: String) throws {
    for text in ["[a](\(address))", "[a](<\(address)>)", "<\(address)>"] {
      let page = try page("# t\n\n\(text)\n")
      #expect(page.elements.allSatisfy { $0.attributes["href"]?.hasPrefix("#") ?? true }, "\(text)")
    }
  }

  @Test func markupIsText() throws {
    let page = try page(
      "# <script>alert(1)</script>\n\n<img src=x onerror=alert(1)> &amp; </div></section>\n\n`<b>` **<i>**\n\n- <li onclick=x>\n\n"
        + "```\n</code></pre><script>\n```\n\u{202E}\u{1B}[31m ]]> <!-- \u{0}\n".replacing("\u{0}", with: ""))
    #expect(page.count("script") == 0 && page.count("img") == 0 && page.count("i") == 0)
    #expect(!page.elements.contains { $0.attributes.keys.contains { $0.hasPrefix("on") } })
    #expect(page.text.contains("&lt;script&gt;alert(1)&lt;/script&gt;") && page.text.contains("&amp;amp;"))
    #expect(!page.text.unicodeScalars.contains { $0 == "\u{202E}" || $0 == "\u{1B}" })
  }

  /// Marks without end, in time that grows with the text.
  @Test(
    .timeLimit(.minutes(1)),
    arguments: [
      "*a ", "**a", "_a_*", "[", "[](", "[a](b", "`", "`` ` ", "> ", "- ", "1. ", "<", "<http://", "\\", "***", "# ",
      "\n- a\n\n\n", "    ", "\n\n",
      "| ", "~~~\n", "  \n", "*a **b _c ", "\t",
    ]) func repeated(_ part: String) throws
  {
    let text = String(repeating: part, count: 300_000 / part.utf8.count)
    #expect(try page("x" + text + "\n\n" + text).count("section") >= 1)
    #expect(!ReportFormat.md.text(of: .of(text: text, named: "a.md")).isEmpty)
  }

  /// The words come out of a Markdown report as they went in; read again they say the same.
  @Test func markdown() throws {
    let text = """
      # Slopes *of* `x`

      A [link](https://a.org) and \\*stars\\*, 1. no list, <b>no markup</b>.

      - one
        1. two
      - three

      > quoted

      ```derive
      x : R
      claim a: diff(x^2, x) = 2*x
      ```

      \\- no list either
      """
    let markdown = ReportFormat.md.text(of: .of(text: text, named: "a.md"))
    #expect(
      markdown.contains(
        """
        ## Slopes *of* `x`

        A [link](<https://a.org>) and \\*stars\\*, 1. no list, &lt;b\\>no markup&lt;/b\\>.

        - one

          1. two
        - three

        > quoted

        ## Given
        """), "\(markdown)")
    #expect(markdown.contains("\n\\- no list either\n"))
  }
}
