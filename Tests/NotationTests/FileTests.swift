import Diagnostics
import Notation
import Testing

/// Files as wholes: kinds of statements, lines, Markdown, and texts that are not derivations at all.
@Suite struct FileTests {
  private func codes(_ file: SyntaxFile) -> [String] { file.diagnostics.map { $0.mistake.code } }

  @Test(arguments: ["", "\n", "# only a comment", "  \n\t# one\r\n# two\n", ";;\n;", "\u{FEFF}"])
  func nothingIsNoMistake(_ text: String) {
    let file = parsed(text)
    #expect(file.statements.isEmpty)
    #expect(file.diagnostics.isEmpty)
  }

  @Test func linesMayEndInCRLF() {
    #expect(parsed("dim m\r\nx : R^m\r\na\r\n  = b\r\n").text == parsed("dim m\nx : R^m\na\n  = b\n").text)
  }

  @Test func blocks() {
    let file = parsed(
      """
      claim c for i, k given a > 0:
        a = b
        case i = k:
          = c
            = d
        case i != k: = e
        = f
      x = y
      """)
    #expect(
      file.text == """
        claim c (forClause i k) (given (relations a (greater 0))): {(relations a (equal b))} \
        {case (relations i (equal k)): {… (relations (equal c) (equal d))}} \
        {case (relations i (notEqual k)): {… (relations (equal e))}} {… (relations (equal f))}
        (relations x (equal y))
        """)
    #expect(file.diagnostics.isEmpty)
  }

  @Test func claimsOnOneLine() {
    let file = parsed("claim one: a = b; case i = j: = c; case i != j: = d; claim two: e = f\ng = h")
    #expect(
      file.text == """
        claim one: {(relations a (equal b))} {case (relations i (equal j)): {… (relations (equal c))}} \
        {case (relations i (notEqual j)): {… (relations (equal d))}}
        claim two: {(relations e (equal f))}
        (relations g (equal h))
        """)
  }

  @Test func definitionsHaveClauses() {
    #expect(parsed("a := b given c\n for i by words").text == "define a b (given c) (forClause i) (by words)")
    #expect(parsed("wrong a = b given c").text == "wrong (relations a (equal (claused b (given c))))")
  }

  @Test func markdownBlocksAreOneDerivation() {
    let text =
      "# x = =\n\n```derive\na\n  = b\n```\nwords = =\n\n- item\n\n  ```derive\n  = c\n  d = e\n  ```\n```\n= =\n```\n"
    let source = SourceText(name: "notes.MD", text: text)
    let file = SyntaxFile(parsing: source)
    #expect(file.diagnostics.isEmpty)
    #expect(file.text == "(relations a (equal b) (equal c))\n(relations d (equal e))")
    let place = source.position(of: file.statements[1].span.start)
    #expect(place.line == 13 && place.column == 3)
    #expect(!parsed(text).diagnostics.isEmpty)
  }

  // MARK: What is no derivation

  @Test func aBinaryFileIsOneMistake() {
    var random = Generator(seed: 5)
    let noise = (0..<20_000).map { _ in UInt8(1 + random.below(255)) }
    for bytes in [noise, [0x7F, 0x45, 0x4C, 0x46, 0, 0, 1] + noise, [0xFF, 0xFE, 0x61, 0, 0x3D, 0]] {
      let file = SyntaxFile(parsing: SourceText(name: "t", bytes: bytes))
      #expect(codes(file) == ["D0101"])
      #expect(file.statements.isEmpty)
    }
  }

  @Test func invalidUTF8IsAMistakeWhereItMatters() {
    let latin =
      Array("# caf".utf8) + [0xE9] + Array("\nx = y\nz = ".utf8) + [0xE9] + Array(" + a long line after it\n".utf8)
    let file = SyntaxFile(parsing: SourceText(name: "t", bytes: latin))
    #expect(codes(file) == ["D0103"])
    #expect(file.text == "(relations x (equal y))\nunreadable")
    for bytes: [UInt8] in [[0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xE2, 0x82], [0x80]] {
      let text = Array("x = a + b + c + d + e + f + g + h + i + j + k + ".utf8)
      #expect(codes(SyntaxFile(parsing: SourceText(name: "t", bytes: text + bytes))) == ["D0103"])
    }
  }

  @Test func mistakesStayInTheirStatement() {
    let file = parsed("a = b\nc d\n  = e\nf = g\nclaim h:\n  i = j\n  k l\n  m = n\no : R")
    #expect(
      file.text == """
        (relations a (equal b))
        unreadable
        (relations f (equal g))
        claim h: {(relations i (equal j))} {unreadable} {(relations m (equal n))}
        declare o : R
        """)
    #expect(codes(file) == ["D0111", "D0111"])
  }

  @Test func anOpenBracketDoesNotSwallowTheFile() {
    let text = "x = f(a, (b + c)\ny[i] := 2\nz = (a\n  + b\nclaim c: d = e"
    let source = SourceText(name: "t", text: text)
    let file = SyntaxFile(parsing: source)
    #expect(file.text == "unreadable\ndefine (index y i) 2\nunreadable\nclaim c: {(relations d (equal e))}")
    #expect(file.diagnostics.map { $0.span.start } == [5, 31])
  }

  // MARK: Size

  @Test(arguments: [("f(", ")"), ("(", ")"), ("-", ""), ("x[", "]"), ("[", "]"), ("2^", ""), ("not ", ""), ("√", "")])
  func deepNesting(_ opening: String, _ closing: String) {
    let depth = 100_000
    let text = String(repeating: opening, count: depth) + "x" + String(repeating: closing, count: depth)
    let (_, root, diagnostics) = parseExpression(SourceText(name: "t", text: text))
    #expect(root != nil)
    #expect(diagnostics.isEmpty)
  }

  @Test(arguments: [
    "(", "f(", "x[", "{", "[", "forall x: ", "a in ", "in ", "claim c: ", "case a: ", "∂", "|", "where ", "by ",
  ])
  func deepMistakes(_ text: String) {
    let file = parsed(String(repeating: text, count: 100_000))
    #expect(file.diagnostics.count <= 1)
    #expect(parsed(String(repeating: text + "\n", count: 10_000)).diagnostics.count <= 10_000)
  }

  @Test func blocksHaveALimit() {
    let text =
      (0..<200).map { String(repeating: " ", count: $0) + "case a > \($0):" }.joined(separator: "\n") + "\nx = y"
    let file = parsed(text)
    #expect(codes(file) == ["D0136"])
    #expect(file.statements.count == 2)
  }

  @Test func aLineOfAMegabyte() {
    let text = "x = " + String(repeating: "a*b + ", count: 170_000) + "c"
    let file = parsed(text)
    #expect(file.diagnostics.isEmpty)
    #expect(file.tree.count == 170_000 * 4 + 4)
  }

  @Test func largeNumbersAreAMistake() {
    #expect(term("1e1000").hasPrefix("1e"))
    #expect(term("1e1001").hasPrefix("D0110"))
    #expect(term("1e99999999999999999999").hasPrefix("D0110"))
    #expect(term(String(repeating: "9", count: 200_000)).hasPrefix("D0110"))
  }

  // MARK: Texts of mistakes

  @Test func hintsSayWhatToWrite() {
    func hint(_ text: String) -> String? { parsed(text).diagnostics.first?.mistake.hint }
    #expect(hint("x = 1/2y") == "write 1/2*y or 1/(2*y)")
    #expect(hint("x = a^-2y") == "write a^-2*y or a^(-2*y)")
    #expect(hint("x y = 1") == "write x*y")
    #expect(hint("n! = 1") == "write factorial(n)")
    #expect(hint("x = |y|") == "write abs(x) for a number, norm(x) for a vector, det(A) for a matrix")
    #expect(hint("x = 5%") == "write /100")
    #expect(hint("f (x) = 1") == "write f(…) without the blank, or f*(…) for a product")
    #expect(hint("∑ x[i] = 1") == "write sum(i, …)")
  }
}
