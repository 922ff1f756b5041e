import Expressions
import Foundation
import Numbers
import Testing

@testable import Evaluation

@Suite struct BlockProgramTests {
  /// Several outputs at several blocks of points, the last one not full, are what each point has by itself and within the
  /// balls, for random expressions.
  @Test(arguments: 0..<20) func agreesWithBallsInEveryLane(seed: Int) throws {
    var expressions = RandomExpressions(seed: UInt64(seed))
    let terms = (0..<3).map { _ in expressions.term(depth: 4) }
    var compiler = TapeCompiler(
      expressions.scene.store, Setting(sizes: Sizes([expressions.n: 3]), family: seed, capacity: 1 << 15))
    var outputs: [Tape.Node] = []
    for term in terms {
      for (i, j) in [(1, 3), (2, 2)] {
        if let node = try? compiler.compile(term, at: [expressions.free[0]: i, expressions.free[1]: j]) {
          outputs.append(node)
        }
      }
    }
    let program = Program(compiler.tape, outputs: outputs)
    var sampler = try PointSampler(&compiler, random: RandomSource(seed: UInt64(seed)))
    var points: [Point] = []
    while points.count < 2 * BlockProgram.width + 5, let point = sampler.next() { points.append(point) }
    let places = 0..<compiler.tape.inputs.count
    let arguments = points.flatMap { point in places.map { point.double($0) } }
    let block = BlockProgram(program)
    #expect(block.inputCount == places.count)
    let values = block.values(at: arguments, count: points.count)
    #expect(values.count == points.count * outputs.count)
    for (number, point) in points.enumerated() {
      let own = values[(number * outputs.count)..<((number + 1) * outputs.count)]
      let alone = block.values(at: places.map { point.double($0) }, count: 1)
      #expect(zip(own, alone).allSatisfy { $0 == $1 || $0.isNaN && $1.isNaN })
      for (value, ball) in zip(own, program.balls(at: point))
      where value.isFinite && ball.isBounded && ball.relativeRadius < 1e-9 {
        #expect(abs(value - ball.midpoint) <= 1e-6 * abs(ball.midpoint) + 1e-300, "\(value) and \(ball)")
      }
    }
  }

  /// Repeated factors, powers inside products, names and an output that another one uses.
  @Test func sumsOfProductsAreThatOfTheirParts() throws {
    var scene = Scene()
    let (x, y) = (scene.symbol("x"), scene.symbol("y"))
    let (a, b) = (scene(x), scene(y))
    let square = scene.store.power(a, Rational(2))
    let cube = scene.store.power(b, Rational(3))
    let name = scene.define("p", scene.store.product([square, cube]))
    let p = scene.store.entry(of: name, [])
    let sum = scene.store.sum([p, p, scene.store.product([square, b]), scene.store.integer(-1)])
    var compiler = TapeCompiler(scene.store, Setting(sizes: Sizes()))
    let outputs = [try compiler.compile(sum), try compiler.compile(p), try compiler.compile(a)]
    let block = BlockProgram(Program(compiler.tape, outputs: outputs))
    var arguments: [Double] = []
    for (a, b) in [(3, 2), (-1, 5)] {
      let point = compiler.point([x: [Rational(a)], y: [Rational(b)]])
      arguments += (0..<block.inputCount).map { point.double($0) }
    }
    // x²·y³ = 72 and 125, and 2·x²·y³ + x²·y − 1
    #expect(block.values(at: arguments, count: 2) == [161, 72, 3, 254, 125, -1])
  }

  @Test func noPointsHaveNoValues() throws {
    var scene = Scene()
    let x = scene.symbol("x")
    let e = scene(x)
    var compiler = TapeCompiler(scene.store, Setting(sizes: Sizes()))
    let node = try compiler.compile(e)
    let block = BlockProgram(Program(compiler.tape, outputs: [node]))
    #expect(block.values(at: [], count: 0).isEmpty)
  }

  /// Against the C library, which is within one unit in the last place.
  @Test func exponentialIsThatOfTheLibrary() {
    var random = RandomSource(seed: 1)
    for _ in 0..<20_000 {
      let scale = random.pick([1e-9, 1e-3, 1, 30, 690, 740])
      var x = SIMD8<Double>()
      for lane in 0..<8 { x[lane] = (2 * Double(random.next(below: 1 << 30)) / 0x1p30 - 1) * scale }
      let image = x.exponential
      for lane in 0..<8 {
        let expected = Foundation.exp(x[lane])
        #expect(image[lane] == expected || abs(image[lane] - expected) <= 4 * expected.ulp, "exp(\(x[lane]))")
      }
    }
  }

  @Test func exponentialAtTheEnds() {
    let x = SIMD8<Double>(0, -0.0, 709.78, 709.79, -745, -746, .infinity, -.infinity)
    let image = x.exponential
    #expect(image[0] == 1 && image[1] == 1)
    #expect(image[2].isFinite && image[3] == .infinity && image[6] == .infinity)
    #expect(image[4] > 0 && image[5] == 0 && image[7] == 0)
    let other = SIMD8<Double>(.nan, 1e308, -1e308, 700, -700, 1400, -1400, 1).exponential
    #expect(other[0].isNaN && other[1] == .infinity && other[2] == 0)
    #expect(abs(other[3] - Foundation.exp(700)) <= 4 * Foundation.exp(700).ulp && other[4] > 0)
    #expect(other[5] == .infinity && other[6] == 0 && abs(other[7] - Foundation.exp(1)) < 1e-15)
  }
}
