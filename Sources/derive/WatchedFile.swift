import Checking
import Diagnostics

/// A file that is looked at again and again.
struct WatchedFile {
  let input: InputFile
  /// As it was checked; nil for one that is new.
  var checked: CheckedFile?
  private var stamp: System.Stamp?
  /// The stamp has changed, and the content was not looked at since.
  private var isStale = true
  /// Looks since it was there.
  private(set) var absences = 0

  init(_ input: InputFile) { self.input = input }

  /// Its bytes, if they are others than those that were checked. A stamp must stay for one look before it counts, so that
  /// a file is not read while it is written.
  mutating func news() -> Result<[UInt8], InputFile.Failure>? {
    guard let path = input.path, let now = System.stamp(of: path) else {
      absences += 1
      return nil
    }
    absences = 0
    if now != stamp {
      (stamp, isStale) = (now, true)
      return nil
    }
    guard isStale else { return nil }
    isStale = false
    let content = input.read()
    if case .success(let bytes) = content, bytes == checked?.source.bytes { return nil }
    return content
  }
}
