internal import Checking
internal import Diagnostics
internal import Oracles

/// A derivation as the measure of code: the cases of its claims, with exact results and rounding bands.
///
/// ```swift
/// @Test(arguments: try Oracle("Derivations/bn.expr").cases("dx"))
/// func backward(_ c: OracleCase) {
///   expectMatches(bnBackward(x: c.array("x"), g: c.array("g"), gamma: c.scalar("gamma")), c, "dx")
/// }
/// ```
public struct Oracle: Sendable {
  private let source: SourceText

  /// A path that is not absolute starts at the root of the package that the calling file belongs to, the nearest folder
  /// above it with a `Package.swift`; if there is no such derivation, at the folder of the calling file.
  public init(_ path: String, filePath: String = #filePath) throws(OracleError) {
    source = try DerivationFile(path, namedIn: filePath).source
  }

  /// Cases of a claim, or of a definition: the first ones of `derive vectors` with the same arguments.
  ///
  /// - Parameters:
  ///   - accumulator: The type in which the kernel adds up; without one single precision for types of 16 bits, else the
  ///     type itself.
  ///   - sizes: By dimension, the sizes that it takes in turn: `["m": [1, 2, 6]]`.
  ///   - seed: The same seed gives the same cases.
  ///
  /// A claim with a line that is refuted, invalid, or conditional has no cases: its formula is no measure.
  public func cases(
    _ name: String, count: Int = 24, dtype: DType = .float32, accumulator: DType? = nil, sizes: [String: [Int]] = [:],
    seed: UInt64 = 1
  ) throws(OracleError) -> [OracleCase] {
    guard count > 0 else { throw OracleError("\(count) cases of `\(name)` test nothing") }
    if let wrong = sizes.first(where: { $0.value.isEmpty || $0.value.contains { !(0...(1 << 20)).contains($0) } }) {
      throw OracleError("`\(wrong.key)` cannot take the sizes \(wrong.value)")
    }
    let formula: Formula
    do throws(Formula.Failure) {
      formula = try Formula(named: name, in: source)
    } catch {
      throw OracleError(error, in: source)
    }
    if formula.claim != nil { try demandRight(name) }
    let request = CaseRequest(
      count: count, type: dtype.floatingType, accumulator: accumulator?.floatingType, sizes: sizes, seed: seed)
    do throws(CaseMaker.Failure) {
      let maker = try CaseMaker(formula, request)
      var cases: [OracleCase] = []
      for number in 0..<count {
        cases.append(OracleCase(try maker.oracleCase(number), formula, request, dtype))
      }
      return cases
    } catch {
      throw OracleError(error, of: name)
    }
  }

  private func demandRight(_ name: String) throws(OracleError) {
    let checked = check(claims: [name], of: source)
    let lines = checked.claims.filter { $0.label == name }.flatMap { $0.lines }
    guard let wrong = lines.first(where: { $0.outcome(requiring: .confirmed) == .fails }) else { return }
    let line = source.position(of: wrong.span.start).line
    throw OracleError("\(source.name):\(line): the claim `\(name)` is \(wrong.verdict.rawValue): it is no measure")
  }
}
