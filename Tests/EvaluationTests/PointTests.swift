import Evaluation
import Expressions
import Numbers
import Testing

/// Points of one symbol.
private func points(
  _ structure: Structure, slots: Int, size: Int, domain: Domain = .real, count: Int = 24, seed: UInt64 = 1
) throws -> [[Rational]] {
  var scene = Scene()
  let n = scene.dimension("n")
  let a = scene.symbol("A", Array(repeating: n, count: slots), domain, structure)
  let indices = (0..<slots).map { _ in scene.index("i", n) }
  let entry = scene.store.entry(of: a, indices.map { scene.store.value(of: $0) })
  var compiler = TapeCompiler(scene.store, Setting(sizes: Sizes([n: size])))
  _ = try compiler.compile(entry, at: Dictionary(uniqueKeysWithValues: indices.map { ($0, 1) }))
  var sampler = try PointSampler(&compiler, random: RandomSource(seed: seed))
  return (0..<count).compactMap { _ in sampler.next().map { Array($0.values) } }
}

@Suite struct DomainTests {
  @Test func orthogonalMatricesAreOrthogonalExactly() throws {
    var determinants: Set<Rational> = []
    for size in 1...5 {
      for values in try points(.orthogonal, slots: 2, size: size) {
        for i in 0..<size {
          for j in 0..<size {
            let product = (0..<size).reduce(Rational.zero) { $0 + values[$1 * size + i] * values[$1 * size + j] }
            #expect(product == Rational(i == j ? 1 : 0))
          }
        }
        if size == 2 { determinants.insert(values[0] * values[3] - values[1] * values[2]) }
      }
    }
    #expect(determinants == [Rational(1), Rational(-1)])
  }

  @Test func simplexMembersSumToOne() throws {
    for size in 1...6 {
      for values in try points(.simplex, slots: 1, size: size) {
        #expect(values.reduce(Rational.zero) { $0 + $1 } == .one)
        #expect(values.allSatisfy { $0.signum >= 0 })
        #expect(size < 2 || Set(values).count > 1)
      }
    }
  }

  @Test func oneHotVectorsAreCountedThrough() throws {
    let all = try points(.oneHot, slots: 1, size: 4)
    #expect(all.count == 4 && Set(all).count == 4)
    for values in all {
      #expect(values.filter { $0.isOne }.count == 1 && values.filter { $0.isZero }.count == 3)
    }
  }

  @Test func positiveDefiniteMatricesAreWellConditioned() throws {
    for size in 1...5 {
      for values in try points(.positiveDefinite, slots: 2, size: size) {
        let trace = (0..<size).reduce(Rational.zero) { $0 + values[$1 * size + $1] }
        for i in 0..<size {
          for j in 0..<size { #expect(values[i * size + j] == values[j * size + i]) }
        }
        // All leading minors of A − trace/99·I are at least 0 … by Cholesky's pivots, which must be positive.
        #expect(pivots(values, size, shift: trace.divided(by: Rational(100)) ?? .zero).allSatisfy { $0.signum > 0 })
      }
    }
  }

  /// The pivots of Gauss's elimination of A − shift·I: positive exactly if it is positive definite.
  private func pivots(_ values: [Rational], _ size: Int, shift: Rational) -> [Rational] {
    var rows = (0..<size).map { i in (0..<size).map { values[i * size + $0] - (i == $0 ? shift : .zero) } }
    for k in 0..<size {
      for i in stride(from: k + 1, to: size, by: 1) {
        let factor = rows[i][k].divided(by: rows[k][k]) ?? .zero
        for j in 0..<size { rows[i][j] -= factor * rows[k][j] }
      }
    }
    return (0..<size).map { rows[$0][$0] }
  }

  @Test func symmetricAndDiagonalAndInvertible() throws {
    for size in 1...4 {
      for values in try points(.symmetric, slots: 2, size: size) + points(.invertibleSymmetric, slots: 2, size: size) {
        for i in 0..<size {
          for j in 0..<size { #expect(values[i * size + j] == values[j * size + i]) }
        }
      }
      for values in try points(.diagonal, slots: 2, size: size) {
        for i in 0..<size {
          for j in 0..<size where i != j { #expect(values[i * size + j].isZero) }
        }
      }
    }
    for values in try points(.invertible, slots: 2, size: 2) + points(.invertibleSymmetric, slots: 2, size: 2) {
      #expect(values[0] * values[3] != values[1] * values[2])
    }
  }

  static let domains: [(Domain, @Sendable (Rational) -> Bool)] = [
    (.positive, { $0.signum > 0 }), (.nonnegative, { $0.signum >= 0 }), (.nonzero, { !$0.isZero }),
    (
      .interval(lower: .zero, upper: .one, closedLower: false, closedUpper: false),
      { $0.signum > 0 && $0 < .one }
    ),
    (.interval(lower: Rational(5), upper: nil, closedLower: true, closedUpper: false), { $0 >= Rational(5) }),
    (.interval(lower: nil, upper: Rational(-5), closedLower: true, closedUpper: false), { $0 < Rational(-5) }),
    (.integer(lower: 0, upper: nil), { $0.isInteger && $0.signum >= 0 && $0 <= Rational(8) }),
    (.finite([Rational(-1), Rational(1)]), { $0.magnitude.isOne }),
  ]

  @Test(arguments: 0..<8) func valuesLieInTheirDomain(number: Int) throws {
    let (domain, contains) = DomainTests.domains[number]
    let all = try points(.none, slots: 1, size: 3, domain: domain, count: 40)
    #expect(all.count >= 8)
    for values in all { #expect(values.allSatisfy(contains), "\(values)") }
  }

  @Test func firstPointsAreReadableAndUneven() throws {
    var sizes: [Rational] = []
    for seed in 1...20 {
      let all = try points(.none, slots: 1, size: 5, count: 16, seed: UInt64(seed))
      for values in all.prefix(3) {
        #expect(Set(values.map { $0.magnitude }).count == 5)
        #expect(values.allSatisfy { $0.magnitude <= Rational(5) && $0.denominator <= Integer(4) })
        #expect(values.contains { $0.signum < 0 } || values.contains { $0.signum > 0 })
      }
      sizes += all.flatMap { $0.map { $0.magnitude } }
      #expect(all.contains { $0.contains { $0.isZero } })
    }
    #expect(sizes.contains { $0 > Rational(500) } && sizes.contains { $0 < Rational(1, 500) && !$0.isZero })
  }

  @Test func scalarsTakeBothSignsSoon() throws {
    let all = try points(.none, slots: 0, size: 1, count: 4)
    #expect(Set(all.map { $0[0].signum }).isSuperset(of: [1, -1]))
  }

  @Test func sameSeedSamePoints() throws {
    #expect(try points(.none, slots: 2, size: 3) == points(.none, slots: 2, size: 3))
    #expect(try points(.none, slots: 2, size: 3) != points(.none, slots: 2, size: 3, seed: 2))
  }
}

@Suite struct PremiseTests {
  /// Points of the premises, and whether each premise was found to hold there.
  private func points(
    _ scene: Scene, _ premises: [Expression], about e: Expression, sizes: [Dimension: Int] = [:],
    at indices: [Index: Int] = [:], count: Int = 8
  ) throws -> (points: [Point], sampler: PointSampler) {
    var setting = Setting(sizes: Sizes(sizes), family: 1)
    setting.adjust(to: premises, in: scene.store)
    var compiler = TapeCompiler(scene.store, setting)
    for assignment in try compiler.assignments(of: compiler.freeIndices(of: e), given: indices) {
      _ = try compiler.compile(e, at: assignment)
    }
    var sampler = try PointSampler(&compiler, premises: premises, at: indices, random: RandomSource(seed: 7))
    var points: [Point] = []
    for _ in 0..<count { if let point = sampler.next() { points.append(point) } }
    return (points, sampler)
  }

  @Test func boundsNarrowTheDomain() throws {
    var scene = Scene()
    let x = scene.symbol("x"), y = scene.symbol("y")
    let hundred = scene.store.integer(100), zero = scene.store.integer(0)
    let big = scene.store.comparison(.less, hundred, scene(x))
    let negative = scene.store.comparison(.less, scene(y), zero)
    let e = scene.store.product([scene(x), scene(y)])
    let points = try self.points(scene, [big, negative], about: e).points
    #expect(points.count == 8)
    for point in points { #expect(try #require(point[x]) > Rational(100) && (try #require(point[y])).signum < 0) }
  }

  @Test func linearEquationsAreSolvedExactly() throws {
    var scene = Scene()
    let n = scene.dimension("n")
    let a = scene.symbol("A", [n, n]), x = scene.symbol("x", [n]), b = scene.symbol("b", [n])
    let (i, j) = (scene.index("i", n), scene.index("j", n))
    let row = scene.sum(j, scene.store.product([scene(a, i, j), scene(x, j)]))
    let premise = scene.store.comparison(.equal, row, scene(b, i))
    let points = try self.points(scene, [premise], about: premise, sizes: [n: 3]).points
    #expect(points.count == 8)
    for point in points {
      #expect(point.isExact)
      for i in 1...3 {
        let sum = (1...3).reduce(Rational.zero) { $0 + (point[a, i, $1] ?? .zero) * (point[x, $1] ?? .zero) }
        #expect(sum == point[b, i])
      }
    }
  }

  @Test func coupledEquationsInOneSymbol() throws {
    var scene = Scene()
    let n = scene.dimension("n")
    let x = scene.symbol("x", [n])
    let (i, j) = (scene.index("i", n), scene.index("j", n))
    let total = scene.store.comparison(.equal, scene.sum(i, scene(x, i)), scene.store.integer(1))
    let weighted = scene.sum(j, scene.store.product([scene.store.value(of: j), scene(x, j)]))
    let moment = scene.store.comparison(.equal, weighted, scene.store.integer(5))
    let points = try self.points(scene, [total, moment], about: total, sizes: [n: 4]).points
    #expect(points.count == 8)
    for point in points {
      let x = try #require(point.values(of: x))
      #expect(x.reduce(Rational.zero) { $0 + $1 } == .one)
      #expect(x.enumerated().reduce(Rational.zero) { $0 + Rational($1.offset + 1) * $1.element } == Rational(5))
    }
  }

  @Test func squaresAndExponentials() throws {
    var scene = Scene()
    let x = scene.symbol("x"), t = scene.symbol("t", [], .positive)
    let four = scene.store.comparison(.equal, scene.store.power(scene(x), Rational(2)), scene.store.integer(4))
    let e = scene.store.product([scene(x), scene(t)])
    let exact = try points(scene, [four], about: e).points
    #expect(exact.count == 8 && exact.allSatisfy { $0.isExact && $0[x]?.magnitude == Rational(2) })
    // t·exp(t) = 3 has one root, which is no fraction.
    let grown = scene.store.product([scene(t), scene.store.function(.exp, [scene(t)])])
    let lambert = scene.store.comparison(.equal, grown, scene.store.integer(3))
    let found = try points(scene, [lambert], about: e).points
    #expect(found.count == 8)
    for point in found {
      let root = try #require(point[t]).double
      #expect(!point.isExact && abs(root * RealMath.exp(root) - 3) < 1e-12)
    }
  }

  @Test func unitVectors() throws {
    var scene = Scene()
    let n = scene.dimension("n")
    let x = scene.symbol("x", [n])
    let i = scene.index("i", n)
    let squares = scene.sum(i, scene.store.power(scene(x, i), Rational(2)))
    let unit = scene.store.comparison(.equal, squares, scene.store.integer(1))
    let found = try points(scene, [unit], about: unit, sizes: [n: 3]).points
    #expect(found.count == 8)
    for point in found {
      let norm = try #require(point.values(of: x)).reduce(0.0) { $0 + $1.double * $1.double }
      #expect(abs(norm - 1) < 1e-12)
    }
  }

  @Test func coupledEquationsAreEnclosed() throws {
    var scene = Scene()
    let n = scene.dimension("n")
    let x = scene.symbol("x", [n]), b = scene.symbol("b", [n], .positive)
    let (i, j) = (scene.index("i", n), scene.index("j", n))
    // exp(x[i]) + Σ x = 3·b[i] has no solution for one entry alone that suits the others.
    let total = scene.sum(j, scene(x, j))
    let left = scene.store.sum([scene.store.function(.exp, [scene(x, i)]), total])
    let three = scene.store.integer(3)
    let premise = scene.store.comparison(
      .equal, left, scene.store.product([three, scene.store.function(.sin, [scene(b, i)])]))
    let found = try points(scene, [premise], about: premise, sizes: [n: 3]).points
    #expect(found.count >= 6)
    for point in found {
      let values = try #require(point.values(of: x)).map { $0.double }
      for i in 1...3 {
        let gap = RealMath.exp(values[i - 1]) + values.reduce(0, +)
        #expect(abs(gap - 3 * RealMath.sin(try #require(point[b, i]).double)) < 1e-10)
      }
    }
  }

  @Test func assumedDerivativesOfUnknownFunctions() throws {
    var scene = Scene()
    let m = scene.dimension("m")
    let y = scene.symbol("y", [m])
    let (i, k) = (scene.index("i", m), scene.index("k", m))
    let range = scene.range(m)
    let ell = scene.store.declare(FunctionDeclaration(name: "L", arguments: [[range]], output: []))
    let body = scene(y, k)
    let loss = scene.store.apply(
      Application(function: ell, orders: [0]), output: [], derivativeSlots: [],
      arguments: [.init(indices: [k], body: body)])
    let slope = scene.derivative(loss, y, i)
    let premise = scene.store.comparison(.equal, slope, scene.store.value(of: i))
    var setting = Setting(sizes: Sizes([m: 3]), family: 1)
    setting.adjust(to: [premise], in: scene.store)
    var compiler = TapeCompiler(scene.store, setting)
    let nodes = try (1...3).map { try compiler.compile(slope, at: [i: $0]) }
    var sampler = try PointSampler(&compiler, premises: [premise], random: RandomSource(seed: 3))
    let program = Program(compiler.tape, outputs: nodes)
    for _ in 0..<5 {
      let next = sampler.next()
      let point = try #require(next)
      for (k, ball) in program.balls(at: point).enumerated() {
        #expect(ball.contains(Double(k + 1)) && ball.radius < 1e-12)
      }
    }
  }

  @Test func alternativesGetPointsEach() throws {
    var scene = Scene()
    let x = scene.symbol("x"), y = scene.symbol("y")
    let zero = scene.store.integer(0)
    let either = scene.store.or([
      scene.store.comparison(.equal, scene(x), zero), scene.store.comparison(.equal, scene(y), zero),
    ])
    let found = try points(scene, [either], about: either).points
    #expect(found.contains { $0[x]?.isZero == true && $0[y]?.isZero == false })
    #expect(found.contains { $0[y]?.isZero == true && $0[x]?.isZero == false })
  }

  @Test func contradictionsHaveNoPoint() throws {
    var scene = Scene()
    let x = scene.symbol("x")
    let square = scene.store.power(scene(x), Rational(2))
    let negative = scene.store.comparison(.less, square, scene.store.integer(0))
    #expect(try points(scene, [negative], about: square).points.isEmpty)
    let both = [
      scene.store.comparison(.less, scene(x), scene.store.integer(0)),
      scene.store.comparison(.less, scene.store.integer(0), scene(x)),
    ]
    #expect(try points(scene, both, about: square).points.isEmpty)
    let no = scene.store.truth(false)
    let (none, sampler) = try points(scene, [no], about: square)
    #expect(none.isEmpty && sampler.isExhausted)
  }

  @Test func discreteDomainsAreEnumerated() throws {
    var scene = Scene()
    let a = scene.symbol("a", [], .finite([Rational(0), Rational(1)]))
    let k = scene.symbol("k", [], .integer(lower: 1, upper: 5))
    let sum = scene.store.sum([scene(a), scene(k)])
    let premise = scene.store.comparison(.equal, sum, scene.store.integer(5))
    let (found, sampler) = try points(scene, [premise], about: sum)
    #expect(Set(found.map { [$0[a], $0[k]] }) == [[Rational(0), Rational(5)], [Rational(1), Rational(4)]])
    #expect(sampler.isExhausted)
  }
}

@Suite struct SizePlanTests {
  @Test func sizesAreDifferentAndDemandsAreMet() throws {
    var scene = Scene()
    let n = scene.dimension("n"), m = scene.dimension("m"), unused = scene.dimension("unused")
    let a = scene.symbol("A", [n, m]), beta = scene.symbol("beta", [n])
    let (i, j) = (scene.index("i", n), scene.index("j", m))
    let one = SizePlan(for: [scene.sum(i, scene(beta, i))], in: scene.store)
    let plan = SizePlan(for: [scene(a, i, j)], in: scene.store).assignments
    #expect(one.assignments.contains { $0[n] ?? 0 >= 4 } && one.assignments.contains { $0[n] ?? 0 > 2 })
    #expect(plan.filter { $0[n] != $0[m] }.count >= 3 && plan.contains { $0[n] == $0[m] })
    #expect(plan.contains { ($0[n] ?? 0) < ($0[m] ?? 0) } && plan.contains { ($0[n] ?? 0) > ($0[m] ?? 0) })
    #expect(plan.allSatisfy { $0[unused] == nil && $0.dimensions.allSatisfy { $0 != unused } })
    let seventh = scene.store.entry(of: beta, [scene.store.integer(7)])
    #expect(SizePlan(for: [seventh], in: scene.store).assignments.allSatisfy { $0[n] ?? 0 >= 7 })
    #expect(SizePlan(for: [scene.store.integer(1)], in: scene.store).assignments == [Sizes()])
  }

  @Test func literalsComparedWithIndicesAreTriedFromBothSides() throws {
    var scene = Scene()
    let n = scene.dimension("n")
    let i = scene.index("i", n)
    let condition = scene.store.comparison(.equal, scene.store.value(of: i), scene.store.integer(4))
    let e = scene.sum(i, scene.store.cases([(condition, scene.store.integer(1))], otherwise: scene.store.integer(0)))
    let plan = SizePlan(for: [e], in: scene.store).assignments
    #expect(plan.contains { $0[n] ?? 0 >= 4 } && plan.contains { $0[n] ?? 0 < 4 })
  }

  @Test func pointsShowTheChosenValues() throws {
    var scene = Scene()
    let n = scene.dimension("n")
    let range = scene.range(n)
    let k = scene.symbol("k", [], .index(range)), p = scene.symbol("p", [n])
    let entry = scene.store.entry(of: p, [scene(k)])
    var compiler = TapeCompiler(
      scene.store, Setting(sizes: Sizes([n: 3]), choice: IndexChoice([k: [2]])))
    _ = try compiler.compile(entry)
    var sampler = try PointSampler(&compiler, random: RandomSource(seed: 1))
    for _ in 0..<3 { #expect(sampler.next()?[k] == Rational(2)) }
  }
}
