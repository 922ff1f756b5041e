/// Rows of cells with commas between them (RFC 4180), for spreadsheets and course systems.
public enum TableOfCommas {
  public static func text(_ rows: [[String]]) -> String {
    rows.map { $0.map { cell($0) }.joined(separator: ",") + "\n" }.joined()
  }

  /// A cell that a spreadsheet would take for a formula begins with an apostrophe (OWASP, "CSV injection").
  private static func cell(_ content: String) -> String {
    var text = content.visible
    if let first = text.first, "=+-@".contains(first), Double(text) == nil { text = "'" + text }
    guard text.contains(where: { ",\"\n".contains($0) }) else { return text }
    return "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
  }
}
