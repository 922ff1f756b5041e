import Diagnostics
import Expressions

/// What a declared name stands for.
enum Entity: Sendable {
  case size(Dimension)
  case symbol(Symbol)
  case definition(Definition)
  case unknownFunction(UnknownFunction)
  /// A number into the functions that are defined by `f(t) := …`.
  case definedFunction(Int)
  /// A number into the joint distributions.
  case distribution(Int)
  /// Introduced by `for`, with its range if that is said.
  case index(IndexRange?)
  /// A recursion that is being defined.
  case unfinished
  /// Its declaration has a mistake, which is reported there.
  case failed
  /// Something that is read, but has no meaning yet: `P : prob(…)`.
  case unsupported(String)
}

/// The declared names, innermost scope last. A name is declared once in a scope; a claim is a scope of its own.
struct Environment: Sendable {
  struct Entry: Sendable {
    var entity: Entity
    var span: Span
    /// Names are numbered in the order of their declaration; a function's body sees those before it.
    var serial: Int
    var level: Int
  }

  /// All that are visible, in the order of their declaration: those of a scope end the list until it is closed.
  private var declarations: [Declaration] = []
  /// For each name the number of its innermost declaration, or `none`.
  private var innermost: [String: Int] = [:]
  private(set) var names: [String] = []
  /// How many declarations there were when each scope was opened.
  private var open: [Int] = []
  private(set) var serial = 0

  private struct Declaration: Sendable {
    var name: String
    var entry: Entry
    /// The number of the declaration that this one hides, or `none`.
    var hidden: Int
  }

  private static let none = -1

  var level: Int { open.count }

  mutating func openScope() { open.append(declarations.count) }

  mutating func closeScope() {
    guard let count = open.popLast() else { return }
    while declarations.count > count {
      let gone = declarations.removeLast()
      innermost[gone.name] = gone.hidden
    }
  }

  /// The innermost meaning of a name among those declared before `horizon`.
  func entry(_ name: String, before horizon: Int = .max) -> Entry? {
    var number = innermost[name] ?? Environment.none
    while number != Environment.none {
      if declarations[number].entry.serial < horizon { return declarations[number].entry }
      number = declarations[number].hidden
    }
    return nil
  }

  /// The function of the prelude of this name, whatever hides it.
  func preludeFunction(_ name: String) -> Int? {
    var number = innermost[name] ?? Environment.none
    while number != Environment.none {
      let declaration = declarations[number]
      if declaration.entry.level == 0, case .definedFunction(let function) = declaration.entry.entity {
        return function
      }
      number = declaration.hidden
    }
    return nil
  }

  /// The entry that a declaration here would repeat.
  func conflict(_ name: String) -> Entry? {
    guard let last = entry(name), last.level == level else { return nil }
    return last
  }

  mutating func declare(_ name: String, _ entity: Entity, at span: Span) {
    let hidden = innermost.updateValue(declarations.count, forKey: name)
    if hidden == nil { names.append(name) }
    declarations.append(
      Declaration(
        name: name, entry: Entry(entity: entity, span: span, serial: serial, level: level),
        hidden: hidden ?? Environment.none))
    serial += 1
  }

  /// Gives a name that is already declared here its final meaning.
  mutating func complete(_ name: String, _ entity: Entity) {
    guard let number = innermost[name], number != Environment.none else { return }
    declarations[number].entry.entity = entity
  }

  /// The names that are visible now, in the order of their declaration.
  var visibleNames: [String] { names.filter { innermost[$0] != Environment.none } }
}
