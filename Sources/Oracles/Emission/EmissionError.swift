import Expressions

/// Why a formula cannot be written in a language: it contains this.
struct EmissionError: Error, Hashable, Sendable {
  /// "the function `gamma`, which PyTorch does not have"
  var reason: String
  /// The word that it is written with, if it has one: where that stands is the place to look at.
  var word: String?

  init(reason: String, word: String? = nil) {
    (self.reason, self.word) = (reason, word)
  }

  init(_ what: String, _ e: Expression, in store: ExpressionStore) {
    let text = ExpressionText.text(e, in: store, limit: 80)
    self.init(reason: "\(what): `\(text)`", word: text.firstWord)
  }

  init(_ function: ElementaryFunction, unknownTo language: String) {
    self.init(reason: "the function `\(function.name)`, which \(language) does not have", word: function.name)
  }
}

/// The texts that parts of a formula have. There is none to fall back to: what is mentioned before it is written ends the
/// emission.
struct Written<Part: Hashable & Sendable, Text: Sendable>: Sendable {
  /// "a size"
  private let kind: String
  private var texts: [Part: Text] = [:]

  init(_ kind: String) { self.kind = kind }

  subscript(known part: Part) -> Text? {
    get { texts[part] }
    set { texts[part] = newValue }
  }

  func text(of part: Part) throws(EmissionError) -> Text {
    guard let text = texts[part] else { throw EmissionError(reason: "\(kind) that was not written before it") }
    return text
  }
}
