import Expressions
import Numbers

/// One small change to a claimed term, and what it would mean if the change makes the line true.
struct Edit {
  var code: MistakeCode
  /// The claimed term with the change made.
  var result: Expression
  /// The part of the claimed term that the change touches; nil for all parts equal to `blamed`.
  var place: Place?
  var blamed: Expression
  /// The same change in the text of the line.
  var rewriting: Rewriting
  /// One sentence in the user's own symbols.
  var message: String

  /// What an edit does to the text of the part that it touches.
  enum Rewriting {
    case none
    case times(Expression)
    case plus(Expression)
    case negated
    case removed
    case inverted
    case replaced(Expression)
    /// The transpose, or in indices the new entry.
    case transposed(Expression)
    /// The two factors of the product change places.
    case exchanged
    /// The base that is marked gets another exponent.
    case raised(Rational)
    case summed(Index)
    case averaged(Index)
    case number(Rational)
    case called(String)
    /// The call of a function goes, its argument stays.
    case stripped(String)
    /// One of these matrices is multiplied to it.
    case besides([String])
  }
}

extension MistakeCode {
  /// Of two edits that give formulas of one length, the more particular one is shown first.
  var rank: Int {
    switch self {
    case .sign, .chainFactor: 0
    case .transpose, .wrongIndex, .exponent, .missingInverse, .sumForMean, .missingSum: 1
    case .numericFactor, .extraTerm: 2
    case .missingFactor, .missingTerm: 3
    case .wrongName: 4
    case .distributed, .heldConstant, .missingCondition, .lostSolution, .gainedSolution, .stationaryOnly, .notOptimal,
      .outsideDomain, .limit, .equalityCase, .turnedInequality, .unexplained:
      5
    }
  }
}
