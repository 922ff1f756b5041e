import Diagnostics
import Numbers

/// What the claims of a key are worth, and what is taken off for what.
public struct Rubric: Sendable {
  /// How much of a line's share is kept where the line is right only given a mistake above it.
  public enum FollowThrough: String, CaseIterable, Sendable {
    case full, half, none

    var kept: Rational {
      switch self {
      case .full: .one
      case .half: Rational(1, 2)
      case .none: .zero
      }
    }
  }

  /// When a student sees a result, in the words of Gradescope.
  public enum Visibility: String, CaseIterable, Sendable {
    case visible, hidden
    case afterDueDate = "after_due_date"
    case afterPublished = "after_published"
  }

  /// A line that must stand among those of a chain.
  public struct Requirement: Sendable {
    public var formula: Quotation
    /// What is taken off if it is missing; nil for the usual amount.
    public var points: Rational?
  }

  /// A formula between quotation marks.
  public struct Quotation: Sendable {
    public var text: String
    /// Without the marks.
    public var span: Span
  }

  /// What a teacher calls a mistake of one claim.
  public struct Label: Sendable {
    public enum Mistake: Hashable, Sendable {
      case code(String)
      case difference(MistakeKind.Residual)
    }

    public var mistake: Mistake
    public var name: String
    /// What it costs; nil for what its code costs.
    public var points: Rational?
  }

  /// How marks are rounded: to a multiple of the step, and a mark in the middle of two goes up.
  public struct Rounding: Sendable {
    public enum Direction: String, CaseIterable, Sendable { case nearest, up, down }

    public var step: Rational
    public var direction: Direction

    func rounded(_ mark: Rational) -> Rational {
      guard let steps = mark.divided(by: step) else { return mark }
      let floor = Rational(steps.floor)
      let rest = steps - floor
      let goesUp =
        switch direction {
        case .nearest: rest >= Rational(1, 2)
        case .up: rest.signum > 0
        case .down: false
        }
      return (goesUp ? floor + .one : floor) * step
    }
  }

  /// What the rubric says of one claim.
  public struct Terms: Sendable {
    public var points: Rational?
    public var requirements: [Requirement] = []
    /// Other last lines that count, besides that of the key.
    public var accepted: [Quotation] = []
    /// How many lines of the key one line may do at once.
    public var jump: Int?
    public var labels: [Label] = []
  }

  /// Nil where there is no rubric.
  public var source: SourceText?
  public var terms: [String: Terms] = [:]
  public var followThrough = FollowThrough.full
  public var visibility: Visibility?
  public var jump: Int?
  public var rounding: Rounding?
  /// What is taken off for a mistake of the catalogue, by its code.
  public var deductions: [String: Rational] = [:]
  /// What is taken off for any other mistake; nil for half of the claim.
  public var usualDeduction: Rational?
  public var deductionForStep: Rational?
  public var deductionForJump: Rational?
  public var deductionForStopping: Rational?

  public init() {}

  /// One point a claim, unless the rubric says otherwise.
  public func points(of label: String) -> Rational { terms[label]?.points ?? .one }

  /// - Parameter points: what the claim is worth.
  func deduction(for mistake: MistakeKind, in claim: String, of points: Rational) -> Rational {
    label(of: mistake, in: claim)?.points ?? deductions[mistake.code] ?? usualDeduction ?? points * Rational(1, 2)
  }

  /// The label of its difference goes before that of its code.
  func label(of mistake: MistakeKind, in claim: String) -> Label? {
    let labels = terms[claim]?.labels ?? []
    return labels.first { $0.mistake == mistake.residual.map { .difference($0) } }
      ?? labels.first { $0.mistake == .code(mistake.code) }
  }

  /// A claim that has lost nothing keeps its points, whatever their fraction, and none gets more.
  func rounded(_ mark: Rational, of points: Rational) -> Rational {
    guard let rounding, mark < points else { return mark }
    return min(points, rounding.rounded(mark))
  }

  func limitOfJump(in label: String) -> Int? { terms[label]?.jump ?? jump }
}
