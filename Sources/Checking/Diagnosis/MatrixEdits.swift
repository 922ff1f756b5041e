import Expressions

/// Edits of matrix products: a missing inverse, a missing factor in between.
extension EditCatalogue {
  mutating func proposeInverses() {
    for place in places {
      let e = place.expression
      if store.op(e) == .inverse {
        let parts = Array(store.operands(of: e))
        let slots = [store.index(parts[2]): parts[0], store.index(parts[3]): parts[1]]
        let new = store.substituting(slots, in: parts[4])
        add(.missingInverse, place, by: new, .stripped("inv"), "`\(text(of: place))` should not be inverted")
      } else if let matrix = matrix(e) {
        let new = inverse(of: e, matrix)
        add(.missingInverse, place, by: new, .called("inv"), "`\(text(of: place))` should be inverted")
        addEverywhere(.missingInverse, place, by: new, "`\(text(of: place))` should be inverted")
      }
    }
  }

  /// Σ_k F[i, k]·G[k, j] becomes Σ_k G[i, k]·F[k, j]: the inverse and the transpose of a product have the other order.
  mutating func proposeOrders() {
    for place in places where store.op(place.expression) == .reduction && store.reduction(place.expression) == .sum {
      let parts = Array(store.operands(of: place.expression))
      guard store.isTrue(parts[1]), store.op(parts[2]) == .product else { continue }
      let (inner, factors) = (store.index(parts[0]), Array(store.operands(of: parts[2])))
      let own = factors.indices.filter { store.isFree(inner, in: factors[$0]) }
      guard own.count == 2 else { continue }
      let outer = own.map { store.freeIndices(of: factors[$0]).filter { $0 != inner } }
      guard outer[0].count == 1, outer[1].count == 1, outer[0] != outer[1] else { continue }
      let (i, j, k) = (outer[0][0], outer[1][0], parts[0])
      guard store.range(i) == store.range(inner), store.range(j) == store.range(inner) else { continue }
      var images = factors
      images[own[0]] = store.substituting([i: k, inner: store.value(of: j)], in: factors[own[0]])
      images[own[1]] = store.substituting([inner: store.value(of: i), j: k], in: factors[own[1]])
      let new = store.reduction(.sum, over: inner, store.product(images))
      let names = own.map { position in
        let factor = factors[position]
        let part = Place(expression: factor, path: place.path + [2, position])
        return text.text(of: part, in: store) ?? store.nameOfQuantity(factor) ?? text(factor)
      }
      let message = "`\(names[0])` and `\(names[1])` should change places, since matrices do not commute"
      add(.wrongName, place, by: new, .exchanged, message)
    }
  }

  /// A square matrix, or its inverse, that is lost beside a vector or a matrix.
  mutating func proposeMatrixFactors() {
    let all = store.reachable(from: [truth, claimed], throughDefinitions: true)
    let matrices = Set(all.compactMap { name(ofMatrix: $0) }).sorted { $0.entry < $1.entry }
    for place in places {
      let kind = store.op(place.expression)
      let isEntry = kind == .symbol || kind == .definition || kind == .inverse
      guard isEntry || (place.isTerm && (kind == .sum || kind == .product)) else { continue }
      for index in store.freeIndices(of: place.expression) {
        for matrix in matrices where matrix.range == store.range(index) { addMatrix(matrix, place, at: index) }
      }
    }
  }

  private struct Matrix: Hashable {
    /// Some entry of the matrix.
    var entry: Expression
    var range: IndexRange
  }

  private func name(ofMatrix e: Expression) -> Matrix? {
    guard let range = matrix(e), store.operandCount(of: e) == 2 else { return nil }
    return Matrix(entry: e, range: range)
  }

  /// The range of both slots of a square matrix.
  private func matrix(_ e: Expression) -> IndexRange? {
    guard [.symbol, .definition].contains(store.op(e)) else { return nil }
    let ranges =
      store.op(e) == .symbol ? store.declaration(store.symbol(e)).slots : store.body(store.definition(e)).slots
    guard ranges.count >= 2, ranges[ranges.count - 1] == ranges[ranges.count - 2] else { return nil }
    return ranges[ranges.count - 1]
  }

  private mutating func inverse(of e: Expression, _ range: IndexRange) -> Expression {
    var slots = Array(store.operands(of: e))
    let (i, j) = (slots[slots.count - 2], slots[slots.count - 1])
    let (row, column) = (store.freshIndex("r", range), store.freshIndex("c", range))
    slots[slots.count - 2] = store.value(of: row)
    slots[slots.count - 1] = store.value(of: column)
    return store.inverse(i, j, row: row, column: column, store.rebuilt(e, slots))
  }

  /// E[p] becomes Σ_q E[q]·M[q, p], also with the transpose and the inverse of M.
  private mutating func addMatrix(_ matrix: Matrix, _ place: Place, at outer: Index) {
    let (inner, name) = (store.freshIndex("j", matrix.range), store.nameOfQuantity(matrix.entry) ?? "")
    let (p, q) = (store.value(of: outer), store.value(of: inner))
    let moved = store.substituting([outer: q], in: place.expression)
    for pair in isSymmetric(matrix.entry) ? [[q, p]] : [[q, p], [p, q]] {
      let factor = store.rebuilt(matrix.entry, pair)
      for (factor, name) in [(factor, name), (inverse(of: factor, matrix.range), "inv(\(name))")] {
        let total = store.reduction(.sum, over: inner, store.product([moved, factor]))
        let message = "the matrix `\(name)` is missing beside `\(text(of: place))`"
        add(.missingFactor, place, by: total, .besides([name, name + "'"]), message)
      }
    }
  }

  private func isSymmetric(_ e: Expression) -> Bool {
    guard store.op(e) == .symbol else { return false }
    return store.declaration(store.symbol(e)).structure.isSymmetric
  }
}
