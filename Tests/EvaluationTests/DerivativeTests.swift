import Evaluation
import Expressions
import Numbers
import Testing

/// Batch normalisation without ε, as in derivations of its backward pass.
struct BatchNorm {
  var scene = Scene()
  let m: Dimension
  let x: Symbol
  let i, j: Index
  let mu, v, xhat, y, loss: Definition

  init() {
    m = scene.dimension("m")
    x = scene.symbol("x", [m])
    let gamma = scene.symbol("gamma"), beta = scene.symbol("beta")
    (i, j) = (scene.index("i", m), scene.index("j", m))
    let size = scene.store.size(m)
    let bound = scene.index("i", m), other = scene.index("i", m), slot = scene.index("i", m), last = scene.index("i", m)
    let total = scene.sum(bound, scene(x, bound))
    mu = scene.define("mu", scene.store.quotient(total, size))
    let gap = scene.store.difference(scene(x, other), scene(mu))
    let squares = scene.sum(other, scene.store.power(gap, Rational(2)))
    v = scene.define("v", scene.store.quotient(squares, size))
    let centred = scene.store.difference(scene(x, slot), scene(mu))
    let root = scene.store.power(scene(v), Rational(-1, 2))
    xhat = scene.define("xhat", [slot], scene.store.product([centred, root]))
    let scaled = scene.store.product([scene(gamma), scene(xhat, last)])
    y = scene.define("y", [last], scene.store.sum([scaled, scene(beta)]))
    let range = scene.range(m)
    let ell = scene.store.declare(FunctionDeclaration(name: "ell", arguments: [[range]], output: []))
    let argument = scene.index("k", m)
    let body = scene(y, argument)
    let applied = scene.store.apply(
      Application(function: ell, orders: [0]), output: [], derivativeSlots: [],
      arguments: [.init(indices: [argument], body: body)])
    loss = scene.define("L", applied)
  }
}

@Suite struct DerivativeTests {
  @Test func batchNormTotalAgainstLocalEdge() throws {
    var bn = BatchNorm()
    let entry = bn.scene(bn.xhat, bn.i)
    let total = bn.scene.derivative(entry, bn.x, bn.j)
    let edge = bn.scene.derivative(entry, bn.x, bn.j, local: true)
    let x: [Rational] = [Rational(1), Rational(2), Rational(4), Rational(7)]
    let sizes = [bn.m: 4], at = [bn.i: 1, bn.j: 1]
    // mean 7/2, variance 21/4: total (1 − 1/4 − (1 − 7/2)²/(4·21/4))/√(21/4), edge 1/√(21/4).
    let root = (21.0 / 4).squareRoot()
    let value = try bn.scene.store.evaluate(total, sizes: sizes, at: at, [bn.x: x])
    #expect(value.ball.contains((0.75 - 6.25 / 21) / root, within: 1e-15))
    let local = try bn.scene.store.evaluate(edge, sizes: sizes, at: at, [bn.x: x])
    #expect(local.ball.contains(1 / root, within: 1e-15))
    let other = try bn.scene.store.evaluate(edge, sizes: sizes, at: [bn.i: 1, bn.j: 2], [bn.x: x])
    #expect(other.ball.isZero)
  }

  @Test(arguments: [0, 1, 2]) func batchNormBackward(family: Int) throws {
    var bn = BatchNorm()
    // dL/dx[i] = g[i]/√v + 2(x[i] − μ)/m·dL/dv + dL/dμ/m with g = dL/dxhat, all cut at their names.
    let loss = bn.scene(bn.loss)
    let left = bn.scene.derivative(loss, bn.x, bn.i)
    let size = bn.scene.store.size(bn.m)
    let root = bn.scene.store.power(bn.scene(bn.v), Rational(-1, 2))
    let first = bn.scene.store.product([bn.scene.derivative(loss, bn.xhat, bn.i), root])
    let gap = bn.scene.store.difference(bn.scene(bn.x, bn.i), bn.scene(bn.mu))
    let two = bn.scene.store.integer(2), per = bn.scene.store.reciprocal(size)
    let second = bn.scene.store.product([two, gap, per, bn.scene.derivative(loss, bn.v)])
    // By the total derivative in mu, v depends on it: its part vanishes, and mu's own remains.
    let third = bn.scene.store.product([per, bn.scene.derivative(loss, bn.mu)])
    let right = bn.scene.store.sum([first, second, third])
    let gap2 = bn.scene.store.difference(left, right)
    for m in 2...5 {
      let (program, compiler) = try bn.scene.store.compiled(gap2, sizes: [bn.m: m], at: [bn.i: 2], family: family)
      var copy = compiler
      var sampler = try PointSampler(&copy, random: RandomSource(seed: 1))
      for _ in 0..<10 {
        guard let point = sampler.next() else { break }
        let ball = program.balls(at: point)[0]
        #expect(ball.containsZero || !ball.isDefined, "m = \(m): \(ball)")
      }
      #expect(compiler.derivatives.count == 4)
    }
  }

  @Test func softmaxJacobian() throws {
    var scene = Scene()
    let classes = scene.dimension("K")
    let z = scene.symbol("z", [classes])
    let (i, j, k) = (scene.index("i", classes), scene.index("j", classes), scene.index("k", classes))
    let above = scene.store.function(.exp, [scene(z, i)])
    let below = scene.sum(k, scene.store.function(.exp, [scene(z, k)]))
    let p = scene.define("p", [i], scene.store.quotient(above, below))
    let left = scene.derivative(scene(p, i), z, j)
    let delta = scene.store.delta(scene.store.value(of: i), scene.store.value(of: j))
    let right = scene.store.product([scene(p, i), scene.store.difference(delta, scene(p, j))])
    let values: [Rational] = [Rational(1), Rational(-2), Rational(1, 2)]
    for (a, b) in [(1, 1), (1, 2), (3, 2)] {
      let sizes = [classes: 3], at = [i: a, j: b]
      let jacobian = try scene.store.evaluate(left, sizes: sizes, at: at, [z: values])
      let closed = try scene.store.evaluate(right, sizes: sizes, at: at, [z: values])
      #expect((jacobian.ball - closed.ball).containsZero && jacobian.ball.radius < 1e-14)
      #expect(abs(jacobian.double - closed.double) < 1e-15)
    }
    let total = values.map { RealMath.exp($0.double) }.reduce(0, +)
    let first = RealMath.exp(1) / total
    let value = try scene.store.evaluate(left, sizes: [classes: 3], at: [i: 1, j: 1], [z: values])
    #expect(value.ball.contains(first * (1 - first), within: 1e-15))
  }

  @Test func higherDerivativesAreExact() throws {
    var scene = Scene()
    let x = scene.symbol("x")
    let fifth = scene.store.power(scene(x), Rational(5))
    var e = fifth
    for expected in [5 * 16, 20 * 8, 60 * 4, 120 * 2, 120, 0] {
      e = scene.derivative(e, x)
      #expect(try scene.store.evaluate(e, [x: [Rational(2)]]).fraction == Rational(expected))
    }
  }

  @Test func definitionsArePutBackAfterEachDerivative() throws {
    var scene = Scene()
    let x = scene.symbol("x")
    let v = scene.define("v", scene.store.power(scene(x), Rational(2)))
    let cube = scene.define("L", scene.store.power(scene(v), Rational(3)))
    let first = scene.derivative(scene(cube), v)
    let second = scene.derivative(first, v)
    let mixed = scene.derivative(first, x)
    let at: [Symbol: [Rational]] = [x: [Rational(2)]]
    #expect(try scene.store.evaluate(first, at).fraction == Rational(48))
    #expect(try scene.store.evaluate(second, at).fraction == Rational(24))
    #expect(try scene.store.evaluate(mixed, at).fraction == Rational(24 * 4))
    let own = scene.derivative(scene(v), v)
    #expect(try scene.store.evaluate(own, at).fraction == .one)
  }

  @Test func undefinedBranchesDoNotSpoilDerivatives() throws {
    var scene = Scene()
    let x = scene.symbol("x")
    let zero = scene.store.integer(0)
    let positive = scene.store.comparison(.less, zero, scene(x))
    let root = scene.store.power(scene(x), Rational(1, 2))
    let e = scene.store.cases([(positive, root)], otherwise: scene.store.product([scene(x), scene(x)]))
    let slope = scene.derivative(e, x)
    #expect(try scene.store.evaluate(slope, [x: [Rational(-3)]]).fraction == Rational(-6))
    #expect(try scene.store.evaluate(slope, [x: [Rational(4)]]).fraction == Rational(1, 4))
    #expect(try scene.store.evaluate(slope, [x: [.zero]]).ball.isDefined == false)
    #expect(try scene.store.evaluate(slope, [x: [Rational(-3)]]).double == -6)
    let curvature = scene.derivative(slope, x)
    #expect(try scene.store.evaluate(curvature, [x: [Rational(-3)]]).fraction == Rational(2))
  }

  @Test func derivativeIsUndefinedWhereTheBodyIs() throws {
    var scene = Scene()
    let x = scene.symbol("x")
    let slope = scene.derivative(scene.store.function(.log, [scene(x)]), x)
    #expect(try scene.store.evaluate(slope, [x: [Rational(-2)]]).ball.isDefined == false)
    #expect(try scene.store.evaluate(slope, [x: [Rational(2)]]).ball.contains(0.5))
  }

  @Test(arguments: ElementaryFunction.allCases) func slopesAgreeWithQuotients(function: ElementaryFunction) throws {
    var scene = Scene()
    let x = scene.symbol("x"), c = scene.symbol("c")
    for e in scene.calls(of: function, x, c) { try slopeAgreesWithQuotients(&scene, e, x, c) }
  }

  private func slopeAgreesWithQuotients(_ scene: inout Scene, _ e: Expression, _ x: Symbol, _ c: Symbol) throws {
    let slope = scene.derivative(e, x)
    for value in [Rational(3, 10), Rational(17, 10), Rational(-7, 10)] {
      func at(_ x0: Rational, _ e: Expression) throws -> Ball {
        try scene.store.evaluate(e, [x: [x0], c: [Rational(3, 4)]]).ball
      }
      let h = Rational(1, 1 << 18)
      let (left, right) = (try at(value - h, e), try at(value + h, e))
      let slope = try at(value, slope)
      guard left.isBounded && right.isBounded else { continue }
      // The central quotient's error is h²·f‴/6 with h² = 1.5e-11.
      let quotient = (right - left).midpoint / (2 * h.double)
      #expect(slope.contains(quotient, within: 1e-9 * max(1, abs(quotient))), "at \(value)")
    }
  }
}
