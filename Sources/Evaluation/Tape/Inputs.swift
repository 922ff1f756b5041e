import Expressions

/// The entries that an evaluation needs values for: for each symbol all its entries, one after the other.
public struct Inputs: Hashable, Sendable {
  /// What a block of entries belongs to.
  public enum Subject: Hashable, Sendable {
    case symbol(Symbol)
    /// The affine term that is added to an unknown function so that assumed values can be met: for each output entry
    /// the constant, then one coefficient for each entry of the arguments. All are 0 unless solved for.
    case coefficients(UnknownFunction)
  }

  /// The entries of one tensor in row-major order, the last slot fastest.
  public struct Block: Hashable, Sendable {
    public var subject: Subject
    /// The least value of each slot.
    public var lower: [Int]
    public var lengths: [Int]
    /// The place of the first entry among all inputs.
    public var start: Int

    public var count: Int { lengths.reduce(1, *) }

    /// The place of an entry, or nil outside.
    public func place(of slots: some Collection<Int>) -> Int? {
      guard slots.count == lengths.count else { return nil }
      var offset = 0
      for (k, slot) in slots.enumerated() {
        let step = slot - lower[k]
        guard step >= 0 && step < lengths[k] else { return nil }
        offset = offset * lengths[k] + step
      }
      return start + offset
    }

    /// The slots of the entry at a place of the block.
    public func slots(at place: Int) -> [Int] {
      var rest = place - start
      var slots = lower
      for k in lengths.indices.reversed() {
        slots[k] += rest % lengths[k]
        rest /= lengths[k]
      }
      return slots
    }
  }

  public private(set) var blocks: [Block] = []
  public private(set) var count = 0

  public init() {}

  public func block(of subject: Subject) -> Block? { blocks.first { $0.subject == subject } }

  /// The block that holds a place.
  public func block(at place: Int) -> Block? {
    blocks.first { place >= $0.start && place < $0.start + $0.count }
  }

  mutating func append(_ subject: Subject, lower: [Int], lengths: [Int]) -> Block {
    let block = Block(subject: subject, lower: lower, lengths: lengths, start: count)
    blocks.append(block)
    count += block.count
    return block
  }
}
