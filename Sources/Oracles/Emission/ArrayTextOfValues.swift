import Evaluation
import Expressions
import Numbers

/// Values: sums, products, powers, calls and choices over whole arrays.
extension ArrayText: FractionText {
  func isTruth(_ term: Term) -> Bool {
    switch terms[term].operation {
    case .comparison, .and, .or, .not, .truth: true
    default: false
    }
  }

  /// The expression of a term, after the assignments that it needs.
  mutating func text(of root: Term, named: Set<Term>, declare: (String, String) -> Void) throws(EmissionError)
    -> Fragment
  {
    for term in values(below: root) where fragments[term] == nil {
      let fragment = try fragment(term)
      fragments[term] = fragment
      if named.contains(term) || fragment.text.utf8.count > language.longest {
        let name = newName(like: "t")
        declare(name, fragment.text)
        declared.insert(term)
        fragments[term] = Fragment(name)
      }
    }
    return fragments[root] ?? Fragment("0")
  }

  /// The terms below a root, ascending, but for the indices of whole arrays.
  func values(below root: Term) -> [Term] {
    var seen = Set<Term>()
    var pending = [root]
    while let term = pending.popLast() {
      guard seen.insert(term).inserted else { continue }
      if let (array, indices) = terms.load(term), plainAxes(array, indices) != nil { continue }
      if terms.isInteger(term) { continue }
      pending += terms[term].operands
    }
    return seen.sorted()
  }

  func operand(_ term: Term) -> Fragment { fragments[term] ?? Fragment("?") }

  /// A statement counts 1 or 0.
  func number(_ term: Term) -> Fragment {
    isTruth(term) ? Fragment("1.0 * " + operand(term).text(within: .prefix), .product) : operand(term)
  }

  /// A tensor also where Python has a plain number.
  func tensor(_ term: Term) -> Fragment {
    let value = number(term)
    return hasLoad(term) || !language.isTorch ? value : Fragment("torch.as_tensor(\(value.text))")
  }

  mutating func fragment(_ term: Term) throws(EmissionError) -> Fragment {
    if let known = fragments[term] { return known }
    if terms.isInteger(term), terms.number(term) == nil { return try integer(term) }
    let node = terms[term]
    switch node.operation {
    case .number(let value): return language.literal(value)
    case .constant(let constant):
      return Fragment("\(language.module)." + ["pi", "e", "inf"][Int(constant.rawValue)])
    case .size, .variable: return try integer(term)
    case .load(let array): return try load(array, node.operands)
    case .sum: return sum(node.operands)
    case .product: return product(node.operands)
    case .power(let exponent): return power(tensor(node.operands[0]), exponent)
    case .generalPower:
      return Fragment(language.call(language.isTorch ? "pow" : "power", node.operands.map { number($0).text }))
    case .function(let function): return try call(function, node.operands)
    case .logOnePlus: return Fragment(language.call("log1p", [number(node.operands[0]).text]))
    case .expMinusOne: return Fragment(language.call("expm1", [number(node.operands[0]).text]))
    case .cases: return cases(node.operands)
    case .comparison(let comparison):
      let sign = [" == ", " != ", " < ", " <= "][Int(comparison.rawValue)]
      let sides = node.operands.map { number($0).text(within: .sum) }
      return Fragment(sides.joined(separator: sign), .comparison)
    case .and, .or:
      let name = node.operation == .and ? "logical_and" : "logical_or"
      return Fragment(
        node.operands.dropFirst().reduce(operand(node.operands[0]).text) {
          language.call(name, [$0, operand($1).text])
        })
    case .not: return Fragment(language.call("logical_not", [operand(node.operands[0]).text]))
    case .truth(let value): return Fragment(value ? "True" : "False")
    case .undefined: return Fragment("\(language.module).nan")
    }
  }

  func base(_ term: Term) -> Fragment { tensor(term) }
  func literal(_ value: Rational) -> Fragment { language.literal(value) }
  func stands(_ term: Term) -> Bool { declared.contains(term) }

  func hasLoad(_ term: Term) -> Bool { terms.reachable(from: [term]).contains { terms.load($0) != nil } }

  func quotient(_ above: String, _ below: String, _ binding: Fragment.Binding, of factors: [Term]) -> Fragment {
    factors.contains { hasLoad($0) } ? Fragment(above + " / " + below, binding) : fraction(above, below, binding)
  }

  /// Of plain numbers: division by 0 is no error.
  func fraction(_ above: String, _ below: String, _ binding: Fragment.Binding) -> Fragment {
    if below.allSatisfy({ $0.isNumber }) { return Fragment(above + " / " + below, binding) }
    return language.isTorch
      ? Fragment("torch.tensor(1.0) * (\(above)) / \(below)", .product) : Fragment("np.divide(\(above), \(below))")
  }

  func power(_ base: Fragment, _ exponent: Rational) -> Fragment {
    if exponent.signum < 0 { return fractionOfOne(power(base, -exponent)) }
    if exponent == .one { return base }
    if exponent == Rational(1, 2) {
      return Fragment(language.call("sqrt", [base.text]))
    }
    if exponent.isInteger { return Fragment(base.text(within: .atom) + " ** \(exponent)", .product) }
    let value = language.literal(exponent).text
    return Fragment(language.call(language.isTorch ? "pow" : "power", [base.text, value]))
  }

  func fractionOfOne(_ below: Fragment) -> Fragment {
    let isPlain = sizeNames.values.contains(below.text)
    return isPlain ? fraction("1", below.text, .product) : Fragment("1 / " + below.text(within: .prefix), .product)
  }

  mutating func call(_ function: ElementaryFunction, _ arguments: [Term]) throws(EmissionError) -> Fragment {
    var texts = arguments.map { number($0).text }
    if language.isTorch {
      texts = zip(arguments, texts).map { hasLoad($0) ? $1 : "torch.as_tensor(\($1))" }
    }
    if function == .maximum || function == .minimum {
      let name = function == .maximum ? "maximum" : "minimum"
      return Fragment(texts.dropFirst().reduce(texts[0]) { language.call(name, [$0, $1]) })
    }
    guard let (name, isOwn) = language.name(of: function), texts.count == 1 else {
      throw EmissionError(
        reason: "the function `\(function.name)`, which \(language.isTorch ? "PyTorch" : "NumPy") does not have")
    }
    if isOwn { ownFunctions.insert(name) }
    return Fragment(isOwn ? "\(name)(\(texts[0]))" : language.call(name, texts))
  }

  mutating func cases(_ parts: [Term]) -> Fragment {
    choosesEntries = true
    var text = number(parts[parts.count - 1]).text
    if language.isTorch { ownFunctions.insert("_where") }
    for k in stride(from: parts.count - 3, through: 0, by: -2) {
      text =
        "\(language.isTorch ? "_where" : "np.where")(\(operand(parts[k]).text), \(number(parts[k + 1]).text), \(text))"
    }
    return Fragment(text)
  }
}
