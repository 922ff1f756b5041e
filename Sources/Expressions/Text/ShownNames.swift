/// The names that index variables are shown by: two different ones in reach of each other never look alike.
struct ShownNames {
  private let store: ExpressionStore
  private var names: [Index: String] = [:]
  /// How many index variables in reach have the name.
  private var uses: [String: Int] = [:]

  init(_ store: ExpressionStore) { self.store = store }

  /// The name of an index in reach; without one it is out of reach, and the name is free.
  subscript(index: Index) -> String? {
    get { names[index] }
    set {
      if let old = names[index] { uses[old, default: 1] -= 1 }
      if let newValue { uses[newValue, default: 0] += 1 }
      names[index] = newValue
    }
  }

  /// Gives an index a name that no index in reach has.
  mutating func bind(_ index: Index) { self[index] = freeName(like: store.name(index)) }

  /// The name itself, or else the first of the usual ones that no index and no quantity has.
  private func freeName(like name: String) -> String {
    if isFree(name) { return name }
    let usual = ["i", "j", "k", "l", "p", "q", "r", "s", "t"]
    if let other = usual.first(where: { isFree($0) && !store.isNameOfQuantity($0) }) { return other }
    return (2...).lazy.map { name + String($0) }.first { isFree($0) } ?? name
  }

  private func isFree(_ name: String) -> Bool { uses[name, default: 0] == 0 }
}

extension ExpressionStore {
  /// An index of this name would be taken for the quantity.
  public func isNameOfQuantity(_ name: String) -> Bool {
    dimensionNames.contains(name) || symbols.contains { $0.name == name } || definitions.contains { $0.name == name }
      || functions.contains { $0.name == name }
  }
}
