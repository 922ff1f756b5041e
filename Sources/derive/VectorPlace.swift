import Evaluation
import Oracles
import Reporting

/// Why cases were not written.
enum VectorFailure: Error {
  case made(CaseMaker.Failure)
  /// The number of the system's error.
  case unwritten(Int32)
  case interrupted
}

/// A case without its arrays, and what the place keeps of it.
struct WrittenCase: Sendable {
  var one: OracleCase
  var piece: VectorPiece?

  init(_ made: OracleCase, _ piece: VectorPiece? = nil) {
    one = made
    for k in one.inputs.indices { one.inputs[k].values = [] }
    (one.exact, one.band) = ([], [])
    self.piece = piece
  }
}

/// Where cases go.
protocol VectorPlace: AnyObject, Sendable {
  /// On any thread.
  func written(_ made: OracleCase, isFirst: Bool) -> Result<WrittenCase, VectorFailure>
  /// In the order of the cases.
  func add(_ written: WrittenCase) throws(VectorFailure)
  func finish(_ cases: [OracleCase]) throws(VectorFailure)
}

/// A folder with `manifest.json`, and `c07_x.npy`, `c07_dx.npy`, `c07_dx.band.npy` for each case.
final class VectorFolder: VectorPlace {
  private let folder: Argument
  private let manifest: Manifest
  private let result: String
  private let type: FloatingType

  init(_ folder: Argument, _ manifest: Manifest, _ result: String, _ type: FloatingType) throws(VectorFailure) {
    (self.folder, self.manifest, self.result, self.type) = (folder, manifest, result, type)
    if let error = System.makeFolder(folder.bytes) { throw .unwritten(error) }
  }

  func written(_ made: OracleCase, isFirst: Bool) -> Result<WrittenCase, VectorFailure> {
    func write(_ name: String, _ values: [Double], _ shape: [Int], _ type: FloatingType) -> Int32? {
      let path = folder.bytes + Array("/\(made.name)_\(name).npy".utf8)
      return System.write(NumberFile(shape: shape, values: values).bytes(type), toFile: path)
    }
    for input in made.inputs {
      if let error = write(input.name, input.values, input.shape, type) { return .failure(.unwritten(error)) }
    }
    let error = write(result, made.values, made.shape, .f64) ?? write(result + ".band", made.band, made.shape, .f64)
    return error.map { .failure(.unwritten($0)) } ?? .success(WrittenCase(made))
  }

  func add(_ written: WrittenCase) {}

  func finish(_ cases: [OracleCase]) throws(VectorFailure) {
    var whole = manifest
    whole.cases = cases.map { Manifest.Case($0) }
    if let error = System.write(whole.json.text, toFile: folder.bytes + Array("/manifest.json".utf8)) {
      throw .unwritten(error)
    }
  }
}

/// One file with all cases, or standard output.
final class VectorFile: VectorPlace, @unchecked Sendable {
  private let document: VectorDocument
  private let descriptor: Int32
  /// Only the thread that adds the cases uses them.
  private var rows: [String] = []

  init(_ document: VectorDocument, _ file: Argument?) throws(VectorFailure) {
    self.document = document
    descriptor = file.map { System.create($0.bytes) } ?? System.standardOutput
    if descriptor < 0 { throw .unwritten(System.lastError) }
    try write(document.head)
  }

  private func write(_ text: String) throws(VectorFailure) {
    if let error = System.write(text, to: descriptor) { throw .unwritten(error) }
  }

  func written(_ made: OracleCase, isFirst: Bool) -> Result<WrittenCase, VectorFailure> {
    .success(WrittenCase(made, document.piece(made, isFirst: isFirst)))
  }

  func add(_ written: WrittenCase) throws(VectorFailure) {
    guard let piece = written.piece else { return }
    try write(piece.text)
    rows.append(piece.row)
  }

  func finish(_ cases: [OracleCase]) throws(VectorFailure) {
    try write(document.tail(rows))
    if descriptor != System.standardOutput, let error = System.finish(descriptor) { throw .unwritten(error) }
  }
}
