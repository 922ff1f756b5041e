import Evaluation
import Expressions
import Numbers

/// Random expressions over vectors, a matrix, definitions, an unknown function, conditions, substitutions and derivatives.
struct RandomExpressions {
  var scene = Scene()
  var random: RandomSource
  let n: Dimension
  private let x, w, a, s: Symbol
  private var definitions: [(definition: Definition, isVector: Bool)] = []
  private let unknown: UnknownFunction
  /// Index variables with a value wherever the expression stands.
  private var scope: [Index]
  let free: [Index]

  init(seed: UInt64) {
    random = RandomSource(seed: seed, text: "expressions")
    n = scene.dimension("n")
    x = scene.symbol("x", [n])
    w = scene.symbol("w", [n], .positive)
    a = scene.symbol("A", [n, n])
    s = scene.symbol("s")
    let range = scene.range(n)
    unknown = scene.store.declare(FunctionDeclaration(name: "f", arguments: [[], [range]], output: []))
    free = [scene.index("i", n), scene.index("j", n)]
    scope = []
    for k in 0..<3 {
      let slot = scene.index("d", n)
      scope = k == 1 ? [] : [slot]
      let body = term(depth: 2)
      definitions.append((scene.define("d\(k)", scope, body), k != 1))
    }
    scope = free
  }

  private mutating func index() -> Expression? {
    scope.isEmpty ? nil : scene.store.value(of: random.pick(scope))
  }

  private mutating func leaf() -> Expression {
    let choice = random.next(below: 8)
    if choice < 5, let i = index(), let j = index() {
      switch choice {
      case 0: return scene.store.entry(of: x, [i])
      case 1: return scene.store.entry(of: w, [i])
      case 2: return scene.store.entry(of: a, [i, j])
      case 3: return scene.store.delta(i, j)
      default: return i
      }
    }
    if choice == 5 { return scene.store.number(Rational(random.next(below: 7) - 3, random.next(below: 2) + 1)) }
    if choice == 6, !definitions.isEmpty {
      let (definition, isVector) = random.pick(definitions)
      if !isVector { return scene.store.entry(of: definition, []) }
      if let i = index() { return scene.store.entry(of: definition, [i]) }
    }
    return scene.store.entry(of: s, [])
  }

  private mutating func condition() -> Expression {
    let (left, right) = (leaf(), leaf())
    let relations: [Comparison] = [.less, .lessOrEqual, .equal, .notEqual]
    return scene.store.comparison(random.pick(relations), left, right)
  }

  /// A term under a new bound index.
  private mutating func bound(_ make: (inout RandomExpressions, Index) -> Expression) -> Expression {
    let k = scene.index("k", n)
    let outer = scope
    scope = outer + [k]
    defer { scope = outer }
    return make(&self, k)
  }

  mutating func term(depth: Int) -> Expression {
    if depth == 0 { return leaf() }
    switch random.next(below: 16) {
    case 0, 1: return scene.store.sum([term(depth: depth - 1), term(depth: depth - 1)])
    case 2, 3: return scene.store.product([term(depth: depth - 1), term(depth: depth - 1)])
    case 4: return scene.store.quotient(term(depth: depth - 1), term(depth: depth - 1))
    case 5:
      let exponents = [Rational(2), Rational(3), Rational(-2), Rational(1, 2), Rational(1, 3)]
      return scene.store.power(term(depth: depth - 1), random.pick(exponents))
    case 6:
      let functions: [ElementaryFunction] = [
        .exp, .log, .sin, .cos, .tanh, .sigmoid, .softplus, .atan, .asinh, .abs, .erf,
      ]
      return scene.store.function(random.pick(functions), [term(depth: depth - 1)])
    case 7, 8:
      let kinds: [Reduction] = [.sum, .sum, .product, .maximum]
      let kind = random.pick(kinds)
      return bound { me, k in
        let condition = me.random.next(below: 3) == 0 ? me.condition() : nil
        let body = me.term(depth: depth - 1)
        return me.scene.store.reduction(kind, over: k, where: condition, body)
      }
    case 9:
      return scene.store.cases([(condition(), term(depth: depth - 1))], otherwise: term(depth: depth - 1))
    case 10: return application(depth)
    case 11, 12, 13: return derivative(depth)
    case 14: return substitution(depth)
    default:
      return scene.store.function(random.next(below: 2) == 0 ? .maximum : .minimum, [term(depth: depth - 1), leaf()])
    }
  }

  private mutating func application(_ depth: Int) -> Expression {
    let first = term(depth: depth - 1)
    let k = scene.index("k", n)
    let outer = scope
    scope.append(k)
    let second = term(depth: depth - 1)
    scope = outer
    let order = index() == nil ? 0 : random.next(below: 2)
    let slots = order == 1 ? [index()].compactMap { $0 } : []
    return scene.store.apply(
      Application(function: unknown, orders: [random.next(below: 2), order]), output: [], derivativeSlots: slots,
      arguments: [.init(indices: [], body: first), .init(indices: [k], body: second)])
  }

  private mutating func derivative(_ depth: Int) -> Expression {
    let body = term(depth: depth - 1)
    let isLocal = random.next(below: 4) == 0
    if random.next(below: 2) == 0, !definitions.isEmpty {
      let (definition, isVector) = random.pick(definitions)
      let target = Target(.definition(definition), isLocal: isLocal)
      if !isVector { return scene.store.derivative(of: body, target, slots: []) }
      if let i = index() { return scene.store.derivative(of: body, target, slots: [i]) }
    }
    if let i = index(), let j = index() {
      switch random.next(below: 3) {
      case 0: return scene.store.derivative(of: body, Target(.symbol(x), isLocal: isLocal), slots: [i])
      case 1: return scene.store.derivative(of: body, Target(.symbol(w), isLocal: isLocal), slots: [i])
      default: return scene.store.derivative(of: body, Target(.symbol(a), isLocal: isLocal), slots: [i, j])
      }
    }
    return scene.store.derivative(of: body, Target(.symbol(s), isLocal: isLocal), slots: [])
  }

  private mutating func substitution(_ depth: Int) -> Expression {
    let body = term(depth: depth - 1)
    if random.next(below: 2) == 0 {
      return scene.store.substitution(of: s, parameters: [], by: term(depth: depth - 1), in: body)
    }
    return bound { me, k in
      let value = me.term(depth: depth - 1)
      return me.scene.store.substitution(of: me.x, parameters: [k], by: value, in: body)
    }
  }
}
