import Diagnostics

/// What one student handed in.
public struct Submission: Sendable {
  /// The name of the file or folder.
  public var student: String
  /// Where it is, as it is shown.
  public var path: String
  public var content: Content

  public enum Content: Sendable {
    case text([UInt8])
    /// With the reason, as in `cannot be read: larger than 1 MB`.
    case unreadable(String)
  }

  public init(student: String, path: String, content: Content) {
    self.student = student
    self.path = path
    self.content = content
  }
}
