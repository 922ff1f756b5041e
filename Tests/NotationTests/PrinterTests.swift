import Diagnostics
import Notation
import Testing

/// Printing loses nothing: what is printed parses to the same tree.
@Suite struct PrinterTests {
  @Test(arguments: CaseFiles.all) func printingAndParsingIsTheIdentity(_ file: CaseFile) {
    expectFaithful(file.source)
  }

  @Test(arguments: [
    "(a + b)*c - (d - e)", "-x^2", "(-x)^2", "2^-x^2", "(a^b)^c", "a^b^c", "a/(b*c)", "a/b*c", "-(-x)", "a - -b",
    "(x = y) => z", "not (P => Q)", "(not P) = Q", "(P and Q) and R", "P and (Q or R)", "P or Q and R",
    "(forall x: P) => Q", "P => forall x: Q", "P => (forall x: Q) => R", "(forall x: P) and Q", "not forall x: P",
    "forall x in R, y > 0: exists z: x = z", "a = (b given c) = d", "(a = b given c, d) and e", "(a by foo\n) = b",
    "f(x) and (g given y) => z", "(x in A) and y in B", "ind(x in A)", "ind((x in A))", "cases(x in A: 1, else: 0)",
    "(a .* b)./c.^2", "2.*x", "x'*A'", "(x + y)'", "x^2'", "(x^2)'", "(2)[1]", "X[:, 2][3]", "f''(t)", "(f(t))'",
    "x in (0,1]", "x in {-1, 1}", "f in R^(n, d) -> R", "f in (R, R) -> R", "f in ((a, b)) -> R",
    "f in (0,1) -> R", "f in (R -> R) -> R", "x[i+1]", "x[2*(i + 1)]", "1..K-1", "[1, 2; 3, 4]", "[a]",
    "P(a, b | c = 1, d)", "P(a | b given c)", "argmin(w, f given w > 0 and w < 1)", "E(u ~ normal(m, S), u)",
    "limit(n -> inf, 1/n)", "a = b where q := 3 using p for i, j != k up to const in w by magic",
    "a = b up to O((x - a)^2)", "sum(i, x[i])/m", "A ⊗ B", "√(x + 1)*√2", "2x^2*3y", "x²' + y⁻¹",
    "∂L/∂x[i]", "(not)[1]", "S(10) ~= 1.00", "1e-12 + .5", "a < b <= c != d",
    "x .^ -2", "f(-x, +y)", "(a given b)", "((a given b) for i)", "a given (b for c)", "x = (1..K)", "(1..K) + 1",
    "not not P", "not x = y", "exists x: x > 0 or P", "(a = b) = c", "(P <=> Q) <=> R", "E(e | (s given t))",
  ])
  func term(_ text: String) throws {
    let first = parseExpression(SourceText(name: "t", text: text))
    let root = try #require(first.root, "\(text): \(first.diagnostics)")
    let printed = first.tree.source(of: root)
    let second = parseExpression(SourceText(name: "t", text: printed))
    let again = try #require(second.root, "\(text) → \(printed): \(second.diagnostics.map { $0.mistake.message })")
    #expect(first.tree.text(root) == second.tree.text(again), "\(text) → \(printed)")
    #expect(second.tree.source(of: again) == printed)
  }

  @Test(arguments: [
    ("((a+b))*(c)", "(a + b)*c"), ("a-(b-c)", "a - (b - c)"), ("(a-b)-c", "a - b - c"), ("-(x^2)", "-x^2"),
    ("2^(-x)", "2^-x"), ("a^(b^c)", "a^b^c"), ("(2*x)^2", "(2*x)^2"), ("(x[i])[j]", "x[i][j]"),
    ("σ̂² + µ", "sigmahat^2 + mu"), ("(f(x))", "f(x)"), ("((a = b) and (c = d))", "a = b and c = d"),
    ("∑(i, x[i + 1])", "sum(i, x[i+1])"), ("x ∈ ℝ^d", "x in R^d"), ("(x = 1) ⇒ (y = 2)", "x = 1 => y = 2"),
  ])
  func canonicalLayout(_ text: String, _ canonical: String) throws {
    let (tree, root, _) = parseExpression(SourceText(name: "t", text: text))
    #expect(tree.source(of: try #require(root)) == canonical)
  }

  @Test(arguments: [
    "a = b; -x = y; (set) = 0; (by)*2 = 3; (wrong) = 1; by(2) = 3; set + 1 = 2",
    "claim c: -x = y\nclaim d:\n  -x = y\n  z = w",
    "claim c for i, j != i given a > 0, b > 0 using d:\n  a = b\n  case i = k: = c\n  case i != k:\n    wrong = d\n    = e\n  <=> f",
    "a = b given c\n  = d by words, more; words\n  where q > 0\n wrong = e up to factor in w",
    "x[i], y[0..N] : R; a := b where c := d for e given f by g\nh ~ iid(mean = 1)\nassume forall i: x[i] > 0\nupstream g = grad(L, y)",
    "wrong a = b => c = d", "P => (forall x: Q given c)\n  => R", "dim a, b, c",
  ])
  func statements(_ text: String) {
    expectFaithful(SourceText(name: "t.expr", text: text))
  }

  @Test func deepTreesPrint() throws {
    let depth = 100_000
    let text = String(repeating: "(a - ", count: depth) + "b" + String(repeating: ")", count: depth)
    let (tree, root, _) = parseExpression(SourceText(name: "t", text: text))
    #expect(tree.source(of: try #require(root)) == String(text.dropFirst().dropLast()))
  }

  @Test func readableTextIsCut() throws {
    let (tree, root, _) = parseExpression(SourceText(name: "t", text: "alpha + beta + gamma"))
    let node = try #require(root)
    #expect(tree.readable(node, maxLength: 80) == "alpha + beta + gamma")
    #expect(tree.readable(node, maxLength: 20) == "alpha + beta + gamma")
    #expect(tree.readable(node, maxLength: 19) == "alpha + beta + gam…")
    #expect(tree.readable(node, maxLength: 1) == "…")
  }

  @Test func aChainOfManyLinksHasALineForEach() throws {
    let file = parsed("claim c: a = b = c = d")
    #expect(file.source(of: file.statements[0]) == "claim c:\n  a\n    = b\n    = c\n    = d")
    let short = parsed("claim c:\n  a\n    = b")
    #expect(short.source(of: short.statements[0]) == "claim c: a = b")
  }
}

func holdsUnreadable(_ statement: Statement) -> Bool {
  switch statement.form {
  case .unreadable, .unreadableAssumption: true
  case .claim(_, _, let body), .caseBlock(_, let body): body.contains { holdsUnreadable($0) }
  default: false
  }
}

/// Prints every statement, parses that, and expects the same trees and the same text again.
func expectFaithful(_ source: SourceText, sourceLocation: SourceLocation = #_sourceLocation) {
  let file = SyntaxFile(parsing: source)
  let kept = file.statements.filter { !holdsUnreadable($0) }
  let printed = kept.map { file.source(of: $0) }.joined(separator: "\n")
  let again = SyntaxFile(parsing: SourceText(name: "printed.expr", text: printed))
  #expect(again.diagnostics.isEmpty, "\(printed)", sourceLocation: sourceLocation)
  #expect(
    again.text == kept.map { file.text($0) }.joined(separator: "\n"), "\(printed)", sourceLocation: sourceLocation)
  let twice = again.statements.map { again.source(of: $0) }.joined(separator: "\n")
  #expect(twice == printed, sourceLocation: sourceLocation)
}
