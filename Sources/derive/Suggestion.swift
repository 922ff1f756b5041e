/// The candidate that a mistyped word is probably meant to be: at most a third of its letters differ.
func nearest(to word: String, among candidates: [String]) -> String? {
  let distances = candidates.map { (distance: editDistance(word, $0), candidate: $0) }
  guard let best = distances.min(by: { $0.distance < $1.distance }) else { return nil }
  return best.distance <= max(1, (word.count + 1) / 3) ? best.candidate : nil
}

/// Insertions, deletions, replacements and exchanges of neighbours that turn one word into the other (the restricted
/// Damerau–Levenshtein distance). Words are cut at 64 letters.
func editDistance(_ first: String, _ second: String) -> Int {
  let a = Array(first.prefix(64))
  let b = Array(second.prefix(64))
  var rows = [Array(0...b.count)]
  for i in 0..<a.count {
    var row = [i + 1]
    for j in 0..<b.count {
      var best = min(rows[i][j + 1] + 1, row[j] + 1, rows[i][j] + (a[i] == b[j] ? 0 : 1))
      if i > 0 && j > 0 && a[i] == b[j - 1] && a[i - 1] == b[j] { best = min(best, rows[i - 1][j - 1] + 1) }
      row.append(best)
    }
    rows.append(row)
  }
  return rows[a.count][b.count]
}
