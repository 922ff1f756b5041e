/// The prose of the mistakes of notation.
extension SyntaxMistake {
  /// One sentence, without capital and full stop.
  public var message: String {
    switch self {
    case .notText(let byte): "this is not a text file: it holds the byte \(hexadecimal(UInt32(byte), digits: 2))"
    case .tooLong: "the file is longer than 256 MB"
    case .invalidUTF8(let byte): "the byte \(hexadecimal(UInt32(byte), digits: 2)) is not UTF-8"
    case .unreadableCharacter(let scalar): "\(name(of: scalar)) has no meaning here"
    case .foreignOperator(let found, let meant): "`\(found)` is not an operator here, expected `\(meant)`"
    case .bars(let doubled): "`\(doubled ? "||" : "|")` is not a bracket"
    case .factorialSign: "`!` is not an operator"
    case .plusMinus: "`±` stands for two values, a claim is about one"
    case .percentSign: "`%` is not an operator"
    case .numberTooLarge(let number): "the number `\(number)` is too large to be kept exactly"
    case .missingProduct(let left, let right): "expected an operator between `\(left)` and `\(right)`: missing `*`"
    case .ambiguousProduct(let left, let operation, let number, let name):
      "`\(left)\(operation)\(number)\(name)` can be read in two ways"
    case .blankBeforeBracket(let name, let bracket): "a blank stands between `\(name)` and its `\(bracket)`"
    case .symbolWithoutBrackets(let symbol, _): "expected `(` right after `\(symbol)`"
    case .partialDerivative: "`∂` is read only as in `∂f/∂x`"
    case .expectedTerm(let after, let found):
      if let after { "expected a term after \(after), found \(found)" } else { "expected a term, found \(found)" }
    case .unexpected(let found, let expected): "expected \(expected), found \(found)"
    case .expectedName(let after): "expected a name after \(after)"
    case .unclosed(let bracket): "the bracket `\(bracket)` is never closed"
    case .unopened(let bracket): "\(bracket) closes no bracket"
    default: laterMessage
    }
  }

  private var laterMessage: String {
    switch self {
    case .mismatched(let opened, let closed): "`\(closed)` cannot close the bracket `\(opened)`"
    case .emptyBrackets(let brackets): "expected a term inside `\(brackets)`"
    case .strayComma: "`,` separates nothing in these brackets"
    case .strayColon: "`:` has no meaning here"
    case .commaBeforeClause(let word): "no comma stands before `\(word)`"
    case .setOutsideType: "a set `{…}` stands only after `in` or `:`"
    case .intervalEnds(let count): "an interval has two ends, found \(count)"
    case .statementInTerm(let word): "`\(word)` begins a statement, but here a term is expected"
    case .relationInDefinition: "one term is expected here, found a relation or a statement"
    case .definitionTarget(let left, let sign):
      "`\(left)` cannot stand left of `\(sign)`: expected a name, `x[i]` or `f(t)`"
    case .declarationTarget(let left): "`\(left)` cannot be declared: expected a name or `x[N]`"
    case .foreignWord(let word, let name, _): "a declaration begins with what it declares: `\(name)`, not `\(word)`"
    case .leadingRelation(let relation): "expected a term before \(relation)"
    case .setBeforeConnective: "`set` stands before a relation, not before a connective"
    case .upTo: "expected `up to const in w` or `up to factor in w`"
    case .emptyBlock(let header): "expected a statement after the `:` of this \(header)"
    case .deeperLine: "this line is deeper than the block on one line above it, to which it does not belong"
    case .nestedTooDeep(let limit): "more than \(limit) blocks stand inside one another"
    default: ""
    }
  }

  /// What to do about it, where that is known.
  public var hint: String? {
    switch self {
    case .notText: "save it as plain text in UTF-8"
    case .invalidUTF8: "save the file in UTF-8"
    case .unexpected(_, "a clause or `:`"), .expectedName(after: "`claim`"):
      "a claim has a name of its own: claim NAME: …; a line by itself needs no `claim`"
    case .unreadableCharacter(let scalar): hint(for: scalar)
    case .foreignOperator(_, let meant): "write `\(meant)`"
    case .bars(let doubled):
      doubled ? "write norm(x)" : "write abs(x) for a number, norm(x) for a vector, det(A) for a matrix"
    case .factorialSign(let operand): "write factorial(\(operand))"
    case .plusMinus: "write two claims, one with `+` and one with `-`"
    case .percentSign: "write /100"
    case .missingProduct("if", _): "write cases(condition: value, else: value)"
    case .missingProduct(_, "if"), .missingProduct(_, "when"), .missingProduct(_, "where"):
      "a condition follows `given`: … given x > 0"
    case .missingProduct(let left, let right): hint(forProductOf: left, right)
    case .ambiguousProduct(let left, let operation, let number, let name):
      "write \(left)\(operation)\(number)*\(name) or \(left)\(operation)(\(number)*\(name))"
    case .blankBeforeBracket(let name, let bracket):
      "write \(name)\(bracket)…\(bracket == "[" ? "]" : ")") without the blank, or \(name)*\(bracket)…\(bracket == "[" ? "]" : ")") for a product"
    case .symbolWithoutBrackets(_, let name): name == "grad" ? "write grad(f, x)" : "write \(name)(i, …)"
    case .partialDerivative: "write diff(f, x), or diff(f, x, y) for a second derivative"
    case .strayComma: "a vector is [a, b]; an interval (a, b) stands only after `in` or `:`"
    case .commaBeforeClause(let word): "clauses follow each other without commas: … \(word) …"
    case .strayColon: "cases are written cases(condition: value, else: value)"
    case .setOutsideType: "group terms with ( ), write an index as x[i]"
    case .intervalEnds: "a finite set is {1, 2, 3}"
    case .statementInTerm(let word) where ["claim", "dim", "assume", "upstream", "case"].contains(word):
      "begin a new line with `\(word)`"
    case .foreignWord(let word, let name, let defines):
      defines ? "leave out `\(word)`, and define by `:=`: \(name) := …" : "leave out `\(word)`"
    case .relationInDefinition: "use `=` instead of `:=` for a claim"
    case .leadingRelation: "only the lines of a case, and the line after one, may begin with their relation"
    case .setBeforeConnective: "write … set = 0 => …"
    case .deeperLine: "put the first statement of the block on a line of its own, too"
    default: nil
    }
  }

  /// `log x` and `sin^2(x)` are meant as functions.
  private func hint(forProductOf left: String, _ right: String) -> String {
    let product = "write \(left)*\(right)"
    if right == "(…)", let power = left.firstIndex(of: "^") {
      return "write \(left[..<power])(…)\(left[power...]) for a power of the function, \(left)*(…) for a product"
    }
    let isWord = left.count > 1 && left.allSatisfy { $0.isLetter } && right.first?.isLetter ?? false
    return isWord ? product + ", or \(left)(\(right)) if it is a function" : product
  }

  private func hint(for scalar: UInt32) -> String? {
    switch scalar {
    case 0x26: "write `and`"
    case 0x21: "write `not`"
    case 0x22: "words of explanation follow `by` or `#`"
    case 0x24, 0x5C: "formulas are not TeX here: write frac as /, indices as x[i]"
    case 0x2026: "a range is written 1..K"
    case 0xBC...0xBE: "write a quotient such as 1/2"
    case 0x207F, 0x2071, 0x1D43...0x1D61: "write a power with `^`"
    case 0x2090...0x209C, 0x1D62...0x1D6A, 0x2C7C: "write an index in brackets: x[i]"
    case 0x201C...0x201E: "words of explanation follow `by` or `#`"
    default: nil
    }
  }

  /// `` `§` (U+00A7) ``
  private func name(of scalar: UInt32) -> String {
    let code = "U+" + hexadecimalDigits(scalar, atLeast: 4)
    guard scalar > 0x20 && scalar != 0x7F, let value = Unicode.Scalar(scalar) else { return "the character \(code)" }
    return "`\(Character(value))` (\(code))"
  }

  private func hexadecimal(_ value: UInt32, digits: Int) -> String { "0x" + hexadecimalDigits(value, atLeast: digits) }

  private func hexadecimalDigits(_ value: UInt32, atLeast count: Int) -> String {
    let digits = String(value, radix: 16, uppercase: true)
    return String(repeating: "0", count: max(0, count - digits.utf8.count)) + digits
  }
}
