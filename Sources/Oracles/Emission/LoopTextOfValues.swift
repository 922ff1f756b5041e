import Evaluation
import Expressions
import Numbers

/// Values: sums, products, powers, calls and choices.
extension LoopText: FractionText {
  /// The text of a term; parts that are too long, or have names, come first as `declare` writes them.
  mutating func text(of root: Term, declare: (String, String, Bool) -> Void) throws(EmissionError) -> Fragment {
    for term in terms.reachable(from: [root]) where fragments[known: term] == nil {
      let fragment = try fragment(term)
      fragments[known: term] = fragment
      let isName = locals.named.contains(term)
      if isName || fragment.text.utf8.count > language.longest {
        let name = identifiers.identifier(for: isTruth(term) ? "is" : "t")
        declare(name, fragment.text, isTruth(term))
        fragments[known: term] = Fragment(name)
      }
    }
    return try fragments.text(of: root)
  }

  /// A statement that is kept as a number holds if that is not 0.
  func condition(_ fragment: Fragment, _ term: Term) -> Fragment {
    isTruth(term)
      ? fragment : Fragment(fragment.text(within: .sum) + " != " + language.literal(.zero).text, .comparison)
  }

  func isTruth(_ term: Term) -> Bool {
    switch terms[term].operation {
    case .comparison, .and, .or, .not, .truth: true
    default: false
    }
  }

  func operand(_ term: Term) throws(EmissionError) -> Fragment { try fragments.text(of: term) }

  /// A statement among numbers is 1 or 0, as it is in C.
  func number(_ term: Term) throws(EmissionError) -> Fragment {
    let own = try operand(term)
    guard !language.isC, isTruth(term) else { return own }
    return Fragment(
      own.text(within: .or) + " ? " + language.literal(.one).text + " : " + language.literal(.zero).text, .choice)
  }

  mutating func fragment(_ term: Term) throws(EmissionError) -> Fragment {
    let node = terms[term]
    switch node.operation {
    case .number(let value): return language.literal(value)
    case .constant(.pi): return language.literal(of: "3.14159265358979323846")
    case .constant(.e): return language.literal(of: "2.71828182845904523536")
    case .constant(.infinity): return Fragment(language.infinity(isNegative: false))
    case .size, .variable:
      let value = try integer(term)
      return Fragment(language.converted(value.text, isWord: value.binding == .atom), language.isC ? .prefix : .atom)
    case .load(let array): return try load(array, node.operands)
    case .sum: return try sum(node.operands)
    case .product: return try product(node.operands)
    case .power(let exponent): return power(try number(node.operands[0]), exponent)
    case .generalPower: return Fragment(language.call("pow", try numbers(node.operands)))
    case .function(let function): return try call(function, node.operands)
    case .logOnePlus: return Fragment(language.call("log1p", try numbers(node.operands)))
    case .expMinusOne: return Fragment(language.call("expm1", try numbers(node.operands)))
    case .cases: return try cases(node.operands)
    case .comparison(let comparison): return try compare(comparison, node.operands)
    case .and: return try joined(node.operands, " && ", .and)
    case .or: return try joined(node.operands, " || ", .or)
    case .not:
      return Fragment("!" + (try condition(node.operands[0])).text(within: .prefix), .prefix)
    case .truth(let value): return Fragment(language.isC ? (value ? "1" : "0") : "\(value)")
    case .undefined: return Fragment(language.notANumber)
    }
  }

  func joined(_ parts: [Term], _ separator: String, _ binding: Fragment.Binding) throws(EmissionError) -> Fragment {
    let words = try parts.map { (part) throws(EmissionError) in try condition(part).text(within: .comparison) }
    return Fragment(words.joined(separator: separator), binding)
  }

  private func condition(_ term: Term) throws(EmissionError) -> Fragment { condition(try operand(term), term) }

  private func numbers(_ terms: [Term]) throws(EmissionError) -> [String] {
    try terms.map { (term) throws(EmissionError) in try number(term).text }
  }

  func base(_ term: Term) throws(EmissionError) -> Fragment { try number(term) }
  func literal(_ value: Rational) -> Fragment { language.literal(value) }
  func stands(_ term: Term) -> Bool { locals.named.contains(term) || fragments[known: term]?.binding == .atom }

  func power(_ base: Fragment, _ exponent: Rational) -> Fragment {
    if exponent.signum < 0 {
      let below = power(base, -exponent).text(within: .prefix)
      return Fragment(language.literal(.one).text + " / " + below, .product)
    }
    if exponent == .one { return base }
    if exponent == Rational(1, 2) { return Fragment(language.call("sqrt", [base.text])) }
    if Locals.isRepeated(exponent), let doubled = (Rational(2) * exponent).asInt {
      var factors = Array(repeating: base.text(within: .prefix), count: doubled / 2)
      if doubled % 2 == 1 { factors.append(language.call("sqrt", [base.text])) }
      return Fragment(factors.joined(separator: " * "), .product)
    }
    return Fragment(language.call("pow", [base.text, language.literal(exponent).text]))
  }

  mutating func call(_ function: ElementaryFunction, _ arguments: [Term]) throws(EmissionError) -> Fragment {
    let texts = try numbers(arguments)
    if function == .maximum || function == .minimum {
      let name = language.isC ? (function == .maximum ? "fmax" : "fmin") : (function == .maximum ? "max" : "min")
      return Fragment(texts.dropFirst().reduce(texts[0]) { language.call(name, [$0, $1]) })
    }
    guard let (name, isOwn) = language.name(of: function), texts.count == 1 else {
      throw EmissionError(function, unknownTo: language.isC ? "C" : "Swift")
    }
    if isOwn { ownFunctions.insert(name) }
    if isOwn || function == .abs && !language.isC { return Fragment(name + "(" + texts[0] + ")") }
    return Fragment(language.call(name, texts))
  }

  func cases(_ parts: [Term]) throws(EmissionError) -> Fragment {
    var text = ""
    for k in stride(from: 0, to: parts.count - 1, by: 2) {
      let (test, value) = (try condition(parts[k]), try number(parts[k + 1]))
      text += test.text(within: .or) + " ? " + value.text(within: .or) + " : "
    }
    return Fragment(text + (try number(parts[parts.count - 1])).text(within: .or), .choice)
  }

  func compare(_ comparison: Comparison, _ sides: [Term]) throws(EmissionError) -> Fragment {
    let sign = [" == ", " != ", " < ", " <= "][Int(comparison.rawValue)]
    if terms.isInteger(sides[0]) && terms.isInteger(sides[1]) {
      var (left, right) = (program.affine(sides[0]), program.affine(sides[1]))
      right.constant -= left.constant
      left.constant = 0
      let shift = offset(of: left)
      left.constant -= shift
      right.constant -= shift
      if left.parts.isEmpty {
        // `1 <= m` rather than `0 <= m - 1`.
        let excess = right.constant + offset(of: right)
        left.constant -= excess
        right.constant -= excess
      }
      return Fragment(try text(left).text(within: .sum) + sign + text(right).text(within: .sum), .comparison)
    }
    return Fragment(try number(sides[0]).text(within: .sum) + sign + number(sides[1]).text(within: .sum), .comparison)
  }

  /// What the loops that count from 0 add to an integer.
  private func offset(of affine: Affine) -> Int {
    affine.parts.reduce(0) { sum, part in
      sum + (terms.variable(part.term).map { offset(of: $0) * part.count } ?? 0)
    }
  }
}
