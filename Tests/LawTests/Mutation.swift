import Numbers

/// Small changes to a line, such as people make by mistake. Most make a true law false, some leave it true.
struct Mutation {
  var random: RandomSource

  /// Names that are taken for each other.
  private static let neighbours = [
    ["f", "d", "s", "fp"], ["fp", "dp", "f"], ["F", "G", "x", "P"], ["C", "D", "A", "M", "S", "Q"], ["i", "j"],
    ["x", "y"],
    ["M", "N", "A", "Q", "S"], ["p", "h", "z", "x"], ["z", "g", "h"], ["sum", "prod", "mean", "max"], ["max", "min"],
    ["exp", "abs", "sigmoid"], ["abs", "sign", "exp", "relu"], ["log", "sqrt"], ["cosh", "sinh"], ["det", "tr"],
    ["sigmoid", "tanh", "softplus"],
  ]

  /// Every line with one name replaced by a neighbour, at one place or at all, or with the name of a function left out.
  static func neighbours(of line: String) -> [String] {
    let tokens = tokens(of: line)
    var found: [String] = []
    func add(_ changed: [String]) {
      let text = changed.joined()
      if text != line, !found.contains(text) { found.append(text) }
    }
    for (place, token) in tokens.enumerated() {
      var others = neighbours.filter { $0.contains(token) }.flatMap { $0 }
      if place + 1 < tokens.count, tokens[place + 1] == "(", token.allSatisfy(\.isLetter) { others.append("") }
      for other in others {
        var changed = tokens
        changed[place] = other
        add(changed)
        if tokens.firstIndex(of: token) == place { add(tokens.map { $0 == token ? other : $0 }) }
      }
    }
    return found
  }

  /// One or two small changes of any kind.
  mutating func mutant(of line: String) -> String {
    var tokens = Mutation.tokens(of: line)
    for _ in 0...random.next(below: 2) { change(&tokens) }
    return tokens.joined()
  }

  private mutating func change(_ tokens: inout [String]) {
    let place = random.next(below: tokens.count)
    let token = tokens[place]
    let near = Mutation.neighbours.filter { $0.contains(token) }
    if !near.isEmpty {
      tokens[place] = random.pick(random.pick(near).filter { $0 != token })
      return
    }
    switch token {
    case "+": tokens[place] = "-"
    case "-": tokens[place] = random.pick(["+", ""])
    case "*": tokens[place] = random.pick(["+", "/"])
    case "/": tokens[place] = "*"
    case "'": tokens[place] = ""
    case "!=": tokens[place] = random.pick(["<", ">", "="])
    case "<=": tokens[place] = random.pick(["<", ">"])
    case ">": tokens[place] = random.pick(["<", ">="])
    case "1", "2", "3", "6": tokens[place] = random.pick(["0", "1", "2", "3"])
    case "n": tokens[place] = random.pick(["1", "m", "(n - 1)", "2"])
    case "0": tokens[place] = random.pick(["1", "s"])
    case "]", ")": tokens[place] = token + random.pick(["^2", "*d", "/fp"])
    default: break
    }
  }

  /// Words, numbers, and signs of one or two characters; blanks stay.
  static func tokens(of line: String) -> [String] {
    var tokens: [String] = []
    for character in line {
      if let last = tokens.last, let before = last.last {
        let isWord = (character.isLetter || character.isNumber) && (before.isLetter || before.isNumber)
        if isWord || (character == "=" && "!<>".contains(before)) {
          tokens[tokens.count - 1].append(character)
          continue
        }
      }
      tokens.append(String(character))
    }
    return tokens
  }
}
