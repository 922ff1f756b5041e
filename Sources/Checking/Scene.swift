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
  let points: [Point]
  let compiler: TapeCompiler
  /// The values at each point, by assignment: all expressions of the first, then of the second, and so on.
  let width: Int

  /// The balls of the expressions at a point, by assignment.
  func balls(at point: Point) -> [ArraySlice<Ball>] {
    let values = program.balls(at: point)
    return assignments.indices.map { values[($0 * width)..<(($0 + 1) * width)] }
  }
}

/// Makes the scenes of a judgement, the smallest and most readable first.
struct SceneMaker {
  let store: ExpressionStore
  /// What is to be evaluated, at every value of the free indices.
  let expressions: [Expression]
  let premises: [Expression]
  let effort: Effort
  let seed: UInt64

  /// How much is tried.
  struct Effort: Sendable {
    var pointsPerScene = 6
    /// Families of sample functions, where unknown functions occur.
    var families = 2
    var choices = 6
    /// Values of the free indices in one scene.
    var assignments = 36
    var capacity = 1 << 18
  }

  /// Calls `body` with one scene after the other until it returns false. Says why scenes could not be made.
  func forEach(_ body: (Scene) -> Bool) -> String? {
    var random = RandomSource(seed: seed)
    var reason: String?
    let families = mentionsUnknownFunction ? effort.families : 1
    for sizes in SizePlan(for: expressions + premises, in: store).assignments {
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
        for family in 0..<families {
          do {
            let setting = Setting(sizes: sizes, choice: choice, family: family, capacity: effort.capacity)
            if let scene = try scene(setting, RandomSource(seed: random.next())), !body(scene) { return reason }
          } catch {
            reason = error.text(in: store)
          }
        }
      }
    }
    return reason
  }

  private var mentionsUnknownFunction: Bool {
    var seen = Set<Expression>()
    var stack = expressions + premises
    while let e = stack.popLast() {
      guard seen.insert(e).inserted else { continue }
      if store.op(e) == .apply { return true }
      if store.op(e) == .definition { stack += store.body(store.definition(e)).clauses.map { $0.body } }
      stack.append(contentsOf: store.operands(of: e))
    }
    return false
  }

  private func scene(_ setting: Setting, _ random: RandomSource) throws(EvaluationError) -> Scene? {
    var compiler = TapeCompiler(store, setting)
    var free: [Index] = []
    for e in expressions {
      for index in compiler.freeIndices(of: e) where !free.contains(index) { free.append(index) }
    }
    let all = try compiler.assignments(of: free)
    let assignments = all.count <= effort.assignments ? all : thinned(all)
    var outputs: [Tape.Node] = []
    var kept: [[Index: Int]] = []
    for assignment in assignments {
      guard try allows(assignment, &compiler) else { continue }
      kept.append(assignment)
      for e in expressions { outputs.append(try compiler.compile(e, at: assignment)) }
    }
    if kept.isEmpty { return nil }
    let program = Program(compiler.tape, outputs: outputs)
    let points = try admissiblePoints(&compiler, kept, random)
    return Scene(
      setting: setting, program: program, assignments: kept, points: points, compiler: compiler,
      width: expressions.count)
  }

  /// Every k-th assignment, the first and the last among them.
  private func thinned(_ all: [[Index: Int]]) -> [[Index: Int]] {
    (0..<effort.assignments).map { all[$0 * (all.count - 1) / (effort.assignments - 1)] }
  }

  /// Premises about indices alone hold for the assignment.
  private func allows(_ assignment: [Index: Int], _ compiler: inout TapeCompiler) throws(EvaluationError) -> Bool {
    for premise in premises {
      let free = compiler.freeIndices(of: premise)
      guard free.allSatisfy({ assignment[$0] != nil }) else { continue }
      let node = try compiler.compile(premise, at: assignment)
      if let value = compiler.tape.knownRational(node), value.isZero { return false }
    }
    return true
  }

  /// Points at which the other premises hold.
  private func admissiblePoints(
    _ compiler: inout TapeCompiler, _ assignments: [[Index: Int]], _ random: RandomSource
  ) throws(EvaluationError) -> [Point] {
    var conditions: [Tape.Node] = []
    for premise in premises {
      let free = compiler.freeIndices(of: premise)
      for assignment in try compiler.assignments(of: free) {
        let isShared = free.contains { index in assignments.contains { $0[index] != nil } }
        if isShared && !assignments.contains(where: { own in free.allSatisfy { own[$0] == nil || own[$0] == assignment[$0] } }) {
          continue
        }
        conditions.append(try compiler.compile(premise, at: assignment))
      }
    }
    var sampler = try PointSampler(&compiler, random: random)
    let filter = Program(compiler.tape, outputs: conditions)
    var points: [Point] = []
    for _ in 0..<(conditions.isEmpty ? effort.pointsPerScene : effort.pointsPerScene * 20) {
      guard points.count < effort.pointsPerScene, let point = sampler.draw() else { break }
      if filter.fractions(at: point).allSatisfy({ $0.map { !$0.isZero } ?? false }) { points.append(point) }
    }
    return points
  }
}

extension EvaluationError {
  func text(in store: ExpressionStore) -> String {
    switch self {
    case .budget: "it is too large to be evaluated"
    case .unboundIndex(let index): "the index \(store.name(index)) has no value"
    case .unknownSize(let dimension): "the size \(store.name(dimension)) has no value"
    case .slotDependsOnInput: "an index depends on a quantity that varies"
    case .notFinite: "a sum or an index runs over a range without a known end"
    case .notSquare(let rows, let columns): "a matrix of \(rows) rows and \(columns) columns is not square"
    case .circular(let definition): "\(store.body(definition).name) needs itself at the same index"
    case .malformed: "an expression has no value"
    }
  }
}
