import Evaluation
import Expressions
import Numbers

/// Formulas in forms that neither overflow nor cancel where the value itself is harmless.
///
/// - A sum of exponentials Σ w·exp(a) is exp(M)·Σ w·exp(a − M) with M = max a; quotients and logarithms of it lose the
///   factor exp(M) (softmax, log-sum-exp).
/// - log(1 + exp(x)) is softplus(x), 1/(1 + exp(−x)) sigmoid(x), 1 − sigmoid(x) sigmoid(−x), log(sigmoid(x))
///   −softplus(−x), log(1 + x) log1p(x), exp(x) − 1 expm1(x).
///
/// Definitions are seen through: log(p[i]) is of what p[i] is defined as.
struct StableForms {
  private(set) var program: LoopProgram
  /// For a sum of exponentials, its maximum and the sum without it.
  private var scaled: [Int: (maximum: Int, sum: Int)?] = [:]
  /// Sums without their maximum, which are left as they are.
  private var isScaled: Set<Int> = []
  private var maxima: [Maximum: Int] = [:]
  private var place = 0

  private struct Maximum: Hashable {
    var slots: [LoopProgram.Bounds]
    var range: LoopProgram.Bounds
    var condition: Term?
    var value: Term
  }

  static func applied(to program: LoopProgram) -> LoopProgram {
    var forms = StableForms(program: program)
    while forms.place < forms.program.tasks.count {
      forms.rewriteTask()
      forms.place += 1
    }
    forms.program.removeIdleTasks()
    return forms.program
  }

  private init(program: LoopProgram) { self.program = program }

  private mutating func rewriteTask() {
    var images: [Term: Term] = [:]
    for term in program.terms.reachable(from: program.tasks[place].terms) {
      let node = program.terms[term]
      images[term] = stable(node.operation, node.operands.map { images[$0] ?? $0 })
    }
    program.rewrite(place, images)
  }

  private mutating func stable(_ operation: TermOperation, _ operands: [Term]) -> Term {
    switch operation {
    case .function(.log): logarithm(of: operands[0])
    case .product: product(operands)
    case .power(let exponent): power(operands[0], exponent)
    case .sum: sum(operands)
    default: program.terms.rebuilt(operation, operands)
    }
  }

  // MARK: What stands behind a name

  /// The value of a definition at these indices; the term itself if it is no definition.
  private mutating func resolved(_ term: Term) -> Term {
    var term = term
    for _ in 0..<8 {
      guard let (array, indices) = program.terms.load(term), let making = program.task(making: array),
        case .value(let value) = program.tasks[making].body,
        zip(indices, program.arrays[array].extents).allSatisfy({ program.isCertain($0, within: $1) })
      else { return term }
      let slots = program.tasks[making].slots
      term = program.terms.replacing(Dictionary(uniqueKeysWithValues: zip(slots, indices)), in: [value])[0]
    }
    return term
  }

  /// The argument x of exp(x), also behind a name.
  private mutating func exponent(_ term: Term) -> Term? {
    let value = resolved(term)
    return program.terms.argument(.exp, value)
  }

  private mutating func sigmoidArgument(_ term: Term) -> Term? {
    let value = resolved(term)
    return program.terms.argument(.sigmoid, value)
  }

  /// M and Σ w·exp(a − M) of a sum of exponentials.
  private mutating func sumOfExponentials(_ term: Term) -> (maximum: Term, rest: Term)? {
    let value = resolved(term)
    guard let (array, indices) = program.terms.load(value), let making = program.task(making: array) else {
      return nil
    }
    if isScaled.contains(array) { return nil }
    if scaled[array] == nil { scaled[array] = .some(scale(making)) }
    guard case .some(.some(let parts)) = scaled[array] else { return nil }
    return (program.terms.node(.load(parts.maximum), indices), program.terms.node(.load(parts.sum), indices))
  }

  private mutating func scale(_ making: Int) -> (maximum: Int, sum: Int)? {
    let task = program.tasks[making]
    guard case .reduction(.sum, let variable, let condition, let value) = task.body else { return nil }
    let factors = program.terms.factors(value)
    var total: [Term] = []
    var weights: [Term] = []
    for factor in factors {
      let (base, power) = program.terms.powerParts(factor)
      if let a = program.terms.argument(.exp, base) {
        let scale = program.terms.number(power)
        total.append(program.terms.product([scale, a]))
      } else {
        weights.append(factor)
      }
    }
    let a = program.terms.sum(total)
    guard program.terms.variables(of: a).contains(variable) else { return nil }
    let maximum = maximum(task, variable, condition, a, before: making)
    let slots = task.slots.map { program.value(of: $0) }
    let largest = program.terms.node(.load(maximum), slots)
    let shifted = program.terms.difference(a, largest)
    let exponential = program.terms.node(.function(.exp), [shifted])
    let body = program.terms.product(weights + [exponential])
    let sum = program.insert(
      "sum", task.slots, .reduction(.sum, over: variable, where: condition, body), at: place)
    place += 1
    isScaled.insert(sum)
    return (maximum, sum)
  }

  /// Equal maxima are taken once.
  private mutating func maximum(
    _ task: LoopProgram.Task, _ variable: LoopVariable, _ condition: Term?, _ value: Term, before making: Int
  ) -> Int {
    var images: [LoopVariable: Term] = [:]
    for (k, loop) in (task.slots + [variable]).enumerated() {
      images[loop] = program.terms.node(.variable(LoopVariable(number: -1 - k)))
    }
    let condition0 = condition.map { program.terms.replacing(images, in: [$0])[0] }
    let key = Maximum(
      slots: task.slots.map { program.bounds($0) }, range: program.bounds(variable), condition: condition0,
      value: program.terms.replacing(images, in: [value])[0])
    if let known = maxima[key] { return known }
    let made = program.insert(
      "max", task.slots, .reduction(.maximum, over: variable, where: condition, value), at: place)
    place += 1
    maxima[key] = made
    return made
  }
}

// MARK: Forms

extension StableForms {
  /// Exponentials in one product are one; what is divided by a sum of exponentials loses the largest of them.
  private mutating func product(_ parts: [Term]) -> Term {
    let whole = program.terms.product(parts)
    var exponents: [Term] = []
    var (rest, sums) = ([Term](), [(term: Term, power: Rational)]())
    for factor in program.terms.factors(whole) {
      let (base, power) = program.terms.powerParts(factor)
      if let a = exponent(base) {
        let scale = program.terms.number(power)
        exponents.append(program.terms.product([scale, a]))
      } else if isSumOfExponentials(base) {
        sums.append((base, power))
      } else {
        rest.append(factor)
      }
    }
    guard exponents.count + sums.count > 1 else { return sigmoids(exponents.isEmpty ? nil : whole) ?? whole }
    for (term, power) in sums {
      guard let (maximum, sum) = sumOfExponentials(term) else { continue }
      let scale = program.terms.number(power)
      exponents.append(program.terms.product([scale, maximum]))
      rest.append(program.terms.power(sum, power))
    }
    let total = program.terms.sum(exponents)
    if program.terms.number(total) != .zero { rest.append(program.terms.node(.function(.exp), [total])) }
    let combined = program.terms.product(rest)
    return sigmoids(combined) ?? combined
  }

  private mutating func isSumOfExponentials(_ term: Term) -> Bool {
    let value = resolved(term)
    guard let (array, _) = program.terms.load(value), !isScaled.contains(array),
      let making = program.task(making: array),
      case .reduction(.sum, let variable, _, let summand) = program.tasks[making].body
    else { return false }
    return program.terms.factors(summand).contains { factor in
      guard let a = program.terms.argument(.exp, program.terms.powerParts(factor).base) else { return false }
      return program.terms.variables(of: a).contains(variable)
    }
  }

  /// exp(−x)·sigmoid(x) is sigmoid(−x).
  private mutating func sigmoids(_ term: Term?) -> Term? {
    guard let term else { return nil }
    var factors = program.terms.factors(term)
    guard let place = factors.firstIndex(where: { program.terms.argument(.exp, $0) != nil }),
      let a = program.terms.argument(.exp, factors[place])
    else { return nil }
    for (k, factor) in factors.enumerated() where k != place {
      let (base, power) = program.terms.powerParts(factor)
      guard power >= .one, let x = program.terms.argument(.sigmoid, base) else { continue }
      let total = program.terms.sum([a, x])
      guard program.terms.number(total) == .zero else { continue }
      let minus = program.terms.negation(x)
      factors[k] = program.terms.power(base, power - .one)
      factors[place] = program.terms.node(.function(.sigmoid), [minus])
      return program.terms.product(factors)
    }
    return nil
  }

  /// 1/(1 + exp(x)) is sigmoid(−x).
  private mutating func power(_ base: Term, _ power: Rational) -> Term {
    if power.signum < 0, let x = onePlus(base), let a = exponent(x) {
      let minus = program.terms.negation(a)
      let sigmoid = program.terms.node(.function(.sigmoid), [minus])
      return program.terms.power(sigmoid, -power)
    }
    return program.terms.power(base, power)
  }

  private mutating func sum(_ parts: [Term]) -> Term {
    let whole = program.terms.sum(parts)
    let addends = program.terms.addends(whole)
    guard addends.count == 2, let k = addends.firstIndex(where: { program.terms.number($0) != nil }),
      let constant = program.terms.number(addends[k])
    else { return whole }
    let (scale, rest) = program.terms.coefficient(addends[1 - k])
    guard rest.count == 1, scale == -constant, constant == .one || constant == -.one else { return whole }
    let sign = program.terms.number(scale)
    if constant == .one, let x = sigmoidArgument(rest[0]) {
      let minus = program.terms.negation(x)
      return program.terms.node(.function(.sigmoid), [minus])
    }
    guard let a = exponent(rest[0]) else { return whole }
    let difference = program.terms.node(.expMinusOne, [a])
    return program.terms.product([sign, difference])
  }

  /// x of 1 + x.
  private mutating func onePlus(_ term: Term) -> Term? {
    let value = resolved(term)
    let addends = program.terms.addends(value)
    guard addends.count > 1, let k = addends.firstIndex(where: { program.terms.number($0) == .one }) else {
      return nil
    }
    return program.terms.sum(addends.enumerated().filter { $0.offset != k }.map { $0.element })
  }

  /// The logarithm of a product whose factors that are certainly positive are taken out.
  private mutating func logarithm(of term: Term) -> Term {
    if let x = onePlus(term) {
      if let a = exponent(x) { return program.terms.node(.function(.softplus), [a]) }
      return program.terms.node(.logOnePlus, [x])
    }
    var (addends, rest) = ([Term](), [Term]())
    let value = resolved(term)
    for factor in program.terms.factors(value) {
      let (base, power) = program.terms.powerParts(factor)
      let scale = program.terms.number(power)
      if let a = exponent(base) {
        addends.append(program.terms.product([scale, a]))
      } else if let x = sigmoidArgument(base) {
        let minus = program.terms.negation(x)
        let softplus = program.terms.node(.function(.softplus), [minus])
        let term = program.terms.negation(softplus)
        addends.append(program.terms.product([scale, term]))
      } else if let (maximum, sum) = sumOfExponentials(base) {
        addends.append(program.terms.product([scale, maximum]))
        rest.append(program.terms.power(sum, power))
      } else {
        rest.append(factor)
      }
    }
    if addends.isEmpty { return program.terms.node(.function(.log), [term]) }
    if !rest.isEmpty { addends.append(plainLogarithm(of: rest)) }
    return program.terms.sum(addends)
  }

  /// log(1/s) of a positive sum s is −log(s).
  private mutating func plainLogarithm(of factors: [Term]) -> Term {
    if factors.count == 1, program.terms.load(program.terms.powerParts(factors[0]).base) != nil {
      let (base, power) = program.terms.powerParts(factors[0])
      let scale = program.terms.number(power)
      let logarithm = program.terms.node(.function(.log), [base])
      if power.isInteger, abs(power.asInt ?? 2) == 1 { return program.terms.product([scale, logarithm]) }
    }
    let product = program.terms.product(factors)
    return program.terms.node(.function(.log), [product])
  }
}
