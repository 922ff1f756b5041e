import Diagnostics
import Notation

/// The same mistake, by whomever it is made: its code, and where the catalogue has no name for it, what is left between
/// the sides. The rubric may give it a name of its own; then the name tells which mistake it is.
public struct MistakeKind: Sendable {
  public var code: String
  public var residual: Residual?
  public var name: String?

  init(code: String, residual: Residual? = nil) {
    self.code = code
    self.residual = residual
  }

  /// What is left between the sides: claimed − true, or claimed / true where that is simpler.
  public struct Residual: Sendable {
    /// As it was found with the first student.
    public var text: String
    public var isRatio: Bool
    /// The text with the indices numbered as they come: two students may give them other letters.
    private let form: String

    /// - Parameter namesOfKey: what they name is no index.
    init(_ text: String, isRatio: Bool, namesOfKey: Set<String>) {
      self.text = text
      self.isRatio = isRatio
      form = Residual.form(of: text, namesOfKey)
    }

    private static func form(of text: String, _ namesOfKey: Set<String>) -> String {
      let written = parseExpression(SourceText(name: "residual", text: text))
      guard let term = written.root else { return text }
      // In canonical layout blanks do not count.
      let layout = SourceText(name: "residual", text: written.tree.source(of: term))
      let (tree, root, _) = parseExpression(layout)
      guard let root else { return layout.text(of: Span(start: 0, end: layout.bytes.count)) }
      let nodes = (tree.first(of: root).number...root.number).map { Node($0) }
      let indices = indices(among: nodes, of: tree).subtracting(namesOfKey)
      var numbers: [String: Int] = [:]
      var form: [UInt8] = []
      var end = 0
      let places = nodes.filter { tree.kind($0) == .name && indices.contains(tree.name($0)) }
      for node in places.sorted(by: { tree.span($0).start < tree.span($1).start }) {
        let number = numbers[tree.name(node), default: numbers.count]
        numbers[tree.name(node)] = number
        form += layout.bytes[end..<tree.span(node).start]
        form += Array("#\(number)".utf8)
        end = tree.span(node).end
      }
      return String(decoding: form + layout.bytes[end...], as: UTF8.self)
    }

    /// The names that stand in brackets behind a name.
    private static func indices(among nodes: [Node], of tree: SyntaxTree) -> Set<String> {
      var found: Set<String> = []
      for node in nodes where tree.kind(node) == .index {
        for slot in tree.children(node).dropFirst() {
          for part in tree.first(of: slot).number...slot.number where tree.kind(Node(part)) == .name {
            found.insert(tree.name(Node(part)))
          }
        }
      }
      return found
    }
  }
}

extension MistakeKind.Residual: Hashable {
  public static func == (a: MistakeKind.Residual, b: MistakeKind.Residual) -> Bool {
    a.isRatio == b.isRatio && a.form == b.form
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(isRatio)
    hasher.combine(form)
  }
}

extension MistakeKind: Hashable {
  public static func == (a: MistakeKind, b: MistakeKind) -> Bool {
    a.code == b.code && a.name == b.name && (a.name != nil || a.residual == b.residual)
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(code)
    hasher.combine(name)
  }
}
