extension String {
  /// Safe inside elements and quoted attributes of XML and HTML: what acts on a reader is escaped first, since XML 1.0
  /// has no control characters and no noncharacters, not even escaped.
  var markup: String {
    var result = ""
    for scalar in unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "\n": result += "\n"
      case "\u{FFFE}", "\u{FFFF}": result += "\\u{\(String(scalar.value, radix: 16))}"
      default: result += scalar.visible
      }
    }
    return result
  }
}
