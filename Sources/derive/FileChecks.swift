import Checking
import Diagnostics
import Reporting

/// Texts checked on several threads, with a progress line while a person waits.
struct FileChecks {
  typealias Outcome = Result<CheckedFile, InputFile.Failure>

  /// In the order of the names; nil for what an interrupt left undone.
  private(set) var outcomes: [Outcome?] = []
  private(set) var isInterrupted = false

  /// - Parameters:
  ///   - reportsInterrupts: an interrupt ends the work; else it ends the process.
  ///   - read: the bytes of the text with a number.
  init(
    names: [String], _ settings: CheckSettings, start: Double, reportsInterrupts: Bool = true,
    read: @escaping @Sendable (Int) -> Result<[UInt8], InputFile.Failure>
  ) {
    guard !names.isEmpty else { return }
    let options = CheckOptions(
      seed: settings.seed, keepsSamples: settings.detail == .explained, keepsFigures: settings.needsFigures)
    let crew = Crew(threads: settings.jobs)
    let progress = ClaimProgress(files: names.count)
    let pool = ThreadPool<Outcome>(jobs: names.count, for: crew, reportsInterrupts: reportsInterrupts) { job in
      read(job).map {
        Pipeline.checked(
          SourceText(name: names[job], bytes: $0), options, only: settings.only,
          by: ClaimProgress.Workers(crew: crew, progress: progress, file: job))
      }
    }
    isInterrupted = !pool.run(start: start) { names[$0].visible.prefix(50) + progress.text(ofFile: $0) }
    outcomes = pool.results
  }
}
