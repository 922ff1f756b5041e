import Foundation
import Testing

/// The forms of vectors: each is read by a program in its language, which prints the bits of all numbers; they are those of
/// the NumPy files.
@Suite struct VectorTests {
  /// Zeros have no value here, and small numbers overflow; `int` is a reserved word.
  private static let derivation = """
    dim m, n
    X : R^(m,n); int : R^n; s : R
    r[i,j] := step(X[i,j])*int[j] + s/X[i,j]

    """

  /// Prints a line for each array: the case, its name, the bits of its numbers in their type.
  private static let reader = """
    import json, math, os, struct, sys
    form, dtype = sys.argv[1:]
    CODE = {"f64": "<d", "f32": "<f", "f16": "<e"}
    def bits(values, dtype):
        if dtype == "bf16": return [struct.pack("<f", v)[:1:-1].hex() for v in values]
        return ["nan" if math.isnan(v) else struct.pack(CODE[dtype], v)[::-1].hex() for v in values]
    def flat(value): return [w for v in value for w in flat(v)] if isinstance(value, list) else [float(value)]
    def show(case, name, values, dtype): print(case, name, *bits(values, dtype))
    def npy(name):
        data = open("vectors/" + name + ".npy", "rb").read()
        start = 10 + data[8] + 256 * data[9]
        code = {"<f8": "<d", "<f4": "<f", "<f2": "<e"}[data[10:start].decode().split("'")[3]]
        return [v for v, in struct.iter_unpack(code, data[start:])]
    if form == "npy":
        manifest = json.load(open("vectors/manifest.json"))
        for case in manifest["cases"]:
            for name in manifest["inputs"]: show(case["case"], name, npy(case["case"] + "_" + name), dtype)
            show(case["case"], "exact", npy(case["case"] + "_r"), "f64")
            show(case["case"], "band", npy(case["case"] + "_r.band"), "f64")
    else:
        if form == "python":
            import cases
            found = cases.CASES
        else:
            found = json.load(open("cases.json"))["cases"]
        for case in found:
            for name, value in case["inputs"].items(): show(case["case"], name, flat(value), dtype)
            for name in ["exact", "band"]: show(case["case"], name, flat(case[name]), "f64")

    """

  private static let readerInC = """
    #include <stdio.h>
    #include <string.h>
    #include "cases.h"
    static void show(const char *name, const char *array, size_t n, const void *values, size_t size) {
      printf("%s %s", name, array);
      for (size_t i = 0; i < n; i++) {
        unsigned long long bits = 0;
        double value = 0;
        memcpy(&bits, (const char *)values + i * size, size);
        memcpy(&value, &bits, 8);
        if (size == 8 && isnan(value)) printf(" nan"); else printf(" %0*llx", (int)(2 * size), bits);
      }
      printf("\\n");
    }
    int main(void) {
      for (int k = 0; k < a_r_case_count; k++) {
        const a_r_case *one = &a_r_cases[k];
        const size_t m = (size_t)one->sizes.m, n = (size_t)one->sizes.n, size = sizeof one->inputs.s;
        show(one->name, "X", m * n, one->inputs.X, size);
        show(one->name, "int", n, one->inputs.int_, size);
        show(one->name, "s", 1, &one->inputs.s, size);
        show(one->name, "exact", one->count, one->exact, 8);
        show(one->name, "band", one->count, one->band, 8);
      }
      return 0;
    }

    """

  private static let readerInSwift = """
    func hexadecimal<Bits: FixedWidthInteger>(_ bits: Bits) -> String {
      let text = String(bits, radix: 16)
      return String(repeating: "0", count: Bits.bitWidth / 4 - text.count) + text
    }
    func text(_ x: Double) -> String { x.isNaN ? "nan" : hexadecimal(x.bitPattern) }
    func text(_ x: Float) -> String { hexadecimal(x.bitPattern) }
    func text(_ x: UInt16) -> String { hexadecimal(x) }
    for one in a_r_vectors.cases {
      print(([one.name, "X"] + one.inputs.X.map { text($0) }).joined(separator: " "))
      print(([one.name, "int"] + one.inputs.int.map { text($0) }).joined(separator: " "))
      print(([one.name, "s"] + [text(one.inputs.s)]).joined(separator: " "))
      print(([one.name, "exact"] + one.exact.map { text($0) }).joined(separator: " "))
      print(([one.name, "band"] + one.band.map { text($0) }).joined(separator: " "))
    }

    """

  private static let path = ProcessInfo.processInfo.environment["PATH"] ?? ""

  private func folder() throws -> Folder {
    try Folder([
      "a.expr": VectorTests.derivation, "read.py": VectorTests.reader, "read.c": VectorTests.readerInC,
      "main.swift": VectorTests.readerInSwift,
    ])
  }

  @Test(arguments: ["f32", "f64", "f16", "bf16"]) func formsHoldTheSameNumbers(_ type: String) throws {
    let folder = try folder()
    let request = "\"$DERIVE\" vectors a.expr:r --dtype \(type) --cases 40 --sizes m=0,1,3 --sizes n=1,4"
    let plain = try Run(shell: "\(request) -o vectors > note && python3 read.py npy \(type)", in: folder)
    #expect(plain.output.split(separator: "\n").count == 200, "\(plain.notes)")
    // Where there is no value, and where a kernel overflows.
    #expect(plain.output.contains(" nan"))
    #expect(type != "f16" || plain.output.contains(" 7ff0000000000000"))
    for (form, file, command) in [
      ("json", "cases.json", "python3 read.py json \(type)"), ("python", "cases.py", "python3 read.py python \(type)"),
      ("c", "cases.h", "gcc -std=c99 -Wall -Wextra -Wpedantic -Werror read.c -o read && ./read"),
      ("swift", "cases.swift", "swiftc -warnings-as-errors main.swift cases.swift -o swift && ./swift"),
    ] {
      let run = try Run(
        shell: "PATH='\(VectorTests.path)'; \(request) --as \(form) -o \(file) > note && \(command)", in: folder)
      #expect(run.output == plain.output, "\(form): \(run.notes)")
      // On standard output, and at another number of threads.
      let again = try Run(shell: "\(request) --as \(form) --jobs 1 | cmp - \(file)", in: folder)
      #expect(again.code == 0, "\(form): \(again.output)")
    }
  }

  @Test func theJudgeReadsADocument() throws {
    let folder = try folder()
    let line = """
      "$DERIVE" vectors a.expr:r --cases 12 --as json -o cases.json && "$DERIVE" vectors a.expr:r --cases 12 -o vectors &&
      mkdir results && for c in vectors/*_r.npy; do cp $c results/; done && "$DERIVE" judge cases.json results
      """
    let run = try Run(shell: line, in: folder)
    #expect(run.code == 0 && run.output.contains("12 cases within their bands"), "\(run.output)\(run.notes)")
    _ = try Run(shell: "sed -i 's/\"band\"/\"bond\"/' cases.json", in: folder)
    let broken = try Run(["judge", "cases.json", "results"], in: folder)
    #expect(broken.code == 2 && broken.notes.contains("does not have all arrays"), "\(broken.notes)")
  }

  /// A file that is cut off is none.
  @Test func unwritableFilesAreReported() throws {
    let folder = try folder()
    #expect(try Run(["vectors", "a.expr:r", "--as", "c", "-o", "nowhere/cases.h"], in: folder).code == 2)
    #expect(try Run(["vectors", "a.expr:r", "--as", "fortran"], in: folder).code == 2)
    let full = try Run(shell: "\"$DERIVE\" vectors a.expr:r --as json -o /dev/full", in: folder)
    #expect(full.code == 2 && full.notes.contains("no space left"), "\(full.notes)")
  }
}
