import Expressions
import Numbers
import Testing

@testable import Evaluation

/// Degrees and heights bound what they say.
struct ComplexityTests {
  /// (x + 1)/(x − 1) + 1/x over the product of the denominators: (x² + x + x − 1)/(x² − x).
  @Test func sumOfFractions() {
    let above = Complexity(degree: 1, height: 1)
    let terms = [Complexity.product([above, above.power(-1)]), Complexity(degree: 1).power(-1)]
    let sum = Complexity.sum(terms)
    #expect(sum.degree == 2 && sum.degreeBelow == 2)
    #expect(sum.height >= 2 && sum.heightBelow >= 1)
  }

  /// A determinant of n × n indeterminates has the degree n; its cofactors, which are the numerators, less.
  @Test func inverse() {
    let bound = Complexity.inverse(Array(repeating: Complexity(degree: 1), count: 9), size: 3)
    #expect(bound.degreeBelow == 3 && bound.degree >= 2)
  }
}

struct LinearRelationTests {
  /// 3x − y/2 is found on the basis x, y; x² is not.
  @Test func found() throws {
    var lanes = ModularLanes(seed: 5, modulus: 2)
    for _ in 0..<3 { try lanes.addDraw() }
    let (x, y) = (try lanes.newIndeterminate(), try lanes.newIndeterminate())
    let (three, half) = (try lanes.append(.constant(Rational(3))), try lanes.append(.constant(Rational(-1, 2))))
    let terms = [try lanes.append(.product([three, x])), try lanes.append(.product([half, y]))]
    let sum = try lanes.append(.sum(terms))
    let ofSum = try lanes.relation(of: sum, to: [x, y])
    #expect(ofSum == [Rational(3), Rational(-1, 2)])
    let square = try lanes.append(.power(x, 2))
    let ofSquare = try lanes.relation(of: square, to: [x, y])
    #expect(ofSquare == nil)
    let found = try #require(try lanes.product(try lanes.append(.power(terms[0], -2)), of: [x, y]))
    #expect(found.factor == Rational(1, 9) && found.exponents == [-2, 0])
  }

  /// On the four sheets of √2·√x the product changes its sign, its square does not.
  @Test func sheets() throws {
    var lanes = ModularLanes(seed: 9, modulus: 2)
    for _ in 0..<3 { try lanes.addDraw() }
    let two = try lanes.append(.constant(Rational(2)))
    let x = try lanes.newIndeterminate()
    let half = Rational(1, 2)
    let a = try lanes.append(.root(try lanes.newRoot(of: two, order: 2), half))
    let b = try lanes.append(.root(try lanes.newRoot(of: x, order: 2), half))
    #expect(lanes.program.sheets == 4)
    let product = try lanes.append(.product([a, b]))
    let other = try lanes.append(.product([product, try lanes.append(.constant(Rational(-1)))]))
    let isSameSheet = lanes.areEqual(product, other)
    #expect(!isSameSheet)
    let twice = try lanes.append(.product([two, x]))
    let squares = [try lanes.append(.power(product, 2)), try lanes.append(.power(other, 2))]
    let areEqual = squares.map { lanes.areEqual($0, twice) }
    #expect(areEqual == [true, true])
  }
}

struct RootFieldTests {
  /// (√2·u + v)·(√2·u − v)·√(d·x)·√d = (2·√a − √b)·d·√x with u⁴ = a and v⁴ = b: beside fourth roots √2 exists only modulo
  /// primes 8·k + 1, and √(d·x) and √d both at half of the points only.
  @Test func rootOfTwoBesideFourthRoots() throws {
    var tape = Tape(capacity: 100, work: .unlimited)
    let inputs = (0..<4).map { tape.input($0) }
    let (a, b, d, x) = (inputs[0], inputs[1], inputs[2], inputs[3])
    let (half, quarter) = (Rational(1, 2), Rational(1, 4))
    let two = tape.constant(2)
    let roots = [a, b].map { tape.power($0, quarter) }
    let scaled = tape.product([tape.power(two, half), roots[0]])
    let (sum, difference) = (tape.sum([scaled, roots[1]]), tape.difference(scaled, roots[1]))
    let left = tape.product([sum, difference, tape.power(tape.product([d, x]), half), tape.power(d, half)])
    let squares = tape.difference(tape.product([two, tape.power(a, half)]), tape.power(b, half))
    for (factor, finding) in [(d, true), (x, false)] {
      let right = tape.product([squares, factor, tape.power(x, half)])
      let found = Program(tape, outputs: [left, right]).modularFinding(
        pairs: 1, positiveInputs: [], nonnegativeInputs: [], seed: 1)
      #expect((found != .open) == finding, "\(found)")
    }
  }
}
