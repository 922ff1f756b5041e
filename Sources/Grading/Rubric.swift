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

  /// What the rubric says of one claim.
  public struct Terms: Sendable {
    public var points: Rational?
    public var requirements: [Requirement] = []
    /// Other last lines that count, besides that of the key.
    public var accepted: [Quotation] = []
    /// How many lines of the key one line may do at once.
    public var jump: Int?
  }

  /// Nil where there is no rubric.
  public var source: SourceText?
  public var terms: [String: Terms] = [:]
  public var followThrough = FollowThrough.full
  public var visibility: Visibility?
  public var jump: Int?
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

  func deduction(for code: String, of points: Rational) -> Rational {
    deductions[code] ?? usualDeduction ?? points * Rational(1, 2)
  }

  func limitOfJump(in label: String) -> Int? { terms[label]?.jump ?? jump }
}
