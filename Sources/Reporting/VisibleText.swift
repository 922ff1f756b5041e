extension Unicode.Scalar {
  /// Printed as it is, this scalar would change the terminal's state or the order of what stands around it, or end the
  /// line: control characters (C0, DEL, C1), line and paragraph separators, the byte order mark, tags, and the
  /// bidirectional controls of "Trojan Source" (CVE-2021-42574).
  var isTreacherous: Bool {
    switch value {
    case 0..<0x20, 0x7F..<0xA0: true
    case 0x061C, 0x200B, 0x200E, 0x200F, 0x2028...0x202E, 0x2060...0x2069: true
    case 0xFEFF, 0xFFF9...0xFFFB, 0xE0000...0xE007F: true
    default: false
    }
  }

  /// `\u{1b}` for a treacherous scalar.
  var visible: String { isTreacherous ? "\\u{\(String(value, radix: 16))}" : String(Character(self)) }

  /// Columns on a terminal: 0 for combining marks, 2 for the wide ones of East Asian scripts and for emoji.
  var columns: Int {
    switch value {
    case 0..<0x300: 1
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3: 2
    case 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF01...0xFF60, 0xFFE0...0xFFE6: 2
    case 0x1F300...0x1F64F, 0x1F680...0x1F6FF, 0x1F900...0x1F9FF, 0x20000...0x3FFFD: 2
    case 0x200C, 0x200D, 0xFE00...0xFE0F: 0
    default: isCombining ? 0 : 1
    }
  }

  private var isCombining: Bool {
    switch properties.generalCategory {
    case .nonspacingMark, .enclosingMark: true
    default: false
    }
  }
}

extension String {
  /// The text with every scalar escaped that would act on the terminal: safe to print.
  public var visible: String {
    guard unicodeScalars.contains(where: { $0.isTreacherous }) else { return self }
    return unicodeScalars.reduce(into: "") { $0 += $1.visible }
  }

  /// Columns that the visible text takes on a terminal.
  var columns: Int {
    unicodeScalars.reduce(0) { $0 + ($1.isTreacherous ? $1.visible.utf8.count : $1.columns) }
  }

  /// Blanks after it, up to `width` columns.
  func padded(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - columns)) }

  /// At most `width` columns, the last of them `mark` where something was left out.
  func cut(to width: Int, mark: String) -> String {
    guard columns > width else { return self }
    var result = ""
    var used = 0
    for scalar in unicodeScalars {
      let piece = scalar.visible
      let added = scalar.isTreacherous ? piece.utf8.count : scalar.columns
      if used + added > width - mark.columns { break }
      result += piece
      used += added
    }
    return result + mark
  }

  /// Broken at blanks into lines of at most `width` columns; a word that is longer stays whole.
  func wrapped(to width: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    var used = 0
    for word in split(separator: " ", omittingEmptySubsequences: false) {
      let columns = String(word).columns
      if used > 0 && used + 1 + columns > width {
        lines.append(line)
        line = String(word)
        used = columns
      } else {
        line += (used > 0 ? " " : "") + word
        used += columns + (used > 0 ? 1 : 0)
      }
    }
    return lines + [line]
  }
}
