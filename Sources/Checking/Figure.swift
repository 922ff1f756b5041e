/// What a picture of a line shows: its two sides around one point.
public struct Figure: Sendable {
  public enum Kind: Sendable {
    /// The line is about a derivative: how far central differences are from its sides, by their step. Against the
    /// derivative the error falls with the square of the step; against anything else it levels off.
    case steps([Step])
    /// Both sides while one quantity moves and the others stay.
    case line(variable: String, center: Double, [Sample?])
  }

  public var kind: Kind
  /// `j = 2`; empty for a scalar.
  public var entry: String
  /// Where: sizes and values.
  public var bindings: [Counterexample.Binding]

  public struct Step: Sendable {
    public var step: Double
    /// |D(h) − claimed|, 0 where they are not known to differ.
    public var yours: Double
    /// |D(h) − derivative|.
    public var correct: Double
    public init(step: Double, yours: Double, correct: Double) {
      (self.step, self.yours, self.correct) = (step, yours, correct)
    }
  }

  public struct Sample: Sendable {
    public var position: Double
    public var yours: Double
    public var correct: Double
    public init(position: Double, yours: Double, correct: Double) {
      (self.position, self.yours, self.correct) = (position, yours, correct)
    }
  }

  public init(kind: Kind, entry: String, bindings: [Counterexample.Binding]) {
    self.kind = kind
    self.entry = entry
    self.bindings = bindings
  }
}
