import Evaluation
import Numbers

/// Values as they are printed: exactly where they are short fractions, else with a bound of their error or as many digits
/// as were asked for.
struct EvaluatedEntries {
  private(set) var texts: [String] = []
  /// Why the first entry that is not known well enough is none.
  private(set) var doubt: String?

  init(_ program: Program, at point: Point, digits: Int?) {
    let balls = program.balls(at: point)
    let fractions = program.fractions(at: point).map { $0.flatMap { $0.bitWidth < 128 ? $0 : nil } }
    let isUnclear = balls.indices.contains { fractions[$0] == nil && balls[$0].isDefined && !balls[$0].isKnownWell }
    let precise =
      digits != nil || isUnclear
      ? EvaluatedEntries.refined(
        program, at: point, bits: EvaluatedEntries.bits(of: digits ?? EvaluatedEntries.usualDigits))
      : nil
    for place in balls.indices {
      var isKnown = fractions[place] != nil
      if let fraction = fractions[place], digits == nil || fraction.isInteger {
        texts.append(fraction.description)
      } else if let precise {
        let value = precise[place]
        isKnown = value.isBounded && value.accuracy >= EvaluatedEntries.bits(of: digits ?? 1)
        let text = value.decimalText(digits: digits ?? EvaluatedEntries.usualDigits)
        texts.append(digits == nil || !isKnown ? text : value.certainDigits(digits ?? 1).filter { $0 != "…" })
      } else {
        isKnown = balls[place].isKnownWell
        texts.append(EvaluatedEntries.text(balls[place]))
      }
      if !isKnown, doubt == nil {
        doubt = program.troubles(at: point)[place]?.text ?? "the rounding error is as large as the value"
      }
    }
  }

  /// Where doubles are not enough and nothing else is asked for: as many digits as those have.
  private static let usualDigits = 15

  /// Binary digits that so many decimal ones take, and one more to round them: log₂ 10 < 3.33.
  private static func bits(of digits: Int) -> Int { digits * 333 / 100 + 3 }

  private static func refined(_ program: Program, at point: Point, bits: Int) -> [PreciseBall] {
    var values: [PreciseBall] = []
    for precision in Precision.refined {
      values = program.balls(at: point, precision)
      if values.allSatisfy({ !$0.isDefined || $0.isBounded && $0.accuracy >= bits }) { break }
    }
    return values
  }

  private static func text(_ ball: Ball) -> String {
    if !ball.isDefined { return "undefined" }
    if !ball.isBounded { return "unknown" }
    return "\(ball.midpoint) ± \(DecimalText.text(ball.radius, digits: 1, upwards: true))"
  }
}

extension Ball {
  /// It has a value, of which a digit is known, or which is next to 0.
  fileprivate var isKnownWell: Bool { isBounded && (radius < abs(midpoint) || radius < 1e-6) }
}
