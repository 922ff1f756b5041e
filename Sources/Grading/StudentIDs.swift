import Numbers

/// Names under which students are shown where nobody is to see who they are.
///
/// An id is the beginning of HMAC-SHA-256(secret, name): a name has the same id in every homework that is graded with one
/// secret, and who does not have the secret cannot try out names. Each letter stands for four bits. There is no vowel and
/// no digit among them, so that no id is a word, and no spreadsheet takes one for a number.
public struct StudentIDs {
  private static let letters: [Character] = [
    "b", "c", "d", "f", "g", "h", "j", "k", "m", "n", "p", "r", "s", "t", "w", "x",
  ]

  private let secret: [UInt8]
  private var taken: Set<String> = []

  public init(secret: [UInt8]) { self.secret = secret }

  /// Another one for each call: if the id of a name is taken, it gets the next one.
  public mutating func id(of student: String) -> String {
    var name = Array(student.utf8)
    while true {
      let id = Self.text(SHA256.authenticationCode(of: name, key: secret))
      if taken.insert(id).inserted { return id }
      // No file is called so.
      name.append(0)
    }
  }

  /// 40 bits, as in `kfdtm-bpsrj`.
  private static func text(_ words: [UInt32]) -> String {
    let bits = UInt64(words[0]) << 8 | UInt64(words[1] >> 24)
    var text = ""
    for (place, shift) in stride(from: UInt64(36), through: 0, by: -4).enumerated() {
      if place == 5 { text.append("-") }
      text.append(letters[Int(bits >> shift & 15)])
    }
    return text
  }
}
