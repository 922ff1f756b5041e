import Evaluation
import Oracles
import Reporting

/// Vectors that were written: a folder, or a JSON document with all cases.
struct VectorSource {
  let manifest: Manifest
  private let operand: Argument
  /// By case; none for a folder.
  private let cases: [JSONReader.Value]

  /// Nil after a note that says what is wrong.
  init?(_ operand: Argument) {
    self.operand = operand
    let isFile = System.kind(of: operand.bytes) == .file
    let name = isFile ? operand.text : operand.text + "/" + Manifest.fileName
    let path = isFile ? operand.bytes : VectorSource.path(operand, Manifest.fileName)
    do throws(System.ReadError) {
      let limit = isFile ? VectorSource.documentLimit : VectorSource.sizeLimit
      let bytes = try System.bytes(of: path, limit: limit)
      guard let value = try? JSONReader.value(bytes), let manifest = Manifest(value) else {
        Terminal.note("\(name): this is no \(isFile ? "JSON document" : "manifest") of `derive vectors`")
        return nil
      }
      guard !manifest.isUnfinished else {
        Terminal.note("\(name): the vectors are unfinished: write them again with `derive vectors`")
        return nil
      }
      self.manifest = manifest
      if isFile, case .array(let cases)? = value["cases"] { self.cases = cases } else { cases = [] }
    } catch {
      Terminal.note("\(name): \(VectorSource.text(of: error))")
      return nil
    }
  }

  /// Of a folder in which vectors may be; nil where there is no manifest that could be read.
  static func manifest(in folder: Argument) -> Manifest? {
    guard let bytes = try? System.bytes(of: path(folder, Manifest.fileName), limit: sizeLimit),
      let value = try? JSONReader.value(bytes)
    else { return nil }
    return Manifest(value)
  }

  private static let sizeLimit = 1 << 30
  /// Three million numbers, which take a hundred bytes each when they are read.
  private static let documentLimit = 1 << 26

  static func path(_ folder: Argument, _ name: String) -> [UInt8] { folder.bytes + Array("/\(name)".utf8) }

  private static func text(of error: System.ReadError) -> String {
    switch error {
    case .failed(let number): System.description(of: number)
    case .tooLarge: "too large"
    case .isFolder: "this is a folder"
    }
  }

  /// An array of a folder, or what is wrong with its file.
  static func array(_ folder: Argument, _ name: String) -> Result<NumberFile, NumberFile.Mistake> {
    do throws(System.ReadError) {
      let bytes = try System.bytes(of: path(folder, name), limit: sizeLimit)
      do throws(NumberFile.Mistake) {
        return .success(try NumberFile(bytes))
      } catch {
        return .failure(error)
      }
    } catch {
      return .failure(NumberFile.Mistake(message: text(of: error)))
    }
  }

  /// Nil after a note that says what is wrong.
  func oracleCase(_ number: Int) -> OracleCase? {
    let one = manifest.cases[number]
    if cases.isEmpty { return oracleCase(one) }
    guard let found = OracleCase(cases[number], one, inputs: manifest.inputs) else {
      Terminal.note("\(operand.text): the case \(one.name) does not have all arrays")
      return nil
    }
    return found
  }

  private func oracleCase(_ one: Manifest.Case) -> OracleCase? {
    func own(_ name: String) -> NumberFile? {
      let name = Manifest.fileName(of: name, in: one.name)
      switch VectorSource.array(operand, name) {
      case .success(let file): return file
      case .failure(let mistake):
        Terminal.note("\(operand.text)/\(name): \(mistake.message)")
        return nil
      }
    }
    var inputs: [OracleCase.Input] = []
    for name in manifest.inputs {
      guard let file = own(name) else { return nil }
      inputs.append(OracleCase.Input(name: name, shape: file.shape, values: file.values))
    }
    guard let exact = own(manifest.claim), let band = own(Manifest.band(of: manifest.claim)),
      band.values.count == exact.values.count
    else { return nil }
    return OracleCase(
      name: one.name, sizes: one.sizes, tags: one.tags, inputs: inputs, shape: exact.shape,
      exact: exact.values.map { KnownValue(value: $0, radius: 0) }, band: band.values)
  }
}
