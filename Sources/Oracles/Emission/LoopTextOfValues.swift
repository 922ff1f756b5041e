import Evaluation
import Expressions
import Numbers

/// Values: sums, products, powers, calls and choices.
extension LoopText: FractionText {
  /// The text of a term; parts that are too long, or have names, come first as `declare` writes them.
  mutating func text(of root: Term, declare: (String, String, Bool) -> Void) throws(EmissionError) -> Fragment {
    for term in terms.reachable(from: [root]) where fragments[term] == nil {
      let fragment = try fragment(term)
      fragments[term] = fragment
      let isName = locals.named.contains(term)
      if isName || fragment.text.utf8.count > language.longest {
        let name = identifiers.identifier(for: isTruth(term) ? "is" : "t")
        declare(name, fragment.text, isTruth(term))
        fragments[term] = Fragment(name)
      }
    }
    return fragments[root] ?? Fragment("0")
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

  func operand(_ term: Term) -> Fragment { fragments[term] ?? Fragment("?") }

  /// A statement among numbers is 1 or 0, as it is in C.
  func number(_ term: Term) -> Fragment {
    let own = operand(term)
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
      let value = integer(term)
      return Fragment(language.converted(value.text, isWord: value.binding == .atom), language.isC ? .prefix : .atom)
    case .load(let array): return load(array, node.operands)
    case .sum: return sum(node.operands)
    case .product: return product(node.operands)
    case .power(let exponent): return power(number(node.operands[0]), exponent)
    case .generalPower: return Fragment(language.call("pow", node.operands.map { number($0).text }))
    case .function(let function): return try call(function, node.operands)
    case .logOnePlus: return Fragment(language.call("log1p", [number(node.operands[0]).text]))
    case .expMinusOne: return Fragment(language.call("expm1", [number(node.operands[0]).text]))
    case .cases: return cases(node.operands)
    case .comparison(let comparison): return compare(comparison, node.operands)
    case .and: return joined(node.operands, " && ", .and)
    case .or: return joined(node.operands, " || ", .or)
    case .not:
      return Fragment("!" + condition(operand(node.operands[0]), node.operands[0]).text(within: .prefix), .prefix)
    case .truth(let value): return Fragment(language.isC ? (value ? "1" : "0") : "\(value)")
    case .undefined: return Fragment(language.notANumber)
    }
  }

  func joined(_ parts: [Term], _ separator: String, _ binding: Fragment.Binding) -> Fragment {
    return Fragment(
      parts.map { condition(operand($0), $0).text(within: .comparison) }.joined(separator: separator), binding)
  }

  func base(_ term: Term) -> Fragment { number(term) }
  func literal(_ value: Rational) -> Fragment { language.literal(value) }
  func stands(_ term: Term) -> Bool { locals.named.contains(term) || fragments[term]?.binding == .atom }

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
    let texts = arguments.map { number($0).text }
    if function == .maximum || function == .minimum {
      let name = language.isC ? (function == .maximum ? "fmax" : "fmin") : (function == .maximum ? "max" : "min")
      return Fragment(texts.dropFirst().reduce(texts[0]) { language.call(name, [$0, $1]) })
    }
    guard let (name, isOwn) = language.name(of: function), texts.count == 1 else {
      throw EmissionError(
        reason: "the function `\(function.name)`, which \(language.isC ? "C" : "Swift") does not have")
    }
    if isOwn { ownFunctions.insert(name) }
    if isOwn || function == .abs && !language.isC { return Fragment(name + "(" + texts[0] + ")") }
    return Fragment(language.call(name, texts))
  }

  func cases(_ parts: [Term]) -> Fragment {
    var text = ""
    for k in stride(from: 0, to: parts.count - 1, by: 2) {
      text +=
        condition(operand(parts[k]), parts[k]).text(within: .or) + " ? " + number(parts[k + 1]).text(within: .or)
        + " : "
    }
    return Fragment(text + number(parts[parts.count - 1]).text(within: .or), .choice)
  }

  func compare(_ comparison: Comparison, _ sides: [Term]) -> Fragment {
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
      return Fragment(text(left).text(within: .sum) + sign + text(right).text(within: .sum), .comparison)
    }
    return Fragment(number(sides[0]).text(within: .sum) + sign + number(sides[1]).text(within: .sum), .comparison)
  }

  /// What the loops that count from 0 add to an integer.
  private func offset(of affine: Affine) -> Int {
    affine.parts.reduce(0) { sum, part in
      sum + (terms.variable(part.term).map { offset(of: $0) * part.count } ?? 0)
    }
  }
}
