import Checking
import Reporting
import Testing

/// Whole reports, byte by byte.
@Suite struct GoldenTests {
  @Test(arguments: Drafts.all.map { $0.name }, ReportFormat.allCases)
  func report(_ name: String, _ format: ReportFormat) throws {
    let drafts = try #require(Drafts.all.first { $0.name == name }).drafts
    var text = format.text(of: .of(drafts))
    if format == .html { text = text.replacing(/(?s)<style>.*?<\/style>/, with: "<style></style>") }
    try Golden.expect(text, "\(format.rawValue)/\(name).\(format.fileExtension)")
  }

  @Test func colour() throws {
    let text = ReportFormat.human.text(of: .of([Drafts.verdicts]), in: Presentation(usesColor: true))
    try Golden.expect(text, "human/variants/colour.txt")
  }

  @Test func ascii() throws {
    let text = ReportFormat.human.text(
      of: .of([Drafts.passing, Drafts.verdicts, Drafts.many]), in: Presentation(usesASCII: true))
    try Golden.expect(text, "human/variants/ascii.txt")
    #expect(text.unicodeScalars.allSatisfy { $0.isASCII })
  }

  @Test func quiet() throws {
    let quiet = Presentation(detail: .quiet)
    try Golden.expect(ReportFormat.human.text(of: .of([Drafts.refuted]), in: quiet), "human/variants/quiet.txt")
    #expect(ReportFormat.human.text(of: .of([Drafts.passing]), in: quiet).isEmpty)
  }

  @Test func verbose() throws {
    let text = ReportFormat.human.text(
      of: .of([Drafts.passing], isComplete: false), in: Presentation(detail: .verbose, elapsed: "0.09 s"))
    try Golden.expect(text, "human/variants/verbose.txt")
  }

  @Test func proofRequired() throws {
    let report = Report.of([Drafts.passing], requiring: .proved)
    try Golden.expect(ReportFormat.human.text(of: report), "human/variants/proof-required.txt")
    try Golden.expect(ReportFormat.short.text(of: report), "short/variants/proof-required.txt")
  }
}

extension ReportFormat {
  /// Of the recorded files.
  fileprivate var fileExtension: String {
    switch self {
    case .human, .short, .github: "txt"
    case .json, .sarif: "json"
    case .ndjson: "ndjson"
    case .junit: "xml"
    case .tap: "tap"
    case .html: "html"
    case .md: "md"
    }
  }
}
