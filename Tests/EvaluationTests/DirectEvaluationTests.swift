import Evaluation
import Expressions
import Numbers
import Testing

@Suite struct DirectEvaluationTests {
  /// The tape and the direct evaluation contain the same number, for random expressions.
  @Test(arguments: 0..<40) func agreesWithTheTape(batch: Int) throws {
    var (bounded, total, lost) = (0, 0, 0)
    for number in 0..<50 {
      var expressions = RandomExpressions(seed: UInt64(batch * 1000 + number))
      let e = expressions.term(depth: 4)
      let at = [expressions.free[0]: 1, expressions.free[1]: 3]
      let setting = Setting(sizes: Sizes([expressions.n: 3]), family: number, capacity: 1 << 15)
      var compiler = TapeCompiler(expressions.scene.store, setting)
      guard let node = try? compiler.compile(e, at: at) else { continue }
      let program = Program(compiler.tape, outputs: [node])
      var sampler = try PointSampler(&compiler, random: RandomSource(seed: UInt64(number)))
      for _ in 0..<4 {
        guard let point = sampler.next() else { break }
        let tape = program.balls(at: point)[0]
        let double = program.doubles(at: [point])[0][0]
        var direct = DirectEvaluation(expressions.scene.store, setting, at: point)
        let ball = try direct.ball(of: e, at: at)
        total += 1
        if tape.isBounded && ball.isBounded {
          bounded += 1
          #expect((tape - ball).containsZero, "seed \(batch * 1000 + number): \(tape) and \(ball)")
        } else if tape.isBounded != ball.isBounded && tape.isDefined != ball.isDefined {
          // A slope at a kink that only one of the two sees to be harmless.
          lost += 1
        }
        if tape.isBounded && double.isFinite && tape.relativeRadius < 1e-6 {
          #expect(abs(double - tape.midpoint) <= 1e-5 * abs(tape.midpoint) + 1e-300, "seed \(batch * 1000 + number)")
        }
        if tape.isBounded, let fraction = program.fractions(at: point)[0] {
          #expect((tape - Ball(fraction)).containsZero, "seed \(batch * 1000 + number): \(tape) and \(fraction)")
        }
      }
    }
    #expect(bounded * 3 > total && lost * 25 < total)
  }

  @Test func batchNormCounterexampleIsReevaluated() throws {
    var bn = BatchNorm()
    let loss = bn.scene(bn.loss)
    let left = bn.scene.derivative(loss, bn.x, bn.i)
    let edge = bn.scene.derivative(loss, bn.xhat, bn.i)
    let gap = bn.scene.store.difference(left, edge)
    let setting = Setting(sizes: Sizes([bn.m: 4]), family: 2)
    var compiler = TapeCompiler(bn.scene.store, setting)
    let node = try compiler.compile(gap, at: [bn.i: 2])
    var sampler = try PointSampler(&compiler, random: RandomSource(seed: 2))
    let next = sampler.next()
    let point = try #require(next)
    let tape = Program(compiler.tape, outputs: [node]).balls(at: point)[0]
    var direct = DirectEvaluation(bn.scene.store, setting, at: point)
    let ball = try direct.ball(of: gap, at: [bn.i: 2])
    #expect(tape.excludesZero && ball.excludesZero && (tape - ball).containsZero)
  }

  @Test func deepNestingAndBudgets() throws {
    var scene = Scene()
    let x = scene.symbol("x")
    var e = scene(x)
    for _ in 0..<100_000 { e = scene.store.function(.tanh, [e]) }
    let slope = scene.derivative(e, x)
    var compiler = TapeCompiler(scene.store, Setting(sizes: Sizes()))
    _ = try compiler.compile(scene(x))
    let point = compiler.point([x: [Rational(1)]])
    var direct = DirectEvaluation(scene.store, Setting(sizes: Sizes()), at: point)
    #expect(try direct.ball(of: slope).isDefined)
    let i = scene.index("i", 1, 1_000_000_000_000)
    let huge = scene.sum(i, scene(x))
    direct = DirectEvaluation(scene.store, Setting(sizes: Sizes()), at: point)
    #expect(throws: EvaluationError.budget) { try direct.ball(of: huge) }
    var deep = scene(x)
    for _ in 0..<20 { deep = scene.derivative(deep, x) }
    direct = DirectEvaluation(scene.store, Setting(sizes: Sizes()), at: point)
    #expect(throws: EvaluationError.budget) { try direct.ball(of: deep) }
  }
}
