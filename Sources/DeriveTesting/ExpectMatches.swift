internal import Oracles
internal import Reporting
import Testing

/// Expects that each entry of an array is within its band of the exact one; the entries of a matrix stand by rows.
///
/// The text of the issue begins with one line: the worst entry, its value, the exact one, the band. Then it says which mistake
/// in the formula explains the result. The case is attached as JSON.
///
/// - Parameter name: The claim, as a reminder; the case must be one of it.
public func expectMatches<Numbers: Collection>(
  _ result: Numbers, _ expected: OracleCase, _ name: String? = nil, sourceLocation: SourceLocation = #_sourceLocation
) where Numbers.Element: BinaryFloatingPoint {
  expected.expect(.values(result.map { Double($0) }, shape: nil), name, sourceLocation)
}

/// Expects that each entry of a matrix, given as its rows, is within its band of the exact one.
public func expectMatches<Rows: Collection>(
  _ result: Rows, _ expected: OracleCase, _ name: String? = nil, sourceLocation: SourceLocation = #_sourceLocation
) where Rows.Element: Collection, Rows.Element.Element: BinaryFloatingPoint {
  let width = result.first?.count ?? 0
  guard result.allSatisfy({ $0.count == width }) else {
    return expected.expect(.missing("the rows have different lengths"), name, sourceLocation)
  }
  let entries = result.flatMap { $0.map { Double($0) } }
  expected.expect(.values(entries, shape: entries.isEmpty ? nil : [result.count, width]), name, sourceLocation)
}

/// Expects that a number is within its band of the exact one.
public func expectMatches<Number: BinaryFloatingPoint>(
  _ result: Number, _ expected: OracleCase, _ name: String? = nil, sourceLocation: SourceLocation = #_sourceLocation
) {
  expected.expect(.values([Double(result)], shape: []), name, sourceLocation)
}

extension OracleCase {
  fileprivate func expect(_ answer: Answer, _ name: String?, _ place: SourceLocation) {
    if let name, name != claim {
      Issue.record("this is a case of `\(claim)`, not of `\(name)`", sourceLocation: place)
      return
    }
    guard let mismatch = Mismatch(answer, self) else { return }
    Attachment.record(mismatch.json.text, named: "\(claim)-\(self.name).json", sourceLocation: place)
    Issue.record(Comment(rawValue: mismatch.text), sourceLocation: place)
  }
}
