import Diagnostics
import Elaboration
import Expressions
import Testing

@Suite("Chains, clauses and cases")
struct ChainTests {
  private let names = """
    dim n, K
    x, y : R^n; a, b, c : R; z : R^K; k : 1..K

    """

  private func line(_ statement: String) -> String { elaborated(names + statement) }

  @Test(arguments: [
    ("a = b <= c", "a equal b\nb lessOrEqual c"),
    ("a = b wrong = c", "a equal b\nwrong b equal c"),
    ("wrong a = b", "wrong a equal b"),
    ("a = 0 <=> b = 0 => c = 0", "{a equal 0} equivalent {b equal 0}\n{b equal 0} implies {c equal 0}"),
    ("a = b set = 0 => c = a = b", "a equal b\n{a equal 0} implies {all(c equal a, a equal b)}"),
    ("a > 0 and (b > 0 or not c = a)", "{all(a greater 0, any(b greater 0, not(c equal a)))}"),
    ("(forall x: x'*y = 0) <=> y = 0", "{forall x: sum(i: x[i]*y[i]) equal 0} equivalent {y[i'] equal 0}"),
    ("exists t in (0,1): a*t = b", "{exists t: a*t equal b}"),
    ("exp(a) ~= 0.50", "exp(a) approximately 1/2#2"),
    ("a ~= 5e-3", "a approximately 1/200#3"),
    (
      "argmin(x, x'*x given a = x'*y) = 0", "minimum(x: sum(i': x[i']*x[i']) given equal(a, sum(i: x[i]*y[i]))) equal 0"
    ),
    ("a in (0,1]", "{and(less(0, a), lessOrEqual(a, 1))}"),
    ("x in R^n", "{all(i: true)}"),
    ("(a = b => c = 0) <=> a = c", "{(a equal b implies c equal 0)} equivalent {a equal c}"),
  ])
  func statements(_ pair: (String, String)) { #expect(line(pair.0) == pair.1) }

  @Test(arguments: [
    ("a = b given a > 0 and x > 0", "a equal b given and(less(0, a), less(0, x[i]))"),
    ("a = b given x != 0", "a equal b given any(i: notEqual(x[i], 0))"),
    ("a = b given a > 0 or x > 0", "a equal b given or(less(0, a), all(i: less(0, x[i])))"),
    ("x[i] = x[j] for i = j", "x[i] equal x[j] given equal(i, j)"),
    ("x[i] = a for all i, n >= 2", "x[i] equal a given lessOrEqual(2, n)"),
    ("a = b needs a = 0", "a equal b needs equal(a, 0)"),
    ("a + b = b up to const in a", "(a + b) equal b up to const in a"),
    ("a = b given c > 0\n  = c", "a equal b given less(0, c)\nb equal c given less(0, c)"),
    ("a = b\n  = c given c > 0", "a equal b\nb equal c given less(0, c)"),
    ("a = q + b where q := c^2 by definition", "a equal (q + b)"),
    ("assume x[i] > 0; a = b", "assume x[i] greater 0\na equal b given less(0, x[i])"),
    ("a = b given (forall i: x[i] > 0)", "a equal b given all(i: less(0, x[i]))"),
  ])
  func clauses(_ pair: (String, String)) { #expect(line(pair.0) == pair.1) }

  @Test func casesContinueTheChainAbove() {
    let text = line(
      """
      claim c:
        diff(softmax(z)[i], z[k])
        case i = k:
          = a
          = b
        case i != k: = c
        = a
      """)
    let head = "c: d(exp(z[i])*(sum(i': exp(z[i'])))^-1; z[k])"
    #expect(
      text == """
        c: {any(i equal k, i notEqual k)}
        \(head) equal a given equal(i, k)
        c: a equal b given equal(i, k)
        \(head) equal c given notEqual(i, k)
        \(head) equal a
        """)
  }

  @Test func branchesAreChainsOfTheirOwn() {
    let problem = problem(names + "claim c:\n  a\n  case a > 0: = b\n  case a <= 0: = c\n  = b")
    guard case .claim(let claim) = problem.entries.last else { return #expect(Bool(false)) }
    #expect(Set(claim.judgements.prefix(2).map { $0.chain }).count == 2)
    #expect(claim.judgements.count == 4)
  }

  /// All links of a chain are about the same index variables.
  @Test func linksShareSlotsAndFreeIndices() {
    let problem = problem(names + "x*y[j] = y*x[j] = 0")
    guard case .claim(let claim) = problem.entries.last,
      case .relation(let first) = claim.judgements[0].content, case .relation(let second) = claim.judgements[1].content
    else { return #expect(Bool(false)) }
    #expect(first.left.slots == second.right.slots && first.left.slots.count == 1)
    #expect(first.right.expression == second.left.expression)
    let free = first.left.expression.map { problem.store.freeIndices(of: $0) }
    #expect(free == first.right.expression.map { problem.store.freeIndices(of: $0) })
  }

  @Test func invalidLinksAreSkipped() {
    #expect(
      line("a = b = zz = c") == "a equal b\nD0151 the name `zz` is not declared\nb equal c")
    #expect(line("zz = b = c") == "D0151 the name `zz` is not declared\nb equal c")
  }

  @Test func usingNamesEarlierClaims() {
    #expect(
      line("claim p: a = b\nclaim q using p: b = a") == "p: a equal b\nq: b equal a using p")
  }

  @Test func innerIndicesHideOuterOnes() {
    #expect(line("sum(i, x[i]*sum(i, y[i])) = a") == "sum(i: x[i]*sum(i': y[i'])) equal a")
    #expect(line("x[i] = sum(i, y[i])") == "x[i] equal sum(i': y[i'])")
  }
}
