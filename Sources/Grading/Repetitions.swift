import Diagnostics
import Elaboration
import Expressions
import Notation

/// Definitions of a submission that say what the key says, with other letters for indices and parameters, or with terms
/// and factors in another order: whoever copies the head of the sheet so does no harm.
///
/// Each is read once more behind the key, under a new name; it is the key's if its lines have the form of lines there.
struct Repetitions {
  private(set) var spans: Set<Span> = []
  private let key: AnswerKey
  private let syntax: SyntaxFile
  private let bytes: [UInt8]
  private let prefix: String

  /// Lines that define one name.
  private struct Group {
    var name: String
    var lines: [Line]
    var arity: Int?
    /// All of it is written as in the key.
    var isCopied: Bool

    struct Line {
      var span: Span
      /// Where the name stands in it.
      var names: [Span]
    }
  }

  /// - Parameter prefix: a word that the submission does not hold.
  init(of key: AnswerKey, in syntax: SyntaxFile, _ bytes: [UInt8], prefix: String) {
    (self.key, self.syntax, self.bytes, self.prefix) = (key, syntax, bytes, prefix)
    let groups = groups(in: syntax.statements[...])
    if !groups.isEmpty { compare(groups) }
  }

  private static let mostGroups = 50

  /// The definitions of the key's names that are not written as there.
  private func groups(in statements: ArraySlice<Statement>) -> [Group] {
    var groups: [Group] = []
    var isOpen = false
    var pending = statements
    while let statement = pending.popFirst() {
      switch statement.form {
      case .claim(_, _, let body), .caseBlock(_, let body):
        groups += self.groups(in: body[...])
        isOpen = false
      case .definition(let left, let value, let clauses):
        guard let declared = DeclaredText.all(of: statement, in: syntax).first, let texts = key.names[declared.name]
        else {
          isOpen = false
          continue
        }
        let line = Group.Line(span: statement.span, names: places(of: declared.name, in: [left, value] + clauses))
        let isCopied = texts.contains(declared.text)
        if isOpen && groups.last?.name == declared.name {
          groups[groups.count - 1].lines.append(line)
          groups[groups.count - 1].isCopied = groups[groups.count - 1].isCopied && isCopied
        } else {
          let isCall = syntax.tree.kind(left) == .call
          let arity = isCall ? syntax.tree.children(left).count - 1 : nil
          groups.append(Group(name: declared.name, lines: [line], arity: arity, isCopied: isCopied))
          isOpen = true
        }
      default: isOpen = false
      }
    }
    return Array(groups.filter { !$0.isCopied }.prefix(Self.mostGroups))
  }

  private func places(of name: String, in parts: [Node]) -> [Span] {
    let tree = syntax.tree
    let nodes = parts.flatMap { tree.first(of: $0).number...$0.number }.map { Node($0) }
    return nodes.filter { tree.kind($0) == .name && tree.name($0) == name }.map { tree.span($0) }
      .sorted { $0.start < $1.start }
  }

  private func newName(_ number: Int) -> String { "\(prefix)name\(number)" }
  private func argument(_ number: Int) -> String { "\(prefix)argument\(number)" }

  private mutating func compare(_ groups: [Group]) {
    let source = SourceText(name: "submission", bytes: text(of: groups))
    let problem = Problem(elaborating: SyntaxFile(parsing: source), of: source)
    var definitions: [String: Definition] = [:]
    var claims: [String: Relation] = [:]
    for entry in problem.entries {
      switch entry {
      case .definition(let definition, _, _): definitions[problem.store.body(definition).name] = definition
      case .claim(let claim):
        if let label = claim.label, case .relation(let relation)? = claim.judgements.first?.content {
          claims[label] = relation
        }
      case .assumption: break
      }
    }
    var forms = Forms(problem.store)
    for (number, group) in groups.enumerated() {
      let isRepeated: Bool
      if group.arity != nil {
        isRepeated = claims[newName(number) + "call"].map { areAlike($0, &forms) } ?? false
      } else if let own = definitions[newName(number)], let wanted = definitions[group.name] {
        isRepeated = isPart(own, of: wanted, &forms)
      } else {
        isRepeated = false
      }
      if isRepeated { spans.formUnion(group.lines.map { $0.span }) }
    }
  }

  /// The key, then each definition under its new name; of a function also a call with numbers.
  private func text(of groups: [Group]) -> [UInt8] {
    var text: [UInt8] = []
    func add(_ words: String) { text += Array(words.utf8) }
    for statement in key.prelude { text += key.source.bytes[statement.span.start..<statement.span.end] + [0x0A] }
    for number in 0..<(groups.compactMap { $0.arity }.max() ?? 0) { add("\(argument(number)) : R\n") }
    for (number, group) in groups.enumerated() {
      for line in group.lines {
        var end = line.span.start
        for place in line.names {
          text += bytes[end..<place.start]
          add(newName(number))
          end = place.end
        }
        text += bytes[end..<line.span.end] + [0x0A]
      }
      guard let arity = group.arity else { continue }
      let arguments = (0..<arity).map { argument($0) }.joined(separator: ", ")
      add("claim \(newName(number))call: \(group.name)(\(arguments)) = \(newName(number))(\(arguments))\n")
    }
    return text
  }

  private func areAlike(_ relation: Relation, _ forms: inout Forms) -> Bool {
    guard let left = relation.left.expression, let right = relation.right.expression, let form = forms.form(of: left)
    else { return false }
    return form == forms.form(of: right)
  }

  /// Each line of the one definition is a line of the other.
  private func isPart(_ own: Definition, of wanted: Definition, _ forms: inout Forms) -> Bool {
    let (body, model) = (forms.store.body(own), forms.store.body(wanted))
    guard body.slots == model.slots else { return false }
    for var clause in body.clauses {
      clause.body = forms.renaming(own, to: wanted, in: clause.body)
      guard model.clauses.contains(where: { isSame(clause, $0, &forms) }) else { return false }
    }
    return true
  }

  private func isSame(
    _ own: DefinitionBody.Clause, _ wanted: DefinitionBody.Clause, _ forms: inout Forms
  ) -> Bool {
    var renaming: [Index: Index] = [:]
    for pair in zip(own.pattern, wanted.pattern) {
      switch pair {
      case (.variable(let index), .variable(let image)): renaming[index] = image
      case (.literal(let number), .literal(let other)): if number != other { return false }
      case (.variable, .literal), (.literal, .variable): return false
      }
    }
    guard let form = forms.form(of: forms.substituting(renaming, in: own.body)) else { return false }
    return form == forms.form(of: wanted.body)
  }
}
