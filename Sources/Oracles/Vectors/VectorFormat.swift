import Evaluation

/// The forms in which cases are written.
public enum VectorFormat: String, CaseIterable, Sendable {
  /// A folder: a manifest, and one file an array.
  case npy
  /// One document, or one source file, with all cases.
  case json, c, swift, python
}

/// A file with cases embedded, made piece by piece: head, the cases in their order, tail.
public struct VectorDocument: Sendable {
  private let writer: any VectorWriter

  /// - Parameter manifest: with or without cases.
  public init?(_ format: VectorFormat, _ formula: Formula, _ manifest: Manifest) {
    switch format {
    case .npy: return nil
    case .json: writer = JSONVectors(manifest: manifest)
    case .c: writer = CVectors(formula, manifest)
    case .swift: writer = SwiftVectors(formula, manifest)
    case .python: writer = PythonVectors(manifest: manifest)
    }
  }

  public var head: String { writer.head }

  /// The arrays of a case, and the line that refers to them at the end of the file.
  public func piece(_ one: OracleCase, isFirst: Bool) -> VectorPiece { writer.piece(one, isFirst: isFirst) }

  public func tail(_ rows: [String]) -> String { writer.tail(rows) }
}

/// What a document says of a case.
public struct VectorPiece: Sendable {
  public var text: String
  public var row = ""
}

/// How a language holds cases.
protocol VectorWriter: Sendable {
  var head: String { get }
  func piece(_ one: OracleCase, isFirst: Bool) -> VectorPiece
  func tail(_ rows: [String]) -> String
}

extension Manifest {
  /// The words at the head of a source file.
  var heading: [String] {
    ["Cases of `\(claim)` of \(file) for \(type.rawValue), written by \(toolVersion)"]
      + formula.split(separator: "\n").map { "  " + $0 } + [
        "The formula is \(verdict). Inputs are exact in \(type.rawValue), exact results the nearest doubles; a result is right if",
        "it is at most a band away from the exact one. Where that is NaN there is no value. Arrays lie by rows.",
        "Seed \(seed), accumulator \(accumulator.rawValue).",
      ]
  }
}
