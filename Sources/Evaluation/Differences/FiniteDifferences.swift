import Expressions
import Numbers

/// A derivative from values of its undifferentiated body, as a witness that knows nothing of the rules of differentiation.
public struct FiniteDifferences: Sendable {
  /// A derivative with an estimate of its own error.
  public struct Estimate: Sendable {
    public let value: Double
    public let error: Double
    /// The size of what counts as zero beside the body's own values.
    let floor: Double
    /// The first of the steps that it was extrapolated from.
    let step: Double
  }

  /// How well the estimates and the derivatives on the tape agree.
  public struct Agreement: Sendable {
    /// The greatest relative difference, 0 if there was nothing to compare.
    public internal(set) var worst = 0.0
    /// Every derivative that was looked at had an estimate good to five digits.
    public internal(set) var isReliable = true
    /// How many derivatives were compared.
    public internal(set) var count = 0
    /// A derivative that differs by far more than the estimate's error: one of the two is wrong.
    public internal(set) var contradiction: CompiledDerivative?
  }

  let tape: Tape

  public init(_ tape: Tape) { self.tape = tape }

  /// First steps as parts of the target's size; smaller ones where a kink or a pole is near.
  private static let steps = [0.1, 0.02, 0.004, 4e-4, 4e-5]
  /// For a second look at a disagreement: fast oscillations deceive wider steps.
  private static let fineSteps = [1e-4, 2e-5, 4e-6, 8e-7]

  /// The derivative at a point; nil where the body is undefined, has a kink too near, or no two first steps agree, as when
  /// it oscillates.
  ///
  /// For a defined name its own value is changed, and what is defined from it follows.
  public func estimate(_ derivative: CompiledDerivative, at point: Point) -> Estimate? {
    estimate(derivative, at: point, FiniteDifferences.steps)
  }

  private func estimate(_ derivative: CompiledDerivative, at point: Point, _ steps: [Double]) -> Estimate? {
    let graph = Graph(derivative, tape, point)
    guard let center = graph.center else { return nil }
    guard let target = graph.target else { return Estimate(value: 0, error: 0, floor: 1e-290, step: 0) }
    let scale = target == 0 ? 1 : abs(target)
    var (last, best) = (Estimate?.none, Estimate?.none)
    for part in steps {
      let found = graph.estimate(step: part * scale, around: target, center)
      if let found, let last, abs(found.value - last.value) <= 10 * (found.error + last.error) {
        let better = found.error < last.error ? found : last
        if better.error < best?.error ?? .infinity { best = better }
        if better.error <= 1e-9 * max(abs(better.value), better.floor) { break }
      }
      last = found
    }
    return best
  }

  /// What the rounding errors of the body's values amount to in an estimate; ∞ where a value is not known at all.
  private func noise(of estimate: Estimate, _ derivative: CompiledDerivative, at point: Point) -> Double {
    let graph = Graph(derivative, tape, point)
    guard let target = graph.target, estimate.step > 0 else { return 0 }
    return graph.noise(step: estimate.step, around: target)
  }

  /// Compares derivatives with their estimates at a point: at most `limit` of them, evenly chosen.
  public func agreement(_ derivatives: [CompiledDerivative], at point: Point, limit: Int = 16) -> Agreement {
    var agreement = Agreement()
    let stride = max(1, (derivatives.count + limit - 1) / max(limit, 1))
    let chosen = derivatives.enumerated().filter { $0.offset % stride == 0 }.map { $0.element }
    let values = Program(tape, outputs: chosen.map { $0.value }).balls(at: point)
    for (derivative, value) in zip(chosen, values) where value.isBounded {
      guard var estimate = estimate(derivative, at: point) else {
        agreement.isReliable = false
        continue
      }
      if estimate.contradicts(value) {
        guard let second = self.estimate(derivative, at: point, FiniteDifferences.fineSteps) else {
          agreement.isReliable = false
          continue
        }
        estimate = second
        if second.contradicts(value) {
          // What rounding alone can do to the body is no disagreement.
          guard second.contradicts(value, besides: noise(of: second, derivative, at: point)) else {
            agreement.isReliable = false
            continue
          }
          agreement.contradiction = derivative
        }
      }
      agreement.count += 1
      agreement.worst = max(agreement.worst, estimate.relativeGap(to: value))
      if estimate.error > 1e-5 * estimate.size(beside: value) { agreement.isReliable = false }
    }
    return agreement
  }
}

extension FiniteDifferences.Estimate {
  /// What a difference is measured by.
  fileprivate func size(beside value: Ball) -> Double { max(abs(value.midpoint), abs(self.value), floor) }

  fileprivate func relativeGap(to value: Ball) -> Double {
    max(0, abs(value.midpoint - self.value) - value.radius) / size(beside: value)
  }

  /// The difference is far greater than the estimate's error, and than what is known to be noise.
  fileprivate func contradicts(_ value: Ball, besides noise: Double = 0) -> Bool {
    let gap = relativeGap(to: value)
    return gap > 1e-4 && gap * size(beside: value) > max(1e3 * error, noise)
  }
}

/// The body of a derivative as a function of its target alone.
private struct Graph {
  private let program: Program
  private let point: Point
  private let constants: [Lanes]
  /// Where the target stands in the program; nil if the body does not depend on it.
  private let place: Int?
  /// What the substitutions around put in, which keeps its value.
  private var held: [(place: Int, value: Lanes)] = []
  /// The target's value at the point.
  private(set) var target: Double?
  /// The body's value at the point, if finite.
  private(set) var center: Double?

  init(_ derivative: CompiledDerivative, _ tape: Tape, _ point: Point) {
    program = Program(tape, outputs: [derivative.body])
    self.point = point
    constants = program.rationals.map { Lanes($0.double) }
    place = program.places[derivative.target]
    let values = program.values(inputs: { Lanes(point.double($0)) }, rationals: constants)
    let body = values[program.outputs[0]].values[0]
    center = body.isFinite ? body : nil
    target = place.map { values[$0].values[0] }
    for (node, place) in program.places where node != derivative.target && tape.isHeld(node, by: derivative.held) {
      held.append((place, values[place]))
    }
    held.sort { $0.place < $1.place }
  }

  /// The steps of one extrapolation, each as it is really taken, without the rounding of target + h, and the values of
  /// the target at its ends.
  private func tableau(step: Double, around target: Double) -> (steps: [Double], arguments: [Double]) {
    var (steps, arguments) = ([Double](), [Double]())
    var h = step
    for _ in 0..<Ridders.stepCount {
      let taken = (target + h) - target
      steps.append(taken)
      arguments += [target + taken, target - taken]
      h /= Ridders.ratio
    }
    return (steps, arguments)
  }

  /// A bound of the error that rounding makes in an extrapolation: values off by r put central differences off by r/h,
  /// and the tableau amplifies that by no more than `Ridders.amplification`.
  func noise(step: Double, around target: Double) -> Double {
    let (steps, arguments) = tableau(step: step, around: target)
    guard let place, let terms = terms(at: arguments) else { return .infinity }
    let rationals = program.rationals.map { Ball($0) }
    var worst = 0.0
    for (k, argument) in arguments.enumerated() {
      let fixed = held.map { (place: $0.place, value: Ball($0.value.values[0])) }
      let replacing = fixed.filter { $0.place < place } + [(place, Ball(argument))] + fixed.filter { $0.place > place }
      let values = program.values(
        inputs: { Ball(point.double($0)) }, rationals: rationals, replacing: replacing)
      let ball = values[program.outputs[0]]
      guard ball.isBounded, steps[k / 2] > 0 else { return .infinity }
      worst = max(worst, (ball.radius + abs(ball.midpoint - terms[k])) / steps[k / 2])
    }
    return Ridders.amplification * worst
  }

  func estimate(step: Double, around target: Double, _ center: Double) -> FiniteDifferences.Estimate? {
    let (steps, arguments) = tableau(step: step, around: target)
    guard let terms = terms(at: arguments) else { return nil }
    let quotients = steps.indices.map { (terms[2 * $0] - terms[2 * $0 + 1]) / (2 * steps[$0]) }
    guard let ridders = Ridders(quotients) else { return nil }
    let size = terms.reduce(abs(center)) { max($0, abs($1)) }
    let floor = max(0x1p-20 * size / max(1, abs(target)), 1e-290)
    // Where even the smallest step is far from the limit, as on an oscillation, extrapolation is only a guess.
    let last = quotients[quotients.count - 1]
    guard abs(last - ridders.value) <= 0.02 * max(abs(ridders.value), floor) else { return nil }
    return FiniteDifferences.Estimate(
      value: ridders.value, error: ridders.error + 0x1p-51 * size / steps[0], floor: floor, step: step)
  }

  /// The body with the target at these values; nil if one is undefined, or a branch changes between them.
  private func terms(at arguments: [Double]) -> [Double]? {
    guard let place else { return nil }
    var (result, branches) = ([Double](), [Double]?.none)
    for first in stride(from: 0, to: arguments.count, by: Lanes.width) {
      let chunk = arguments[first..<min(first + Lanes.width, arguments.count)]
      var lanes = Lanes(chunk[first])
      for (lane, value) in chunk.enumerated() { lanes.values[lane] = value }
      let replacing = held.filter { $0.place < place } + [(place, lanes)] + held.filter { $0.place > place }
      let values = program.values(
        inputs: { Lanes(point.double($0)) }, rationals: constants, replacing: replacing)
      for lane in chunk.indices {
        let value = values[program.outputs[0]].values[lane - first]
        guard value.isFinite else { return nil }
        result.append(value)
      }
      guard let here = program.branches(values), branches == nil || branches == here else { return nil }
      branches = here
    }
    return result
  }
}

extension Program {
  /// Which branch every operation with a kink takes, if it is the same in all lanes; else nil.
  func branches(_ values: [Lanes]) -> [Double]? {
    var result: [Double] = []
    for place in operations.indices {
      let branch: Lanes
      switch operations[place] {
      case .less, .lessOrEqual, .equal: branch = values[place]
      case .maximum, .minimum: branch = attained(place, values)
      case .function:
        let argument = values[operands[operandStarts[place]]]
        switch ElementaryFunction(rawValue: UInt8(truncatingIfNeeded: payloads[place])) {
        case .abs, .sign, .step: branch = argument.image(under: .sign)
        case .floor: branch = values[place]
        default: continue
        }
      case .undefined, .constant, .pi, .infinity, .input, .alias, .sum, .product, .power, .generalPower, .polygamma,
        .functionOfSeveral, .flat, .and, .or, .not, .select, .guarded, .inverse, .inverseEntry, .unknown:
        continue
      }
      // A branch that is undefined everywhere is not taken, or the body would be undefined.
      let known = branch.values.replacing(with: -2, where: branch.values .!= branch.values)
      if known != SIMD8(repeating: known[0]) { return nil }
      result.append(known[0])
    }
    return result
  }

  /// The position of the operand that is the extremum.
  private func attained(_ place: Int, _ values: [Lanes]) -> Lanes {
    var result = Lanes(-1)
    for k in (operandStarts[place]..<operandStarts[place + 1]).reversed() {
      let matches = values[operands[k]].values .== values[place].values
      result.values.replace(with: Double(k), where: matches)
    }
    return result
  }
}
