import Diagnostics

/// What a submission says that only the key may say. It is taken out, and what rests on it earns nothing.
public struct Breach: Hashable, Sendable {
  public enum Kind: Hashable, Sendable {
    /// A name of the key gets another meaning.
    case redefinition(String)
    /// A quantity that the key does not know.
    case declaration(String)
    case assumption(String)
    /// A clause such as `given x > 0` that the claim of the key does not have.
    case condition(String)
  }

  public var kind: Kind
  public var span: Span
  /// The claim that it stands in; nil for one that counts for all below it.
  public var claim: String?

  /// It is assumed to hold.
  var isCondition: Bool {
    switch kind {
    case .assumption, .condition: true
    case .redefinition, .declaration: false
    }
  }

  /// Lines that are wrong may hold with it.
  var changesMeaning: Bool {
    switch kind {
    case .assumption, .condition, .redefinition: true
    case .declaration: false
    }
  }

  /// One sentence, without capital and full stop.
  public var message: String {
    switch kind {
    case .redefinition(let name): "`\(name)` is what the key says, and cannot be defined again"
    case .declaration(let name): "the key has no quantity `\(name)`"
    case .assumption(let text): "`\(text)` is not among the assumptions of the key"
    case .condition(let text): "the key states the claim without `\(text)`"
    }
  }

  /// What a line rests on, as in `rests on the assumption …`.
  public var ground: String {
    switch kind {
    case .redefinition(let name): "another meaning of `\(name)`"
    case .declaration(let name): "`\(name)`, which the key does not have"
    case .assumption(let text): "the assumption `\(text)`"
    case .condition(let text): "`\(text)`, which the key does not say"
    }
  }

  /// Stable: a code is never given to another mistake.
  public var code: String {
    switch kind {
    case .redefinition: "D0821"
    case .declaration: "D0822"
    case .assumption: "D0823"
    case .condition: "D0824"
    }
  }
}
