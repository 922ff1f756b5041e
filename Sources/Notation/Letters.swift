/// Letters beyond ASCII, and the ASCII names under which they are known.
///
/// A Greek letter is its name (`σ` is `sigma`). A letter with an accent is the letter and the accent's name in
/// mathematics (`x̂` is `xhat`, `ȳ` is `ybar`), whether it is written as one code point or with a combining mark: so the
/// two normal forms of Unicode give one name. Subscript digits are digits. Other letters stand for themselves.
enum Letters {
  /// Appends what a letter, digit or mark contributes to a name; false if `scalar` is none.
  static func append(_ scalar: UInt32, to name: inout [UInt8]) -> Bool {
    if let ascii = asciiName(scalar) {
      ascii.withUTF8Buffer { name.append(contentsOf: $0) }
    } else if scalar >= 0x2080 && scalar <= 0x2089 {
      name.append(UInt8(0x30 + scalar - 0x2080))
    } else if let letter = accented[scalar] {
      name.append(letter.base)
      marks[letter.mark].name.withUTF8Buffer { name.append(contentsOf: $0) }
    } else if isLetter(scalar) || isMark(scalar) {
      appendUTF8(scalar, to: &name)
    } else {
      return false
    }
    return true
  }

  static func isMark(_ scalar: UInt32) -> Bool {
    scalar >= 0x300 && scalar <= 0x36F || scalar >= 0x20D0 && scalar <= 0x20F0
  }

  /// The Greek letters, the letterlike symbols that are one of them, and the marks of mathematics.
  private static func asciiName(_ scalar: UInt32) -> StaticString? {
    switch scalar {
    case 0x391...0x3A9: scalar == 0x3A2 ? nil : capitals[Int(scalar - 0x391)]
    case 0x3B1...0x3C9: smalls[Int(scalar - 0x3B1)]
    case 0xB5: "mu"
    case 0x3D0: "beta"
    case 0x3D1: "theta"
    case 0x3D5: "phi"
    case 0x3D6: "pi"
    case 0x3F0: "kappa"
    case 0x3F1: "rho"
    case 0x3F4: "Theta"
    case 0x3F5: "epsilon"
    case 0x2113: "ell"
    case 0x2126: "Omega"
    case 0x2206: "Delta"
    case 0x211D: "R"
    default: markName(scalar)
    }
  }

  private static func markName(_ scalar: UInt32) -> StaticString? {
    for mark in marks where mark.scalar == scalar { return mark.name }
    return scalar == 0x305 ? "bar" : nil
  }

  private static let capitals: [StaticString] = [
    "Alpha", "Beta", "Gamma", "Delta", "Epsilon", "Zeta", "Eta", "Theta", "Iota", "Kappa", "Lambda", "Mu", "Nu", "Xi",
    "Omicron", "Pi", "Rho", "", "Sigma", "Tau", "Upsilon", "Phi", "Chi", "Psi", "Omega",
  ]

  private static let smalls: [StaticString] = [
    "alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa", "lambda", "mu", "nu", "xi",
    "omicron", "pi", "rho", "sigma", "sigma", "tau", "upsilon", "phi", "chi", "psi", "omega",
  ]

  /// Combining marks, LaTeX's names for them, and the letters that Unicode also has with the mark in one code point.
  private static let marks: [(scalar: UInt32, name: StaticString, bases: StaticString, composed: String)] = [
    (0x302, "hat", "ACEGHIJOSUWYZaceghijosuwyz", "ÂĈÊĜĤÎĴÔŜÛŴŶẐâĉêĝĥîĵôŝûŵŷẑ"),
    (0x303, "tilde", "AEINOUVYaeinouvy", "ÃẼĨÑÕŨṼỸãẽĩñõũṽỹ"),
    (0x304, "bar", "AEGIOUYaegiouy", "ĀĒḠĪŌŪȲāēḡīōūȳ"),
    (0x307, "dot", "ABCDEFGHIMNOPRSTWXYZabcdefghmnoprstwxyz", "ȦḂĊḊĖḞĠḢİṀṄȮṖṘṠṪẆẊẎŻȧḃċḋėḟġḣṁṅȯṗṙṡṫẇẋẏż"),
    (0x308, "ddot", "AEHIOUWXYaehiotuwxy", "ÄËḦÏÖÜẄẌŸäëḧïöẗüẅẍÿ"),
    (0x20D7, "vec", "", ""),
    (0x301, "acute", "ACEGIKLMNOPRSUWYZacegiklmnoprsuwyz", "ÁĆÉǴÍḰĹḾŃÓṔŔŚÚẂÝŹáćéǵíḱĺḿńóṕŕśúẃýź"),
    (0x300, "grave", "AEINOUWYaeinouwy", "ÀÈÌǸÒÙẀỲàèìǹòùẁỳ"),
    (0x306, "breve", "AEGIOUaegiou", "ĂĔĞĬŎŬăĕğĭŏŭ"),
    (0x30A, "ring", "AUauwy", "ÅŮåůẘẙ"),
    (0x30C, "check", "ACDEGHIKLNORSTUZacdeghijklnorstuz", "ǍČĎĚǦȞǏǨĽŇǑŘŠŤǓŽǎčďěǧȟǐǰǩľňǒřšťǔž"),
    (0x327, "cedilla", "CDEGHKLNRSTcdeghklnrst", "ÇḐȨĢḨĶĻŅŖŞŢçḑȩģḩķļņŗşţ"),
  ]

  private static let accented: [UInt32: (base: UInt8, mark: Int)] = {
    var letters: [UInt32: (base: UInt8, mark: Int)] = [:]
    for (number, mark) in marks.enumerated() {
      var bases: [UInt8] = []
      mark.bases.withUTF8Buffer { bases.append(contentsOf: $0) }
      for (base, composed) in zip(bases, mark.composed.unicodeScalars) { letters[composed.value] = (base, number) }
    }
    return letters
  }()

  /// Whether a scalar beyond ASCII is a letter: whole blocks, without the symbols inside them. A stricter table would
  /// only reject more; what looks like an operator is excluded.
  private static func isLetter(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0xAA, 0xBA: true
    case 0xC0...0x24F: scalar != 0xD7 && scalar != 0xF7
    case 0x250...0x2AF, 0x370...0x373, 0x376...0x377, 0x37B...0x37D, 0x386, 0x388...0x3FF: scalar != 0x3F6
    case 0x400...0x481, 0x48A...0x556, 0x561...0x587, 0x5D0...0x5EA, 0x620...0x64A, 0x671...0x6D3: true
    case 0x904...0x939, 0xE01...0xE30, 0x10A0...0x10FA, 0x1100...0x11FF, 0x1E00...0x1FBC, 0x1FC2...0x1FCC: true
    case 0x1FD0...0x1FDB, 0x1FE0...0x1FEC, 0x1FF2...0x1FFC: true
    case 0x2102, 0x210A...0x2115, 0x2119...0x211D, 0x2124, 0x2128, 0x212A...0x2138: scalar != 0x2114
    case 0x3041...0x3096, 0x30A1...0x30FA, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xAC00...0xD7A3: true
    case 0x1D400...0x1D7FF, 0x20000...0x2FA1F: true
    default: false
    }
  }

  private static func appendUTF8(_ scalar: UInt32, to name: inout [UInt8]) {
    guard let value = Unicode.Scalar(scalar) else { return }
    name.append(contentsOf: UTF8.encode(value) ?? UTF8.encodedReplacementCharacter)
  }
}
