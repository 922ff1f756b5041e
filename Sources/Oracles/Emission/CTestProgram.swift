import Evaluation
import Expressions

/// A C program that calls a function on cases it holds, and ends with the number of those that are outside of the band.
///
/// The function is that of the emitted one: the same name and arguments, defined in another file.
struct CTestProgram {
  var frame: ProgramFrame
  var cases: [OracleCase]

  /// Numbers in a source file: beyond this, files of vectors are the better place.
  static let mostNumbers = 1 << 18

  func source() throws(EmissionError) -> String {
    let count = cases.reduce(0) { sum, one in sum + one.inputs.reduce(2 * one.band.count) { $0 + $1.values.count } }
    guard count <= CTestProgram.mostNumbers else {
      throw EmissionError(reason: "more than \(CTestProgram.mostNumbers) numbers in its cases: ask for smaller --sizes")
    }
    var lines = ["/* \(cases.count) cases of the \(frame.heading.first ?? "")"]
    lines += [
      " * Compile it together with the code under test. The exit code is the number of cases that are outside of"
    ]
    lines += [" * the band, at most 100. */", "#include <math.h>", "#include <stddef.h>", "#include <stdio.h>"]
    lines += ["#include <stdlib.h>", ""] + prototypes + ["", check, "", "int main(void) {", "  int bad = 0;"]
    for one in cases { lines += block(one) }
    lines.append("  printf(\"%d of \(cases.count) cases are outside of the band\\n\", bad);")
    return (lines + ["  return bad > 100 ? 100 : bad;", "}"]).joined(separator: "\n") + "\n"
  }

  private var real: String { frame.language.real }

  private var prototypes: [String] {
    let signature = frame.signature.joined(separator: "\n")
    let work = frame.sizes.isEmpty ? "void" : frame.sizes.map { "ptrdiff_t \($0)" }.joined(separator: ", ")
    return [signature.dropLast(2) + ";"] + (frame.work.isEmpty ? [] : ["size_t \(frame.function)_work(\(work));"])
  }

  private var check: String {
    """
    /* An entry without an exact value may be anything. */
    static int check(const char *name, size_t n, const \(real) *got, const double *exact, const double *band) {
      size_t count = 0, first = 0;
      for (size_t i = 0; i < n; i++) {
        if (isnan(exact[i]) || (double)got[i] == exact[i] || fabs((double)got[i] - exact[i]) <= band[i]) continue;
        if (count++ == 0) first = i;
      }
      if (count == 0) return 0;
      printf("%s: %lu of %lu entries, the first [%lu]: yours %.9g, exact %.17g, band %.3g\\n", name,
             (unsigned long)count, (unsigned long)n, (unsigned long)first, (double)got[first], exact[first], band[first]);
      return 1;
    }
    """
  }

  // MARK: Cases

  private func block(_ one: OracleCase) -> [String] {
    let sizes = one.sizes.map { "\($0.name) = \($0.size)" }
    let name = ([one.name] + sizes + one.tags).joined(separator: ", ")
    var lines = ["  { /* \(name) */"]
    var arguments = one.sizes.filter { size in frame.dimensionNames.contains(size.name) }.map { "\($0.size)" }
    for (k, input) in one.inputs.enumerated() {
      if input.shape.isEmpty {
        arguments.append(SourceNumbers(language: .c, type: type).text(input.values[0]))
      } else {
        lines += array("static const \(real) in\(k)", input.values, type)
        arguments.append("in\(k)")
      }
    }
    lines += array("static const double exact", one.values, .f64) + array("static const double band", one.band, .f64)
    let count = one.band.count
    if !frame.work.isEmpty {
      let sizes = arguments.prefix(frame.sizes.count).joined(separator: ", ")
      lines.append("    \(real) *work = malloc((\(frame.function)_work(\(sizes)) + 1) * sizeof *work);")
      arguments.append("work")
    }
    if frame.isScalar {
      lines.append("    const \(real) got[1] = {\(frame.function)(\(arguments.joined(separator: ", ")))};")
    } else {
      lines.append("    static \(real) got[\(max(count, 1))];")
      if count > 0 { lines.append("    for (size_t i = 0; i < \(count); i++) got[i] = NAN;") }
      lines.append("    \(frame.function)(\((arguments + ["got"]).joined(separator: ", ")));")
    }
    lines.append("    bad += check(\"\(name)\", \(count), got, exact, band);")
    if !frame.work.isEmpty { lines.append("    free(work);") }
    return lines + ["  }"]
  }

  /// C has no arrays without entries.
  private func array(_ declaration: String, _ values: [Double], _ type: FloatingType) -> [String] {
    SourceNumbers(language: .c, type: type).lines(
      "\(declaration)[] = {", values.isEmpty ? [0] : values, "};", margin: "    ")
  }

  private var type: FloatingType { frame.language.type == .f32 ? .f32 : .f64 }
}

extension ProgramFrame {
  var dimensionNames: [String] { program.routine.dimensions.map { program.routine.store.name($0) } }
}
