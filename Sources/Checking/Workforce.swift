/// Who does the parts of a work that do not depend on each other: one after the other, or side by side.
public protocol Workforce: Sendable {
  /// What each part gives, in the order of the parts; nil for those that were left undone, since nobody waits any more.
  func results<Result: Sendable>(_ count: Int, _ part: @escaping @Sendable (Int) -> Result) -> [Result?]
}

/// One part after the other.
public struct SingleWorker: Workforce {
  public init() {}

  public func results<Result: Sendable>(_ count: Int, _ part: @escaping @Sendable (Int) -> Result) -> [Result?] {
    (0..<count).map(part)
  }
}
