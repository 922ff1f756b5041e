import Algebra
import Calculus
import Diagnostics
import Elaboration
import Evaluation
import Expressions
import Notation
import Numbers

/// One line `left = right` with the names around it, read as the command reads it.
struct Line: CustomStringConvertible {
  let text: String
  let store: ExpressionStore
  let left: Expression
  let right: Expression
  let premises: [Expression]
  var description: String { text }

  /// Nil where the line means nothing, as most mutants do.
  init?(_ text: String, among names: String) {
    let source = SourceText(name: "law", text: names + text + "\n")
    let problem = Problem(elaborating: SyntaxFile(parsing: source), of: source)
    guard problem.syntax.diagnostics.isEmpty, problem.diagnostics.isEmpty,
      case .claim(let claim)? = problem.entries.last,
      let judgement = claim.judgements.first, case .relation(let relation) = judgement.content,
      let left = relation.left.expression, let right = relation.right.expression
    else { return nil }
    (self.text, store, self.left, self.right) = (text, problem.store, left, right)
    premises = judgement.premises
  }

  /// The engine proves that both sides are equal, in one of the orders of monomials that the checker tries.
  func isProved(steps: Int = 40_000) -> Bool {
    var differentiator = Differentiator(store: store)
    guard let a = try? differentiator.carryOut(left), let b = try? differentiator.carryOut(right) else { return false }
    let difference = differentiator.store.difference(a, b)
    let store = differentiator.store
    let fixed = Set(store.freeIndices(of: difference))
    for salt in 0..<3 {
      let forms = NormalForms(store: store, unfoldingDefinitions: true, salt: UInt64(salt), steps: steps)
      do throws(Obstacle) {
        for premise in premises { forms.assume(premise, fixed: fixed) }
        if try forms.isZero(try forms.normalForm(of: difference)) { return true }
      } catch .budget {
        return false
      } catch {}
    }
    return false
  }
}

/// What numbers say of a line.
enum Witness: Equatable {
  /// At this many points both sides are defined, and nothing tells them apart.
  case equal(points: Int)
  /// Rigorous enclosures of the sides do not meet, on both ways to evaluate them.
  case different(String)
}

extension Line {
  /// All sizes 1, 2, 3, all values of the indices, ordinary points and points at which quantities coincide.
  func witness(seed: UInt64, points wanted: Int = 3) -> Witness {
    var random = RandomSource(seed: seed, text: text)
    var seen = 0
    let dimensions = (0..<2).map { Dimension(UInt32($0)) }
    for n in 1...3 {
      for m in 1...3 where m == n % 3 + 1 || n == 1 {
        let sizes = Sizes([dimensions[0]: n, dimensions[1]: m])
        let choices =
          (try? IndexChoices(for: [left, right] + premises, in: store, sizes: sizes, limit: 9, random: &random))?.all
        for choice in choices ?? [] {
          let setting = Setting(sizes: sizes, choice: choice, capacity: 1 << 18)
          if let found = try? difference(setting, wanted, &random, &seen) { return .different(found) }
        }
      }
    }
    return .equal(points: seen)
  }

  private func difference(
    _ setting: Setting, _ wanted: Int, _ random: inout RandomSource, _ seen: inout Int
  ) throws(EvaluationError) -> String? {
    var compiler = TapeCompiler(store, setting)
    var free = compiler.freeIndices(of: left)
    for index in compiler.freeIndices(of: right) where !free.contains(index) { free.append(index) }
    let assignments = try compiler.assignments(of: free)
    var outputs: [Tape.Node] = []
    for assignment in assignments {
      outputs.append(try compiler.compile(left, at: assignment))
      outputs.append(try compiler.compile(right, at: assignment))
    }
    var sampler = try PointSampler(&compiler, premises: premises, random: RandomSource(seed: random.next()))
    let program = Program(compiler.tape, outputs: outputs)
    let pool = [Rational.zero, .one, Rational(-1), Rational(2)]
    for number in 0..<(2 * wanted) {
      let kinds = PointSampler.Coincidence.allCases
      let kind = kinds[number / 2 % kinds.count]
      guard let point = number % 2 == 0 ? sampler.next() : sampler.coincident(kind, pool) else { continue }
      let values = program.balls(at: point)
      for (k, assignment) in assignments.enumerated() {
        let (a, b) = (values[2 * k], values[2 * k + 1])
        guard a.isBounded, b.isBounded else { continue }
        seen += 1
        guard (a - b).excludesZero else { continue }
        var direct = DirectEvaluation(store, setting, at: point)
        let (c, d) = (try direct.ball(of: left, at: assignment), try direct.ball(of: right, at: assignment))
        guard (c - d).excludesZero else { continue }
        return "\(a) and \(b) at \(point.values), sizes \(setting.sizes), indices \(assignment.values.sorted())"
      }
    }
    return nil
  }
}
