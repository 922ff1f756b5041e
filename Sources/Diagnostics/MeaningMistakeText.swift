/// The prose of the mistakes of meaning.
extension MeaningMistake {
  /// One sentence, without capital and full stop.
  public var message: String {
    switch self {
    case .unknownName(let name, _): "the name `\(name)` is not declared"
    case .unknownFunction(let name, _): "there is no function `\(name)`"
    case .redeclared(let name): "`\(name)` is declared twice"
    case .clauseApart(let name): "this line of `\(name)` stands apart from the others"
    case .usedBeforeDeclaration(let name): "`\(name)` is used before the line that declares it"
    case .refersToItself(let name): "the definition of `\(name)` refers to `\(name)` itself"
    case .notASize(let text, _): "`\(text)` is not a size"
    case .notAFunction(let name): "`\(name)` is not a function"
    case .functionWithoutArguments(let name): "`\(name)` is a function and stands here without its argument"
    case .argumentCount(let name, let expected, let found):
      "`\(name)` takes \(expected), found \(found)"
    case .failedName(let name): "`\(name)` has no meaning, because of the mistake where it is introduced"
    case .unknownClaim(let name, _): "no earlier claim has the label `\(name)`"
    case .notAVariable(let text, let operation): "`\(operation)` needs a variable, and `\(text)` is none"
    case .notAnIndex(let name): "`\(name)` is not an index"
    case .unknownType(let text): "`\(text)` is not a type"
    case .lateSource(let name, let target): "`\(target)` is computed from `\(name)`, so `\(name)` cannot depend on it"
    case .unlinked(let name, let target, _):
      "`\(name)` is declared, not computed from `\(target)`: all its derivatives would be 0"
    case .foreignDerivative(let text, _): "`\(text)` is not read as a derivative"
    case .sizeAsVariable(let name, let use): "`\(name)` is a size and cannot be \(use)"
    case .notADefinition(let name): "`\(name)` is not a declared quantity"
    case .misplaced(let found, let expected): "\(found) cannot stand here, expected \(expected)"
    case .unknownDistribution(let text): "`\(text)` is not a distribution"
    case .hides(let name, let kind): "the index `\(name)` hides the \(kind) of the same name"
    case .likelyName(let name, let nearest): "`\(name)` is read as an index; did you mean `\(nearest)`?"
    case .constantIn(let text, let target): "`\(text)` does not go through `\(target)`, so the derivative is 0"
    default: shapeMessage
    }
  }

  private var shapeMessage: String {
    switch self {
    case .unequalShapes("cases", let left, let right): "the arms of `cases` have the shapes \(left) and \(right)"
    case .unequalShapes(let operation, let left, let right):
      "the two sides of `\(operation)` have the shapes \(left) and \(right)"
    case .scalarAndTensor(let operation, let shape): "`\(operation)` stands between a number and \(shape)"
    case .rangeClash(let index, let first, let second):
      "`\(index)` runs over \(first) in one place and over \(second) in another"
    case .comparedRanges(let index, let first, let other, let second):
      "`\(index)` runs over \(first) and `\(other)` over \(second), so they cannot be compared"
    case .unknownRange(let index, _): "no slot tells the range of `\(index)`"
    case .indexOnOneSide(let index, let other):
      "the index `\(index)` is free on this side only, and `\(other)` on the other one only"
    case .productShapes(let left, let right, _): "the shapes \(left) and \(right) cannot be multiplied"
    case .notSquare(let operation, let shape): "`\(operation)` needs a square matrix, found \(shape)"
    case .expectedNumber(let place, let shape): "expected a number \(place), found \(shape)"
    case .tooManyIndices(let text, _, expected: 0): "`\(text)` is a number and has no entries"
    case .tooManyIndices(let text, let found, let expected):
      "`\(text)` has \(count(expected, "slot")), found \(count(found, "index", "indices"))"
    case .indexOutside(let value, let range, let places):
      "the index \(value) is outside \(range)" + (places.isEmpty ? "" : " at " + places.joined(separator: ", "))
    case .escapedIndex(let index): "the index `\(index)` is used outside the brackets that bind it"
    case .freeIndexInDefinition(let index, let name): "the index `\(index)` is free in the definition of `\(name)`"
    case .freeIndexInFunction(let index, let name): "the index `\(index)` is free in the right side of `\(name)`"
    case .hidesSize(let name, let range): "the index `\(name)` runs over \(range) and hides the size `\(name)`"
    case .unknownSize(let name): "nothing tells the size of `\(name)`"
    case .expectedStatement(let text): "expected a statement, and `\(text)` is a term"
    case .expectedTerm(let text): "expected a term, and `\(text)` is a statement"
    case .vectorTarget(let text, let shape, let operation):
      "`\(operation)` needs a number as variable, and `\(text)` is \(shape)"
    case .gradientOfTensor(let operation, let shape): "`\(operation)` needs a number to differentiate, found \(shape)"
    case .tensorPower(let operation, let shape): "`\(operation)` does not apply to \(shape)"
    default: statementMessage
    }
  }

  private var statementMessage: String {
    switch self {
    case .chainBeforeConnective: "a chain of several links cannot be the hypothesis of a connective"
    case .misplacedSet: "`set` stands only in the last link before a connective"
    case .roundedNumber: "the right side of `~=` is a number written with its decimals"
    case .bareTerm: "this line claims nothing, since it has no relation"
    case .nothingToContinue: "there is no term above that this line could continue"
    case .argumentShape(let name, let expected, let found):
      "`\(name)` is declared for an argument in \(expected), found \(found)"
    case .expectedVector(let name, let shape): "`\(name)` needs a vector, found \(shape)"
    case .emptyRange(let text): "the range \(text) is empty"
    case .divisionByTensor(let shape): "`/` divides by numbers only, found \(shape)"
    case .unboundedRecursion(let index): "no family on the right tells how far `\(index)` runs"
    case .mixedClauses(let name): "the lines that define `\(name)` have different numbers of slots"
    case .expectedCovariance(let shape): "a random variable in \(shape) needs a matrix of covariances, found a number"
    case .unequalRows: "the rows of a matrix have different lengths"
    case .tooDeep(let what, let limit): "more than \(limit) \(what) stand inside one another"
    case .notSupported(let what): "\(what) is not supported yet"
    case .tooLarge(let what): "\(what) becomes too large when written out"
    default: ""
    }
  }

  private func count(_ number: Int, _ one: String, _ many: String? = nil) -> String {
    number == 1 ? "1 \(one)" : "\(number) \(many ?? one + "s")"
  }

  /// What to do about it, where that is known.
  public var hint: String? {
    switch self {
    case .unknownName("E", _): "an expectation is written E(x), for a random x"
    case .unknownName(_, let hint), .unlinked(_, _, let hint): hint
    case .unknownFunction("P", _): "declare the joint distribution: P : prob(x, y)"
    case .unknownFunction(_, let hint): hint
    case .foreignDerivative(_, let meant): "write \(meant)"
    case .redeclared: "give the second one another name"
    case .clauseApart(let name): "put the lines that define `\(name)` together, with no other between them"
    case .usedBeforeDeclaration(let name): "move the line that declares `\(name)` up"
    case .refersToItself(let name): "a recursion needs an index: \(name)[0] := …; \(name)[t] := … \(name)[t-1] …"
    case .notASize(let text, let isDeclared): isDeclared ? nil : "declare it: dim \(text)"
    case .notAFunction(let name): "write \(name)*(…) for a product, \(name)[…] for an entry"
    case .functionWithoutArguments(let name): "write \(name)(t)"
    case .unknownClaim(_, let nearest): nearest.map { "did you mean `\($0)`?" }
    case .notAVariable(let text, let operation) where text.first?.isNumber ?? false:
      "write \(operation)(f, v) with a declared or defined v"
    case .notAVariable(_, let operation): "define it, v := …, and write \(operation)(f, v)"
    case .notAnIndex(let name): "declare it, \(name) : 1..K, or use a name that is not declared"
    case .unknownType:
      "types are R, R^n, R^(n,d), positive, nonneg, nonzero, int, (0,1), {0,1}, 1..K, simplex(K), spd(d), …"
    case .unknownDistribution:
      "distributions are iid(mean = m, var = v), normal(m, v), bernoulli(p), categorical(p)"
    case .hides, .likelyName, .constantIn, .failedName: nil
    default: shapeHint
    }
  }

  private var shapeHint: String? {
    switch self {
    case .unequalShapes(let operation, let left, let right):
      isTransposed(left, right) ? "transpose one side: `'`" : operation == "=" ? "compare entries: …[i] = …[i]" : nil
    case .scalarAndTensor(let operation, let shape):
      operation == "=" || operation == "!="
        ? "literal 0 fits every shape; write c*ones for other numbers, and v[i] for one entry of a vector"
        : shape.utf8.contains(UInt8(ascii: "("))
          ? "write a*I or a*ones for the number a" : "write a*ones for the number a"
    case .indexOutside(let text, _, let places):
      places.isEmpty ? nil : "leave the end out, or guard it: cases(…: …[\(text)], else: 0)"
    case .comparedRanges(let index, _, let other, _):
      "exchange one of the two; where the ranges differ on purpose, compare \(index) - \(other) with 0"
    case .rangeClash: "an index runs over one range: rename one of the two, or exchange slots"
    case .unknownRange(let index, let size): "write the range: \(index) in 1..\(size)"
    case .indexOnOneSide(let index, let other):
      "rename one, or head the claim with `for all \(other), \(index):` if they are meant to be independent"
    case .productShapes(let left, let right, let repair):
      if let repair {
        "write \(repair)"
      } else if left == right {
        "write x'*y for the dot product, x*y' for the outer one, x .* y entry by entry"
      } else {
        nil
      }
    case .escapedIndex(let index): "close the brackets behind the last `\(index)`, or rename one of the two"
    case .freeIndexInDefinition(let index, let name): "write \(name)[\(index)] := …"
    case .freeIndexInFunction(let index, _): "sum over `\(index)`, or make it an argument"
    case .hidesSize(let name, let range): "rename the index, or write \(name) in \(range)"
    case .unknownSize(let name): "write \(name)(n)"
    case .vectorTarget(_, _, operation: "local"):
      "an edge leads from one entry to another: local(y[j], x[i])"
    case .vectorTarget: "write grad(f, x) or jac(f, x), or diff(f, x[i]) for one entry"
    case .gradientOfTensor: "write jac(f, x)"
    case .tensorPower(let operation, _):
      operation == "^" ? "write .^ for powers of the entries, norm(x)^2 for x'*x" : nil
    case .chainBeforeConnective: "write A = B set = 0 => …, or end the chain and begin a new line"
    case .bareTerm: "write term = term"
    case .roundedNumber: "write S(10) ~= 1.00"
    case .expectedCovariance: "write s^2*I for equal variances"
    case .divisionByTensor: "write ./ entry by entry, inv(A)*b for a matrix"
    case .expectedTerm: "write ind(…) for the number 1 or 0"
    default: nil
    }
  }

  /// A row against a column, a matrix against its transpose.
  private func isTransposed(_ left: String, _ right: String) -> Bool {
    if left.hasPrefix("a row") != right.hasPrefix("a row") { return true }
    guard left.hasPrefix("R^("), right.hasPrefix("R^(") else { return false }
    let own = left.dropFirst(3).dropLast().split(separator: ",")
    return own.count == 2 && own.reversed().elementsEqual(right.dropFirst(3).dropLast().split(separator: ","))
  }
}
