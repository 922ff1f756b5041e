import Foundation

/// Times the layers on written-out formulas and on the repository's derivations, with peers in the same run, and prints
/// one table.
///
///     swift run -c release benchmarks [SECTION…] [--texts FOLDER] [--write FOLDER] [--python PATH] [--jobs N] [--short]
///
/// A section is `read`, `differentiate`, `prove`, `evaluate` or `check`; all of them unless given. The formulas are those of
/// `Workload`, read from the files of a folder where it has them; `--write` writes these files. Times are CPU milliseconds
/// of one process, the median of several runs; of evaluation on `--jobs` threads (all processors unless given) it is the
/// clock's time. Whole processes are timed by Tests/Benchmarks/processes.py.
@main struct Benchmarks {
  static func main() {
    guard let options = BenchmarkOptions(Array(CommandLine.arguments.dropFirst())) else {
      FileHandle.standardError.write(Data("benchmarks: see the head of Tests/Benchmarks/Benchmarks.swift\n".utf8))
      exit(64)
    }
    if let folder = options.output {
      Workload.writeAll(to: folder)
      return
    }
    var table = BenchmarkTable()
    for section in options.sections {
      switch section {
      case .read: Reading(options).addRows(to: &table)
      case .differentiate: Differentiating(options).addRows(to: &table)
      case .prove: Proving(options).addRows(to: &table)
      case .evaluate: Evaluating(options).addRows(to: &table)
      case .check: Checking(options).addRows(to: &table)
      }
    }
    print(table.text)
  }
}

struct BenchmarkOptions {
  enum Section: String, CaseIterable { case read, differentiate, prove, evaluate, check }

  var sections = Section.allCases
  /// Where the workloads are read.
  var texts: URL?
  var output: URL?
  var peers = Peers(python: "python3")
  /// Threads of an evaluation that shares its points among several.
  var jobs = ProcessInfo.processInfo.activeProcessorCount
  /// Small sizes only: shows that everything still runs.
  var isShort = false

  init?(_ arguments: [String]) {
    var named: [Section] = []
    var rest = arguments[...]
    while let argument = rest.popFirst() {
      switch argument {
      case "--short": isShort = true
      case "--texts", "--write", "--python", "--jobs":
        guard let value = rest.popFirst() else { return nil }
        switch argument {
        case "--jobs":
          guard let count = Int(value), count > 0 else { return nil }
          jobs = count
        case "--texts": texts = URL(fileURLWithPath: value)
        case "--write": output = URL(fileURLWithPath: value)
        default: peers = Peers(python: value)
        }
      default:
        guard let section = Section(rawValue: argument) else { return nil }
        named.append(section)
      }
    }
    if !named.isEmpty { sections = named }
  }

  /// These, or the smaller ones of them.
  func sizes(_ all: [Int]) -> [Int] { isShort ? Array(all.prefix(1)) : all }

  /// One long sum of so many megabytes.
  func randomSum(megabytes: Int) -> String {
    let file = texts?.appendingPathComponent("w8_parse_\(megabytes)mb.txt")
    guard let data = file.flatMap({ try? Data(contentsOf: $0) }) else {
      return Workload.randomSum(bytes: megabytes * 1_000_000)
    }
    return String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
  }

  func workload(_ kind: Workload.Kind, _ size: Int) -> Workload { Workload(kind, size, from: texts) }
}

enum Stopwatch {
  private static func milliseconds(_ clock: clockid_t) -> Double {
    var time = timespec()
    clock_gettime(clock, &time)
    return Double(time.tv_sec) * 1e3 + Double(time.tv_nsec) / 1e6
  }

  /// The median CPU time of `runs` runs; or, of work on several threads, the time that goes by.
  static func median(_ runs: Int, by clock: clockid_t = CLOCK_PROCESS_CPUTIME_ID, _ work: () -> Void) -> Double {
    let times = (0..<runs).map { _ in
      let start = milliseconds(clock)
      work()
      return milliseconds(clock) - start
    }
    return times.sorted()[runs / 2]
  }
}
