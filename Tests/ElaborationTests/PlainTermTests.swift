import Elaboration
import Expressions
import Numbers
import Testing

/// A plain term is read without the passes over scopes, shapes and slots. As a family the same term goes through them.
@Suite("Plain terms")
struct PlainTermTests {
  private static let names = "dim n; x : R^n; a, b, exp : R; c := a*b; f : R -> R\n"

  private func asNumber(_ term: String) -> String { PlainTermTests.names + "P := \(term)\n" }
  private func asFamily(_ term: String) -> String { PlainTermTests.names + "P[i] := \(term) for i in 1..2\n" }

  /// The last definition, and how many nodes there are in all.
  private func body(_ text: String) throws -> (text: String, store: ExpressionStore, body: Expression) {
    let problem = problem(text)
    #expect(problem.diagnostics.isEmpty, "\(text)")
    let definition = try #require(problem.store.definitions.last)
    let body = try #require(definition.clauses.first).body
    var writer = ExpressionText(problem.store)
    return (writer.text(body), problem.store, body)
  }

  @Test("have the value that the general way gives them")
  func values() throws {
    var random = RandomSource(seed: 7)
    var all = ""
    for _ in 0..<300 {
      let term = term(&random, depth: 6)
      #expect(try body(asNumber(term)).text == body(asFamily(term)).text, "\(term)")
      all += term
    }
    for sign in ["--", "+", " - ", "/", ".*", "./", ".^", "pi", "exp(", "n", "c"] { #expect(all.contains(sign)) }
  }

  /// Equal nodes are made once, so that the same term adds nothing when it is read the other way.
  @Test("leave the same nodes")
  func nodes() throws {
    var random = RandomSource(seed: 8)
    for _ in 0..<50 {
      let term = term(&random, depth: 5)
      let numbered = try body(PlainTermTests.names + "P := \(term)\nQ[i] := \(term) for i in 1..2\n")
      #expect(numbered.body == numbered.store.definitions[1].clauses.first?.body, "\(term)")
      let once = try body(PlainTermTests.names + "Q[i] := 1 for i in 1..2\nP := \(term)\n").store.count
      let twice = try body(
        PlainTermTests.names + "Q[i] := 1 for i in 1..2\nR[i] := \(term) for i in 1..2\nP := \(term)\n")
      #expect(twice.store.count == once, "\(term)")
    }
  }

  @Test(
    "are left at the first node that is none, with the same mistake",
    arguments: [
      "a + sin", "sin(sin)", "a*q", "q(a) + 1", "sin(a, b)", "a + f", "exp(exp)*exp + sin(exp)*q", "sin(a)*cos(q) + r",
      "(a + b)(a)", "a + x*x", "max(a, q)", "a^x", "2*a + [1, 2]", "1/x",
    ])
  func mistakes(_ term: String) {
    let (number, family) = (problem(asNumber(term)), problem(asFamily(term)))
    #expect(!number.diagnostics.isEmpty)
    #expect(
      number.diagnostics.map { "\($0.mistake.code) \($0.mistake.message) \($0.span.start)" }
        == family.diagnostics.map { "\($0.mistake.code) \($0.mistake.message) \($0.span.start - 3)" })
  }

  @Test(
    "may hold what the general way reads",
    arguments: ["x[1] + a", "f(a)*2", "0 - 0", "1 - 2", "sin'(a)", "0", "max(a, b)/a"])
  func others(_ term: String) throws {
    #expect(try body(asNumber(term)).text == body(asFamily(term)).text)
  }

  private func term(_ random: inout RandomSource, depth: Int) -> String {
    func part() -> String { term(&random, depth: depth - 1) }
    if depth == 0 || random.next(below: 9) == 0 {
      return random.pick(["a", "b", "c", "n", "exp", "pi", "0", "1", "2", "0.5", "7", "1e-3"])
    }
    switch random.next(below: 9) {
    case 0: return "(\(part()) \(random.pick(["+", "-"])) \(part()))"
    case 1: return "\(part()) \(random.pick(["+", "-"])) \(part())"
    case 2: return "\(part())*\(part())"
    case 3: return "(\(part()))/(\(part()))"
    case 4: return "(\(part())) \(random.pick([".*", "./", ".^"])) (\(part()))"
    case 5: return "(\(part()))^\(random.pick(["2", "(-1)", "a", "(1/2)"]))"
    case 6: return "(\(random.pick(["-", "+", "--"]))\(part()))"
    default: return "\(random.pick(["sin", "exp", "log", "sqrt"]))(\(part()))"
    }
  }
}
