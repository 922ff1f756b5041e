/// Notes below a line of the source, each with its label: `  = read as          a + b = c`.
struct LabelledText {
  /// Columns of a note's text.
  private static let width = 84
  private static let labelWidth = 17

  static func write(_ label: String, _ text: String, to output: inout StyledText) {
    for (position, part) in text.wrapped(to: width).enumerated() {
      if position > 0 {
        writeContinuation(part, to: &output)
      } else {
        output.add("  = ", .frame)
        output.add(label.padded(to: labelWidth), .strong)
        output.add(part)
        output.endLine()
      }
    }
  }

  static func writeContinuation(_ text: String, to output: inout StyledText) {
    output.add(String(repeating: " ", count: 4 + labelWidth) + text)
    output.endLine()
  }
}
