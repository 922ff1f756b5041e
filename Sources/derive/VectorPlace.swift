import Evaluation
import Oracles
import Reporting

/// Why cases were not written.
enum VectorFailure: Error {
  case made(CaseMaker.Failure)
  /// The number of the system's error.
  case unwritten(Int32)
  case interrupted
  /// The folder holds a `manifest.json` that is none of vectors.
  case foreignManifest
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
///
/// Invariant: at every moment the manifest names all arrays that were written into the folder, so that the next run knows
/// what to remove, wherever this one ends: first the arrays of the earlier manifest go, then the manifest of the new ones is
/// written, marked as unfinished, then they themselves, then the manifest with all that is known of them.
final class VectorFolder: VectorPlace {
  private let folder: Argument
  private let manifest: Manifest
  private let result: String
  private let type: FloatingType

  /// - Parameter manifest: announces the cases.
  init(_ folder: Argument, _ manifest: Manifest, _ result: String, _ type: FloatingType) throws(VectorFailure) {
    (self.folder, self.manifest, self.result, self.type) = (folder, manifest, result, type)
    if let error = System.makeFolder(folder.bytes) { throw .unwritten(error) }
    try removeEarlier()
    try write(manifest)
  }

  private func removeEarlier() throws(VectorFailure) {
    guard System.kind(of: path(Manifest.fileName), followsLinks: false) != nil else { return }
    guard let earlier = VectorSource.manifest(in: folder) else { throw .foreignManifest }
    for name in earlier.arrayFiles {
      guard let kind = System.kind(of: path(name), followsLinks: false), kind != .folder else { continue }
      if let error = System.remove(path(name)) { throw .unwritten(error) }
    }
  }

  private func path(_ name: String) -> [UInt8] { VectorSource.path(folder, name) }

  private func write(_ manifest: Manifest) throws(VectorFailure) {
    if let error = System.write(manifest.json.text, toFile: path(Manifest.fileName)) { throw .unwritten(error) }
  }

  func written(_ made: OracleCase, isFirst: Bool) -> Result<WrittenCase, VectorFailure> {
    func write(_ name: String, _ values: [Double], _ shape: [Int], _ type: FloatingType) -> Int32? {
      let bytes = NumberFile(shape: shape, values: values).bytes(type)
      return System.write(bytes, toFile: path(Manifest.fileName(of: name, in: made.name)))
    }
    for input in made.inputs {
      if let error = write(input.name, input.values, input.shape, type) { return .failure(.unwritten(error)) }
    }
    let error =
      write(result, made.values, made.shape, .f64) ?? write(Manifest.band(of: result), made.band, made.shape, .f64)
    return error.map { .failure(.unwritten($0)) } ?? .success(WrittenCase(made))
  }

  func add(_ written: WrittenCase) {}

  func finish(_ cases: [OracleCase]) throws(VectorFailure) {
    var whole = manifest
    whole.cases = cases.map { Manifest.Case($0) }
    whole.isUnfinished = false
    try write(whole)
    noteOthers()
  }

  /// A folder that holds more than the manifest names may mislead who reads it.
  private func noteOthers() {
    let own = Set((manifest.arrayFiles + [Manifest.fileName]).map { Array($0.utf8) })
    let others = (System.names(inFolder: folder.bytes) ?? []).filter {
      !own.contains($0) && $0.first != VectorFolder.dot
    }
    if others.isEmpty { return }
    let shown = others.prefix(VectorFolder.mostShown).map { "`\(String(decoding: $0, as: UTF8.self))`" }
    let more = others.count > shown.count ? " and \(others.count - shown.count) more" : ""
    Terminal.note("\(folder.text): left as they are, not of these vectors: \(shown.joined(separator: ", "))\(more)")
  }

  private static let mostShown = 3
  /// What hidden names begin with.
  private static let dot = UInt8(ascii: ".")
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
