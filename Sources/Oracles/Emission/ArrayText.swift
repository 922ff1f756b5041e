import Evaluation
import Expressions
import Numbers

/// Terms as expressions over whole arrays: each loop is an axis, in the order of the loops.
struct ArrayText {
  let program: LoopProgram
  let language: ArrayLanguage
  var identifiers: Identifiers
  private(set) var arrayNames: [String] = []
  private(set) var sizeNames = Written<Dimension, String>("a size")
  var ownFunctions: Set<String> = []
  var choosesEntries = false

  /// The loops of the task that is being written.
  var axes: [LoopVariable] = [] {
    didSet { (fragments, declared) = (Written("a part"), []) }
  }
  /// The loops whose values are needed as numbers.
  private(set) var counted: Set<LoopVariable> = []
  var fragments = Written<Term, Fragment>("a part")
  /// Terms that have names.
  var declared: Set<Term> = []
  var variableNames: [LoopVariable: String] = [:]

  var terms: Terms { program.terms }

  init(_ program: LoopProgram, _ language: ArrayLanguage) {
    self.program = program
    self.language = language
    identifiers = Identifiers(reserved: language.reserved)
    for dimension in program.routine.dimensions {
      sizeNames[known: dimension] = identifiers.identifier(forQuantity: program.routine.store.name(dimension))
    }
    let used = Set(program.tasks.map { $0.target })
    arrayNames = program.arrays.map { _ in "" }
    for isInput in [true, false] {
      for (k, array) in program.arrays.enumerated()
      where array.source.isInput == isInput && (isInput || used.contains(k)) {
        arrayNames[k] =
          isInput ? identifiers.identifier(forQuantity: array.name) : identifiers.identifier(for: array.name)
      }
    }
  }

  /// The type of the numbers of the first array that is given.
  var realType: String {
    let first = program.arrays.indices.first {
      program.arrays[$0].source.isInput && !program.arrays[$0].extents.isEmpty
    }
    return first.map { arrayNames[$0] + ".dtype" } ?? (language.isTorch ? "torch.float64" : "float")
  }

  mutating func newName(like name: String) -> String { identifiers.identifier(for: name) }
  mutating func chooseEntries() { choosesEntries = true }
  mutating func require(_ function: String) { ownFunctions.insert(function) }

  /// The name of a loop's values, each loop's for itself.
  mutating func name(of variable: LoopVariable) -> String {
    if let name = variableNames[variable] { return name }
    let name = identifiers.identifier(for: program.name(variable))
    variableNames[variable] = name
    return name
  }

  // MARK: Integers

  mutating func text(_ affine: Affine) throws(EmissionError) -> Fragment {
    var text = ""
    for part in affine.parts {
      var word = try opaque(part.term)
      if abs(part.count) != 1 { word = Fragment("\(abs(part.count)) * " + word.text(within: .prefix), .product) }
      text += part.count < 0 ? (text.isEmpty ? "-" : " - ") : (text.isEmpty ? "" : " + ")
      text += word.text(within: .product)
    }
    if affine.constant != 0 || text.isEmpty {
      if text.isEmpty { return Fragment("\(affine.constant)", affine.constant < 0 ? .sum : .atom) }
      text += affine.constant < 0 ? " - \(-affine.constant)" : " + \(affine.constant)"
    }
    let isWord = affine.parts.count == 1 && affine.parts[0].count == 1 && affine.constant == 0
    return Fragment(text, isWord ? .atom : .sum)
  }

  mutating func opaque(_ term: Term) throws(EmissionError) -> Fragment {
    switch terms[term].operation {
    case .size(let dimension): return Fragment(try sizeNames.text(of: dimension))
    case .variable(let variable):
      counted.insert(variable)
      return Fragment(name(of: variable))
    case .product where terms.isInteger(term):
      var words: [String] = []
      for factor in terms[term].operands { words.append(try text(Affine(factor, in: terms)).text(within: .prefix)) }
      return Fragment(words.joined(separator: " * "), .product)
    case .power(let exponent) where terms.isInteger(term):
      let base = try text(Affine(terms[term].operands[0], in: terms))
      return Fragment(base.text(within: .atom) + " ** \(exponent)", .product)
    default: return try fragment(term)
    }
  }

  mutating func integer(_ term: Term) throws(EmissionError) -> Fragment { try text(program.affine(term)) }

  /// First and past-the-end value of a loop over all of its values.
  mutating func hull(_ variable: LoopVariable) throws(EmissionError) -> (lower: String, past: String) {
    let bounds = program.bounds(variable)
    guard let lower = program.extreme(program.affine(bounds.lower), isGreatest: false),
      let upper = program.extreme(program.affine(bounds.upper), isGreatest: true)
    else {
      let name = program.name(variable)
      throw EmissionError(reason: "the range of `\(name)`, which depends on data", word: name)
    }
    return (try text(lower).text, try text(upper + Affine(1)).text)
  }

  mutating func count(_ bounds: LoopProgram.Bounds) throws(EmissionError) -> Fragment {
    try text(program.affine(bounds.upper) - program.affine(bounds.lower) + Affine(1))
  }

  // MARK: Entries

  /// The axis of each index, if the entries are all of the array, each index a loop of its own.
  func plainAxes(_ array: Int, _ indices: [Term]) -> [Int]? {
    var places: [Int] = []
    for (index, extent) in zip(indices, program.arrays[array].extents) {
      guard let variable = terms.variable(index), let place = axes.firstIndex(of: variable),
        program.bounds(variable) == extent, !places.contains(place)
      else { return nil }
      places.append(place)
    }
    return places
  }

  mutating func load(_ array: Int, _ indices: [Term]) throws(EmissionError) -> Fragment {
    let name = arrayNames[array]
    if indices.isEmpty { return Fragment(name) }
    guard let places = plainAxes(array, indices) else { return try gather(array, indices) }
    var text = name
    let sorted = places.sorted()
    if sorted != places {
      let order = sorted.map { places.firstIndex(of: $0) ?? 0 }
      text +=
        order == [1, 0]
        ? ".T" : ".\(language.isTorch ? "permute" : "transpose")(\(order.map { "\($0)" }.joined(separator: ", ")))"
    }
    let last = axes.count
    let slots = (sorted[0]..<last).map { sorted.contains($0) ? ":" : "None" }
    if slots.contains("None") { text += "[" + slots.joined(separator: ", ") + "]" }
    return Fragment(text)
  }

  mutating func gather(_ array: Int, _ indices: [Term]) throws(EmissionError) -> Fragment {
    ownFunctions.insert("_at")
    var parts = [arrayNames[array]]
    for (index, extent) in zip(indices, program.arrays[array].extents) {
      if terms.isInteger(index) {
        parts.append(try text(program.affine(index) - program.affine(extent.lower)).text)
      } else {
        let value = try fragment(index)
        let lower = try integer(extent.lower)
        parts.append(value.text(within: .product) + " - " + lower.text(within: .product))
      }
    }
    return Fragment("_at(" + parts.joined(separator: ", ") + ")")
  }
}
