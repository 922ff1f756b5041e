/// A text to be checked: a file, or standard input.
struct InputFile: Sendable {
  /// Files above this size are refused.
  static let sizeLimit = 64 << 20

  /// Nil for standard input.
  var path: [UInt8]?
  var name: String
  /// It was found in a folder, not named: if nothing in it is for derive, that is no news.
  var isFound = false

  /// What is wrong with an operand or a file, as a sentence that names it.
  struct Failure: Error {
    var message: String
  }

  func read() -> Result<[UInt8], Failure> {
    do {
      return .success(try System.bytes(of: path, limit: Self.sizeLimit))
    } catch {
      let reason =
        switch error {
        case .tooLarge: "larger than \(Self.sizeLimit >> 20) MB, the limit for a derivation"
        case .isFolder: "this is a folder"
        case .failed(let number): System.description(of: number)
        }
      return .failure(Failure(message: "\(name): \(reason)"))
    }
  }

  /// The files that an operand names: itself, or those in the folder, sorted by the bytes of their paths.
  static func named(by operand: Argument, stdinName: String) throws(Failure) -> [InputFile] {
    if operand.text == "-" { return [InputFile(path: nil, name: stdinName)] }
    guard let kind = System.kind(of: operand.bytes) else { throw missing(operand) }
    guard kind == .folder else { return [InputFile(path: operand.bytes, name: operand.text)] }
    var found: [InputFile] = []
    var folders = [operand.bytes]
    while let folder = folders.popLast() {
      guard let names = System.names(inFolder: folder) else {
        throw Failure(message: "\(Argument(bytes: folder).text): this folder cannot be read")
      }
      for name in names where name.first != 0x2E {
        let path = folder.last == 0x2F ? folder + name : folder + [0x2F] + name
        if System.kind(of: path, followsLinks: false) == .folder {
          folders.append(path)
        } else if isDerivation(name), System.kind(of: path) == .file {
          found.append(InputFile(path: path, name: Argument(bytes: path).text, isFound: true))
        }
      }
    }
    guard !found.isEmpty else {
      throw Failure(message: "\(operand.text): no *.expr and no *.md in this folder")
    }
    return found.sorted { ($0.path ?? []).lexicographicallyPrecedes($1.path ?? []) }
  }

  static func isDerivation(_ name: [UInt8]) -> Bool {
    name.suffix(5).elementsEqual(".expr".utf8) || name.suffix(3).elementsEqual(".md".utf8)
  }

  /// With the name in the same folder that is nearest.
  private static func missing(_ operand: Argument) -> Failure {
    let end = operand.bytes.lastIndex(of: 0x2F)
    let folder = end.map { Array(operand.bytes[...$0]) } ?? [0x2E]
    let start = end.map { $0 + 1 } ?? 0
    let name = String(decoding: operand.bytes[start...], as: UTF8.self)
    let others = (System.names(inFolder: folder) ?? []).map { String(decoding: $0, as: UTF8.self) }
    let hint = nearest(to: name, among: others).map {
      "; did you mean `\(String(decoding: operand.bytes[..<start], as: UTF8.self))\($0)`?"
    }
    return Failure(message: "\(operand.text): no such file or folder" + (hint ?? ""))
  }
}
