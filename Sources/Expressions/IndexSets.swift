/// Interned sets of index variables; set 0 is empty. Unions are remembered, since few sets occur.
struct IndexSets: Sendable {
  private var members: [[UInt32]] = [[]]
  private var numbers: [[UInt32]: UInt32] = [[]: 0]
  private var unions: [UInt64: UInt32] = [:]

  subscript(_ set: UInt32) -> [UInt32] { members[Int(set)] }

  mutating func singleton(_ index: Index) -> UInt32 { number(of: [index.number]) }

  mutating func union(_ a: UInt32, _ b: UInt32) -> UInt32 {
    if a == b || b == 0 { return a }
    if a == 0 { return b }
    let key = UInt64(min(a, b)) << 32 | UInt64(max(a, b))
    if let known = unions[key] { return known }
    let result = number(of: Array(Set(members[Int(a)] + members[Int(b)])).sorted())
    unions[key] = result
    return result
  }

  mutating func removing(_ gone: [UInt32], from set: UInt32) -> UInt32 {
    let left = members[Int(set)].filter { !gone.contains($0) }
    return left.count == members[Int(set)].count ? set : number(of: left)
  }

  private mutating func number(of set: [UInt32]) -> UInt32 {
    if let known = numbers[set] { return known }
    let number = UInt32(members.count)
    members.append(set)
    numbers[set] = number
    return number
  }
}
