import Evaluation

/// A header for C99 with all cases in one array of structures.
struct CVectors: VectorWriter {
  private let names: VectorNames
  private let manifest: Manifest
  private let numbers: SourceNumbers
  private static let doubles = SourceNumbers(language: .c, type: .f64)

  init(_ formula: Formula, _ manifest: Manifest) {
    names = VectorNames(formula, reserved: ReservedWords.membersInC.union(["exact", "band"]))
    self.manifest = manifest
    numbers = SourceNumbers(language: .c, type: manifest.type)
  }

  private var stem: String { names.stem }
  private var guardName: String { stem.uppercased() + "_CASES_H" }

  var head: String {
    let comment = manifest.heading.map {
      $0.split(separator: "*/", omittingEmptySubsequences: false).joined(separator: "* /")
    }
    var lines = zip(0..., comment).map { ($0 == 0 ? "/* " : " * ") + $1 } + [" */"]
    lines += ["#ifndef \(guardName)", "#define \(guardName)", "#include <math.h>", "#include <stddef.h>"]
    if numbers.remark != nil { lines.append("#include <stdint.h>") }
    lines += ["", "typedef struct {", "  const char *name, *tags;"]
    if !names.sizes.isEmpty {
      lines += ["  struct {"] + names.sizes.map { "    ptrdiff_t \($0.identifier);" } + ["  } sizes;"]
    }
    if !names.inputs.isEmpty {
      let remark = numbers.remark.map { " /* \($0) */" } ?? ""
      lines += ["  struct {" + remark]
      lines += names.inputs.map { input in
        input.isNumber ? "    \(numbers.name) \(input.identifier);" : "    const \(numbers.name) *\(input.identifier);"
      }
      lines += ["  } inputs;"]
    }
    lines += ["  size_t count; /* of the result */", "  const double *exact, *band;", "} \(stem)_case;", ""]
    return lines.joined(separator: "\n") + "\n"
  }

  func piece(_ one: OracleCase, isFirst: Bool) -> VectorPiece {
    var (lines, fields) = ([String](), [String]())
    for (input, name) in zip(one.inputs, names.inputs) {
      guard !name.isNumber else {
        fields.append(numbers.text(input.values[0]))
        continue
      }
      let array = "\(stem)_\(one.name)_\(name.identifier)"
      lines += CVectors.array(array, input.values, input.shape, numbers)
      fields.append(array)
    }
    let (exact, band) = ("\(stem)_\(one.name)_exact", "\(stem)_\(one.name)_band")
    lines += CVectors.array(exact, one.values, one.shape, CVectors.doubles)
    lines += CVectors.array(band, one.band, one.shape, CVectors.doubles)
    var row = ["\"\(one.name)\"", "\"\(one.tags.joined(separator: " "))\""]
    if !names.sizes.isEmpty { row.append("{" + sizes(of: one).map { "\($0)" }.joined(separator: ", ") + "}") }
    if !fields.isEmpty { row.append("{" + fields.joined(separator: ", ") + "}") }
    row += ["\(one.band.count)", exact, band]
    return VectorPiece(text: lines.joined(separator: "\n") + "\n", row: "  {" + row.joined(separator: ", ") + "},")
  }

  private func sizes(of one: OracleCase) -> [Int] {
    names.sizes.map { size in one.sizes.first { $0.name == size.name }?.size ?? 0 }
  }

  /// C has no arrays without entries.
  private static func array(_ name: String, _ values: [Double], _ shape: [Int], _ numbers: SourceNumbers) -> [String] {
    let extents = shape.map { "\($0)" }.joined(separator: " x ")
    let begin = "static const \(numbers.name) \(name)[] = {" + (shape.count > 1 ? " /* \(extents) */" : "")
    return numbers.lines(begin, values.isEmpty ? [0] : values, "};", margin: "")
  }

  func tail(_ rows: [String]) -> String {
    let lines = ["", "static const \(stem)_case \(stem)_cases[] = {"] + rows + ["};"]
    return (lines + ["enum { \(stem)_case_count = \(rows.count) };", "#endif"]).joined(separator: "\n") + "\n"
  }
}
