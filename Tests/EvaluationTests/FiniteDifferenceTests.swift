import Evaluation
import Expressions
import Numbers
import Testing

@Suite struct FiniteDifferenceTests {
  /// Compiles a derivative and compares it with its estimate at readable points.
  private func agreements(
    _ store: ExpressionStore, _ e: Expression, sizes: [Dimension: Int] = [:], at indices: [Index: Int] = [:],
    count: Int = 6, family: Int = 1
  ) throws -> [FiniteDifferences.Agreement] {
    var compiler = TapeCompiler(store, Setting(sizes: Sizes(sizes), family: family))
    _ = try compiler.compile(e, at: indices)
    var sampler = try PointSampler(&compiler, random: RandomSource(seed: 5))
    let differences = FiniteDifferences(compiler.tape)
    return (0..<count).compactMap { _ in
      sampler.next().map { differences.agreement(compiler.derivatives, at: $0) }
    }
  }

  @Test(arguments: ElementaryFunction.allCases) func elementaryFunctions(function: ElementaryFunction) throws {
    var scene = Scene()
    let x = scene.symbol("x"), c = scene.symbol("c")
    for e in scene.calls(of: function, x, c) {
      let slope = scene.derivative(e, x)
      for agreement in try agreements(scene.store, slope) where agreement.count > 0 {
        #expect(agreement.contradiction == nil)
        #expect(agreement.worst < 1e-7 || !agreement.isReliable, "\(function) \(agreement)")
      }
    }
  }

  @Test func batchNormDefinedNamesAndLocalEdges() throws {
    var bn = BatchNorm()
    let loss = bn.scene(bn.loss)
    let entry = bn.scene(bn.xhat, bn.i)
    let nested = bn.scene.derivative(bn.scene.derivative(loss, bn.v), bn.x, bn.i)
    let derivatives = [
      bn.scene.derivative(loss, bn.x, bn.i), bn.scene.derivative(loss, bn.xhat, bn.i), bn.scene.derivative(loss, bn.v),
      bn.scene.derivative(loss, bn.mu), bn.scene.derivative(entry, bn.x, bn.j),
      bn.scene.derivative(entry, bn.x, bn.j, local: true), bn.scene.derivative(entry, bn.v, local: true), nested,
    ]
    for e in derivatives {
      let found = try agreements(bn.scene.store, e, sizes: [bn.m: 4], at: [bn.i: 2, bn.j: 2])
      #expect(found.count == 6)
      for agreement in found {
        #expect(agreement.count > 0 && agreement.isReliable && agreement.worst < 1e-6, "\(agreement)")
      }
    }
  }

  @Test func kinksAreNotCrossed() throws {
    var scene = Scene()
    let x = scene.symbol("x")
    let shifted = scene.store.difference(scene(x), scene.store.number(Rational(1001, 1000)))
    let distance = scene.store.function(.abs, [shifted])
    let slope = scene.derivative(distance, x)
    var compiler = TapeCompiler(scene.store, Setting(sizes: Sizes()))
    _ = try compiler.compile(slope)
    let differences = FiniteDifferences(compiler.tape)
    let near = try #require(differences.estimate(compiler.derivatives[0], at: compiler.point([x: [Rational(1)]])))
    #expect(abs(near.value + 1) < 1e-9)
    let at = differences.estimate(compiler.derivatives[0], at: compiler.point([x: [Rational(1001, 1000)]]))
    #expect(at == nil)
  }

  /// log(e^(−800x)/(1 + e^(−800x))) has lost its digits to underflow before its slope −800 changes.
  @Test(arguments: [Rational(9, 10), Rational(92, 100), Rational(928, 1000)])
  func lostDigitsAreNoContradiction(place: Rational) throws {
    var scene = Scene()
    let x = scene.symbol("x")
    let factor = scene.store.integer(-800)
    let tiny = scene.store.function(.exp, [scene.store.product([factor, scene(x)])])
    let total = scene.store.sum([scene.store.integer(1), tiny])
    let quotient = scene.store.quotient(tiny, total)
    let slope = scene.derivative(scene.store.function(.log, [quotient]), x)
    var compiler = TapeCompiler(scene.store, Setting(sizes: Sizes()))
    _ = try compiler.compile(slope)
    let differences = FiniteDifferences(compiler.tape)
    let agreement = differences.agreement(compiler.derivatives, at: compiler.point([x: [place]]))
    #expect(agreement.contradiction == nil, "\(agreement)")
  }
}
