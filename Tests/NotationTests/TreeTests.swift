import Diagnostics
import Notation
import Testing

/// What binds to what.
@Suite struct TreeTests {
  @Test(arguments: [
    ("-x^2", "(negation (power x 2))"),
    ("2^-x^2", "(power 2 (negation (power x 2)))"),
    ("A^-1*B", "(product (power A (negation 1)) B)"),
    ("a^b^c", "(power a (power b c))"),
    ("a/b*c", "(product (quotient a b) c)"),
    ("a - b - c", "(difference (difference a b) c)"),
    ("-a*b", "(product (negation a) b)"),
    ("a*-b", "(product a (negation b))"),
    ("x' * A'", "(product (transpose x) (transpose A))"),
    ("f'(t)", "(call (transpose f) t)"),
    ("x'[i]", "(index (transpose x) i)"),
    ("(W'*u)[i]", "(index (product (transpose W) u) i)"),
    ("-1/2*x", "(product (quotient (negation 1) 2) x)"),
    ("1..K", "(range 1 K)"),
    ("1..K+1", "(range 1 (sum K 1))"),
    ("2.*x", "(entrywiseProduct 2 x)"),
    ("2.5.*x", "(entrywiseProduct 2.5 x)"),
    ("2x^2", "(product 2 (power x 2))"),
    ("-2x'", "(negation (product 2 (transpose x)))"),
    ("2f(x)[i]", "(product 2 (index (call f x) i))"),
    ("2x*y/3z", "D0112 `2x*y/3z` can be read in two ways"),
    ("1/2x", "D0112 `1/2x` can be read in two ways"),
    ("x²'", "(transpose (power x 2))"),
    ("-x²", "(negation (power x 2))"),
    ("x⁻¹²", "(power x (negation 12))"),
    ("√x^2", "(power (call sqrt x) 2)"),
    ("∂L/∂x[i]*2", "(product (call diff L (index x i)) 2)"),
    ("A ⊗ B*C", "(product (call kron A B) C)"),
    ("2e", "(product 2 e)"), ("2e3", "2e3"), ("2e-x", "(difference (product 2 e) x)"), (".5", "0.5"),
    ("1e-12", "1e-12"),
  ])
  func terms(_ text: String, _ tree: String) { #expect(term(text) == tree) }

  @Test(arguments: [
    ("x = 0 or y = 0", "(disjunction (relations x (equal 0)) (relations y (equal 0)))"),
    ("a or b and c", "(disjunction a (conjunction b c))"),
    ("not a = b and c", "(conjunction (not (relations a (equal b))) c)"),
    ("forall x: p => q", "(forall x (connectives p (implies q)))"),
    ("a => b => c", "(connectives a (implies b) (implies c))"),
    ("a = b => c = d", "(connectives (relations a (equal b)) (implies (relations c (equal d))))"),
    ("a = b wrong = c", "(relations a (equal b) (wrong equal c))"),
    ("a = b set = 0 => c", "(connectives (relations a (equal b) (set equal 0)) (implies c))"),
    ("x in R^(n, d) -> R", "(relations x (element (arrow (power R (tuple n d)) R)))"),
    ("x in (0, 1]", "(relations x (element (interval2 0 1)))"),
    ("ind(x in A)", "(call ind (membership x A))"),
    ("ind(x in A and y)", "(call ind (conjunction (relations x (element A)) y))"),
    ("cases(x in A: 1, else: 2)", "(call cases (arm (relations x (element A)) 1) (otherwise 2))"),
    ("sum(j in 1..K, j != i, e)", "(call sum (membership j (range 1 K)) (relations j (notEqual i)) e)"),
    ("P(a | b, c = 1)", "(call P (conditioned a b (relations c (equal 1))))"),
    ("E(u ~ f(m), u)", "(call E (distributed u (call f m)) u)"),
    ("argmin(w, f given c)", "(call argmin w (restricted f c))"),
    ("limit(n -> inf, e)", "(call limit (approaches n inf) e)"),
    ("a given b for i, j != k", "(claused a (given b) (forClause i (relations j (notEqual k))))"),
    ("a = b given c, d", "(relations a (equal (claused b (given c d))))"),
    ("a given b = c = d", "(claused a (given (relations b (equal c) (equal d))))"),
    ("a given b = c\n = d", "(relations (claused a (given (relations b (equal c)))) (equal d))"),
    ("a given b wrong = d", "(relations (claused a (given b)) (wrong equal d))"),
    ("a where q := b + c = d", "(relations (claused a (whereDefinition q (sum b c))) (equal d))"),
    ("a for i and b", "(conjunction (claused a (forClause i)) b)"),
    (
      "a using p, q up to const in w up to factor in w up to O(x^2)",
      "(claused a (using p q) (upToConstant w) (upToFactor w) (upToOrder (power x 2)))"
    ),
  ])
  func statements(_ text: String, _ tree: String) { #expect(term(text) == tree) }

  @Test(arguments: [
    (
      "σ + µ + μ + φ + ϕ + ε + ϵ + Γ",
      "(sum (sum (sum (sum (sum (sum (sum sigma mu) mu) phi) phi) epsilon) epsilon) Gamma)"
    ),
    ("x̂ + ŷ + y\u{302} + x̄ + θ̃ + ẋ", "(sum (sum (sum (sum (sum xhat yhat) yhat) xbar) thetatilde) xdot)"),
    ("é = e\u{301}", "(relations eacute (equal eacute))"),
    ("x₁₂", "x12"), ("ℝ^d", "(power R d)"), ("A·B × C", "(product (product A B) C)"),
    ("a\u{A0}−\u{2009}b", "(difference a b)"),
  ])
  func unicode(_ text: String, _ tree: String) { #expect(term(text) == tree) }

  @Test func aPrecomposedLetterIsItsBaseAndMark() {
    for (composed, name) in zip(
      "âĉêĝĥîĵôŝûŵŷẑãñõẽāēḡīōūȳȧḃċẋẏżäëẍÿåůčšž",
      [
        "ahat", "chat", "ehat", "ghat", "hhat", "ihat", "jhat", "ohat", "shat", "uhat", "what", "yhat", "zhat",
        "atilde",
        "ntilde", "otilde", "etilde", "abar", "ebar", "gbar", "ibar", "obar", "ubar", "ybar", "adot", "bdot", "cdot",
        "xdot", "ydot", "zdot", "addot", "eddot", "xddot", "yddot", "aring", "uring", "ccheck", "scheck", "zcheck",
      ])
    {
      #expect(term(String(composed)) == name)
    }
  }

  @Test func spansAreThoseOfTheSource() throws {
    let text = "claim c: (a + b)*x[i] wrong = f(y)  # words"
    let source = SourceText(name: "t", text: text)
    let file = SyntaxFile(parsing: source)
    func spans(_ kind: SyntaxKind) -> [String] {
      (0..<file.tree.count).map { Node($0) }.filter { file.tree.kind($0) == kind }.map {
        source.text(of: file.tree.span($0))
      }
    }
    #expect(source.text(of: file.statements[0].span) == "claim c: (a + b)*x[i] wrong = f(y)")
    #expect(spans(.sum) == ["(a + b)"])
    #expect(spans(.product) == ["(a + b)*x[i]"])
    #expect(spans(.link) == ["="])
    #expect(spans(.relations) == ["(a + b)*x[i] wrong = f(y)"])
    #expect(spans(.call) == ["f(y)"])
  }

  @Test func theNodesOfATermAreContiguous() {
    let (tree, root, _) = parseExpression(SourceText(name: "t", text: "(A ⊗ B)*√x + ∂f/∂x - sum(i, x[i])"))
    #expect(root.map { tree.first(of: $0) } == Node(0))
    #expect(root == Node(tree.count - 1))
    let product = (0..<tree.count).map { Node($0) }.first { tree.kind($0) == .product }
    #expect(product.map { tree.first(of: $0) } == Node(0))
  }

  @Test func numbersKeepTheirValueAndSpelling() throws {
    let (tree, root, _) = parseExpression(SourceText(name: "t", text: "S(10) ~= 1.00"))
    let link = tree.child(try #require(root), 1)
    let number = tree.child(link, 0)
    #expect(tree.value(number).description == "1")
    #expect(tree.spelling(number) == "1.00")
  }
}
