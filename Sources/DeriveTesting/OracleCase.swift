internal import Diagnostics
internal import Evaluation
internal import Oracles
import Testing

/// One call of a kernel: inputs whose bits both sides share, the exact result at them, and how far a kernel of the type may
/// be from it.
public struct OracleCase: Sendable, CustomTestStringConvertible {
  let values: Oracles.OracleCase
  let formula: Formula
  let request: CaseRequest
  public let dtype: DType

  init(_ values: Oracles.OracleCase, _ formula: Formula, _ request: CaseRequest, _ dtype: DType) {
    (self.values, self.formula, self.request, self.dtype) = (values, formula, request, dtype)
  }

  /// `c07`
  public var name: String { values.name }
  /// The claim whose right side is the exact result.
  public var claim: String { formula.name }
  public var seed: UInt64 { request.seed }
  /// What the inputs look like: `random`, `large-offset`, `size-1`, …
  public var tags: [String] { values.tags }
  /// The size of each dimension.
  public var sizes: [String: Int] { Dictionary(uniqueKeysWithValues: values.sizes.map { ($0.name, $0.size) }) }
  /// The names of the inputs.
  public var inputs: [String] { values.inputs.map { $0.name } }
  /// The exact result by rows; NaN where there is none.
  public var exact: [Double] { values.values }
  /// How far each entry may be from the exact one.
  public var band: [Double] { values.band }

  /// `dx c07 (m = 6; large-offset)`
  public var testDescription: String { "\(claim) \(name) (\(setting))" }

  /// `m = 6; large-offset`
  var setting: String {
    let sizes = values.sizes.map { "\($0.name) = \($0.size)" }.joined(separator: ", ")
    return [sizes, tags.joined(separator: ", ")].filter { !$0.isEmpty }.joined(separator: "; ")
  }
}

// MARK: Inputs

/// An input that is asked for by a wrong name, with a wrong rank, or in a type that cannot hold it, is recorded as an issue
/// at the call; what is returned then is empty, or not a number.
extension OracleCase {
  /// The entries of an input; those of a matrix by rows, the last index running fastest.
  public func array<Number: BinaryFloatingPoint>(
    _ name: String, sourceLocation: SourceLocation = #_sourceLocation
  ) -> [Number] {
    entries(name, as: Number.self, { Number(exactly: $0) }, sourceLocation)
  }

  /// The entries of an input that holds whole numbers: indices, counts.
  public func array<Number: BinaryInteger>(
    _ name: String, sourceLocation: SourceLocation = #_sourceLocation
  ) -> [Number] {
    entries(name, as: Number.self, { Number(exactly: $0) }, sourceLocation)
  }

  /// The rows of a matrix.
  public func matrix<Number: BinaryFloatingPoint>(
    _ name: String, sourceLocation: SourceLocation = #_sourceLocation
  ) -> [[Number]] {
    guard let input = input(name, rank: 2, sourceLocation) else { return [] }
    let entries = entries(name, as: Number.self, { Number(exactly: $0) }, sourceLocation)
    let (rows, columns) = (input.shape[0], input.shape[1])
    guard entries.count == rows * columns else { return [] }
    return (0..<rows).map { Array(entries[($0 * columns)..<(($0 + 1) * columns)]) }
  }

  /// An input that is one number.
  public func scalar<Number: BinaryFloatingPoint>(
    _ name: String, sourceLocation: SourceLocation = #_sourceLocation
  ) -> Number {
    guard input(name, rank: 0, sourceLocation) != nil else { return .nan }
    return entries(name, as: Number.self, { Number(exactly: $0) }, sourceLocation).first ?? .nan
  }

  /// An input that is one whole number.
  public func scalar<Number: BinaryInteger>(
    _ name: String, sourceLocation: SourceLocation = #_sourceLocation
  ) -> Number {
    guard input(name, rank: 0, sourceLocation) != nil else { return 0 }
    return entries(name, as: Number.self, { Number(exactly: $0) }, sourceLocation).first ?? 0
  }

  /// The size of a dimension; 0 and an issue if there is none of that name.
  public func size(_ name: String, sourceLocation: SourceLocation = #_sourceLocation) -> Int {
    if let size = sizes[name] { return size }
    let known = values.sizes.map { "`\($0.name)`" }.joined(separator: ", ")
    Issue.record("`\(claim)` has no size `\(name)`; its sizes are \(known)", sourceLocation: sourceLocation)
    return 0
  }

  private func input(_ name: String, rank: Int?, _ place: SourceLocation) -> Oracles.OracleCase.Input? {
    guard let input = values.inputs.first(where: { $0.name == name }) else {
      let known = inputs.map { "`\($0)`" }.joined(separator: ", ")
      Issue.record("`\(claim)` has no input `\(name)`; its inputs are \(known)", sourceLocation: place)
      return nil
    }
    guard let rank, rank != input.shape.count else { return input }
    let kinds = ["a number", "an array of one index", "a matrix"]
    let kind = input.shape.count < kinds.count ? kinds[input.shape.count] : "an array of \(input.shape.count) indices"
    Issue.record("the input `\(name)` is \(kind), not \(kinds[rank])", sourceLocation: place)
    return nil
  }

  private func entries<Number>(
    _ name: String, as type: Number.Type, _ number: (Double) -> Number?, _ place: SourceLocation
  ) -> [Number] {
    guard let input = input(name, rank: nil, place) else { return [] }
    let entries = input.values.compactMap(number)
    if entries.count == input.values.count { return entries }
    Issue.record("`\(name)` of a case for \(dtype.rawValue) does not fit into \(type)", sourceLocation: place)
    return []
  }
}
