import Grading
import Testing

/// A key or a rubric with a mistake grades nobody.
@Suite struct SetupTests {
  @Test(arguments: [
    ("pionts gradient 3", "D0801", "pionts"),
    ("points gradient", "D0802", ""),
    ("points gradient many", "D0802", "many"),
    ("points gradient 1/0", "D0802", "1/0"),
    ("points gradient 3 4", "D0802", "4"),
    ("points grad 3", "D0803", "grad"),
    ("points gradient 3\npoints gradient 4", "D0804", "points"),
    ("deduct D0999 1", "D0805", "D0999"),
    ("requires gradient step \"p[j] -\"", "D0806", "p[j] -"),
    ("requires gradient step \"q[j]\"", "D0806", "q"),
    ("requires gradient step \"p[j]", "D0802", "\"p[j]"),
    ("follow-through some", "D0802", "some"),
    ("jump 0", "D0802", "0"),
    ("visibility never", "D0802", "never"),
    ("round 0", "D0802", "0"),
    ("round 1/2 sideways", "D0802", "sideways"),
    ("round 1\nround 2", "D0804", "round"),
    ("label gradient \"x\"", "D0802", "\"x\""),
    ("label gradient D0999 \"x\"", "D0805", "D0999"),
    ("label gradient difference \"2*\" \"x\"", "D0806", "2*"),
    ("label gradient difference \"\" \"x\"", "D0806", ""),
    ("label gradient D0301", "D0802", ""),
    ("label gradient D0301 \"x\"\nlabel gradient D0301 \"y\"", "D0804", "label"),
  ])
  func rubrics(_ text: String, _ code: String, _ marked: String) {
    let mistakes = Homework.mistakes(Homework.key, "# rubric\n" + text + "\n")
    #expect(mistakes.first?.code == code)
    #expect(mistakes.first.map { marked.contains($0.text) || $0.text.contains(marked) } ?? false, "\(mistakes)")
  }

  @Test(arguments: [
    ("x : R\nclaim a: x = x\nx = x\n", "D0811", "x = x"),
    ("x : R\nclaim a: x = x\nassume x > 0\n", "D0812", "assume x > 0"),
    ("x : R\n", "D0813", ""),
    ("x : R\nclaim a: x = x + 1\n", "D0814", "x + 1"),
    ("x : R\nclaim a: x = w\n", "D0151", "w"),
    ("x : R\nclaim a: x = (x\n", "D0119", "("),
  ])
  func keys(_ text: String, _ code: String, _ marked: String) {
    let mistakes = Homework.mistakes(text, nil)
    #expect(mistakes.first?.code == code)
    #expect(mistakes.first?.text == marked)
  }
}
