extension String {
  /// Safe inside elements and attributes of XML and HTML: what acts on a reader is escaped first, since XML 1.0 has no
  /// way to write a control character.
  var markup: String {
    var result = ""
    for scalar in unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      case "\n": result += "\n"
      default: result += scalar.visible
      }
    }
    return result
  }
}
