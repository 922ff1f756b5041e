import Expressions

/// Interned lists of integers: slots of an entry, or values of an expression's free index variables. Tuple 0 is empty.
struct Tuples: Sendable {
  private var starts: [UInt32] = [0, 0]
  private var values: [Int] = []
  private var table = HashTable()

  init() { table.insert(0, hash: HashTable.seed(0), at: table.place(of: HashTable.seed(0))) }

  subscript(_ tuple: UInt32) -> ArraySlice<Int> { values[Int(starts[Int(tuple)])..<Int(starts[Int(tuple) + 1])] }

  func value(_ position: Int, of tuple: UInt32) -> Int { values[Int(starts[Int(tuple)]) + position] }

  mutating func number(of list: [Int]) -> UInt32 {
    var hash = HashTable.seed(UInt64(list.count))
    for value in list { hash = HashTable.mixed(hash, UInt64(bitPattern: Int64(value))) }
    var place = table.place(of: hash)
    while let entry = table[place] {
      if entry.mayHave(hash), isTuple(entry.number, list) { return entry.number }
      place = table.next(place)
    }
    let number = UInt32(starts.count - 1)
    values.append(contentsOf: list)
    starts.append(UInt32(values.count))
    table.insert(number, hash: hash, at: place)
    return number
  }

  private func isTuple(_ candidate: UInt32, _ list: [Int]) -> Bool {
    let start = Int(starts[Int(candidate)])
    guard Int(starts[Int(candidate) + 1]) - start == list.count else { return false }
    for k in list.indices where values[start + k] != list[k] { return false }
    return true
  }
}
