import Expressions
import Numbers

/// The formula of a loop for a block of values of its innermost index.
struct CodeBlock<Number: RoutineNumber> {
  static var width: Int { 64 }

  private let sizes: Sizes
  /// By node: its values, and those of the nodes that are integers.
  private var lanes: [Number] = []
  private var integers: [Int] = []
  /// Numbers of the formula, made once.
  private var constants: [Number] = []
  /// Integer nodes that are used as numbers.
  private var isReal: [Bool] = []
  private var spans: [[TapeCompiler.ClosedSpan]] = []
  private var last = 0

  init(_ store: ExpressionStore, _ sizes: Sizes) { self.sizes = sizes }

  // MARK: Preparation

  /// Makes room for a formula.
  mutating func begin(_ code: LoopCode, arrays: [[TapeCompiler.ClosedSpan]]) {
    let count = code.nodes.count
    spans = arrays
    last = count - 1
    lanes = Array(repeating: .undefined, count: count * CodeBlock.width)
    integers = Array(repeating: 0, count: count * CodeBlock.width)
    isReal = Array(repeating: false, count: count)
    if count > 0 { isReal[last] = true }
    constants = code.nodes.map { node in
      switch node.operation {
      case .number(let value): Number(value)
      case .constant(.pi): .pi
      case .constant(.e): Number(.one).image(under: .exp)
      case .constant(.infinity): .infinity
      case .truth(let value): Number(value ? .one : .zero)
      default: .undefined
      }
    }
    for node in code.nodes {
      if case .load = node.operation { continue }
      if node.isInteger { continue }
      if case .comparison = node.operation, node.operands.allSatisfy({ code.nodes[$0].isInteger }) { continue }
      for operand in node.operands { isReal[operand] = true }
    }
  }

  /// The value of an integer formula, for these values of the indices.
  func integer(_ code: LoopCode, _ indices: [Int]) -> Int {
    var values: [Int] = []
    for node in code.nodes { values.append(integer(node, indices, values)) }
    return values.last ?? 0
  }

  private func integer(_ node: LoopCode.Node, _ indices: [Int], _ values: [Int]) -> Int {
    switch node.operation {
    case .number(let value): value.asInt ?? 0
    case .size(let dimension): sizes[dimension] ?? 0
    case .index(let place): place < indices.count ? indices[place] : 0
    case .sum: node.operands.reduce(0) { $0 &+ values[$1] }
    case .product: node.operands.reduce(1) { $0 &* values[$1] }
    case .power(let exponent):
      (0..<min(exponent.asInt ?? 0, 64)).reduce(1) { product, _ in product &* values[node.operands[0]] }
    default: 0
    }
  }

  // MARK: Evaluation

  /// Values of the formula with its last index at `start` and the next `count` − 1 integers; without `start` there is no
  /// index beside the outer ones.
  mutating func evaluate(_ code: LoopCode, _ outer: [Int], _ start: Int?, _ count: Int, _ entries: [[Number]]) {
    for (number, node) in code.nodes.enumerated() {
      let base = number * CodeBlock.width
      if node.isInteger {
        evaluate(integer: node, at: base, outer, start, count)
        if isReal[number] {
          for k in 0..<count { lanes[base + k] = Number(Rational(integers[base + k])) }
        }
        continue
      }
      evaluate(node, number, base, count, entries, code)
    }
  }

  private mutating func evaluate(
    integer node: LoopCode.Node, at base: Int, _ outer: [Int], _ start: Int?, _ count: Int
  ) {
    switch node.operation {
    case .index(let place) where place == outer.count:
      for k in 0..<count { integers[base + k] = (start ?? 0) + k }
    case .index(let place): for k in 0..<count { integers[base + k] = outer[place] }
    case .sum, .product, .power:
      for k in 0..<count {
        var values: [Int] = []
        for operand in node.operands { values.append(integers[operand * CodeBlock.width + k]) }
        let own = LoopCode.Node(operation: node.operation, operands: Array(values.indices), isInteger: true)
        integers[base + k] = integer(own, [], values)
      }
    default:
      let value = integer(node, outer, [])
      for k in 0..<count { integers[base + k] = value }
    }
  }

  private mutating func evaluate(
    _ node: LoopCode.Node, _ number: Int, _ base: Int, _ count: Int, _ entries: [[Number]], _ code: LoopCode
  ) {
    let operands = node.operands.map { $0 * CodeBlock.width }
    switch node.operation {
    case .number, .constant, .truth, .undefined, .size, .index:
      for k in 0..<count { lanes[base + k] = constants[number] }
    case .load(let array): load(array, operands, base, count, entries[array])
    case .sum:
      for k in 0..<count {
        var total = lanes[operands[0] + k]
        for operand in operands.dropFirst() { total = total + lanes[operand + k] }
        lanes[base + k] = total
      }
    case .product:
      for k in 0..<count {
        var total = lanes[operands[0] + k]
        for operand in operands.dropFirst() { total = total * lanes[operand + k] }
        lanes[base + k] = total
      }
    case .power(let exponent): for k in 0..<count { lanes[base + k] = lanes[operands[0] + k].power(exponent) }
    case .generalPower:
      for k in 0..<count { lanes[base + k] = lanes[operands[0] + k].raised(to: lanes[operands[1] + k]) }
    case .function(let function): image(function, operands, base, count)
    case .comparison(let comparison):
      let isOfIntegers = node.operands.allSatisfy { code.nodes[$0].isInteger }
      compare(comparison, operands, base, count, isOfIntegers: isOfIntegers)
    case .and: for k in 0..<count { fold(operands, base, k) { $0.and($1) } }
    case .or: for k in 0..<count { fold(operands, base, k) { $0.or($1) } }
    case .not: for k in 0..<count { lanes[base + k] = lanes[operands[0] + k].negation }
    case .cases:
      for k in 0..<count {
        var value = lanes[operands[operands.count - 1] + k]
        for arm in stride(from: operands.count - 3, through: 0, by: -2) {
          value = lanes[operands[arm] + k].select(lanes[operands[arm + 1] + k], otherwise: value)
        }
        lanes[base + k] = value
      }
    }
  }

  private mutating func fold(_ operands: [Int], _ base: Int, _ k: Int, _ join: (Number, Number) -> Number) {
    var value = lanes[operands[0] + k]
    for operand in operands.dropFirst() { value = join(value, lanes[operand + k]) }
    lanes[base + k] = value
  }

  private mutating func image(_ function: ElementaryFunction, _ operands: [Int], _ base: Int, _ count: Int) {
    switch function {
    case .maximum: for k in 0..<count { fold(operands, base, k) { $0.maximum(with: $1) } }
    case .minimum: for k in 0..<count { fold(operands, base, k) { $0.minimum(with: $1) } }
    default: for k in 0..<count { lanes[base + k] = lanes[operands[0] + k].image(under: function) }
    }
  }

  private mutating func compare(
    _ comparison: Comparison, _ operands: [Int], _ base: Int, _ count: Int, isOfIntegers: Bool
  ) {
    for k in 0..<count {
      if isOfIntegers {
        let (a, b) = (integers[operands[0] + k], integers[operands[1] + k])
        let holds =
          switch comparison {
          case .equal: a == b
          case .notEqual: a != b
          case .less: a < b
          case .lessOrEqual: a <= b
          }
        lanes[base + k] = Number(holds ? .one : .zero)
        continue
      }
      let (a, b) = (lanes[operands[0] + k], lanes[operands[1] + k])
      lanes[base + k] =
        switch comparison {
        case .equal: a.isEqual(to: b)
        case .notEqual: a.isEqual(to: b).negation
        case .less: a.isLess(than: b)
        case .lessOrEqual: a.isAtMost(b)
        }
    }
  }

  /// Entries outside of the array are undefined: what asks for them stands in a branch that is not taken.
  private mutating func load(_ array: Int, _ operands: [Int], _ base: Int, _ count: Int, _ entries: [Number]) {
    let spans = spans[array]
    for k in 0..<count {
      var place = 0
      var isInside = true
      for (operand, span) in zip(operands, spans) {
        let value = integers[operand + k]
        isInside = isInside && span.contains(value)
        place = place &* span.count &+ (value &- span.lower)
      }
      lanes[base + k] = isInside && place < entries.count ? entries[place] : .undefined
    }
  }

  // MARK: Results

  func result(_ k: Int) -> Number { lanes[last * CodeBlock.width + k] }

  func append(to result: inout [Number], _ count: Int) {
    let base = last * CodeBlock.width
    result.append(contentsOf: lanes[base..<(base + count)])
  }

  /// The result as a truth value; nil where it is not decided.
  func truth(_ k: Int) -> Bool? { result(k).decided }
}
