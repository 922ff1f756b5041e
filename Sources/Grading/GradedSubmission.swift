import Checking
import Diagnostics
import Numbers

/// The marks of one student, and how each of them arose.
public struct GradedSubmission: Sendable {
  public var student: String
  public var path: String
  /// Nil where it could not be read.
  public var source: SourceText?
  /// Why it could not be read.
  public var obstacle: String?
  /// In the order of the key; empty where it could not be read.
  public var claims: [GradedClaim] = []
  public var breaches: [Breach] = []
  /// Mistakes of the text outside any line.
  public var diagnostics: [Diagnostic] = []
  public var faults: [Fault] = []

  public var mark: Rational { claims.reduce(.zero) { $0 + $1.mark } }

  /// Something is left that only a person can decide; what is undecided has cost nothing.
  public var needsPerson: Bool {
    obstacle != nil || !diagnostics.isEmpty || !faults.isEmpty || claims.contains { !$0.doubts.isEmpty }
  }
}

/// The marks of one claim.
public struct GradedClaim: Sendable {
  public var label: String
  /// What it is worth.
  public var points: Rational
  public var mark: Rational
  public var attempt: Attempt
  /// The lines of the claim, in the order of the text.
  public var lines: [GradedLine] = []
  /// In the order of the lines; those of the whole claim last.
  public var losses: [Loss] = []
  public var doubts: [Doubt] = []
  /// Chains that begin where the key does, and are no part of each other: the one with the best mark is graded.
  public var attempts = 1
  /// The places of lines that belong to other attempts only: they cost nothing.
  public var setAside: Set<Int> = []
  /// The mark before it was rounded, if that changed it.
  public var unrounded: Rational?

  public enum Attempt: Hashable, Sendable {
    /// There is no such claim in the submission.
    case missing
    /// No chain begins where the claim of the key does.
    case elsewhere(start: String, wanted: String)
    /// A chain from there says less of its last term: `<=` in place of `=`.
    case weaker
    /// From the first term of the key to the last.
    case complete
    /// The chain ends too early, or elsewhere.
    case stops(at: String, wanted: String)
  }
}

/// A line with what became of it.
public struct GradedLine: Sendable {
  public var checked: CheckedLine
  public var standing: Standing
  /// Behind a mistake: what is found of the line against the one above as it stands.
  public var alone: CheckedLine?

  public enum Standing: Hashable, Sendable {
    case right
    /// Right given what stands above it.
    case follows
    /// A mistake of its own.
    case wrong(MistakeKind)
    /// Right against the first term, and not given the line above: a second mistake that undoes the first.
    case undoes(MistakeKind)
    /// It holds only with what the student assumed.
    case restsOnBreach(Breach)
    case undecided
    /// It cannot be read.
    case unread
  }
}

/// Points that were taken off, and for what.
public struct Loss: Sendable {
  public enum Cause: Hashable, Sendable {
    case mistake(MistakeKind)
    /// Lines that are right only given a mistake.
    case followThrough
    case breach(Breach)
    /// The chain stops before the end.
    case stop
    /// A required line is missing.
    case missingStep(String)
    /// A line does too many lines of the key at once.
    case jump(lines: Int)
    /// No line of the chain is right.
    case nothingRight
  }

  public var cause: Cause
  public var points: Rational
  /// Its place among the lines of the claim.
  public var line: Int?
}

/// What a person has to look at.
public struct Doubt: Hashable, Sendable {
  public enum Cause: Hashable, Sendable {
    case undecided(String)
    case unread(String)
    case end
    case step(String)
    case jump(lines: Int)
    /// Not all of so many attempts were graded.
    case attempts(Int)
  }

  public var cause: Cause
  public var line: Int?
}
