import Checking
import Numbers

/// A row of a counterexample as it is printed.
struct RowText {
  let row: Counterexample.Row

  /// Both sides, with as many digits as it takes to see that they differ.
  var sides: (yours: String, correct: String) {
    switch row.sides {
    case .fractions(let yours, let correct)?: return (NumberText.exact(yours), NumberText.exact(correct))
    case .balls(let yours, let correct)?: return texts { (yours.certainDigits($0), correct.certainDigits($0)) }
    case nil:
      return texts { (NumberText.significant(row.yours, digits: $0), NumberText.significant(row.correct, digits: $0)) }
    }
  }

  /// More digits than this are no help to anyone.
  private static let mostDigits = 40

  private func texts(_ text: (Int) -> (yours: String, correct: String)) -> (yours: String, correct: String) {
    var digits = NumberText.tableDigits
    var texts = text(digits)
    while row.differs && texts.yours == texts.correct && digits < RowText.mostDigits {
      digits += 1
      texts = text(digits)
    }
    return texts
  }

  /// What the error of the difference is smaller than: `1e-13`.
  var bound: String {
    if case .balls(let yours, let correct)? = row.sides, let exponent = (yours - correct).errorExponent {
      return "1e\(exponent)"
    }
    return NumberText.boundText(row.errorBound)
  }

  /// yours − correct; empty where a side has no value.
  var difference: String {
    switch row.sides {
    case .fractions(let yours, let correct)?: return NumberText.exact(yours - correct)
    case .balls(let yours, let correct)?: return (yours - correct).certainDigits(NumberText.tableDigits)
    case nil:
      guard row.yours.isFinite, row.correct.isFinite else { return "" }
      return NumberText.significant(row.yours - row.correct)
    }
  }
}
