/// Functions that the libraries of C and Swift lack: an emitted program has those that it calls.
enum LoopFunctions {
  static let swiftImports = [
    "#if canImport(Glibc)", "  import Glibc", "#elseif canImport(Musl)", "  import Musl", "#else", "  import Darwin",
    "#endif",
  ]

  static func text(of name: String, _ language: LoopLanguage) -> String {
    let text = language.isC ? c[name] : swift[name]
    guard var text else { return "" }
    if language.type == .f32 {
      text = text.replacing(words: language.isC ? singleInC : ["Double": "Float"])
    }
    return text
  }

  private static let singleInC = [
    "double": "float", "exp": "expf", "log1p": "log1pf", "log": "logf", "fabs": "fabsf", "floor": "floorf",
    "tan": "tanf",
  ]

  private static let c: [String: String] = [
    "sigmoid": """
    static inline double sigmoid(double x) {
      const double e = exp(-fabs(x));
      return x < 0 ? e / (1 + e) : 1 / (1 + e);
    }
    """,
    "softplus": """
    static inline double softplus(double x) { return (x > 0 ? x : 0) + log1p(exp(-fabs(x))); }
    """,
    "sign": """
    static inline double sign(double x) { return x > 0 ? 1 : x < 0 ? -1 : x; }
    """,
    "step": """
    /* Without a value at 0. */
    static inline double step(double x) { return x > 0 ? 1 : x < 0 ? 0 : (double)NAN; }
    """,
    "digamma": """
    /* By reflection and recurrence to x >= 10, then the asymptotic series. */
    static double digamma(double x) {
      double shift = 0;
      if (x <= 0) {
        if (x == floor(x)) return (double)NAN;
        shift = -3.14159265358979323846 / tan(3.14159265358979323846 * x);
        x = 1 - x;
      }
      for (; x < 10; x += 1) shift -= 1 / x;
      const double y = 1 / (x * x);
      return shift + log(x) - 1 / (2 * x)
        - y * (1.0 / 12 - y * (1.0 / 120 - y * (1.0 / 252 - y * (1.0 / 240 - y * (1.0 / 132 - y * 691.0 / 32760)))));
    }
    """,
    "invert": """
    /* b becomes the inverse of the n x n matrix a: Gauss-Jordan elimination with row pivots in the copy s. */
    static void invert(ptrdiff_t n, const double *a, double *b, double *s) {
      for (ptrdiff_t k = 0; k < n * n; k++) {
        s[k] = a[k];
        b[k] = k % (n + 1) == 0;
      }
      for (ptrdiff_t c = 0; c < n; c++) {
        ptrdiff_t p = c;
        for (ptrdiff_t r = c + 1; r < n; r++)
          if (fabs(s[r * n + c]) > fabs(s[p * n + c])) p = r;
        for (ptrdiff_t k = 0; k < n; k++) {
          const double u = s[p * n + k], v = b[p * n + k];
          s[p * n + k] = s[c * n + k];
          b[p * n + k] = b[c * n + k];
          s[c * n + k] = u;
          b[c * n + k] = v;
        }
        const double f = 1 / s[c * n + c];
        for (ptrdiff_t k = 0; k < n; k++) {
          s[c * n + k] *= f;
          b[c * n + k] *= f;
        }
        for (ptrdiff_t r = 0; r < n; r++) {
          if (r == c) continue;
          const double g = s[r * n + c];
          for (ptrdiff_t k = 0; k < n; k++) {
            s[r * n + k] -= g * s[c * n + k];
            b[r * n + k] -= g * b[c * n + k];
          }
        }
      }
    }
    """,
    "determinant": """
    /* Of the n x n matrix a: elimination with row pivots in the copy s. */
    static double determinant(ptrdiff_t n, const double *a, double *s) {
      double d = 1;
      for (ptrdiff_t k = 0; k < n * n; k++) s[k] = a[k];
      for (ptrdiff_t c = 0; c < n; c++) {
        ptrdiff_t p = c;
        for (ptrdiff_t r = c + 1; r < n; r++)
          if (fabs(s[r * n + c]) > fabs(s[p * n + c])) p = r;
        if (s[p * n + c] == 0) return 0;
        if (p != c) d = -d;
        for (ptrdiff_t k = c; k < n; k++) {
          const double u = s[p * n + k];
          s[p * n + k] = s[c * n + k];
          s[c * n + k] = u;
        }
        d *= s[c * n + c];
        for (ptrdiff_t r = c + 1; r < n; r++) {
          const double g = s[r * n + c] / s[c * n + c];
          for (ptrdiff_t k = c; k < n; k++) s[r * n + k] -= g * s[c * n + k];
        }
      }
      return d;
    }
    """,
  ]

  private static let swift: [String: String] = [
    "sigmoid": """
    private func sigmoid(_ x: Double) -> Double {
      let e: Double = exp(-abs(x))
      return x < 0 ? e / (1 + e) : 1 / (1 + e)
    }
    """,
    "softplus": "private func softplus(_ x: Double) -> Double { (x > 0 ? x : 0) + log1p(exp(-abs(x))) }",
    "sign": "private func sign(_ x: Double) -> Double { x > 0 ? 1 : x < 0 ? -1 : x }",
    "step": """
    /// Without a value at 0.
    private func step(_ x: Double) -> Double { x > 0 ? 1 : x < 0 ? 0 : .nan }
    """,
    "digamma": """
    /// By reflection and recurrence to x ≥ 10, then the asymptotic series.
    private func digamma(_ argument: Double) -> Double {
      var x = argument
      var shift: Double = 0
      if x <= 0 {
        if x == x.rounded(.down) { return .nan }
        shift = -Double.pi / tan(Double.pi * x)
        x = 1 - x
      }
      while x < 10 {
        shift -= 1 / x
        x += 1
      }
      let y: Double = 1 / (x * x)
      var series: Double = 0
      for coefficient: Double in [691.0 / 32760, 1.0 / 132, 1.0 / 240, 1.0 / 252, 1.0 / 120, 1.0 / 12] {
        series = coefficient - y * series
      }
      return shift + log(x) - 1 / (2 * x) - y * series
    }
    """,
    "invert": """
    /// The inverse of the n x n matrix at `start` of a, put at `start` of b: Gauss-Jordan elimination with row pivots.
    private func invert(_ n: Int, _ a: [Double], _ start: Int, _ b: inout [Double], _ place: Int) {
      var s = [Double](a[start..<(start + n * n)])
      for k in 0..<(n * n) { b[place + k] = k % (n + 1) == 0 ? 1 : 0 }
      for c in 0..<n {
        var p = c
        for r in c..<n where abs(s[r * n + c]) > abs(s[p * n + c]) { p = r }
        if p != c {
          for k in 0..<n {
            s.swapAt(p * n + k, c * n + k)
            b.swapAt(place + p * n + k, place + c * n + k)
          }
        }
        let f = 1 / s[c * n + c]
        for k in 0..<n {
          s[c * n + k] *= f
          b[place + c * n + k] *= f
        }
        for r in 0..<n where r != c {
          let g = s[r * n + c]
          for k in 0..<n {
            s[r * n + k] -= g * s[c * n + k]
            b[place + r * n + k] -= g * b[place + c * n + k]
          }
        }
      }
    }
    """,
    "determinant": """
    /// Of the n x n matrix at `start` of a: elimination with row pivots.
    private func determinant(_ n: Int, _ a: [Double], _ start: Int) -> Double {
      var s = [Double](a[start..<(start + n * n)])
      var d: Double = 1
      for c in 0..<n {
        var p = c
        for r in c..<n where abs(s[r * n + c]) > abs(s[p * n + c]) { p = r }
        if s[p * n + c] == 0 { return 0 }
        if p != c {
          d = -d
          for k in c..<n { s.swapAt(p * n + k, c * n + k) }
        }
        d *= s[c * n + c]
        for r in c..<n where r > c {
          let g = s[r * n + c] / s[c * n + c]
          for k in c..<n { s[r * n + k] -= g * s[c * n + k] }
        }
      }
      return d
    }
    """,
  ]
}

extension String {
  /// With whole words replaced by others.
  fileprivate func replacing(words: [String: String]) -> String {
    var (result, word) = ("", "")
    for character in self + "\0" {
      if character.isLetter || character.isNumber || character == "_" {
        word.append(character)
        continue
      }
      result += words[word] ?? word
      word = ""
      if character != "\0" { result.append(character) }
    }
    return result
  }
}
