import Numbers

/// The ends of a range, as integer-valued expressions.
public struct RangeBounds: Hashable, Sendable {
  public var lower: Expression
  public var upper: Expression
}

/// The tables of names: sizes, ranges, indices, symbols, unknown functions, definitions.
extension ExpressionStore {
  public mutating func declareDimension(_ name: String) -> Dimension {
    dimensionNames.append(name)
    return Dimension(UInt32(dimensionNames.count - 1))
  }

  /// The number of values of a random variable.
  public mutating func declareAlphabet(_ name: String) -> Dimension {
    let dimension = declareDimension(name)
    alphabets.insert(dimension)
    return dimension
  }

  public mutating func declare(_ symbol: SymbolDeclaration) -> Symbol {
    symbols.append(symbol)
    return Symbol(UInt32(symbols.count - 1))
  }

  /// The same quantity under another declaration of the same slots.
  public mutating func redeclare(_ symbol: Symbol, _ declaration: SymbolDeclaration) {
    symbols[Int(symbol.number)] = declaration
  }

  /// The square matrix has a property, besides what is declared of it.
  public mutating func narrow(_ symbol: Symbol, to structure: Structure) {
    guard let old = declaration(symbol).structure.rankOfDefiniteness, let new = structure.rankOfDefiniteness, old < new
    else { return }
    symbols[Int(symbol.number)].structure = structure
  }

  public mutating func declare(_ function: FunctionDeclaration) -> UnknownFunction {
    functions.append(function)
    return UnknownFunction(UInt32(functions.count - 1))
  }

  public mutating func define(_ definition: DefinitionBody) -> Definition {
    definitions.append(definition)
    return Definition(UInt32(definitions.count - 1))
  }

  /// Completes a definition that was entered before its clauses were known, as recursion needs.
  public mutating func redefine(_ definition: Definition, _ body: DefinitionBody) {
    definitions[Int(definition.number)] = body
  }

  public func declaration(_ symbol: Symbol) -> SymbolDeclaration { symbols[Int(symbol.number)] }
  public func declaration(_ function: UnknownFunction) -> FunctionDeclaration { functions[Int(function.number)] }
  public func body(_ definition: Definition) -> DefinitionBody { definitions[Int(definition.number)] }
  /// The right side of a definition of one line without slots; nil of others.
  public func formula(of definition: Definition) -> Expression? {
    let number = Int(definition.number)
    guard definitions[number].slots.isEmpty, definitions[number].clauses.count == 1 else { return nil }
    return definitions[number].clauses[0].body
  }
  public func name(_ dimension: Dimension) -> String { dimensionNames[Int(dimension.number)] }
  public func name(_ index: Index) -> String { indexNames[Int(index.number)] }
  public func range(_ index: Index) -> IndexRange { indexRanges[Int(index.number)] }

  /// A new index variable; two calls never give the same one.
  public mutating func freshIndex(_ name: String, _ range: IndexRange) -> Index {
    indexNames.append(name)
    indexRanges.append(range)
    return Index(UInt32(indexNames.count - 1))
  }

  /// The range lower..upper, equal ranges only once.
  public mutating func range(_ lower: Expression, _ upper: Expression) -> IndexRange {
    let bounds = RangeBounds(lower: lower, upper: upper)
    if let known = rangeBounds.firstIndex(of: bounds) { return IndexRange(UInt32(known)) }
    rangeBounds.append(bounds)
    return IndexRange(UInt32(rangeBounds.count - 1))
  }

  /// The range 1..upper.
  public mutating func range(upTo upper: Expression) -> IndexRange {
    let one = integer(1)
    return range(one, upper)
  }

  public func bounds(_ range: IndexRange) -> RangeBounds { rangeBounds[Int(range.number)] }

  /// The number of values of a range that does not end before it begins: upper - lower + 1, or just `upper` when it
  /// starts at 1.
  public mutating func length(_ range: IndexRange) -> Expression {
    let bounds = bounds(range)
    if rational(bounds.lower) == .one { return bounds.upper }
    if let lower = rational(bounds.lower), let upper = rational(bounds.upper) {
      return number(max(.zero, upper - lower + Rational(1)))
    }
    let one = integer(1)
    let low = negation(bounds.lower)
    return sum([bounds.upper, low, one])
  }

  /// The length when it is a number.
  public func fixedLength(_ range: IndexRange) -> Int? {
    let bounds = bounds(range)
    guard let lower = rational(bounds.lower)?.asInt, let upper = rational(bounds.upper)?.asInt else { return nil }
    return max(0, upper - lower + 1)
  }

  /// Some name or index runs over a range other than 1..n of a size: most files have none.
  public var hasParts: Bool {
    symbols.contains { $0.slots.contains { isPart($0) } } || definitions.contains { $0.slots.contains { isPart($0) } }
      || indexRanges.contains { isPart($0) }
  }

  private func isPart(_ range: IndexRange) -> Bool {
    let bounds = bounds(range)
    return rational(bounds.lower) != .one || op(bounds.upper) != .size
  }
}
