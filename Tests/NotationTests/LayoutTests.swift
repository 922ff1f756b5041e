import Diagnostics
import Testing

@testable import Notation

/// The blanks of a file.
@Suite struct LayoutTests {
  private func formatted(_ text: String, name: String = "a.expr") throws -> String {
    String(decoding: try Layout.formatted(SourceText(name: name, text: text)), as: UTF8.self)
  }

  @Test(arguments: [
    ("x:R^n\n", "x : R^n\n"), ("x ,y[ N ]:R\n", "x, y[N] : R\n"), ("claim a :x=1\n", "claim a: x = 1\n"),
    ("s:=sum( i , x[i]^ 2 )\n", "s := sum(i, x[i]^2)\n"), ("s := x[i+1]  -  1 / 2\n", "s := x[i+1] - 1 / 2\n"),
    ("a : R;b : R;   c : R\n", "a : R; b : R;  c : R\n"),
    ("a := cases( x>0 :1,else:2 )\n", "a := cases(x > 0: 1, else: 2)\n"),
    ("x = 1   \n\n\n\ny = 2", "x = 1\n\ny = 2\n"), ("\n\nx = 1\n\n", "x = 1\n"), ("x = 1 # one\n", "x = 1  # one\n"),
    ("A' * x = y\n", "A' * x = y\n"), ("claim a:\n\tx = 1\n\t  = 2\n", "claim a:\n        x = 1\n          = 2\n"),
    ("x = y   by   any   words \u{2026}  \n", "x = y by   any   words \u{2026}\n"),
    ("x = 1\r\ny = 2\r\n", "x = 1\ny = 2\n"),
    ("", ""), ("# only\n", "# only\n"),
  ]) func blanks(_ text: String, _ expected: String) throws {
    #expect(try formatted(text) == expected)
    #expect(try formatted(expected) == expected)
  }

  /// What stands below each other stays so, as far as lines follow each other.
  @Test func columns() throws {
    let text = "abc   :=   1   # one\nd     :=   22  # two\n\ne   := 3   # alone\n"
    let expected = "abc := 1   # one\nd   := 22  # two\n\ne := 3  # alone\n"
    #expect(try formatted(text) == expected)
    #expect(try formatted(expected) == expected)
  }

  @Test func markdown() throws {
    let text = "# Title  \n\n\n\n    x   =  1\n```derive\nx=1\n\n\ny  =  2\n```\n\n  end  \n"
    let expected = "# Title  \n\n\n\n    x   =  1\n```derive\nx = 1\n\ny = 2\n```\n\n  end  \n"
    #expect(try formatted(text, name: "a.md") == expected)
  }

  @Test func mistakesAreLeft() {
    #expect(throws: Layout.Failure.self) { try formatted("claim a: (x = 1\n") }
    #expect(throws: Layout.Failure.self) { try formatted("\0") }
  }
}
