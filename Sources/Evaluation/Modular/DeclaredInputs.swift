import Expressions
import Numbers

extension Program {
  /// The finding on pairs of outputs, with the signs that declarations give to the inputs, and premises to further
  /// outputs.
  ///
  /// Inputs are free otherwise, so that those of a simplex, a symmetric matrix or a bit stand for any numbers: what holds
  /// of these holds of them.
  public func modularFinding(pairs: Int, in store: ExpressionStore, premises: [Bool], seed: UInt64) -> ModularFinding {
    var positive = Set<Int>()
    var nonnegative = Set<Int>()
    for block in inputs.blocks {
      guard case .symbol(let symbol) = block.subject else { continue }
      let declaration = store.declaration(symbol)
      let places = block.start..<(block.start + block.count)
      let sign = declaration.sign
      if sign.isPositive { positive.formUnion(places) }
      if sign.isNonnegative { nonnegative.formUnion(places) }
    }
    let finding = modularFinding(
      pairs: pairs, positiveInputs: positive, nonnegativeInputs: nonnegative, premises: premises, seed: seed)
    return finding == .different && !hasFreeInputs(in: store) ? .open : finding
  }

  /// A rational function that vanishes at all values of the inputs is 0.
  public func hasFreeInputs(in store: ExpressionStore) -> Bool {
    inputs.blocks.allSatisfy { block in
      if case .symbol(let symbol) = block.subject { return store.declaration(symbol).isOpen }
      return false
    }
  }
}

extension SymbolDeclaration {
  /// Of every entry.
  fileprivate var sign: (isPositive: Bool, isNonnegative: Bool) {
    switch structure {
    case .oneHot, .simplex: return (false, true)
    case .joint: return (true, true)
    default: break
    }
    switch domain {
    case .positive: return (true, true)
    case .nonnegative: return (false, true)
    case .interval(let lower?, _, let isClosed, _):
      return (lower.signum > 0 || lower.signum == 0 && !isClosed, lower.signum >= 0)
    case .integer(let lower?, _): return (lower > 0, lower >= 0)
    case .finite(let values): return (values.allSatisfy { $0.signum > 0 }, values.allSatisfy { $0.signum >= 0 })
    case .real, .nonzero, .interval, .integer, .index: return (false, false)
    }
  }

  /// A rational function that vanishes at all values is 0.
  fileprivate var isOpen: Bool {
    guard structure == .none else { return false }
    switch domain {
    case .real, .positive, .nonnegative, .nonzero: return true
    case .interval(let lower, let upper, _, _): return lower != upper || lower == nil
    case .integer, .finite, .index: return false
    }
  }
}
