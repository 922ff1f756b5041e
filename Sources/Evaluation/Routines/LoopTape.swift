import Expressions
import Numbers

/// A formula of a loop nest, prepared for evaluation in lanes: each operation with the loop at which its value changes.
///
/// The loops are numbered from 1 in the order in which they are nested; level 0 never changes. A value is made again when
/// its own loop moves on, not when one inside of that does: of γ[j]·r[j]·x[i,j] with j outside of i the product γ[j]·r[j]
/// is made once. To that end the operands of sums and products are ordered by level, those of equal level as they stand.
struct LoopTape {
  /// Without references, so that the loops count none.
  enum Code {
    /// A number of `constants`.
    case constant(Int)
    case undefined
    case integer(Int)
    case index(Int)
    case load(Int)
    case sum, product
    /// To an exponent of `exponents`.
    case power(Int)
    case generalPower
    case function(ElementaryFunction)
    case comparison(Comparison)
    case and, or, not
    case cases
  }

  struct Operation {
    var code: Code
    /// Their places in `operands`.
    var operands: Range<Int>
    var level: Int
    /// It differs between lanes.
    var isVarying: Bool
    /// An integer by its form.
    var isInteger: Bool
    /// Of an integer: it is a + b·k in lane k.
    var isAffine = true
    /// Of an integer: it is used as a number. Of a value that is the same in all lanes: some user has different ones.
    var isSpread = false
  }

  private(set) var operations: [Operation] = []
  private(set) var operands: [Int] = []
  private(set) var constants: [LoopCode.Operation] = []
  private(set) var exponents: [SmallExponent] = []
  /// By level, the operations to carry out.
  private(set) var byLevel: [[Int]] = []

  /// The value of the formula.
  var result: Int { operations.count - 1 }
  /// Integers that need a list of their values.
  var hasLists: Bool { operations.contains { $0.isInteger && !$0.isAffine } }

  /// - Parameters:
  ///   - order: the loops' indices, from the outermost on.
  ///   - lane: the index that runs through the lanes.
  init(_ source: LoopCode, order: [Int], lane: Int?, _ sizes: Sizes) {
    var images: [Int] = []
    for node in source.nodes {
      let operands = node.operands.map { images[$0] }
      switch node.operation {
      case .sum where !node.isInteger: images.append(appendByLevel(.sum, operands))
      case .product where !node.isInteger: images.append(appendByLevel(.product, operands))
      case .index(let place):
        let level = (order.firstIndex(of: place) ?? -1) + 1
        images.append(append(.index(place), [], level: level, isVarying: place == lane, isInteger: true))
      default:
        let code = code(node, sizes)
        images.append(append(code, operands, isInteger: node.isInteger))
      }
    }
    if let last = images.last, last != result { _ = append(.sum, [last], isInteger: false) }
    findSpread()
    byLevel = Array(repeating: [], count: order.count + 1)
    for (place, operation) in operations.enumerated() { byLevel[operation.level].append(place) }
  }

  private mutating func code(_ node: LoopCode.Node, _ sizes: Sizes) -> Code {
    switch node.operation {
    case .number(let value) where node.isInteger: return .integer(value.asInt ?? 0)
    case .number, .constant, .truth:
      constants.append(node.operation)
      return .constant(constants.count - 1)
    case .size(let dimension): return .integer(sizes[dimension] ?? 0)
    case .index(let place): return .index(place)
    case .load(let array): return .load(array)
    case .sum: return .sum
    case .product: return .product
    case .power(let exponent):
      exponents.append(SmallExponent(exponent))
      return .power(exponents.count - 1)
    case .generalPower: return .generalPower
    case .function(let function): return .function(function)
    case .comparison(let comparison): return .comparison(comparison)
    case .and: return .and
    case .or: return .or
    case .not: return .not
    case .cases: return .cases
    case .undefined: return .undefined
    }
  }

  /// With one operation for each level of the operands.
  private mutating func appendByLevel(_ code: Code, _ operands: [Int]) -> Int {
    let levels = Set(operands.map { operations[$0].level }).sorted()
    var inner: [Int] = []
    for level in levels {
      let own = inner + operands.filter { operations[$0].level == level }
      inner = own.count == 1 ? own : [append(code, own, isInteger: false)]
    }
    return inner.first ?? append(code, operands, isInteger: false)
  }

  private mutating func append(
    _ code: Code, _ places: [Int], level: Int = 0, isVarying: Bool = false, isInteger: Bool
  ) -> Int {
    var own = Operation(
      code: code, operands: operands.count..<(operands.count + places.count),
      level: places.reduce(level) { max($0, operations[$1].level) },
      isVarying: places.reduce(isVarying) { $0 || operations[$1].isVarying }, isInteger: isInteger)
    operands += places
    if isInteger, own.isVarying { own.isAffine = isAffine(code, places) }
    operations.append(own)
    return operations.count - 1
  }

  private func isAffine(_ code: Code, _ places: [Int]) -> Bool {
    guard places.allSatisfy({ operations[$0].isAffine }) else { return false }
    switch code {
    case .index, .sum: return true
    case .product: return places.count { operations[$0].isVarying } <= 1
    default: return false
    }
  }

  private mutating func findSpread() {
    if !operations.isEmpty { operations[result].isSpread = true }
    for user in operations where !user.isInteger {
      if case .load = user.code { continue }
      if case .comparison = user.code, user.operands.allSatisfy({ operations[operands[$0]].isInteger }) { continue }
      for operand in user.operands.map({ operands[$0] }) where operations[operand].isInteger || user.isVarying {
        operations[operand].isSpread = true
      }
    }
  }
}

/// The exponent of a power, read once.
struct SmallExponent: Sendable {
  let exponent: Rational
  /// As machine integers, where they fit.
  let fraction: (numerator: Int, denominator: Int)?

  init(_ exponent: Rational) {
    self.exponent = exponent
    fraction = exponent.smallFraction
  }
}
