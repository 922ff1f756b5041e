import Diagnostics
import Notation
import Testing

/// Random texts: nothing traps, every text without a mistake survives printing, and spans stay inside the text.
@Suite struct RandomTextTests {
  private static let vocabulary = [
    "x", "y", "i", "f", "A", "2", "0.5", "(", ")", "(", ")", "[", "]", "f(", "x[", "{", "}", ",", ";", ":", ":=", "~",
    "|",
    "+", "-", "*", "/", "^", ".*", "./", ".^", "..", "->", "'", "²", "⁻¹", "=", "!=", "<", "<=", "in", "~=", "=>",
    "<==",
    "<=>", "and", "or", "not", "forall x:", "exists", "for", "given", "needs", "using", "where", "up to const in w",
    "up to O(", "by", "wrong", "set", "case", "claim c:", "claim c", "dim", "assume", "upstream", "else:", "cases(",
    "√", "∂", "∂f/∂x", "∑", "⊗", "∈", "∧", "σ", "x̂", "\n", "\n  ", "\n    ", "#", "!", "§", "R", "R^(n, d)",
  ]

  @Test(arguments: 0..<12) func soups(seed: Int) {
    var random = Generator(seed: UInt64(seed) * 7919 + 1)
    for _ in 0..<1000 {
      let count = 1 + random.below(14)
      var text = ""
      for _ in 0..<count {
        text += RandomTextTests.vocabulary[random.below(RandomTextTests.vocabulary.count)]
        if random.below(3) > 0 { text += " " }
      }
      check(text)
    }
  }

  @Test(arguments: 0..<12) func sentences(seed: Int) {
    var sentence = Sentence(random: Generator(seed: UInt64(seed) * 104_729 + 3))
    for _ in 0..<200 { check(sentence.file()) }
  }

  @Test(arguments: CaseFiles.all) func mutations(_ file: CaseFile) {
    var random = Generator(seed: UInt64(file.source.bytes.count))
    for _ in 0..<100 {
      var bytes = file.source.bytes
      if bytes.isEmpty { return }
      for _ in 0...random.below(3) {
        let place = random.below(bytes.count)
        switch random.below(4) {
        case 0: bytes.remove(at: place)
        case 1: bytes[place] = bytes[random.below(bytes.count)]
        case 2: bytes.insert(bytes[random.below(bytes.count)], at: place)
        default:
          bytes.insert(
            contentsOf: Array(RandomTextTests.vocabulary[random.below(RandomTextTests.vocabulary.count)].utf8),
            at: place)
        }
        if bytes.isEmpty { return }
      }
      checkBytes(bytes)
    }
  }

  private func check(_ text: String) { checkBytes(Array(text.utf8)) }

  private func checkBytes(_ bytes: [UInt8]) {
    let source = SourceText(name: "t.expr", bytes: bytes)
    let file = SyntaxFile(parsing: source)
    for number in 0..<file.tree.count {
      let span = file.tree.span(Node(number))
      #expect(span.start <= span.end && span.end <= bytes.count, "\(source.text(of: Span(start: 0, end: bytes.count)))")
      for child in file.tree.children(Node(number)) { #expect(child.number < number) }
    }
    for diagnostic in file.diagnostics {
      #expect(diagnostic.span.start <= diagnostic.span.end && diagnostic.span.end <= bytes.count)
      #expect(!diagnostic.mistake.message.isEmpty)
    }
    let hasUnreadable = file.statements.contains { holdsUnreadable($0) }
    #expect(hasUnreadable == !file.diagnostics.isEmpty, "\(source.text(of: Span(start: 0, end: bytes.count)))")
    if !hasUnreadable { expectFaithful(source) }
  }
}

/// Random texts that mostly follow the grammar, with brackets where none are needed.
private struct Sentence {
  var random: Generator

  mutating func pick(_ choices: [String]) -> String { choices[random.below(choices.count)] }
  mutating func name() -> String {
    pick(["x", "y", "i", "f", "set", "not", "by", "given", "A", "wrong", "in", "for", "all"])
  }

  mutating func term(_ depth: Int) -> String {
    if depth <= 0 { return pick(["x", "y", "2", "0.5", "σ", "1e-3", "e", name()]) }
    let d = depth - 1
    switch random.below(20) {
    case 0...3: return term(d) + pick([" + ", " - ", "*", "/", " .* ", "./", "+", "-"]) + term(d)
    case 4: return term(d) + pick(["^", ".^"]) + term(d)
    case 5: return pick(["-", "+", "--"]) + term(d)
    case 6, 7: return "(" + term(d) + ")"
    case 8: return "(" + logic(d) + ")"
    case 9: return "f(" + argument(d) + ")"
    case 10: return "P(" + argument(d) + ", " + argument(d) + ")"
    case 11: return term(d) + pick(["'", "²", "⁻¹", "'"])
    case 12: return term(d) + "[" + term(d) + pick(["]", ", :]", "][" + term(d) + "]"])
    case 13: return "[" + term(d) + pick([", ", "; "]) + term(d) + "]"
    case 14: return "cases(" + logic(d) + ": " + term(d) + ", else: " + term(d) + ")"
    case 15: return "(" + term(d) + ".." + term(d) + ")"
    case 16: return "√" + term(d)
    case 17: return "∂" + term(0) + "/∂" + term(0)
    case 18: return "2" + name() + pick(["", "^2", "(x)", "[i]"])
    default: return "(" + term(d) + " ⊗ " + term(d) + ")"
    }
  }

  mutating func argument(_ depth: Int) -> String {
    switch random.below(10) {
    case 0: return term(0) + " in " + type(depth)
    case 1: return logic(depth) + " | " + logic(depth - 1) + pick(["", ", x = 1", " given y > 0"])
    case 2: return logic(depth) + " given " + logic(depth)
    case 3: return "u ~ " + term(depth)
    case 4: return "n -> " + term(depth)
    case 5: return logic(depth)
    default: return term(depth)
    }
  }

  mutating func type(_ depth: Int) -> String {
    switch random.below(8) {
    case 0: return "(0, " + term(depth) + pick(["]", ")"])
    case 1: return "{" + term(depth) + ", 1}"
    case 2: return "R^(n, " + term(depth - 1) + ")"
    case 3: return term(depth) + ".." + term(depth)
    case 4: return "(R, R) -> " + type(depth - 1)
    case 5: return type(depth - 1) + " -> R"
    case 6: return "(" + type(depth - 1) + ")"
    default: return pick(["R", "R^d", "spd(d)", "(0,1)", "[a,b]"])
    }
  }

  mutating func relations(_ depth: Int) -> String {
    var text = term(depth) + clause(depth)
    for _ in 0...random.below(3) {
      text += pick([" ", "\n  "]) + pick(["", "", "", "wrong ", "set "]) + pick(["=", "=", "<", "!=", "~="]) + " "
      text += term(depth) + clause(depth)
    }
    return random.below(6) == 0 ? term(depth) + " in " + type(depth) : text
  }

  mutating func logic(_ depth: Int) -> String {
    if depth <= 0 { return random.below(2) == 0 ? relations(0) : term(0) }
    let d = depth - 1
    switch random.below(10) {
    case 0: return logic(d) + " and " + logic(d)
    case 1: return logic(d) + " or " + logic(d)
    case 2: return "not " + logic(d)
    case 3: return pick(["forall x", "exists y > 0", "for all i in R, j"]) + ": " + logic(d)
    case 4: return logic(d) + pick([" => ", "\n <=> ", " <== ", " wrong => "]) + logic(d)
    case 5: return "(" + logic(d) + ")"
    default: return relations(d)
    }
  }

  mutating func clause(_ depth: Int) -> String {
    switch random.below(24) {
    case 0: return " given " + logic(depth - 1)
    case 1: return " needs " + logic(depth - 1)
    case 2: return " for i, " + relations(0)
    case 3: return " where q := " + term(depth - 1)
    case 4: return " where " + logic(depth - 1)
    case 5: return " using a, b"
    case 6: return " up to O(" + term(depth - 1) + ")"
    case 7: return " up to const in w"
    case 8: return " by words (and more\n"
    default: return ""
    }
  }

  mutating func statement() -> String {
    switch random.below(12) {
    case 0: return "dim " + name() + ", " + name()
    case 1: return name() + ", x[N] : " + type(2)
    case 2: return pick(["x", "x[i]", "f(t)", "set", "by"]) + " := " + term(3) + clause(2)
    case 3: return "assume " + logic(2)
    case 4: return "claim c for i given " + logic(1) + ": " + logic(3)
    case 5:
      return "claim c:\n  " + logic(2) + "\n  case " + logic(1) + ":\n    = " + relations(1) + "\n  case x: = y\n  = "
        + relations(1)
    case 6: return "wrong " + logic(2)
    case 7: return "upstream g = " + term(2)
    case 8: return "h ~ " + term(2)
    default: return logic(4)
    }
  }

  mutating func file() -> String {
    var text = ""
    for _ in 0...random.below(3) { text += statement() + pick(["\n", "; ", "\n\n"]) }
    return text
  }
}

/// SplitMix64.
struct Generator {
  private var state: UInt64
  init(seed: UInt64) { state = seed }

  mutating func below(_ bound: Int) -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
    return Int((z ^ z >> 31) % UInt64(bound))
  }
}
