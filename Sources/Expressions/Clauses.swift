/// Which line of a definition says what an entry is.
extension DefinitionBody {
  public enum Choice: Sendable {
    case clause(Clause)
    /// A slot may be the literal of a line, or not.
    case open
    /// The slots are those of no line.
    case uncovered
  }

  /// The first line whose literals stand in the slots.
  ///
  /// - Parameter isLiteral: whether the slot is the number; nil where that is open.
  public func choice<Failure: Error>(
    at slots: [Expression], where isLiteral: (Expression, Int) throws(Failure) -> Bool?
  ) throws(Failure) -> Choice {
    for clause in clauses {
      var fits = true
      for (pattern, slot) in zip(clause.pattern, slots) {
        guard case .literal(let value) = pattern else { continue }
        guard let isEqual = try isLiteral(slot, value) else { return .open }
        fits = fits && isEqual
      }
      if fits { return .clause(clause) }
    }
    return .uncovered
  }

  /// The line of the entry at these numbers: the first with a literal that matches, else the first that matches.
  public func clause(at slots: [Int]) -> Clause? {
    var general: Clause?
    for clause in clauses where clause.pattern.count == slots.count {
      var (matches, isGeneral) = (true, true)
      for (pattern, slot) in zip(clause.pattern, slots) {
        guard case .literal(let literal) = pattern else { continue }
        isGeneral = false
        if literal != slot { matches = false }
      }
      if matches && !isGeneral { return clause }
      if matches && general == nil { general = clause }
    }
    return general
  }
}

extension DefinitionBody.Clause {
  /// What stands for its variables at these slots.
  public func replacement(at slots: ArraySlice<Expression>) -> [Index: Expression] {
    var replacement: [Index: Expression] = [:]
    for (pattern, slot) in zip(pattern, slots) {
      if case .variable(let index) = pattern { replacement[index] = slot }
    }
    return replacement
  }
}

extension ExpressionStore {
  /// What an entry of a definition is by one of its lines.
  public mutating func formula(of entry: Expression, by clause: DefinitionBody.Clause) -> Expression {
    let replacement = clause.replacement(at: operands(of: entry))
    return substituting(replacement, in: clause.body)
  }
}
