/// The known name that is likely meant by an unknown one.
public struct NearestName {
  public private(set) var nearest: String?
  private var distance: Int
  private let wanted: [UInt8]

  /// Names of one letter have no neighbours; others may differ in one letter of three.
  public init(to name: String) {
    wanted = Array(name.utf8.prefix(NearestName.limit))
    distance = min(3, max(1, wanted.count / 3)) + 1
  }

  private static let limit = 40

  public mutating func consider(_ name: String) {
    let other = Array(name.utf8.prefix(NearestName.limit))
    guard wanted.count > 1, other.count > 1, abs(other.count - wanted.count) < distance else { return }
    let found = NearestName.editDistance(wanted, other)
    if found < distance && found > 0 {
      distance = found
      nearest = name
    }
  }

  /// Insertions, deletions, replacements and exchanges of neighbours (optimal string alignment).
  static func editDistance(_ a: [UInt8], _ b: [UInt8]) -> Int {
    var before = [Int](repeating: 0, count: b.count + 1)
    var last = Array(0...b.count)
    for i in 0..<a.count {
      var row = [i + 1]
      for j in 0..<b.count {
        var best = min(last[j + 1] + 1, row[j] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
        if i > 0 && j > 0 && a[i] == b[j - 1] && a[i - 1] == b[j] { best = min(best, before[j - 1] + 1) }
        row.append(best)
      }
      before = last
      last = row
    }
    return last[b.count]
  }
}
