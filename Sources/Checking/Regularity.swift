import Algebra
import Expressions
import Numbers

/// Where an expression may fail to be defined, or to be smooth, as one of its symbols runs through its declared domain.
///
/// A part that does not depend on the symbol counts as defined: it is the same wherever the symbol is. Definitions are
/// looked through. What is not known to be harmless is reported.
struct Regularity {
  /// Parts that may be undefined for some value of the symbol.
  private(set) var partial: Set<Expression> = []
  /// Parts that are defined and may have a kink or a jump.
  private(set) var rough: Set<Expression> = []

  private let store: ExpressionStore
  private let symbol: Symbol
  private let forms: NormalForms
  private var dependent: [Expression: Bool] = [:]

  init(of root: Expression, in symbol: Symbol, _ forms: NormalForms) throws(Obstacle) {
    (self.store, self.symbol, self.forms) = (forms.expressions, symbol, forms)
    try visit(root)
  }

  var isTotal: Bool { partial.isEmpty }
  var isSmooth: Bool { partial.isEmpty && rough.isEmpty }

  /// Operands first, so that a node knows which of them vary.
  private mutating func visit(_ root: Expression) throws(Obstacle) {
    var stack: [(e: Expression, isReady: Bool)] = [(root, false)]
    // A recursion comes back to an entry that is on the way: that one is taken to vary.
    var entered: Set<Expression> = []
    while let (e, isReady) = stack.popLast() {
      if dependent[e] != nil { continue }
      let parts = self.parts(of: e)
      guard isReady else {
        if !entered.insert(e).inserted { continue }
        stack.append((e, true))
        for part in parts where dependent[part] == nil { stack.append((part, false)) }
        continue
      }
      let varies = store.op(e) == .symbol && store.symbol(e) == symbol || parts.contains { dependent[$0] ?? true }
      dependent[e] = varies
      if varies { try judge(e) }
    }
  }

  private func parts(of e: Expression) -> [Expression] {
    let operands = Array(store.operands(of: e))
    guard store.op(e) == .definition else { return operands }
    return operands + store.body(store.definition(e)).clauses.map { $0.body }
  }

  private func varies(_ e: Expression) -> Bool { dependent[e] ?? true }

  private mutating func judge(_ e: Expression) throws(Obstacle) {
    let operands = store.operands(of: e)
    switch store.op(e) {
    case .number, .constant, .size, .index, .delta, .truth, .sum, .product, .determinant, .apply: break
    case .symbol, .definition:
      if operands.contains(where: varies) && !isInside(e) { partial.insert(e) }
    case .power: try judgePower(e)
    case .function: try judgeFunction(e)
    case .reduction: judgeReduction(e)
    case .cases:
      for k in stride(from: 0, to: operands.count - 1, by: 2) where varies(operands[operands.startIndex + k]) {
        rough.insert(e)
      }
    // Of statements: what they decide is judged where they are used.
    case .comparison, .and, .or, .not: break
    case .logDeterminant, .inverse, .derivative, .substitution, .limit, .expectation, .undefined: partial.insert(e)
    }
  }

  /// The entry exists for every value of the symbol, which is an index over the very range of its slot.
  private func isInside(_ e: Expression) -> Bool {
    guard case .index(let range) = store.declaration(symbol).domain else { return false }
    if store.op(e) == .definition && !forms.isTotal(store.definition(e)) { return false }
    let ranges =
      store.op(e) == .symbol ? store.declaration(store.symbol(e)).slots : store.body(store.definition(e)).slots
    return zip(store.operands(of: e), ranges).allSatisfy { slot, own in
      !varies(slot) || store.op(slot) == .symbol && store.symbol(slot) == symbol && own == range
    }
  }

  private mutating func judgePower(_ e: Expression) throws(Obstacle) {
    let (base, exponent) = (store.operand(0, of: e), store.operand(1, of: e))
    guard let value = store.rational(exponent) else {
      if !(try forms.sign(of: base).isPositive) { partial.insert(e) }
      return
    }
    if value.isInteger && value.signum >= 0 { return }
    let sign = try forms.sign(of: base)
    if value.isInteger ? sign.isNonzero : sign.isPositive { return }
    if value.signum > 0 && sign.isNonnegative { rough.insert(e) } else { partial.insert(e) }
  }

  private mutating func judgeFunction(_ e: Expression) throws(Obstacle) {
    let argument = store.operand(0, of: e)
    switch store.function(e) {
    case .exp, .sin, .cos, .sinh, .cosh, .tanh, .atan, .asinh, .sigmoid, .softplus, .erf, .imaginaryError,
      .sineIntegral,
      .hyperbolicSineIntegral, .fresnelSine, .fresnelCosine:
      break
    case .log, .gamma, .logGamma, .digamma, .cosineIntegral, .hyperbolicCosineIntegral:
      if !(try forms.sign(of: argument).isPositive) { partial.insert(e) }
    case .abs, .sign:
      if !(try forms.sign(of: argument).isNonzero) { rough.insert(e) }
    case .step:
      // It has no value where its argument is 0.
      if !(try forms.sign(of: argument).isNonzero) { partial.insert(e) }
    case .maximum, .minimum, .floor: rough.insert(e)
    case .tan, .asin, .acos, .acosh, .atanh, .exponentialIntegral, .dilogarithm, .ellipticF, .ellipticE, .ellipticPi,
      .incompleteGamma, .polylogarithm:
      partial.insert(e)
    }
  }

  private mutating func judgeReduction(_ e: Expression) {
    let condition = store.operand(1, of: e)
    switch store.reduction(e) {
    case .sum, .product: if varies(condition) { rough.insert(e) }
    case .maximum, .minimum: rough.insert(e)
    case .all, .any: break
    }
  }
}
