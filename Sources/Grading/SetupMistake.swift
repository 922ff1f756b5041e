import Checking
import Diagnostics

/// A mistake of the key or the rubric: nothing can be graded with it.
public struct SetupMistake: Error, Sendable {
  public enum Kind: Hashable, Sendable {
    // The rubric
    case unknownWord(String, nearest: String?)
    case expected(String, found: String)
    case unknownClaim(String, nearest: String?)
    case saidTwice(String)
    case unknownCode(String)
    case formula(String)
    // The key
    case unlabelledClaim
    case lateAssumption
    case noClaim
    case text(Mistake)
    case line(Verdict)
  }

  public var kind: Kind
  public var span: Span

  init(_ kind: Kind, at span: Span) {
    self.kind = kind
    self.span = span
  }

  /// Stable: a code is never given to another mistake.
  public var code: String {
    switch kind {
    case .unknownWord: "D0801"
    case .expected: "D0802"
    case .unknownClaim: "D0803"
    case .saidTwice: "D0804"
    case .unknownCode: "D0805"
    case .formula: "D0806"
    case .unlabelledClaim: "D0811"
    case .lateAssumption: "D0812"
    case .noClaim: "D0813"
    case .line: "D0814"
    case .text(let mistake): mistake.code
    }
  }

  /// One sentence, without capital and full stop.
  public var message: String {
    switch kind {
    case .unknownWord(let word, _): "`\(word)` begins no line of a rubric"
    case .expected(let expected, let found): "expected \(expected), found \(found)"
    case .unknownClaim(let name, _): "the key has no claim `\(name)`"
    case .saidTwice(let what): "\(what) is said twice"
    case .unknownCode(let code): "`\(code)` is no mistake in derivations"
    case .formula(let message): "this formula cannot be read with the key: \(message)"
    case .unlabelledClaim: "a claim of a key needs a name"
    case .lateAssumption: "an assumption of a key stands before its claims"
    case .noClaim: "the key has no claim"
    case .text(let mistake): mistake.message
    case .line(let verdict): "the key itself does not hold: this line is \(verdict.rawValue)"
    }
  }

  public var hint: String? {
    switch kind {
    case .unknownWord(_, let nearest):
      if let nearest {
        "did you mean `\(nearest)`?"
      } else {
        "lines begin with " + RubricReader.words.map { "`\($0)`" }.joined(separator: ", ")
      }
    case .unknownClaim(_, let nearest): nearest.map { "did you mean `\($0)`?" }
    case .unknownCode: "write a code such as D0301, or `other`, `step`, `jump`, `stop`"
    case .unlabelledClaim: "write claim NAME: before it"
    case .text(let mistake): mistake.hint
    case .line: "`derive check` of the key says more"
    case .expected, .saidTwice, .formula, .lateAssumption, .noClaim: nil
    }
  }
}
