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
    for term in values(below: root) where fragments[known: term] == nil {
      let fragment = try fragment(term)
      fragments[known: term] = fragment
      if named.contains(term) || fragment.text.utf8.count > language.longest {
        let name = newName(like: "t")
        declare(name, fragment.text)
        declared.insert(term)
        var own = Fragment(name)
        own.isPlain = fragment.isPlain
        fragments[known: term] = own
      }
    }
    return try fragments.text(of: root)
  }

  /// The terms below a root, ascending, but for the indices of whole arrays.
  func values(below root: Term) -> [Term] {
    var seen = Set<Term>()
    var pending = [root]
    while let term = pending.popLast() {
      guard seen.insert(term).inserted else { continue }
      if let (array, indices) = terms.load(term), plainAxes(array, indices) != nil { continue }
      pending += terms[term].operands
    }
    return seen.sorted()
  }

  func operand(_ term: Term) throws(EmissionError) -> Fragment { try fragments.text(of: term) }

  /// A statement counts 1 or 0. Statements about entries and the values of loops are arrays of a type of their own, which
  /// would change that of the result.
  func number(_ term: Term) throws(EmissionError) -> Fragment {
    let own = try operand(term)
    guard isTruth(term) || terms.isInteger(term) && !own.isPlain else { return own }
    if !own.isPlain { return Fragment(language.array(own.text, of: realType)) }
    var value = Fragment("1.0 * " + own.text(within: .prefix), .product)
    value.isPlain = true
    return value
  }

  /// No entries of arrays, and no loops, whose values are an array.
  func isPlain(_ term: Term) -> Bool {
    terms.reachable(from: [term]).allSatisfy { terms.load($0) == nil && terms.variable($0) == nil }
  }

  mutating func fragment(_ term: Term) throws(EmissionError) -> Fragment {
    if let known = fragments[known: term] { return known }
    var fragment = try newFragment(term)
    fragment.isPlain = isPlain(term)
    return fragment
  }

  private mutating func newFragment(_ term: Term) throws(EmissionError) -> Fragment {
    if terms.isInteger(term), terms.number(term) == nil { return try integer(term) }
    let node = terms[term]
    switch node.operation {
    case .number(let value): return language.literal(value)
    case .constant(let constant):
      return Fragment("\(language.module)." + ["pi", "e", "inf"][Int(constant.rawValue)])
    case .size, .variable: return try integer(term)
    case .load(let array): return try load(array, node.operands)
    case .sum: return try sum(node.operands)
    case .product: return try product(node.operands)
    case .power(let exponent): return power(try number(node.operands[0]), exponent)
    case .generalPower: return call(language.isTorch ? "pow" : "power", try numbers(node.operands))
    case .function(let function): return try call(function, node.operands)
    case .logOnePlus: return call("log1p", try numbers(node.operands))
    case .expMinusOne: return call("expm1", try numbers(node.operands))
    case .cases: return try cases(node.operands, isPlain: isPlain(term))
    case .comparison(let comparison):
      let sign = [" == ", " != ", " < ", " <= "][Int(comparison.rawValue)]
      let areIntegers = node.operands.allSatisfy { terms.isInteger($0) }
      let sides = try areIntegers ? operands(node.operands) : numbers(node.operands)
      return Fragment(sides.map { $0.text(within: .sum) }.joined(separator: sign), .comparison)
    case .and, .or:
      let parts = try operands(node.operands)
      let isAnd = node.operation == .and
      if parts.allSatisfy(\.isPlain) {
        let words = parts.map { $0.text(within: .comparison) }.joined(separator: isAnd ? " and " : " or ")
        return Fragment(words, isAnd ? .and : .or)
      }
      return Fragment(
        parts.dropFirst().reduce(parts[0].text) {
          language.call(isAnd ? "logical_and" : "logical_or", [$0, $1.text])
        })
    case .not:
      let part = try operand(node.operands[0])
      return part.isPlain
        ? Fragment("not " + part.text(within: .comparison), .and) : Fragment(language.call("logical_not", [part.text]))
    case .truth(let value): return Fragment(value ? "True" : "False")
    case .undefined: return Fragment("\(language.module).nan")
    }
  }

  private func operands(_ terms: [Term]) throws(EmissionError) -> [Fragment] {
    try terms.map { (term) throws(EmissionError) in try operand(term) }
  }

  private func numbers(_ terms: [Term]) throws(EmissionError) -> [Fragment] {
    try terms.map { (term) throws(EmissionError) in try number(term) }
  }

  func base(_ term: Term) throws(EmissionError) -> Fragment { try number(term) }
  func literal(_ value: Rational) -> Fragment { language.literal(value) }
  func stands(_ term: Term) -> Bool { declared.contains(term) }

  func quotient(_ above: String, _ below: String, _ binding: Fragment.Binding, of factors: [Term]) -> Fragment {
    factors.allSatisfy { isPlain($0) } ? fraction(above, below, binding) : Fragment(above + " / " + below, binding)
  }

  /// Of plain numbers: division by 0 is no error.
  func fraction(_ above: String, _ below: String, _ binding: Fragment.Binding) -> Fragment {
    let isNonzero = below.allSatisfy(\.isNumber) || below == "\(language.module).pi"
    if isNonzero { return Fragment(above + " / " + below, binding) }
    return Fragment(
      language.plain(
        language.isTorch ? language.tensor(ofPlain: above) + " / " + below : "np.divide(\(above), \(below))"))
  }

  func power(_ base: Fragment, _ exponent: Rational) -> Fragment {
    if exponent.signum < 0 { return fractionOfOne(power(base, -exponent)) }
    if exponent == .one { return base }
    var value: Fragment
    if exponent == Rational(1, 2) {
      value = call("sqrt", [base])
    } else if exponent.isInteger {
      value = Fragment(base.text(within: .atom) + " ** \(exponent)", .product)
    } else if base.isPlain {
      value = call(language.isTorch ? "pow" : "power", [base, language.literal(exponent)])
    } else {
      value = Fragment(language.call(language.isTorch ? "pow" : "power", [base.text, language.literal(exponent).text]))
    }
    value.isPlain = base.isPlain
    return value
  }

  func fractionOfOne(_ below: Fragment) -> Fragment {
    if !below.isPlain { return Fragment("1 / " + below.text(within: .prefix), .product) }
    var value = fraction("1", below.text(within: .prefix), .product)
    value.isPlain = true
    return value
  }

  mutating func call(_ function: ElementaryFunction, _ arguments: [Term]) throws(EmissionError) -> Fragment {
    let values = try numbers(arguments)
    if function == .maximum || function == .minimum {
      let name = function == .maximum ? "maximum" : "minimum"
      return values.dropFirst().reduce(values[0]) { call(name, [$0, $1]) }
    }
    guard let (name, isOwn) = language.name(of: function), values.count == 1 else {
      throw EmissionError(function, unknownTo: language.isTorch ? "PyTorch" : "NumPy")
    }
    if isOwn { ownFunctions.insert(name) }
    return call(name, values, isOwn: isOwn)
  }

  /// A number of the language if all arguments are; PyTorch takes tensors only.
  private func call(_ name: String, _ arguments: [Fragment], isOwn: Bool = false) -> Fragment {
    let texts = arguments.map { language.isTorch && $0.isPlain ? language.tensor(ofPlain: $0.text) : $0.text }
    let call = isOwn ? "\(name)(\(texts.joined(separator: ", ")))" : language.call(name, texts)
    guard arguments.allSatisfy(\.isPlain) else { return Fragment(call) }
    var value = Fragment(language.plain(call))
    value.isPlain = true
    return value
  }

  /// The first part whose condition holds; `parts` are conditions and values in turn, and what is left at the end.
  mutating func cases(_ parts: [Term], isPlain: Bool) throws(EmissionError) -> Fragment {
    choosesEntries = true
    let values = try numbers(stride(from: 1, to: parts.count, by: 2).map { parts[$0] } + [parts[parts.count - 1]])
    var text = values[values.count - 1].text
    if language.isTorch { ownFunctions.insert("_where") }
    for k in stride(from: parts.count - 3, through: 0, by: -2) {
      let test = try operand(parts[k]).text
      text = "\(language.isTorch ? "_where" : "np.where")(\(test), \(values[k / 2].text), \(text))"
    }
    if isPlain { return Fragment(language.plain(text)) }
    return Fragment(values.allSatisfy(\.isPlain) ? language.array(text, of: realType) : text)
  }
}
