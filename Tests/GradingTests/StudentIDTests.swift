import Grading
import Testing

/// Ids say nothing of the name, and are always the same.
@Suite struct StudentIDTests {
  /// HMAC-SHA-256 with an independent implementation: `printf ada | openssl dgst -sha256 -hmac secret`, where the letters
  /// b c d f g h j k m n p r s t w x stand for the digits.
  @Test func values() {
    var ids = StudentIDs(secret: Array("secret".utf8))
    #expect(ids.id(of: "ada") == "fsfbg-mjcgb")
    var others = StudentIDs(secret: [UInt8](repeating: 0x61, count: 131))
    #expect(others.id(of: "ada") == "smmmn-mbdgh")
  }

  @Test func sameNameTwice() {
    var ids = StudentIDs(secret: [])
    let first = ids.id(of: "ada")
    let second = ids.id(of: "ada")
    #expect(first != second)
    var again = StudentIDs(secret: [])
    #expect(again.id(of: "ada") == first && again.id(of: "ada") == second)
  }

  @Test func shape() {
    var ids = StudentIDs(secret: [])
    let all = (0..<2000).map { ids.id(of: "student \($0)") }
    #expect(Set(all).count == 2000)
    #expect(all.allSatisfy { $0.utf8.count == 11 && $0.allSatisfy { "bcdfghjkmnprstwx-".contains($0) } })
  }
}
