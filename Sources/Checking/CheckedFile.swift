import Diagnostics
import Numbers

/// All that was found out about one file: the value that every report renders.
public struct CheckedFile: Sendable {
  public var source: SourceText
  public var entries: [Entry]
  /// Mistakes outside any line: they make the file invalid.
  public var diagnostics: [Diagnostic]
  /// What is allowed but worth a look: a hidden name, a derivative that is 0 because its target does not occur.
  public var remarks: [Diagnostic]
  public var seed: UInt64
  /// Of all claims of the text, judged or not.
  public var labels: [String] = []
  /// Claims that were asked for, but left undone since nobody waited any more.
  public var undoneClaims = 0
  /// Disagreements of the engine with itself: bugs of the tool, reported loudly, never a verdict.
  public var faults: [Fault] = []
  /// What the claims above its end established.
  public var established = EstablishedClaims()

  public enum Entry: Sendable {
    case definition(CheckedDefinition)
    case assumption(CheckedAssumption)
    case claim(CheckedClaim)
  }

  public init(
    source: SourceText, entries: [Entry], diagnostics: [Diagnostic], remarks: [Diagnostic] = [], seed: UInt64
  ) {
    self.source = source
    self.entries = entries
    self.diagnostics = diagnostics
    self.remarks = remarks
    self.seed = seed
  }

  public var claims: [CheckedClaim] {
    entries.compactMap { entry in
      if case .claim(let claim) = entry { return claim }
      return nil
    }
  }

  public var lines: [CheckedLine] { claims.flatMap { $0.lines } }
}

/// The symbolic engine and the numbers contradict each other.
public struct Fault: Hashable, Sendable {
  public var span: Span
  /// What was claimed by which part, with the point at which they differ.
  public var message: String

  public init(span: Span, message: String) {
    self.span = span
    self.message = message
  }
}

public struct CheckedDefinition: Sendable {
  public var name: String
  /// `R`, `R^m`, `R^(n, d)`
  public var shape: String
  public var isUpstream: Bool
  public var span: Span

  public init(name: String, shape: String, isUpstream: Bool, span: Span) {
    self.name = name
    self.shape = shape
    self.isUpstream = isUpstream
    self.span = span
  }
}

public struct CheckedAssumption: Sendable {
  public var text: String
  public var span: Span

  public init(text: String, span: Span) {
    self.text = text
    self.span = span
  }
}

/// A labelled claim, or an unlabelled line of the file.
public struct CheckedClaim: Sendable {
  public var label: String?
  public var span: Span
  public var lines: [CheckedLine]

  public init(label: String?, span: Span, lines: [CheckedLine]) {
    self.label = label
    self.span = span
    self.lines = lines
  }
}

/// One relation or connective with its verdict.
public struct CheckedLine: Sendable {
  /// The relation or connective; for a statement that stands alone, all of it.
  public var span: Span
  /// The right side, or the whole statement.
  public var termSpan: Span
  public var verdict: Verdict
  public var isMarkedWrong: Bool
  /// Right against the head of the chain, though the line before it was wrong.
  public var isHealed = false
  /// Compared with the line before, and with the head of the chain (nil where the two are the same or nothing can be
  /// composed).
  public var againstPrevious: Verdict
  public var againstHead: Verdict?
  /// Undecided: why. Conditional: the condition. Follows: from what. Invalid: nil, see `diagnostic`.
  public var reason: String?
  /// The author's own `needs` conditions, as written.
  public var needs: [String] = []
  /// `needs` stands on it, and nothing shows that it does.
  public var isRightWithoutNeeds = false
  public var evidence = Evidence()
  public var counterexample: Counterexample?
  /// Best first.
  public var diagnoses: [Diagnosis] = []
  /// The mistake of meaning that makes the line invalid.
  public var diagnostic: Diagnostic?
  /// Both sides as they were understood, in canonical notation.
  public var readAs: ReadAs?
  /// What a picture shows, if figures are kept.
  public var figure: Figure?
  /// How it comes about, by rules, if figures are kept.
  public var derivation: LineDerivation?
  /// claimed − true, simplified, or their ratio where that is simpler; nil where neither is readable.
  public var difference: String?
  public var ratio: String?

  public struct ReadAs: Sendable {
    public var left: String
    public var relation: String
    public var right: String
    public init(left: String, relation: String, right: String) {
      self.left = left
      self.relation = relation
      self.right = right
    }
  }

  public init(span: Span, termSpan: Span, verdict: Verdict, isMarkedWrong: Bool, againstPrevious: Verdict) {
    self.span = span
    self.termSpan = termSpan
    self.verdict = verdict
    self.isMarkedWrong = isMarkedWrong
    self.againstPrevious = againstPrevious
  }

  /// A line marked `wrong` passes when it is refuted, conditional or invalid by meaning, and not when it is healed; a
  /// line with `needs` passes when it is conditional on that, fails when it is proved without, and is open when only no
  /// point was found where it fails without; any other one passes when its verdict reaches `required`.
  public func outcome(requiring required: Verdict) -> Outcome {
    if isMarkedWrong { return verdict.isWrong && !isHealed ? .passes : .fails }
    if isRightWithoutNeeds { return verdict == .proved ? .fails : .unsettled }
    switch verdict {
    case .proved, .assumed: return .passes
    case .confirmed: return required == .proved ? .unsettled : .passes
    case .conditional: return needs.isEmpty ? .fails : .passes
    case .refuted, .invalid: return .fails
    case .follows: return .passes
    case .undecided: return .unsettled
    }
  }

  public enum Outcome: Sendable { case passes, fails, unsettled }

  /// Of a wrong line: the code of what is probably the mistake.
  public var causeCode: String {
    if let diagnostic { return diagnostic.mistake.code }
    if verdict == .conditional { return MistakeCode.missingCondition.rawValue }
    return (diagnoses.first?.code ?? .unexplained).rawValue
  }
}

/// What a verdict rests on.
public struct Evidence: Sendable {
  /// `normal form`, `sign`, `reversible steps`, …; nil where nothing was proved.
  public var method: String?
  /// Reduction steps of the proof.
  public var steps = 0
  /// Conditions that the proof used and that no declaration settles.
  public var conditions: [String] = []
  /// Points at which both sides were evaluated, and assignments of sizes among them.
  public var points = 0
  public var sizes = 0
  /// The largest relative difference between the two sides at those points.
  public var largestDifference: Double?
  /// Derivatives on the line that were compared with finite differences, and the worst relative disagreement.
  public var derivatives = 0
  public var finiteDifference: Double?
  /// Binary digits of the most precise values that the numbers of this verdict are: 53 for doubles.
  public var precision = 53
  /// To how many decimal digits the sides of an equation agree at points where they are known that well.
  public var agreeingDigits: Int?
  /// One of the points with the values of both sides there, if samples are kept.
  public var sample: Counterexample?

  public init() {}
}

/// The smallest readable point at which a line fails.
public struct Counterexample: Sendable {
  /// `m = 3`, `x = [1/2, 1, 3]`, … in the order of the declarations; unknown functions by formula, upstream
  /// gradients by value.
  public var bindings: [Binding]
  /// One row for each entry of the claim; at least one of them differs.
  public var rows: [Row]
  /// What the columns of the rows are called: `yours`, `correct`.
  public var headings: (left: String, right: String) = ("correct", "yours")
  /// A strict inequality fails since its sides are equal near the point shown, where their difference changes its sign.
  public var isOfEquality = false

  public struct Binding: Sendable {
    public var name: String
    public var value: String
    public init(name: String, value: String) {
      self.name = name
      self.value = value
    }
  }

  public struct Row: Sendable {
    /// `i = 1, j = 2`; empty for a scalar claim.
    public var entry: String
    public var yours: Double
    public var correct: Double
    public var finiteDifference: Double?
    /// An upper bound of the error of yours − correct; smaller than the difference where `differs`.
    public var errorBound: Double
    public var differs: Bool
    /// Both sides, where doubles could not tell that they differ.
    public var sides: Sides?
    public init(
      entry: String, yours: Double, correct: Double, finiteDifference: Double?, errorBound: Double, differs: Bool
    ) {
      self.entry = entry
      self.yours = yours
      self.correct = correct
      self.finiteDifference = finiteDifference
      self.errorBound = errorBound
      self.differs = differs
    }

    /// Yours becomes the correct one.
    mutating func exchangeSides() {
      (yours, correct) = (correct, yours)
      switch sides {
      case .fractions(let a, let b)?: sides = .fractions(yours: b, correct: a)
      case .balls(let a, let b)?: sides = .balls(yours: b, correct: a)
      case nil: break
      }
    }
  }

  /// Values that say more than doubles.
  public enum Sides: Sendable {
    case fractions(yours: Rational, correct: Rational)
    case balls(yours: PreciseBall, correct: PreciseBall)
  }

  public init(bindings: [Binding], rows: [Row]) {
    self.bindings = bindings
    self.rows = rows
  }
}

/// What the mistake probably is. `isProved` says that the repaired line was proved.
public struct Diagnosis: Sendable {
  public var code: MistakeCode
  /// One sentence in the user's own symbols: `this term lacks the factor xhat[i]`.
  public var message: String
  /// The subterm to look at.
  public var span: Span?
  /// The right side that would be right, where it is known.
  public var repair: String?
  public var isProved: Bool

  public init(code: MistakeCode, message: String, span: Span?, repair: String?, isProved: Bool) {
    self.code = code
    self.message = message
    self.span = span
    self.repair = repair
    self.isProved = isProved
  }
}

/// The catalogue of mistakes in derivations; the raw value is the stable code.
public enum MistakeCode: String, CaseIterable, Sendable {
  case transpose = "D0251"
  case wrongIndex = "D0252"
  case wrongName = "D0253"
  case sign = "D0301"
  case chainFactor = "D0302"
  case missingTerm = "D0303"
  case missingFactor = "D0304"
  case extraTerm = "D0305"
  case numericFactor = "D0306"
  case missingSum = "D0307"
  case sumForMean = "D0308"
  case exponent = "D0309"
  case missingInverse = "D0310"
  case heldConstant = "D0311"
  case missingCondition = "D0501"
  case lostSolution = "D0402"
  case gainedSolution = "D0403"
  case distributed = "D0404"
  case stationaryOnly = "D0601"
  case notOptimal = "D0602"
  case outsideDomain = "D0603"
  case limit = "D0604"
  case equalityCase = "D0611"
  case turnedInequality = "D0612"
  case unexplained = "D0300"
}
