import Checking
import Diagnostics
import Foundation
import Reporting

#if canImport(FoundationXML)
  import FoundationXML
#endif

extension Report {
  /// Of one text that is checked.
  static func of(text: String, named name: String = "a.expr", keepsFigures: Bool = false) -> Report {
    let file = Checking.check(SourceText(name: name, text: text), options: CheckOptions(keepsFigures: keepsFigures))
    return Report(files: [file], seed: 1, required: .confirmed, toolVersion: "0.0.0")
  }
}

/// A page read as XML, which HTML written with care is, too.
final class PageReader: NSObject, XMLParserDelegate {
  let text: String
  private(set) var elements: [(name: String, attributes: [String: String])] = []

  struct Failure: Error { var line: Int }

  init(_ text: String) throws {
    self.text = text
    super.init()
    let parser = XMLParser(data: Data(text.utf8))
    parser.delegate = self
    if !parser.parse() { throw Failure(line: parser.lineNumber) }
  }

  func count(_ name: String) -> Int { elements.count { $0.name == name } }

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
    attributes: [String: String] = [:]
  ) {
    elements.append((name, attributes))
  }
}
