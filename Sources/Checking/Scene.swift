import Evaluation
import Expressions
import Numbers

/// One setting in which a judgement is tried: sizes, values of index symbols, sample functions, and the tape of what
/// must be evaluated there.
struct Scene {
  let setting: Setting
  let program: Program
  /// What each group of outputs stands for, in their order.
  let assignments: [[Index: Int]]
  /// All values of the free indices are among them.
  let isWhole: Bool
  let points: [Point]
  let compiler: TapeCompiler
  /// The derivatives on the tape that the expressions stand for.
  let derivatives: [CompiledDerivative]
  /// The values at each point, by assignment: all expressions of the first, then of the second, and so on.
  let width: Int
  /// What the points were drawn with.
  let sampler: PointSampler

  /// There is no other point than its own.
  var isClosed: Bool {
    isWhole && setting.sizes.dimensions.isEmpty && setting.choice.values.isEmpty
      && points.allSatisfy { $0.values.isEmpty }
  }

  /// The balls of the expressions at a point, by assignment.
  func balls(at point: Point) -> [ArraySlice<Ball>] {
    let values = program.balls(at: point)
    return assignments.indices.map { values[($0 * width)..<(($0 + 1) * width)] }
  }

  /// The same with more bits.
  func balls(at point: Point, _ precision: Precision) -> [ArraySlice<PreciseBall>] {
    let values = program.balls(at: point, precision)
    return assignments.indices.map { values[($0 * width)..<(($0 + 1) * width)] }
  }

  /// The first expressions of these assignments would have values if derivatives had some at kinks.
  func hasValueBesideKinks(at point: Point, _ places: [Int]) -> Bool {
    let values = program.steppingOverKinks.balls(at: point)
    return places.allSatisfy { values[$0 * width].isDefined }
  }
}

/// Makes the scenes of a judgement, the smallest and most readable first.
struct SceneMaker {
  let store: ExpressionStore
  /// What is to be evaluated, at every value of the free indices.
  let expressions: [Expression]
  let premises: [Expression]
  /// Index variables of premises that have one value in a scene, though no expression may mention them.
  var indices: Set<Index> = []
  var effort: Effort
  let seed: UInt64

  /// How much is tried.
  struct Effort: Sendable {
    var pointsPerScene = 6
    /// Where there are few scenes, each gets more points: so many in all.
    var pointsInAll = 30
    /// Points per scene at which quantities coincide.
    var coincidences = 2
    var coincidenceKinds = PointSampler.Coincidence.common
    /// Families of sample functions, where unknown functions occur: first linear ones, since a counterexample with them
    /// is easiest to read, then a cubic and one with a sine, which tell more.
    var families = [3, 0, 1]
    /// How many of them each setting is tried with, in turn.
    var familiesPerSetting = Int.max
    /// Assignments of sizes.
    var plans = Int.max
    /// Only at the sizes that are tried where the usual ones tell too little.
    var isFurther = false
    var choices = 6
    /// Values of the free indices in one scene.
    var assignments = 36
    /// Scenes of one value each, where a premise speaks of the free indices.
    var separateScenes = 6
    var capacity = 1 << 18
  }

  /// Calls `body` with one scene after the other until it returns false. Says why scenes could not be made.
  func forEach(_ body: (Scene) -> Bool) -> String? {
    var random = RandomSource(seed: seed)
    var reason: String?
    let families = mentionsUnknownFunction || mentionsUnknownLaw ? effort.families : [0]
    let plan = sizes
    if plan.isEmpty { return nil }
    let pool = pool
    let exponents = exponents
    let perSetting = min(effort.familiesPerSetting, families.count)
    let share = max(1, (effort.pointsInAll + plan.count * perSetting - 1) / (plan.count * perSetting))
    var tooLarge: [Sizes] = []
    var (number, turn) = (0, 0)
    for sizes in plan {
      if store.work.isSpent { return EvaluationError.budget.text(in: store) }
      // What does not fit at some sizes does not at greater ones: to find out took 2 s each.
      if tooLarge.contains(where: { sizes.isNowhereBelow($0) }) { continue }
      let choices: [IndexChoice]
      do {
        choices = try IndexChoices(
          for: expressions + premises, in: store, sizes: sizes, limit: effort.choices, random: &random
        ).all
      } catch {
        reason = error.text(in: store)
        continue
      }
      for choice in choices {
        for _ in 0..<perSetting where !store.work.isSpent {
          let family = families[turn % families.count]
          turn += 1
          do {
            let setting = Setting(
              sizes: sizes, choice: choice, family: family, adjustable: adjustable, capacity: effort.capacity)
            let draws = Draws(share: share, pool: pool, exponents: exponents, number: number)
            for scene in try scenes(setting, draws, RandomSource(seed: random.next())) where !body(scene) {
              return reason
            }
            number += 1
          } catch {
            reason = error.text(in: store)
            if error == .budget { tooLarge.append(sizes) }
          }
        }
      }
    }
    return reason ?? (store.work.isSpent ? EvaluationError.budget.text(in: store) : nil)
  }

  /// The assignments of sizes that are tried.
  var sizes: ArraySlice<Sizes> {
    let plan = SizePlan(for: expressions + premises, in: store)
    return (effort.isFurther ? plan.further : plan.assignments).prefix(effort.plans)
  }

  private var mentionsUnknownFunction: Bool { !unknownFunctions(in: expressions + premises).isEmpty }

  /// An expectation over a variable of which only the mean and the variance are known.
  private var mentionsUnknownLaw: Bool {
    store.reachable(from: expressions + premises, throughDefinitions: true).contains { e in
      store.op(e) == .expectation && store.declaration(store.symbol(e)).law?.kind == .moments
    }
  }

  /// Functions that a premise speaks of, such as `diff(L, y) = 1`, get terms that can be solved for.
  private var adjustable: Set<UnknownFunction> { unknownFunctions(in: premises) }

  private func unknownFunctions(in expressions: [Expression]) -> Set<UnknownFunction> {
    let all = store.reachable(from: expressions, throughDefinitions: true)
    return Set(all.filter { store.op($0) == .apply }.map { store.application($0).function })
  }

  /// How the points of a scene are drawn.
  private struct Draws {
    var share: Int
    let pool: [Rational]
    let exponents: Set<Symbol>
    /// How many settings there were before: each goes on with other kinds of points.
    let number: Int

    /// The first settings, whose counterexamples are read most often, have readable points.
    var areLater: Bool { number > 1 }
  }

  /// One scene, or one for each value of the free indices where a premise speaks of them.
  private func scenes(
    _ setting: Setting, _ draws: Draws, _ random: RandomSource
  ) throws(EvaluationError) -> [Scene] {
    var compiler = TapeCompiler(store, setting)
    var free: [Index] = []
    for e in expressions {
      for index in compiler.freeIndices(of: e) where !free.contains(index) { free.append(index) }
    }
    for premise in premises {
      for index in compiler.freeIndices(of: premise) where indices.contains(index) && !free.contains(index) {
        free.append(index)
      }
    }
    var assignments: [[Index: Int]] = []
    for assignment in try compiler.assignments(of: free) where try allows(assignment, &compiler) {
      assignments.append(assignment)
    }
    let isShared = premises.contains { premise in
      !isAboutIndices(premise) && store.freeIndices(of: premise).contains { free.contains($0) }
    }
    if assignments.isEmpty { return [] }
    guard isShared else {
      // Where nothing else varies, all of them together can be a proof.
      let isClosed = setting.sizes.dimensions.isEmpty && store.symbols(in: expressions + premises).isEmpty
      let kept = isClosed ? assignments : thinned(assignments, to: effort.assignments)
      return [try scene(setting, draws, random, kept, isWhole: kept.count == assignments.count)]
    }
    let separate = thinned(assignments, to: effort.separateScenes)
    var scenes: [Scene] = []
    var fewer = draws
    fewer.share = max(1, draws.share / separate.count)
    for assignment in separate {
      scenes.append(try scene(setting, fewer, random, [assignment], isWhole: assignments.count == 1))
    }
    return scenes
  }

  private func scene(
    _ setting: Setting, _ draws: Draws, _ random: RandomSource, _ assignments: [[Index: Int]], isWhole: Bool
  ) throws(EvaluationError) -> Scene {
    var compiler = TapeCompiler(store, setting)
    var outputs: [Tape.Node] = []
    for assignment in assignments {
      for e in expressions { outputs.append(try compiler.compile(e, at: assignment)) }
    }
    let derivatives = compiler.derivatives
    let own = premises.filter { !isAboutIndices($0) }
    let fixed = assignments.count == 1 ? assignments[0] : [:]
    var sampler = try PointSampler(
      &compiler, premises: own, at: fixed, random: random, isLater: draws.areLater)
    var points: [Point] = []
    let wanted = max(draws.share, effort.pointsPerScene)
    for _ in 0..<wanted {
      guard let point = sampler.next() else { break }
      if !points.contains(point) { points.append(point) }
    }
    let kinds = effort.coincidenceKinds
    let coincidences = max(effort.coincidences, effort.coincidences * draws.share / effort.pointsPerScene)
    for k in 0..<coincidences {
      let kind = kinds[(draws.number * coincidences + k) % kinds.count]
      guard let point = sampler.coincident(kind, draws.pool) else { continue }
      if !points.contains(point) { points.append(point) }
    }
    if !draws.exponents.isEmpty {
      for _ in 0..<SceneMaker.pointsOfExponents {
        guard let point = sampler.exponential(draws.exponents) else { continue }
        if !points.contains(point) { points.append(point) }
      }
    }
    let program = Program(compiler.tape, outputs: outputs)
    points += morePoints(program, points, &sampler)
    return Scene(
      setting: setting, program: program, assignments: assignments, isWhole: isWhole, points: points,
      compiler: compiler,
      derivatives: derivatives, width: expressions.count, sampler: sampler)
  }

  /// Where few points give all expressions a value, some more that do.
  private func morePoints(_ program: Program, _ points: [Point], _ sampler: inout PointSampler) -> [Point] {
    let width = expressions.count
    func isUsable(_ values: [Double]) -> Bool {
      stride(from: 0, to: values.count, by: width).contains { first in
        values[first..<(first + width)].allSatisfy { $0.isFinite }
      }
    }
    let usable = program.doubles(at: points).filter { isUsable($0) }.count
    if usable >= min(points.count, PointSampler.enoughPoints) { return [] }
    return sampler.admissible(program, from: points) { point in
      program.doubles(at: [point]).allSatisfy { isUsable($0) }
    }
  }

  private static let pointsOfExponents = 6

  /// Quantities that stand in exponents: what a power of a negative number is depends on which fraction they are.
  private var exponents: Set<Symbol> {
    let powers = store.reachable(from: expressions, throughDefinitions: true).filter { store.op($0) == .power }
    return Set(store.symbols(in: powers.map { store.operand(1, of: $0) }))
  }

  /// 0, ±1, ±2, ±1/2, and the numbers that the expressions and premises name, with their negatives.
  private var pool: [Rational] {
    var pool: [Rational] = [
      .zero, .one, Rational(-1), Rational(2), Rational(-2), Rational(1, 2), Rational(-1, 2),
    ]
    for e in store.reachable(from: expressions + premises) {
      guard let value = store.rational(e), value.bitWidth < 64, pool.count < 16 else { continue }
      for number in [value, -value] where !pool.contains(number) { pool.append(number) }
    }
    return pool
  }

  /// Every k-th assignment, the first and the last among them.
  private func thinned(_ all: [[Index: Int]], to most: Int) -> [[Index: Int]] {
    guard all.count > most else { return all }
    return (0..<most).map { all[$0 * (all.count - 1) / max(most - 1, 1)] }
  }

  /// The premise mentions no quantity that varies at one setting.
  private func isAboutIndices(_ premise: Expression) -> Bool {
    !store.reachable(from: [premise]).contains { e in
      switch store.op(e) {
      case .symbol:
        if case .index = store.declaration(store.symbol(e)).domain { return false }
        return true
      case .definition, .apply, .derivative, .substitution, .expectation: return true
      default: return false
      }
    }
  }

  /// Premises about indices alone hold for the assignment, whatever their other indices are.
  private func allows(_ assignment: [Index: Int], _ compiler: inout TapeCompiler) throws(EvaluationError) -> Bool {
    for premise in premises where isAboutIndices(premise) {
      let free = compiler.freeIndices(of: premise)
      let fixed = assignment.filter { free.contains($0.key) }
      for values in try compiler.assignments(of: free, given: fixed) {
        let node = try compiler.compile(premise, at: values)
        if !isCertain(node, compiler.tape) { return false }
      }
    }
    return true
  }

  /// The statement about constants holds for certain: √2 < 2 by bounds of the root. What they leave open is not taken to
  /// hold, and √2 = 0 does not.
  private func isCertain(_ statement: Tape.Node, _ tape: Tape) -> Bool {
    if let value = tape.knownRational(statement) { return !value.isZero }
    let program = Program(tape, outputs: [statement])
    let point = Point(tape.inputs, values: Array(repeating: .zero, count: tape.inputs.count))
    if program.balls(at: point).allSatisfy({ $0.isDefined && $0.excludesZero }) { return true }
    var work = 0
    for precision in Precision.refined {
      work += Refinement.work(program, precision)
      if work > Refinement.budget { return false }
      if program.balls(at: point, precision).allSatisfy({ $0.isDefined && $0.excludesZero }) { return true }
    }
    return false
  }
}

extension EvaluationError {
  func text(in store: ExpressionStore) -> String {
    switch self {
    case .budget: "its evaluation takes more work than a line may"
    case .unboundIndex(let index): "the index \(store.name(index)) has no value"
    case .unknownSize(let dimension): "the size \(store.name(dimension)) has no value"
    case .slotDependsOnInput: "an index depends on a quantity that varies"
    case .notFinite: "a sum or an index runs over a range without a known end"
    case .notSquare(let rows, let columns): "a matrix of \(rows) rows and \(columns) columns is not square"
    case .circular(let definition): "\(store.body(definition).name) needs itself at the same index"
    case .noExactMoments(let symbol):
      "no distribution of finitely many values has the moments of \(store.declaration(symbol).name) that matter here"
    case .malformed: "an expression has no value"
    }
  }
}
