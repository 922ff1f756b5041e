import Testing

@testable import Numbers

struct RandomSourceTests {
  /// The first numbers of Vigna's splitmix64.c with the seed 1234567.
  @Test func referenceNumbers() {
    var random = RandomSource(seed: 1_234_567)
    let expected: [UInt64] = [
      6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423, 4_593_380_528_125_082_431,
      16_408_922_859_458_223_821,
    ]
    #expect(expected.map { _ in random.next() } == expected)
  }

  @Test func textsChangeTheNumbers() {
    func first(_ seed: UInt64, _ text: String) -> UInt64 {
      var random = RandomSource(seed: seed, text: text)
      return random.next()
    }
    let firsts = [first(0, ""), first(0, "a"), first(0, "b"), first(1, "a"), first(1, "ab")]
    #expect(Set(firsts).count == firsts.count)
    // From the definition, computed in Python: the same in every process and on every machine.
    #expect(first(1, "a") == 12_184_184_508_642_336_488)
  }

  @Test func numbersBelowABoundAreUniform() {
    var random = RandomSource(seed: 5)
    var counts = [Int](repeating: 0, count: 6)
    for _ in 0..<60_000 { counts[random.next(below: 6)] += 1 }
    // Five standard deviations of a binomial count of mean 10,000.
    #expect(counts.allSatisfy { abs($0 - 10_000) < 460 })
    #expect((0..<100).allSatisfy { _ in random.next(below: 1) == 0 })
    #expect((0..<100).allSatisfy { _ in (0..<Int.max).contains(random.next(below: .max)) })
    #expect([3, 4].contains(random.pick([3, 4])))
  }

  @Test func unitsAreInTheirRange() {
    var random = RandomSource(seed: 6)
    let values = (0..<10_000).map { _ in random.nextUnit() }
    #expect(values.allSatisfy { $0 >= 0 && $0 < 1 })
    #expect(abs(values.reduce(0, +) / 10_000 - 0.5) < 0.015)
  }
}
