import Checking
import Synchronization

/// How many of each file's claims are judged.
final class ClaimProgress: Sendable {
  private let counts: Mutex<[(finished: Int, begun: Int)]>

  init(files: Int) { counts = Mutex(Array(repeating: (0, 0), count: files)) }

  /// `, claim 12 of 30`; nothing for a file that has no more than one.
  func text(ofFile file: Int) -> String {
    let (finished, begun) = counts.withLock { $0[file] }
    return begun > 1 ? ", claim \(min(finished + 1, begun)) of \(begun)" : ""
  }

  /// Threads that say which claims of a file they have judged.
  struct Workers: Workforce {
    let crew: Crew
    let progress: ClaimProgress
    let file: Int

    func results<Result: Sendable>(_ count: Int, _ part: @escaping @Sendable (Int) -> Result) -> [Result?] {
      progress.counts.withLock { $0[file].begun += count }
      return crew.results(count) { number in
        defer { progress.counts.withLock { $0[file].finished += 1 } }
        return part(number)
      }
    }
  }
}
