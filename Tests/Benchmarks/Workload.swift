import Diagnostics
import Elaboration
import Expressions
import Foundation
import Notation
import Numbers

/// A written-out formula of any size in a notation that every program reads: lines `name := formula`, each with the names
/// of earlier ones, then `wrt a b c`, what it is differentiated in; `#` begins a comment.
struct Workload {
  enum Kind: String {
    /// x1*x2*…*xn, the product whose gradient costs n² by hand and 3n by a sweep (Speelpenning, 1980).
    case product = "w1_speelpenning"
    /// −log(exp(z1)/(exp(z1) + … + exp(zk)))
    case softmax = "w2_softmaxce"
    /// A batch of m numbers normalised, weighted and summed.
    case batchNorm = "w3_bn"
    /// The gradient of that as textbooks have it.
    case batchNormGradient = "w3_bn_closed"
    /// sin(sin(…(x)…))
    case nestedSine = "w4_sin"
    /// x*(x*(… + y) + y)
    case horner = "w4_horner"
    /// f := f*(f + x), whose text doubles at every step unless it is shared.
    case shared = "w4_dag"
  }

  let text: String

  /// - Parameter folder: read from there, if it has the file.
  init(_ kind: Kind, _ size: Int, from folder: URL? = nil) {
    let name = "\(kind.rawValue)_\(size)"
    if let folder, let data = try? Data(contentsOf: folder.appendingPathComponent(name + ".expr")) {
      text = String(decoding: data, as: UTF8.self)
      return
    }
    let lines = Workload.lines(kind, size)
    text =
      (["# \(name)"] + lines.formulas + ["wrt " + lines.inputs.joined(separator: " ")]).joined(separator: "\n") + "\n"
  }

  static func writeAll(to folder: URL) {
    let sizes: [(Kind, [Int])] = [
      (.product, [10, 100, 1000, 10000]), (.softmax, [10, 100, 1000]), (.batchNorm, [4, 16, 64, 256]),
      (.batchNormGradient, [4, 16, 64, 256]), (.nestedSine, [10, 100, 1000, 10000, 100_000]),
      (.horner, [10, 100, 1000, 10000, 100_000]), (.shared, [10, 100, 1000, 10000, 100_000]),
    ]
    for (kind, sizes) in sizes {
      for size in sizes {
        let file = folder.appendingPathComponent("\(kind.rawValue)_\(size).expr")
        try? Data(Workload(kind, size).text.utf8).write(to: file)
      }
    }
    for megabytes in [1, 10] {
      let file = folder.appendingPathComponent("w8_parse_\(megabytes)mb.txt")
      try? Data((randomSum(bytes: megabytes * 1_000_000) + "\n").utf8).write(to: file)
    }
  }

  private static func lines(_ kind: Kind, _ n: Int) -> (formulas: [String], inputs: [String]) {
    func names(_ letter: String) -> [String] { (1...n).map { letter + String($0) } }
    let xs = names("x")
    switch kind {
    case .product: return (["L := " + xs.joined(separator: "*")], xs)
    case .softmax:
      let sum = names("z").map { "exp(\($0))" }.joined(separator: " + ")
      return (["L := -log(exp(z1)/(\(sum)))"], names("z"))
    case .batchNorm:
      var formulas = moments(xs) + ["s := sqrt(v + eps)"]
      for (x, y) in zip(xs, names("y")) { formulas.append("\(y) := gam*(\(x) - mu)/s + bet") }
      let terms = zip(names("d"), names("y")).map { "\($0)*\($1)" }
      return (formulas + ["L := " + terms.joined(separator: " + ")], xs)
    case .batchNormGradient:
      let (ds, hs) = (names("d"), names("h"))
      var formulas = moments(xs) + ["r := (v + eps)^((-1)/2)"]
      for (x, h) in zip(xs, hs) { formulas.append("\(h) := (\(x) - mu)*r") }
      formulas.append("sd := " + ds.joined(separator: " + "))
      formulas.append("sdh := " + zip(ds, hs).map { "\($0)*\($1)" }.joined(separator: " + "))
      for (k, (d, h)) in zip(ds, hs).enumerated() {
        formulas.append("g\(k + 1) := 1/\(n)*gam*r*(\(n)*\(d) - sd - \(h)*sdh)")
      }
      return (formulas, xs)
    case .nestedSine:
      return (["L := " + String(repeating: "sin(", count: n) + "x" + String(repeating: ")", count: n)], ["x"])
    case .horner:
      return (["L := " + String(repeating: "x*(", count: n) + "x" + String(repeating: " + y)", count: n)], ["x"])
    case .shared:
      return (["f0 := sin(x)"] + (1...n).map { "f\($0) := f\($0 - 1)*(f\($0 - 1) + x)" }, ["x"])
    }
  }

  private static func moments(_ xs: [String]) -> [String] {
    let squares = xs.map { "(\($0) - mu)^2" }.joined(separator: " + ")
    return ["mu := (\(xs.joined(separator: " + ")))/\(xs.count)", "v := (\(squares))/\(xs.count)"]
  }

  // MARK: In the language

  /// The names after `wrt`.
  var inputs: [String] {
    guard let line = text.split(separator: "\n").last(where: { $0.hasPrefix("wrt ") }) else { return [] }
    return line.split(separator: " ").dropFirst().map { String($0) }
  }

  /// The same formulas, and those of `other` that are new, with all names declared as real numbers.
  func source(with other: Workload? = nil) -> SourceText {
    var formulas: [Substring] = []
    var defined: Set<Substring> = []
    for line in (text + (other?.text ?? "")).split(separator: "\n") {
      guard let colon = line.firstRange(of: " := ") else { continue }
      if defined.insert(line[..<colon.lowerBound]).inserted { formulas.append(line) }
    }
    var names: Set<Substring> = []
    for formula in formulas { names.formUnion(Workload.names(in: formula)) }
    let inputs = names.subtracting(defined).sorted()
    let declaration = inputs.isEmpty ? "" : inputs.joined(separator: ", ") + " : R\n"
    return SourceText(name: "workload", text: declaration + formulas.joined(separator: "\n") + "\n")
  }

  /// Names that no bracket follows.
  private static func names(in formula: Substring) -> Set<Substring> {
    var names: Set<Substring> = []
    var rest = formula.utf8[...]
    func isLetter(_ byte: UInt8) -> Bool { byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A || byte == 0x5F }
    func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }
    while let first = rest.first {
      guard isLetter(first) else {
        rest.removeFirst()
        continue
      }
      let end = rest.firstIndex { !isLetter($0) && !isDigit($0) } ?? rest.endIndex
      if end == rest.endIndex || rest[end] != UInt8(ascii: "(") { names.insert(formula[rest.startIndex..<end]) }
      rest = rest[end...]
    }
    return names
  }

  // MARK: Long texts

  /// One long sum of random terms, about so many bytes.
  static func randomSum(bytes: Int) -> String {
    var random = RandomSource(seed: 1)
    var text = term(&random, depth: 5)
    while text.utf8.count < bytes { text += " + " + term(&random, depth: 5) }
    return text
  }

  private static func term(_ random: inout RandomSource, depth: Int) -> String {
    func part() -> String { term(&random, depth: depth - 1) }
    func several() -> [String] { (0..<(2 + random.next(below: 2))).map { _ in part() } }
    if depth == 0 || random.next(below: 8) == 0 {
      return random.next(below: 10) < 7 ? "x\(random.next(below: 50) + 1)" : String(random.next(below: 98) + 2)
    }
    switch random.next(below: 22) {
    case 0..<7: return "(" + several().joined(separator: " + ") + ")"
    case 7..<15: return several().joined(separator: "*")
    case 15..<17: return "(\(part()))^\(random.next(below: 2) + 2)"
    case 17, 18: return "\(part())/(x\(random.next(below: 50) + 1)^2 + 1)"
    case 19: return "(-\(part()))"
    default: return "\(random.pick(["sin", "cos", "exp", "tanh"]))(\(part()))"
    }
  }
}

extension Problem {
  /// The entries of definitions, with the store that has them.
  func definitions(_ names: [String]) -> (expressions: [Expressions.Expression], store: ExpressionStore)? {
    var byName: [String: Definition] = [:]
    for case .definition(let definition, _, _) in entries { byName[store.body(definition).name] = definition }
    var store = store
    var found: [Expressions.Expression] = []
    for name in names {
      guard let definition = byName[name] else { return nil }
      found.append(store.entry(of: definition, []))
    }
    return (found, store)
  }
}
