import Foundation
import Testing

/// Vectors for a kernel, and a kernel judged by them.
@Suite struct OracleTests {
  /// Batch normalisation in plain Python, rounded to single precision after each operation.
  private static let kernel = """
    import json, struct, sys
    f = lambda v: struct.unpack("f", struct.pack("f", v))[0]
    def total(values):
        s = 0.0
        for v in values: s = f(s + v)
        return s
    for line in sys.stdin:
        inputs = json.loads(line)["inputs"]
        x, g, gamma = inputs["x"], inputs["g"], inputs["gamma"]
        m = len(x)
        mu = f(total(x) / m)
        v = f(total(f(f(u - mu) * f(u - mu)) for u in x) / m)
        r = f(1 / f(v ** 0.5)) if v else float("inf")
        h = [f(f(u - mu) * r) for u in x]
        a, b = f(total(g) / m), f(total(f(u * w) for u, w in zip(g, h)) / m)
        dx = [f(f(gamma * r) * f(f(u - a) - f(w * b))) for u, w in zip(g, h)]
        print(json.dumps({"dx": dx}), flush=True)

    """

  private let folder: Folder

  init() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let text = try String(contentsOf: root.appendingPathComponent("derivations/bn.expr"), encoding: .utf8)
    folder = try Folder(["bn.expr": text, "kernel.py": OracleTests.kernel])
  }

  private func vectors(_ more: [String] = [], to name: String = "vectors") throws -> Run {
    try Run(["vectors", "bn.expr:dx", "--sizes", "m=2,5,40", "--seed", "3", "-o", name] + more, in: folder)
  }

  private func judged(_ command: String, _ more: [String] = []) throws -> Run {
    try Run(["judge", "vectors", "--exec", command] + more, in: folder)
  }

  @Test func aRightKernelPasses() throws {
    #expect(try vectors().code == 0)
    let run = try judged("python3 kernel.py")
    #expect(run.code == 0, "\(run.output) \(run.notes)")
    #expect(run.output.contains("24 cases within their bands"))
  }

  @Test(arguments: [
    ("b = f(total(g) / m), f(total(f(u * w) for u, w in zip(g, h)) / m)", "b = f(total(g) / m), 0.0", "lost term"),
    ("f(w * b)", "f(-w * b)", "wrong sign"), ("f(w * b)", "b", "missing factor"),
    ("f(w * b)", "f(1.001 * w * b)", "scaled term"), ("f(total(g) / m)", "total(g)", "sum for mean"),
    ("for u in x) / m)", "for u in x) / (m - 1))", "unbiased variance"),
    ("total(g) / m", "total(g[1:]) / m", "off by one"), ("f(gamma * r)", "f(gamma * gamma * r)", "extra factor"),
    ("zip(g, h)]", "zip(g[1:] + g[:1], h)]", "wrong index"),
  ]) func aPlantedMistakeIsNamed(_ right: String, _ wrong: String, _ kind: String) throws {
    #expect(try vectors().code == 0)
    let text = OracleTests.kernel.replacingOccurrences(of: right, with: wrong)
    #expect(text != OracleTests.kernel)
    try text.write(to: folder.url.appendingPathComponent("wrong.py"), atomically: true, encoding: .utf8)
    let run = try judged("python3 wrong.py")
    #expect(run.code == 1)
    #expect(run.output.contains("diagnosis   \(kind)"), "\(run.output)")
  }

  /// In two definitions alike, and in one term of a sum that is divided as a whole.
  @Test(arguments: [
    ("f(f(square(x)) + eps) ** 0.5", "f(square(x)) ** 0.5 + eps", "eps misplaced: `eps` stands outside of the root"),
    (
      "f(f(u - w) / r) - f(s / r)", "f(u / r) - w - f(s / r)",
      "missing factor: the factor `1/r` is missing for the term"
    ),
  ]) func aMistakeOfSeveralPlacesIsNamed(_ right: String, _ wrong: String, _ diagnosis: String) throws {
    let kernel = """
      import json, struct, sys
      f = lambda v: struct.unpack("f", struct.pack("f", v))[0]
      square = lambda values: sum(v * v for v in values) / len(values)
      def root(x, eps): return f(f(f(square(x)) + eps) ** 0.5)
      for line in sys.stdin:
          inputs = json.loads(line)["inputs"]
          x, y, s, eps = (inputs[name] for name in ("x", "y", "s", "eps"))
          q, r = root(x, eps), root(y, eps)
          z = [f(f(f(u - w) / r) - f(s / r) + f(u / q)) for u, w in zip(x, y)]
          print(json.dumps({"z": z}), flush=True)

      """
    let derivation = """
      dim n
      x, y : R^n; s : R; eps : positive
      q := sqrt(sum(i, x[i]^2)/n + eps)
      r := sqrt(sum(i, y[i]^2)/n + eps)
      z[i] := (x[i] - y[i] - s)/r + x[i]/q

      """
    let text = kernel.replacingOccurrences(of: right, with: wrong)
    #expect(text != kernel)
    let folder = try Folder(["a.expr": derivation, "right.py": kernel, "wrong.py": text])
    #expect(try Run(["vectors", "a.expr:z", "-o", "vectors"], in: folder).code == 0)
    let passed = try Run(["judge", "vectors", "--exec", "python3 right.py"], in: folder)
    #expect(passed.code == 0, "\(passed.output)")
    let run = try Run(["judge", "vectors", "--exec", "python3 wrong.py"], in: folder)
    #expect(run.code == 1 && run.output.contains("diagnosis   \(diagnosis)"), "\(run.output)")
  }

  /// The formula is proportional to gamma, of either sign; the kernel, which takes its magnitude, is not. Where all entries
  /// are equal there is 0/0, of which nothing is asked.
  @Test func symmetriesAndUndefinedValues() throws {
    #expect(try vectors(["--cases", "120"]).code == 0)
    let right = try judged("python3 kernel.py")
    let symmetries = ["free of its shift", "proportional to `gamma`", "in any order of `m`", "repeatable"]
    for text in symmetries { #expect(right.output.contains(text), "\(right.output)") }
    #expect(right.output.contains("no value    the formula has none in"), "\(right.output)")
    let text = OracleTests.kernel.replacingOccurrences(of: "f(gamma * r)", with: "f(abs(gamma) * r)")
    #expect(text != OracleTests.kernel)
    try text.write(to: folder.url.appendingPathComponent("wrong.py"), atomically: true, encoding: .utf8)
    let wrong = try judged("python3 wrong.py")
    #expect(wrong.code == 1)
    #expect(wrong.output.contains("is not      proportional to `gamma`"), "\(wrong.output)")
  }

  /// What programs write for numbers that are none.
  @Test(arguments: ["nan", "NaN", "-nan", "inf", "-Infinity", "Infinity"]) func noNumbers(_ word: String) throws {
    #expect(try vectors(["--cases", "3"]).code == 0)
    let run = try judged("while read line; do echo '{\"dx\": [\(word), 1]}'; done")
    #expect(run.code == 1 && run.output.contains("yours") && !run.output.contains("is no JSON"), "\(run.output)")
  }

  /// The same request gives the same bytes, at any number of threads.
  @Test func vectorsAreReproducible() throws {
    #expect(try vectors(["--jobs", "1"]).code == 0)
    #expect(try vectors(["--jobs", "4"], to: "again").code == 0)
    let same = try Run(shell: "diff -r vectors again", in: folder)
    #expect(same.code == 0, "\(same.output)")
  }

  /// A folder holds what its manifest names: arrays of an earlier run go, files of others stay and are mentioned.
  @Test func aFolderWrittenAgainHoldsNothingStale() throws {
    #expect(try vectors(["--cases", "5"]).code == 0)
    _ = try Run(
      shell: "touch vectors/notes.txt vectors/.hidden vectors/c00_else.npy; mkdir vectors/c01_dx.npy.d", in: folder)
    let run = try vectors(["--cases", "2", "--dtype", "f64"])
    #expect(run.code == 0)
    #expect(
      run.notes.contains("left as they are, not of these vectors: `c00_else.npy`, `c01_dx.npy.d`, `notes.txt`\n"),
      "\(run.notes)")
    let names = try Run(shell: "ls -A vectors | tr '\\n' ' '", in: folder).output.split(separator: " ").map {
      String($0)
    }
    let arrays = ["beta", "dx", "dx.band", "g", "gamma", "x"].flatMap { name in ["c00_\(name).npy", "c01_\(name).npy"] }
    #expect(Set(names) == Set(arrays + ["manifest.json", ".hidden", "c00_else.npy", "c01_dx.npy.d", "notes.txt"]))
    #expect(names.count == arrays.count + 5)
  }

  /// What another program wrote is not replaced, and what leads out of the folder is not removed.
  @Test func aFolderOfOthersIsLeftAlone() throws {
    _ = try Run(shell: "mkdir vectors; echo '{}' > vectors/manifest.json", in: folder)
    let run = try vectors()
    #expect(run.code == 2)
    #expect(
      run.notes.contains("vectors/manifest.json: this is no manifest of `derive vectors`, and stays"), "\(run.notes)")
    #expect(try Run(shell: "ls vectors; cat vectors/manifest.json", in: folder).output == "manifest.json\n{}\n")

    #expect(try vectors(["--cases", "2"], to: "own").code == 0)
    let hostile = """
      mkdir own/c00_; touch keep.npy; sed -i 's|"inputs": \\["x"|"inputs": ["/../../keep"|' own/manifest.json
      grep -c '/../../keep' own/manifest.json
      """
    #expect(try Run(shell: hostile, in: folder).output == "1\n")
    #expect(try vectors(["--cases", "2"], to: "own").code == 0)
    #expect(FileManager.default.fileExists(atPath: folder.url.appendingPathComponent("keep.npy").path))
  }

  /// A run that was interrupted leaves a manifest that says so, and that the next run knows.
  @Test func unfinishedVectorsAreNotJudged() throws {
    #expect(try vectors(["--cases", "3"]).code == 0)
    _ = try Run(shell: "sed -i 's|\"seed\"|\"unfinished\": true, \"seed\"|' vectors/manifest.json", in: folder)
    let run = try judged("python3 kernel.py")
    #expect(run.code == 2 && run.notes.contains("the vectors are unfinished"), "\(run.notes)")
    #expect(try vectors(["--cases", "2"]).code == 0)
    #expect(try judged("python3 kernel.py").code == 0)
    #expect(try Run(shell: "ls vectors | grep -c c02", in: folder).output == "0\n")
  }

  @Test func resultsInFiles() throws {
    #expect(try vectors(["--cases", "3"]).code == 0)
    // The exact results themselves pass; one file is missing, one is cut off.
    let copy = "mkdir r; for c in c00 c01 c02; do cp vectors/${c}_dx.npy r/; done"
    _ = try Run(shell: copy, in: folder)
    #expect(try Run(["judge", "vectors", "r"], in: folder).code == 0)
    _ = try Run(shell: "rm r/c01_dx.npy; head -c 90 vectors/c02_dx.npy > r/c02_dx.npy", in: folder)
    let run = try Run(["judge", "vectors", "r"], in: folder)
    #expect(run.code == 1)
    #expect(run.output.contains("no such file") && run.output.contains("c02"), "\(run.output)")
  }

  /// A program that hangs, dies or babbles is reported, and the judge ends.
  @Test(arguments: [
    ("sleep 60", "no answer within 1 s"), ("false", "no answer"), ("echo nonsense; cat", "is no JSON"),
    ("yes '{'", "is no JSON"), ("cat /dev/zero", "far longer than the result"),
    ("while read line; do echo '{\"dx\": [1, 2, 3, 4, 5, 6, 7]}'; done", "the shape is (7), expected"),
    (
      "while read line; do printf '{\"dx\": [1, 2]}\\n{\"dx\": 3}\\n'; done",
      "`{\"dx\": 3}` was written before the case was asked"
    ),
    ("read line; printf '{\"dx\": [1, 2]}'; sleep 60", "a line was begun and not ended"),
  ]) func aProgramThatFails(_ command: String, _ text: String) throws {
    #expect(try vectors(["--cases", "3"]).code == 0)
    let run = try judged(command, ["--time-limit", "1"])
    #expect(run.code == 1, "\(run.notes)")
    #expect(run.output.contains(text), "\(run.output)")
  }

  @Test func whatCannotBeAsked() throws {
    #expect(try Run(["vectors", "bn.expr:nothing", "-o", "v"], in: folder).code == 2)
    #expect(try Run(["vectors", "bn.expr:dx"], in: folder).code == 2)
    #expect(try Run(["vectors", "bn.expr:dx", "--sizes", "k=1", "-o", "v"], in: folder).code == 2)
    #expect(try Run(["vectors", "bn.expr:dx", "--sizes", "m=9999999999", "-o", "v"], in: folder).code == 2)
    #expect(try Run(["judge", "nowhere", "r"], in: folder).code == 2)
    try Data([0xFF, 0, 1]).write(to: folder.url.appendingPathComponent("manifest.json"))
    #expect(try Run(["judge", ".", "r"], in: folder).code == 2)
  }
}
