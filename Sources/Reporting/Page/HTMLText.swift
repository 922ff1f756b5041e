/// HTML under construction. Text is made visible and escaped, so that no file can write markup or turn the reading order
/// around.
struct HTMLText {
  private(set) var text = ""

  typealias Attribute = (name: String, value: String)

  /// An element with its content; each of the block elements ends its line, so that two pages can be compared.
  mutating func element(_ tag: String, _ attributes: Attribute..., content: (inout HTMLText) -> Void) {
    open(tag, attributes)
    content(&self)
    close(tag)
  }

  mutating func element(_ tag: String, _ attributes: Attribute..., text: String) {
    open(tag, attributes)
    add(text)
    close(tag)
  }

  private mutating func open(_ tag: String, _ attributes: [Attribute]) {
    text += "<" + tag
    for (name, value) in attributes where !value.isEmpty { text += " \(name)=\"\(Self.escaped(value))\"" }
    text += ">"
  }

  private mutating func close(_ tag: String) { text += "</\(tag)>" + (Self.inline.contains(tag) ? "" : "\n") }

  private static let inline: Set<String> = [
    "a", "b", "code", "span", "mark", "small", "dfn", "math", "td", "th", "text",
  ]

  mutating func add(_ piece: String) { text += Self.escaped(piece) }

  /// Markup of the tool itself.
  mutating func addMarkup(_ markup: String) { text += markup }

  /// Also line ends are made visible.
  static func escaped(_ text: String) -> String { text.visible.markup }
}
