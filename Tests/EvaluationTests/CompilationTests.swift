import Evaluation
import Expressions
import Numbers
import Testing

@Suite struct CompilationTests {
  @Test func recursionRunsThroughItsClauses() throws {
    var scene = Scene()
    let t = scene.index("t", 1, 10)
    let slots = scene.store.range(scene.store.integer(0), scene.store.integer(10))
    let h = scene.store.define(DefinitionBody(name: "h", slots: [slots], clauses: []))
    let before = scene.store.entry(of: h, [scene.store.sum([scene.store.value(of: t), scene.store.integer(-1)])])
    let doubled = scene.store.product([scene.store.integer(2), before])
    let body = scene.store.sum([doubled, scene.store.integer(1)])
    scene.store.redefine(
      h,
      DefinitionBody(
        name: "h", slots: [slots],
        clauses: [
          .init(pattern: [.literal(0)], body: scene.store.integer(0)), .init(pattern: [.variable(t)], body: body),
        ], isRecursive: true))
    func value(_ t: Int) throws -> Value {
      let slot = scene.store.integer(t)
      let entry = scene.store.entry(of: h, [slot])
      return try scene.store.evaluate(entry)
    }
    #expect(try value(10).fraction == Rational(1023))
    #expect(try value(11).fraction == nil)
    #expect(try value(11).ball.isDefined == false)
  }

  @Test func circularDefinitionIsAnError() throws {
    var scene = Scene()
    let v = scene.store.define(DefinitionBody(name: "v", slots: [], clauses: []))
    let next = scene.store.sum([scene(v), scene.store.integer(1)])
    scene.store.redefine(v, DefinitionBody(name: "v", slots: [], clauses: [.init(pattern: [], body: next)]))
    #expect(throws: EvaluationError.circular(v)) { try scene.store.evaluate(next) }
    let entry = scene(v)
    #expect(throws: EvaluationError.circular(v)) { try scene.store.evaluate(entry) }
  }

  @Test func anErrorLeavesTheCompilerUsable() throws {
    var scene = Scene()
    let n = scene.dimension("n")
    let x = scene.symbol("x"), y = scene.symbol("y", [n])
    let shared = scene.store.sum([scene(x), scene.store.integer(1)])
    let bad = scene.store.entry(of: y, [shared])
    let good = scene.store.product([shared, shared])
    let other = scene.dimension("other")
    let sized = scene.store.product([shared, scene.store.size(other)])
    var compiler = TapeCompiler(scene.store, Setting(sizes: Sizes([n: 2])))
    for _ in 0..<2 {
      #expect(throws: EvaluationError.slotDependsOnInput(shared)) { try compiler.compile(bad) }
    }
    let node = try compiler.compile(good)
    let point = compiler.point([x: [Rational(2)]])
    #expect(Program(compiler.tape, outputs: [node]).fractions(at: point) == [Rational(9)])
    var direct = DirectEvaluation(scene.store, Setting(sizes: Sizes([n: 2])), at: point)
    for _ in 0..<2 {
      #expect(throws: EvaluationError.unknownSize(other)) { try direct.ball(of: sized) }
    }
    #expect(try direct.ball(of: good).contains(9))
  }

  @Test func conditionsOnIndicesAreDecided() throws {
    var scene = Scene()
    let m = scene.dimension("m")
    let x = scene.symbol("x", [m])
    let (i, j) = (scene.index("i", m), scene.index("j", m))
    let before = scene.store.comparison(.less, scene.store.value(of: i), scene.store.value(of: j))
    let pair = scene.store.product([scene(x, i), scene(x, j)])
    let inner = scene.store.reduction(.sum, over: j, where: before, pair)
    let e = scene.sum(i, inner)
    let value = try scene.store.evaluate(e, sizes: [m: 3], [x: [Rational(2), Rational(3), Rational(5)]])
    #expect(value.fraction == Rational(6 + 10 + 15))
    // An entry outside behind a condition that is false does not matter, elsewhere it does.
    let shifted = scene.store.entry(of: x, [scene.store.sum([scene.store.value(of: i), scene.store.integer(-1)])])
    let inside = scene.store.comparison(.less, scene.store.integer(1), scene.store.value(of: i))
    let steps = scene.store.reduction(.sum, over: i, where: inside, shifted)
    #expect(
      try scene.store.evaluate(steps, sizes: [m: 3], [x: [2, 3, 5].map { Rational($0) }]).fraction == Rational(5))
    let all = scene.store.reduction(.sum, over: i, shifted)
    #expect(try !scene.store.evaluate(all, sizes: [m: 3]).ball.isDefined)
  }

  @Test func rangesMayDependOnIndices() throws {
    var scene = Scene()
    let m = scene.dimension("m")
    let i = scene.index("i", m)
    let rest = scene.store.range(
      scene.store.sum([scene.store.value(of: i), scene.store.integer(1)]), scene.store.size(m))
    let j = scene.store.freshIndex("j", rest)
    let e = scene.sum(i, scene.sum(j, scene.store.integer(1)))
    #expect(try scene.store.evaluate(e, sizes: [m: 5]).fraction == Rational(10))
  }

  @Test func emptyReductions() throws {
    var scene = Scene()
    let x = scene.symbol("x")
    let i = scene.index("i", 1, 0)
    for (kind, expected) in [(Reduction.sum, Rational(0)), (.product, Rational(1)), (.all, .one), (.any, .zero)] {
      let body = kind == .all || kind == .any ? scene.store.truth(true) : scene(x)
      let e = scene.store.reduction(kind, over: i, body)
      #expect(try scene.store.evaluate(e).fraction == expected)
    }
    let e = scene.store.reduction(.maximum, over: i, scene(x))
    #expect(try !scene.store.evaluate(e).ball.isDefined)
  }

  @Test func substitutionRebindsThroughDefinitions() throws {
    var scene = Scene()
    let x = scene.symbol("x"), t = scene.symbol("t")
    let square = scene.define("s", scene.store.power(scene(x), Rational(2)))
    let body = scene.store.product([scene(square), scene(t)])
    let value = scene.store.product([scene(t), scene.store.integer(3)])
    let at = scene.store.substitution(of: x, parameters: [], by: value, in: body)
    let point: [Symbol: [Rational]] = [t: [Rational(2)], x: [Rational(100)]]
    #expect(try scene.store.evaluate(at, point).fraction == Rational(72))
    // d/dt of 9t³.
    let outer = scene.derivative(at, t)
    #expect(try scene.store.evaluate(outer, point).fraction == Rational(108))
    // Inside, x is free, and t is held in what is put in: d/dt of s·t at x = 3t is 9t².
    let inner = scene.derivative(body, t)
    let outside = scene.store.substitution(of: x, parameters: [], by: value, in: inner)
    #expect(try scene.store.evaluate(outside, point).fraction == Rational(36))
    let innerX = scene.store.substitution(of: x, parameters: [], by: value, in: scene.derivative(body, x))
    #expect(try scene.store.evaluate(innerX, point).fraction == Rational(24))
  }

  @Test func inverseAndDeterminant() throws {
    var scene = Scene()
    let n = scene.dimension("n")
    let a = scene.symbol("A", [n, n])
    let (i, j, r, c) = (scene.index("i", n), scene.index("j", n), scene.index("r", n), scene.index("c", n))
    let inverse = scene.store.inverse(
      scene.store.value(of: i), scene.store.value(of: j), row: r, column: c, scene(a, r, c))
    let det = scene.store.determinant(row: r, column: c, scene(a, r, c))
    let logdet = scene.store.determinant(row: r, column: c, scene(a, r, c), logarithm: true)
    let values = [2, 1, 0, 1, 3, 1, 0, -1, 4].map { Rational($0) }
    let sizes = [n: 3]
    // det = 2·(12 + 1) − 1·4 = 22
    #expect(try scene.store.evaluate(det, sizes: sizes, [a: values]).fraction == Rational(22))
    #expect(
      try scene.store.evaluate(inverse, sizes: sizes, at: [i: 1, j: 2], [a: values]).fraction == Rational(-4, 22))
    let ball = try scene.store.evaluate(inverse, sizes: sizes, at: [i: 1, j: 2], [a: values]).ball
    #expect(ball.contains(-4.0 / 22) && ball.radius < 1e-14)
    // d det/dA[i,j] = det·inv[j,i]; also where the matrix is singular.
    let slope = scene.derivative(det, a, j, i)
    #expect(try scene.store.evaluate(slope, sizes: sizes, at: [i: 1, j: 2], [a: values]).fraction == Rational(-4))
    let logSlope = scene.derivative(logdet, a, j, i)
    #expect(try scene.store.evaluate(logSlope, sizes: sizes, at: [i: 1, j: 2], [a: values]).ball.contains(-4.0 / 22))
    let singular = Array(repeating: Rational(1), count: 9)
    #expect(try scene.store.evaluate(slope, sizes: sizes, at: [i: 1, j: 2], [a: singular]).fraction == .zero)
    #expect(try !scene.store.evaluate(inverse, sizes: sizes, at: [i: 1, j: 2], [a: singular]).ball.isDefined)
    #expect(try scene.store.evaluate(inverse, sizes: sizes, at: [i: 1, j: 2], [a: singular]).double.isNaN)
    // d inv[i,j]/dA[r,c] = −inv[i,r]·inv[c,j]
    let change = scene.derivative(inverse, a, r, c)
    let at = [i: 1, j: 2, r: 2, c: 3]
    let inv12 = try scene.store.evaluate(inverse, sizes: sizes, at: [i: 1, j: 2], [a: values]).fraction
    let inv32 = try scene.store.evaluate(inverse, sizes: sizes, at: [i: 3, j: 2], [a: values]).fraction
    let expected = inv12.flatMap { p in inv32.map { -p * $0 } }
    #expect(try scene.store.evaluate(change, sizes: sizes, at: at, [a: values]).fraction == expected)
  }

  @Test func unknownFunctionDerivativesAreThoseOfTheFamily() throws {
    var scene = Scene()
    let x = scene.symbol("x"), y = scene.symbol("y")
    let f = scene.store.declare(FunctionDeclaration(name: "f", arguments: [[], []], output: []))
    func apply(_ scene: inout Scene, _ orders: [Int]) -> Expression {
      let slots: [Expression] = []
      return scene.store.apply(
        Application(function: f, orders: orders), output: [], derivativeSlots: slots,
        arguments: [.init(indices: [], body: scene(x)), .init(indices: [], body: scene(y))])
    }
    let plain = apply(&scene, [0, 0])
    let mixed = apply(&scene, [2, 1])
    let derived = scene.derivative(scene.derivative(scene.derivative(plain, x), y), x)
    for family in 0..<3 {
      let gap = scene.store.difference(mixed, derived)
      let (program, compiler) = try scene.store.compiled(gap, family: family)
      let (value, _) = try scene.store.compiled(mixed, family: family)
      let point = compiler.point([x: [Rational(1, 2)], y: [Rational(-3, 4)]])
      #expect(program.balls(at: point)[0].containsZero)
      #expect(value.balls(at: point)[0].excludesZero)
    }
  }

  @Test func choicesFixSymbolsInSlots() throws {
    var scene = Scene()
    let classes = scene.dimension("K")
    let range = scene.range(classes)
    let k = scene.symbol("k", [], .index(range))
    let p = scene.symbol("p", [classes])
    let e = scene.store.entry(of: p, [scene(k)])
    let slot = scene(k)
    #expect(throws: EvaluationError.slotDependsOnInput(slot)) { try scene.store.evaluate(e, sizes: [classes: 3]) }
    var random = RandomSource(seed: 1)
    let sizes = Sizes([classes: 3])
    let choices = try IndexChoices(for: [e], in: scene.store, sizes: sizes, random: &random)
    #expect(choices.isComplete && choices.all.map { $0.values[k] } == [[1], [2], [3]])
    var compiler = TapeCompiler(scene.store, Setting(sizes: sizes, choice: choices.all[1]))
    let node = try compiler.compile(e)
    let point = compiler.point([p: [Rational(7), Rational(8), Rational(9)]])
    #expect(Program(compiler.tape, outputs: [node]).fractions(at: point) == [Rational(8)])
  }
}

@Suite struct LimitTests {
  @Test func hundredThousandNestedFunctions() throws {
    var scene = Scene()
    let x = scene.symbol("x")
    var e = scene(x)
    for _ in 0..<100_000 { e = scene.store.function(.tanh, [e]) }
    let slope = scene.derivative(e, x)
    let value = try scene.store.evaluate(slope, [x: [Rational(1)]])
    #expect(value.ball.isDefined && value.double > 0)
  }

  @Test func budgets() throws {
    var scene = Scene()
    let x = scene.symbol("x")
    let i = scene.index("i", 1, 1_000_000_000_000)
    let huge = scene.sum(i, scene(x))
    #expect(throws: EvaluationError.budget) { try scene.store.evaluate(huge) }
    let (a, b, c) = (scene.index("a", 1, 2000), scene.index("b", 1, 2000), scene.index("c", 1, 2000))
    let product = scene.store.product([
      scene(x), scene.store.value(of: a), scene.store.value(of: b), scene.store.value(of: c),
    ])
    let nested = scene.sum(a, scene.sum(b, scene.sum(c, product)))
    var compiler = TapeCompiler(scene.store, Setting(sizes: Sizes(), capacity: 1 << 14))
    #expect(throws: EvaluationError.budget) { try compiler.compile(nested) }
    let n = scene.dimension("n")
    let matrix = scene.symbol("A", [n, n])
    let (r, k) = (scene.index("r", n), scene.index("c", n))
    let det = scene.store.determinant(row: r, column: k, scene(matrix, r, k))
    #expect(throws: EvaluationError.budget) { try scene.store.evaluate(det, sizes: [n: 40]) }
    #expect(throws: EvaluationError.unknownSize(n)) { try scene.store.evaluate(det) }
  }

  @Test func towersOfPowersStayUnfolded() throws {
    var scene = Scene()
    var tower = scene.store.integer(2)
    for _ in 0..<5 {
      let two = scene.store.integer(2)
      tower = scene.store.power(two, tower)
    }
    let value = try scene.store.evaluate(tower)
    #expect(value.fraction == nil && value.ball.isUnknown)
  }
}

@Suite struct OverflowTests {
  @Test func tensorsThatFitNoMemory() throws {
    var scene = Scene()
    let n = scene.dimension("n")
    let a = scene.symbol("A", [n, n, n, n])
    let i = scene.index("i", n)
    let entry = scene(a, i, i, i, i)
    let sizes = [n: 1_000_000], at = [i: 1]
    #expect(throws: EvaluationError.budget) { try scene.store.evaluate(entry, sizes: sizes, at: at) }
    let range = scene.range(n)
    let f = scene.store.declare(
      FunctionDeclaration(name: "f", arguments: [[]], output: [range, range, range, range]))
    let slots = Array(repeating: scene.store.value(of: i), count: 4)
    let applied = scene.store.apply(
      Application(function: f, orders: [0]), output: slots, derivativeSlots: [],
      arguments: [.init(indices: [], body: scene.store.integer(1))])
    #expect(throws: EvaluationError.budget) { try scene.store.evaluate(applied, sizes: sizes, at: at) }
    let huge = scene.index("h", Int.min, Int.max)
    let sum = scene.sum(huge, scene.store.integer(1))
    #expect(throws: EvaluationError.budget) { try scene.store.evaluate(sum) }
    let slot = scene.store.integer(Int.max)
    let far = scene.store.entry(of: a, [slot, slot, slot, slot])
    #expect(try !scene.store.evaluate(far, sizes: [n: 2]).ball.isDefined)
  }
}

@Suite struct GammaTests {
  /// Values from the NIST Digital Library of Mathematical Functions: 5.4.6, 5.4.12, 5.4.13, 5.15(i).
  @Test func knownValues() throws {
    var scene = Scene()
    let x = scene.symbol("x")
    let gamma = scene.store.function(.gamma, [scene(x)])
    let logGamma = scene.store.function(.logGamma, [scene(x)])
    let digamma = scene.store.function(.digamma, [scene(x)])
    let trigamma = scene.derivative(digamma, x)
    let tetragamma = scene.derivative(trigamma, x)
    let (euler, zeta3) = (0.577_215_664_901_532_9, 1.202_056_903_159_594_3)
    let cases: [(Expression, Rational, Double)] = [
      (gamma, Rational(1, 2), Double.pi.squareRoot()), (gamma, Rational(-1, 2), -2 * Double.pi.squareRoot()),
      (gamma, Rational(5), 24), (logGamma, Rational(1, 2), RealMath.log(.pi) / 2),
      (logGamma, Rational(-1, 2), RealMath.log(2 * Double.pi.squareRoot())), (digamma, Rational(1), -euler),
      (digamma, Rational(1, 2), -euler - 2 * RealMath.log(2)), (trigamma, Rational(1), Double.pi * Double.pi / 6),
      (trigamma, Rational(1, 2), Double.pi * Double.pi / 2), (tetragamma, Rational(1), -2 * zeta3),
    ]
    for (e, argument, expected) in cases {
      let value = try scene.store.evaluate(e, [x: [argument]])
      #expect(value.ball.contains(expected, within: 4 * expected.ulp) && value.ball.radius < 1e-12, "\(value.ball)")
      #expect(abs(value.double - expected) < 1e-13 * abs(expected))
    }
    for pole in [Rational(0), Rational(-3)] {
      #expect(try !scene.store.evaluate(digamma, [x: [pole]]).ball.isDefined)
      #expect(try scene.store.evaluate(gamma, [x: [pole]]).double.isNaN)
    }
  }
}
