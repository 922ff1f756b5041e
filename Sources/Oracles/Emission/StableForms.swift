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
  var program: LoopProgram
  /// For a sum of exponentials, its maximum and the sum without it.
  var scaled: [Int: (maximum: Int, sum: Int)?] = [:]
  /// Sums without their maximum, which are left as they are.
  var isScaled: Set<Int> = []
  var maxima: [Maximum: Int] = [:]
  var place = 0

  struct Maximum: Hashable {
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

  mutating func rewriteTask() {
    var images: [Term: Term] = [:]
    for term in program.terms.reachable(from: program.tasks[place].terms) {
      let node = program.terms[term]
      images[term] = stable(node.operation, node.operands.map { images[$0] ?? $0 })
    }
    program.rewrite(place, images)
  }

  mutating func stable(_ operation: TermOperation, _ operands: [Term]) -> Term {
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
  mutating func resolved(_ term: Term) -> Term {
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
  mutating func exponent(_ term: Term) -> Term? {
    let value = resolved(term)
    return program.terms.argument(.exp, value)
  }

  mutating func sigmoidArgument(_ term: Term) -> Term? {
    let value = resolved(term)
    return program.terms.argument(.sigmoid, value)
  }

  /// M and Σ w·exp(a − M) of a sum of exponentials.
  mutating func sumOfExponentials(_ term: Term) -> (maximum: Term, rest: Term)? {
    let value = resolved(term)
    guard let (array, indices) = program.terms.load(value), let making = program.task(making: array) else {
      return nil
    }
    if isScaled.contains(array) { return nil }
    if scaled[array] == nil { scaled[array] = .some(scale(making)) }
    guard case .some(.some(let parts)) = scaled[array] else { return nil }
    return (program.terms.node(.load(parts.maximum), indices), program.terms.node(.load(parts.sum), indices))
  }

  mutating func scale(_ making: Int) -> (maximum: Int, sum: Int)? {
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
  mutating func maximum(
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
