internal import Diagnostics

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A derivation that a test names.
///
/// A path that is not absolute starts at the root of the package, the nearest folder above the source file of the test
/// that holds a `Package.swift`; if there is no such file, at the folder of that source file.
struct DerivationFile {
  /// As the test names it.
  let path: String
  let source: SourceText

  init(_ path: String, namedIn sourceFile: String) throws(OracleError) {
    self.path = path
    for place in DerivationFile.places(path, sourceFile) {
      guard let file = fopen(place, "rb") else { continue }
      defer { fclose(file) }
      var (bytes, buffer) = ([UInt8](), [UInt8](repeating: 0, count: 1 << 16))
      while true {
        let count = fread(&buffer, 1, buffer.count, file)
        bytes += buffer[..<count]
        if bytes.count > DerivationFile.limit { throw OracleError("\(path): too large") }
        if count < buffer.count { break }
      }
      guard ferror(file) == 0 else { throw OracleError("\(path): \(String(cString: strerror(errno)))") }
      source = SourceText(name: path, bytes: bytes)
      return
    }
    throw OracleError("\(path): there is no such file, neither from the root of the package nor beside the test")
  }

  private static let limit = 1 << 26

  private static func places(_ path: String, _ sourceFile: String) -> [String] {
    if path.hasPrefix("/") { return [path] }
    let own = folder(of: sourceFile)
    var root: String? = own
    while let folder = root, access(folder + "/Package.swift", F_OK) != 0 { root = parent(of: folder) }
    return [root, own].compactMap { $0.map { $0 + "/" + path } }
  }

  private static func folder(of path: String) -> String { parent(of: path) ?? "." }

  /// Nil for a path of one part.
  private static func parent(of path: String) -> String? {
    path.lastIndex(of: "/").map { String(path[..<$0]) }
  }
}
