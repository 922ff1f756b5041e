/// Text under construction. Whatever is added is made harmless first, so that no file can send control sequences to the
/// reader's terminal.
struct StyledText {
  let presentation: Presentation
  private(set) var text = ""

  init(_ presentation: Presentation) { self.presentation = presentation }

  mutating func add(_ piece: String, _ ink: Ink = .plain) {
    guard !piece.isEmpty else { return }
    if presentation.usesColor, let parameters = ink.parameters {
      text += "\u{1B}[\(parameters)m\(piece.visible)\u{1B}[0m"
    } else {
      text += piece.visible
    }
  }

  mutating func add(_ mark: Mark, _ ink: Ink = .plain) { add(presentation.text(of: mark), ink) }

  mutating func addProse(_ prose: String, _ ink: Ink = .plain) { add(presentation.prose(prose), ink) }

  /// Ends the line, which is left without blanks at its end.
  mutating func endLine() {
    while text.utf8.last == 0x20 { text.unicodeScalars.removeLast() }
    text += "\n"
  }
}
