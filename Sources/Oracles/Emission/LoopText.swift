import Evaluation
import Expressions
import Numbers

/// Terms as text in C or Swift. Nothing recurses: parts are written before what they are part of.
struct LoopText {
  let locals: Locals
  let language: LoopLanguage
  var identifiers: Identifiers
  private(set) var arrayNames: [String] = []
  private(set) var sizeNames = Written<Dimension, String>("a size")
  private var variableNames = Written<LoopVariable, String>("an index")
  var localNames: [Term: String] = [:]
  var fragments = Written<Term, Fragment>("a part")
  /// Functions that the program brings along.
  var ownFunctions: Set<String> = []

  var program: LoopProgram { locals.program }
  var terms: Terms { locals.program.terms }

  init(_ locals: Locals, _ language: LoopLanguage) {
    self.locals = locals
    self.language = language
    identifiers = Identifiers(reserved: language.isC ? ReservedWords.c : ReservedWords.swift)
    for dimension in locals.program.routine.dimensions {
      sizeNames[known: dimension] = identifiers.identifier(forQuantity: locals.program.routine.store.name(dimension))
    }
    let isInput = locals.program.arrays.map { $0.source.isInput }
    arrayNames = Array(repeating: "", count: isInput.count)
    for first in [true, false] {
      for (k, array) in locals.program.arrays.enumerated() where isInput[k] == first && isMentioned(k) {
        arrayNames[k] =
          first
          ? identifiers.identifier(forQuantity: array.name) : identifiers.identifier(for: array.name)
      }
    }
  }

  /// Arrays that were rewritten away have no names.
  func isMentioned(_ array: Int) -> Bool {
    program.arrays[array].source.isInput || locals.nest.writes.contains { $0.target == array }
  }

  mutating func open(_ variable: LoopVariable) -> String {
    let name = identifiers.identifier(for: program.name(variable))
    variableNames[known: variable] = name
    return name
  }

  mutating func newName(like name: String) -> String { identifiers.identifier(for: name) }
  mutating func require(_ function: String) { ownFunctions.insert(function) }

  mutating func close(_ variable: LoopVariable) {
    guard let name = variableNames[known: variable] else { return }
    identifiers.release(name)
    variableNames[known: variable] = nil
  }

  // MARK: Integers

  /// Loops that begin at 1 or later count from 0.
  func offset(of variable: LoopVariable) -> Int {
    let lower = program.affine(program.bounds(variable).lower)
    return lower.number == 0 ? 0 : 1
  }

  /// The sum of the parts, `i + 1`.
  func text(_ affine: Affine) throws(EmissionError) -> Fragment {
    var constant = affine.constant
    var text = ""
    var count = 0
    for part in affine.parts {
      var word: Fragment
      if let variable = terms.variable(part.term) {
        constant += part.count * offset(of: variable)
        word = Fragment(try variableNames.text(of: variable))
      } else {
        word = try opaqueInteger(part.term)
      }
      let size = abs(part.count)
      if size != 1 { word = Fragment("\(size) * " + word.text(within: .product), .product) }
      text += part.count < 0 ? (text.isEmpty ? "-" : " - ") : (text.isEmpty ? "" : " + ")
      text += word.text(within: .product)
      count += part.count < 0 || size != 1 ? 2 : 1
    }
    if constant != 0 || text.isEmpty {
      if text.isEmpty { return Fragment("\(constant)", constant < 0 ? .sum : .atom) }
      text += constant < 0 ? " - \(-constant)" : " + \(constant)"
      count += 2
    }
    return Fragment(text, count > 1 ? .sum : .atom)
  }

  func opaqueInteger(_ term: Term) throws(EmissionError) -> Fragment {
    let node = terms[term]
    switch node.operation {
    case .size(let dimension): return Fragment(try sizeNames.text(of: dimension))
    case .product:
      let factors = try node.operands.map { (factor) throws(EmissionError) in
        try text(Affine(factor, in: terms)).text(within: .product)
      }
      return Fragment(factors.joined(separator: " * "), .product)
    case .power(let exponent) where terms.isInteger(term):
      let base = try text(Affine(node.operands[0], in: terms)).text(within: .atom)
      let count = min(exponent.asInt ?? 1, 64)
      return Fragment(Array(repeating: base, count: count).joined(separator: " * "), .product)
    default:
      let value = try fragments.text(of: term)
      return Fragment(language.isC ? "(ptrdiff_t)" + value.text(within: .atom) : "Int(\(value.text))", .prefix)
    }
  }

  func integer(_ term: Term) throws(EmissionError) -> Fragment { try text(program.affine(term)) }

  /// How many values an index has.
  func count(_ bounds: LoopProgram.Bounds) throws(EmissionError) -> Fragment {
    var length = program.affine(bounds.upper) - program.affine(bounds.lower)
    length.constant += 1
    return try text(length)
  }

  /// How many entries an array over these ranges has; a range that ends before it begins has none.
  func room(_ extents: [LoopProgram.Bounds]) throws(EmissionError) -> String {
    try extents.map { (extent) throws(EmissionError) in
      let count = try count(extent)
      if count.binding == .atom { return count.text }
      return language.isC ? "(\(count.text) > 0 ? \(count.text) : 0)" : "max(0, \(count.text))"
    }.joined(separator: " * ")
  }

  // MARK: Entries

  /// `x[i * n + j]`, with the slots that are stored.
  func entry(_ array: Int, _ indices: [Term]) throws(EmissionError) -> String {
    let stored = locals.storedSlots[array]
    guard !stored.isEmpty else { return arrayNames[array] }
    var place: Fragment?
    for k in stored {
      let extent = program.arrays[array].extents[k]
      let index = try text(program.affine(indices[k]) - program.affine(extent.lower))
      if let outer = place, outer.text == "0" {
        place = index
      } else if let outer = place {
        let begin = outer.text(within: .product) + " * " + (try count(extent)).text(within: .prefix)
        place = index.text == "0" ? Fragment(begin, .product) : Fragment(begin + " + " + index.text, .sum)
      } else {
        place = index
      }
    }
    return arrayNames[array] + "[" + (place?.text ?? "0") + "]"
  }

  func load(_ array: Int, _ indices: [Term]) throws(EmissionError) -> Fragment {
    var conditions: [String] = []
    for (index, extent) in zip(indices, program.arrays[array].extents) {
      let value = try integer(index).text(within: .sum)
      if !program.isAtLeast(index, extent.lower) {
        conditions.append(try integer(extent.lower).text(within: .sum) + " <= " + value)
      }
      if !program.isAtLeast(extent.upper, index) {
        conditions.append(value + " <= " + (try integer(extent.upper).text(within: .sum)))
      }
    }
    let entry = try entry(array, indices)
    if conditions.isEmpty { return Fragment(entry) }
    return Fragment(conditions.joined(separator: " && ") + " ? " + entry + " : " + language.notANumber, .choice)
  }
}
