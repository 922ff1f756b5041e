import Evaluation

/// A Swift file with all cases in one array. Each array of numbers is a constant of its own, whose type is written: so the
/// compiler takes long files quickly.
struct SwiftVectors: VectorWriter {
  private let names: VectorNames
  private let manifest: Manifest
  private let numbers: SourceNumbers
  private static let doubles = SourceNumbers(language: .swift, type: .f64)

  init(_ formula: Formula, _ manifest: Manifest) {
    names = VectorNames(formula, reserved: ReservedWords.membersInSwift.union(["exact", "band"]))
    self.manifest = manifest
    numbers = SourceNumbers(language: .swift, type: manifest.type)
  }

  var head: String {
    var lines = manifest.heading.map { "/// " + $0 } + ["enum \(names.stem)_vectors {"]
    lines += structure("Sizes", names.sizes.map { "\($0.identifier): Int" })
    let remark = numbers.remark.map { "  /// The numbers are the \($0).\n" } ?? ""
    let inputs = names.inputs.map {
      $0.isNumber ? "\($0.identifier): \(numbers.name)" : "\($0.identifier): [\(numbers.name)]"
    }
    lines += [remark + structure("Inputs", inputs).joined(separator: "\n")]
    lines += structure(
      "Case", ["name: String", "tags: [String]", "sizes: Sizes", "inputs: Inputs", "exact: [Double]", "band: [Double]"])
    return lines.joined(separator: "\n") + "\n\n"
  }

  private func structure(_ name: String, _ fields: [String]) -> [String] {
    fields.isEmpty ? ["  struct \(name) {}"] : ["  struct \(name) {"] + fields.map { "    let " + $0 } + ["  }"]
  }

  func piece(_ one: OracleCase, isFirst: Bool) -> VectorPiece {
    var (lines, fields) = ([String](), [String]())
    for (input, name) in zip(one.inputs, names.inputs) {
      guard !name.isNumber else {
        fields.append("\(name.identifier): \(numbers.text(input.values[0]))")
        continue
      }
      let array = "\(one.name)_\(name.identifier)"
      lines += SwiftVectors.array(array, input.values, numbers)
      fields.append("\(name.identifier): \(array)")
    }
    let (exact, band) = (one.name + "_exact", one.name + "_band")
    lines += SwiftVectors.array(exact, one.values, SwiftVectors.doubles)
    lines += SwiftVectors.array(band, one.band, SwiftVectors.doubles)
    let sizes = names.sizes.map { size in
      "\(size.identifier): \(one.sizes.first { $0.name == size.name }?.size ?? 0)"
    }
    let tags = one.tags.map { "\"\($0)\"" }.joined(separator: ", ")
    let row = """
          Case(
            name: "\(one.name)", tags: [\(tags)], sizes: Sizes(\(sizes.joined(separator: ", "))),
            inputs: Inputs(\(fields.joined(separator: ", "))), exact: \(exact), band: \(band)),
      """
    return VectorPiece(text: lines.joined(separator: "\n") + "\n", row: row)
  }

  private static func array(_ name: String, _ values: [Double], _ numbers: SourceNumbers) -> [String] {
    numbers.lines("private static let \(name): [\(numbers.name)] = [", values, "]", margin: "  ")
  }

  func tail(_ rows: [String]) -> String {
    (["", "  static let cases: [Case] = ["] + rows + ["  ]", "}"]).joined(separator: "\n") + "\n"
  }
}
