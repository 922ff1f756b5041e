/// The entries of an array in blocks of one of its indices, which runs outside of the others; of those the last one runs
/// fastest.
struct LaneWalk {
  typealias Span = TapeCompiler.ClosedSpan

  /// The indices by place; the one of the lanes has its value in the first lane.
  private(set) var indices: [Int]
  /// How many lanes the block has.
  private(set) var count = 0
  /// The outermost loop that has moved on, numbered from 1.
  private(set) var level = 0
  /// The first entry of the block.
  private(set) var place = 0
  /// From the entry of a lane to that of the next one.
  let step: Int
  /// The indices from the outermost loop on.
  let order: [Int]

  private let spans: [Span]
  private let strides: [Int]
  private let lane: Int
  private static let width = 64

  /// The index to run through the lanes: the last one, unless it has few values and another one more.
  static func lane(of spans: [Span]) -> Int? {
    guard let last = spans.indices.last else { return nil }
    if spans[last].count >= LaneWalk.fewest { return last }
    return spans.indices.reversed().max { spans[$0].count < spans[$1].count }
  }

  static let fewest = 8

  /// No span is empty.
  init(_ spans: [Span], lane: Int) {
    (self.spans, self.lane) = (spans, lane)
    indices = spans.map { $0.lower }
    order = [lane] + spans.indices.filter { $0 != lane }
    var strides = Array(repeating: 1, count: spans.count)
    for k in spans.indices.dropLast().reversed() { strides[k] = strides[k + 1] * spans[k + 1].count }
    self.strides = strides
    step = strides[lane]
  }

  /// Moves to the next block, or the first one; false after the last one.
  mutating func advance() -> Bool {
    if level == 0 {
      start(of: spans[lane].lower)
      return true
    }
    for position in order.indices.dropFirst().reversed() {
      let index = order[position]
      if indices[index] < spans[index].upper {
        indices[index] += 1
        place += strides[index]
        level = position + 1
        return true
      }
      place -= (indices[index] - spans[index].lower) * strides[index]
      indices[index] = spans[index].lower
    }
    let next = indices[lane] + count
    if next > spans[lane].upper { return false }
    start(of: next)
    return true
  }

  private mutating func start(of value: Int) {
    indices[lane] = value
    count = min(LaneWalk.width, spans[lane].upper - value + 1)
    place = (value - spans[lane].lower) * step
    level = 1
  }
}
