import Evaluation
import Expressions
import Numbers

/// A store with the constructors that tests need, in the words of the language.
struct Scene {
  var store = ExpressionStore()

  mutating func dimension(_ name: String) -> Dimension { store.declareDimension(name) }

  mutating func range(_ dimension: Dimension) -> IndexRange {
    let size = store.size(dimension)
    return store.range(upTo: size)
  }

  mutating func index(_ name: String, _ dimension: Dimension) -> Index {
    let range = range(dimension)
    return store.freshIndex(name, range)
  }

  mutating func index(_ name: String, _ lower: Int, _ upper: Int) -> Index {
    let range = store.range(store.integer(lower), store.integer(upper))
    return store.freshIndex(name, range)
  }

  mutating func symbol(
    _ name: String, _ slots: [Dimension] = [], _ domain: Domain = .real, _ structure: Structure = .none
  ) -> Symbol {
    let ranges = slots.map { range($0) }
    return store.declare(SymbolDeclaration(name: name, slots: ranges, domain: domain, structure: structure))
  }

  mutating func callAsFunction(_ symbol: Symbol, _ slots: Index...) -> Expression {
    let slots = slots.map { store.value(of: $0) }
    return store.entry(of: symbol, slots)
  }

  mutating func callAsFunction(_ definition: Definition, _ slots: Index...) -> Expression {
    let slots = slots.map { store.value(of: $0) }
    return store.entry(of: definition, slots)
  }

  /// `name[i, …] := body`
  mutating func define(_ name: String, _ indices: [Index], _ body: Expression) -> Definition {
    let ranges = indices.map { store.range($0) }
    return store.define(
      DefinitionBody(
        name: name, slots: ranges, clauses: [.init(pattern: indices.map { .variable($0) }, body: body)]))
  }

  mutating func define(_ name: String, _ body: Expression) -> Definition { define(name, [], body) }

  mutating func sum(_ index: Index, _ body: Expression) -> Expression { store.reduction(.sum, over: index, body) }

  mutating func derivative(_ body: Expression, _ symbol: Symbol, _ slots: Index..., local: Bool = false) -> Expression {
    let slots = slots.map { store.value(of: $0) }
    return store.derivative(of: body, Target(.symbol(symbol), isLocal: local), slots: slots)
  }

  mutating func derivative(_ body: Expression, _ name: Definition, _ slots: Index..., local: Bool = false) -> Expression
  {
    let slots = slots.map { store.value(of: $0) }
    return store.derivative(of: body, Target(.definition(name), isLocal: local), slots: slots)
  }
}

/// What an expression is at given sizes, indices and values of its inputs.
struct Value {
  var double: Double
  var ball: Ball
  var fraction: Rational?
}

extension ExpressionStore {
  func compiled(
    _ e: Expression, sizes: [Dimension: Int] = [:], at indices: [Index: Int] = [:], family: Int = 0
  ) throws -> (program: Program, compiler: TapeCompiler) {
    var compiler = TapeCompiler(self, Setting(sizes: Sizes(sizes), family: family))
    let node = try compiler.compile(e, at: indices)
    return (Program(compiler.tape, outputs: [node]), compiler)
  }

  func evaluate(
    _ e: Expression, sizes: [Dimension: Int] = [:], at indices: [Index: Int] = [:],
    _ values: [Symbol: [Rational]] = [:]
  ) throws -> Value {
    let (program, compiler) = try compiled(e, sizes: sizes, at: indices)
    let point = compiler.point(values)
    return Value(
      double: program.doubles(at: [point])[0][0], ball: program.balls(at: point)[0],
      fraction: program.fractions(at: point)[0])
  }
}

extension TapeCompiler {
  /// The point with these values, row by row; 0 for what is not given.
  func point(_ values: [Symbol: [Rational]]) -> Point {
    var list = Array(repeating: Rational.zero, count: tape.inputs.count)
    for block in tape.inputs.blocks {
      guard case .symbol(let symbol) = block.subject, let given = values[symbol] else { continue }
      for (k, value) in given.prefix(block.count).enumerated() { list[block.start + k] = value }
    }
    return Point(tape.inputs, values: list)
  }
}

extension Ball {
  func contains(_ value: Double, within error: Double = 0) -> Bool {
    isBounded && abs(midpoint - value) <= radius + error
  }
}

extension Scene {
  /// The function of x in each place in which it has a derivative, and of c in the others.
  mutating func calls(of function: ElementaryFunction, _ x: Symbol, _ c: Symbol) -> [Expression] {
    let isExtremum = function == .maximum || function == .minimum
    // The order of an incomplete gamma function or of a polylogarithm has no derivative.
    let first = function == .incompleteGamma || function == .polylogarithm ? 1 : 0
    let count = isExtremum ? 2 : function.argumentCount
    return (first..<(isExtremum ? 1 : count)).map { place in
      var arguments = Array(repeating: self(c), count: count)
      arguments[place] = self(x)
      return store.function(function, arguments)
    }
  }
}
