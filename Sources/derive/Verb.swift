/// What the command can do.
enum Verb: String, CaseIterable {
  case check, explain, report, grade, diff, simplify, eval, vectors, judge, emit, fmt, repl, doc, completions, help

  /// After `derive`.
  var usage: String {
    switch self {
    case .check: "check FILE…"
    case .explain: "explain FILE[:CLAIM]"
    case .report: "report FILE…"
    case .grade: "grade SUBMISSIONS --key FILE"
    case .diff: "diff 'EXPR' VAR…"
    case .simplify: "simplify 'EXPR'"
    case .eval: "eval 'EXPR' x=1 …"
    case .vectors: "vectors FILE:CLAIM -o FOLDER"
    case .judge: "judge VECTORS RESULTS"
    case .emit: "emit FILE[:CLAIM] --lang LANGUAGE"
    case .fmt: "fmt FILE…"
    case .repl: "repl"
    case .doc: "doc [CODE]"
    case .completions: "completions SHELL"
    case .help: "help [VERB]"
    }
  }

  var summary: String {
    switch self {
    case .check: "check every claim of derivation files; the verb may be left out"
    case .explain: "show why a claim holds or fails, rule by rule"
    case .report: "check derivations and write a page about them"
    case .grade: "mark submissions against a key, and cluster the mistakes of a class"
    case .diff: "differentiate an expression"
    case .simplify: "bring an expression into normal form"
    case .eval: "evaluate an expression at a point"
    case .vectors: "write test cases for code that computes a claim's last side"
    case .judge: "compare results of such code with the exact ones, and say what is wrong"
    case .emit: "write the last side of a claim as C, Swift, Python, LaTeX …"
    case .fmt: "set the blanks of derivation files"
    case .repl: "type a derivation line by line, each checked at once"
    case .doc: "explain a mistake by its code, with an example"
    case .completions: "write a script that lets bash, zsh or fish complete commands"
    case .help: "explain a verb"
    }
  }

  /// More about it, for `derive help VERB`.
  var details: [String] {
    switch self {
    case .check:
      [
        "FILE is a file, a folder, or `-` for standard input. Folders are searched for *.expr, and for *.md with",
        "```derive blocks; names that begin with a dot are passed over. The report goes to standard output, notes go to",
        "standard error. The same files and the same seed give the same bytes.",
        "A file without any claim gets a note; if no file has one, the exit code is 2. Files above 64 MB are refused.",
      ]
    case .explain:
      [
        "What `derive check --explain` says of the claim, then for each line how its derivatives are made, from the inside",
        "out, each step with the rule for it, and what both sides are when they are multiplied out. A claim without a label",
        "is called by the number of its line.",
      ]
    case .report:
      [
        "Several files are one page. Each line is set as a formula with its verdict, its place in the source and what the",
        "verdict rests on; a wrong line has the term to look at marked, its counterexample and a picture. The page is the",
        "same for the same files, and the exit code is that of `derive check`. `derive check --report html=PAGE.html` writes",
        "it beside the report at the terminal. With --format md it is Markdown, with formulas in LaTeX.",
      ]
    case .grade:
      [
        "SUBMISSIONS is a folder with a file or a folder for each student, or one file. The key is a derivation file: what",
        "it declares and defines holds for all, and each of its claims is to be shown from its first term to its last, by any",
        "way. Without a rubric a claim is worth one point, and a mistake costs half of it. What is undecided costs nothing and",
        "is listed for a person. If a mark is below --min, the exit code is 1; if a person has to look, it is 3.",
      ]
    case .diff:
      [
        "One letter after the other: diff 'sin(x*y)' x y is the mixed second derivative, diff 'sin(x)' x 2 the second one.",
        "Undeclared letters are real; others are declared with --let. In place of an expression, FILE:NAME is what a",
        "derivation file defines, -:NAME from standard input. The derivative in a vector or matrix is given entry by entry;",
        "a line before it says what the indices mean. Where expression and answer do not both have a value, a note on",
        "standard error says what must hold.",
      ]
    case .simplify:
      [
        "Undeclared letters are real; others are declared with --let. In place of an expression, FILE:NAME is what a",
        "derivation file defines, -:NAME from standard input. Where the expression has no value but the answer has one, a",
        "note on standard error says what must hold.",
      ]
    case .eval:
      [
        "Values are numbers such as 1, 0.5 or 1/3, vectors [1, 2, 3] or matrices [1, 2; 3, 4]. In place of an expression,",
        "FILE:NAME is what a derivation file defines, -:NAME from standard input. If there is no value, or none that is",
        "known well enough, the exit code is 3.",
      ]
    case .vectors:
      [
        "The last line of the claim is what the code computes. Each case has inputs that are already rounded to the type,",
        "the exact result at those bits, and a band for each entry: how far a right kernel of the type may be from it.",
        "FOLDER gets manifest.json, and c00_x.npy for each input x, c00_CLAIM.npy and c00_CLAIM.band.npy for each case.",
        "With --as json, c, swift or python all cases are in one file, or on standard output if -o is not given.",
        "The same seed gives the same bytes.",
      ]
    case .judge:
      [
        "VECTORS is a folder of vectors or their JSON file, RESULTS a folder with c00_CLAIM.npy for each case. In place of",
        "RESULTS, --exec names a program that reads one line of JSON for each case, {\"case\": …, \"claim\": …, \"sizes\": {…},",
        "\"inputs\": {…}}, and answers each with one line {CLAIM: […]}. If an entry lies outside its band, the exit code is 1.",
      ]
    case .emit:
      [
        "The last side of the claim, or what a definition stands for, as one function of the declared quantities; with",
        "`torch` an autograd function of the file's gradients, with `latex`, `mathml` and `sympy` the lines of the claim.",
        "With --test it is a C program with cases, to be compiled together with the code under test; its exit code is the",
        "number of cases outside of their band. FILE without a claim is all its claims in one program, in C or Swift.",
        "`-:CLAIM` is from standard input. What cannot be written in the language is named, with exit code 3.",
      ]
    case .fmt:
      [
        "The files are rewritten; standard input, `-`, goes to standard output. Words, lines and comments stay; of *.md files",
        "only the blocks are touched. With --check nothing is written: files that would change are named, and the exit code",
        "is 1. A file with mistakes is left as it is.",
      ]
    case .repl:
      [
        "What stands in derivations may be typed; a line that is not finished goes on in the next one. A term alone is",
        "brought into normal form. `:help` lists what else can be said. An entry with a mistake is not taken, and nothing",
        "before it is lost. Ctrl-C gives up the entry, Ctrl-D or `:quit` ends the session. If standard input is no terminal,",
        "there is no prompt, and the exit code is the gravest of all entries. `rlwrap derive repl` keeps a history.",
      ]
    case .doc: ["Reports name mistakes by codes such as D0301. Without a code, all of them are listed."]
    case .completions:
      [
        "The script completes verbs, flags and what they may be, codes of mistakes, names of derivations, and claims behind",
        "FILE and a colon. It is made of the lists that this help is made of, and belongs to this version. With `claims FILE`",
        "in place of a shell, the labels of a file's claims are listed.",
      ]
    case .help: []
    }
  }

  var examples: [(command: String, purpose: String)] {
    switch self {
    case .check:
      [
        ("derive check derivations/bn.expr", "one file"),
        ("derive check --format short homework/", "all files of a folder, one line for each mistake"),
        ("derive check --watch bn.expr", "again whenever the file is saved"),
        ("derive check --require proved --only dx bn.expr", "numbers are not enough for claim dx"),
      ]
    case .explain: [("derive explain derivations/bn.expr:dx", "the backward pass of a batch normalisation")]
    case .report:
      [
        ("derive report derivations/bn.expr -o bn.html", "one page for a browser"),
        ("derive report homework/ -o homework.html", "all files of a folder on one page"),
      ]
    case .grade:
      [
        ("derive grade submissions --key hw1.expr --rubric hw1.rubric", "a class"),
        ("derive grade submissions --key hw1.expr --explain alice", "how one student's marks arose"),
        ("derive grade submissions --key hw1.expr --format csv -o marks.csv", "a row for each student"),
        ("derive grade submissions --key hw1.expr --ids-table ids.csv", "without names; the table says who is who"),
      ]
    case .diff:
      [
        ("derive diff 'x^2*sin(x)' x", "first derivative"),
        ("derive diff \"x'*A*x\" x --let 'dim n' --let 'x : R^n; A : R^(n,n)'", "gradient of a quadratic form"),
        ("derive diff derivations/softmax.expr:L z", "gradient of what a file defines"),
      ]
    case .simplify: [("derive simplify '(x^2 - 1)/(x - 1)'", "normal form")]
    case .eval: [("derive eval 'exp(x)/y' x=1 y=1/3", "value with error bound")]
    case .vectors:
      [
        ("derive vectors derivations/bn.expr:dx --sizes m=1,2,6,256 --seed 7 -o vectors", "24 cases for f32"),
        ("derive vectors derivations/bn.expr:dx --as c -o bn_dx_cases.h", "a header with all cases"),
      ]
    case .judge:
      [
        ("derive judge vectors results", "files that a kernel wrote"),
        ("derive judge vectors --exec 'python3 kernel.py'", "a program that answers over a pipe"),
      ]
    case .emit:
      [
        ("derive emit derivations/bn.expr:dx --lang c", "a C function on standard output"),
        ("derive emit bn.expr:dx --lang c --dtype f32 -o bn_dx.c", "in single precision, into a file"),
        ("derive emit softmax.expr:gradient --lang latex", "the lines of a claim"),
      ]
    case .fmt:
      [("derive fmt homework/", "all files of a folder"), ("derive fmt --check derivations", "nothing is written")]
    case .repl: [("derive repl", "a session"), ("derive repl < script.txt", "what a session would have said")]
    case .doc: [("derive doc D0301", "what a wrong sign looks like, and how it is found")]
    case .completions: Completions.Shell.allCases.map { ($0.use, "in the start-up file of \($0.rawValue)") }
    case .help: []
    }
  }

  var flags: [Flag] {
    switch self {
    case .check:
      [
        .format, .output, .report, .require, .only, .seed, .jobs, .stdinName, .exitZero, .color, .ascii, .quiet,
        .verbose, .explain, .watch, .help,
      ]
    case .explain: [.seed, .output, .color, .ascii, .help]
    case .report:
      [.format, .output, .report, .require, .only, .seed, .jobs, .stdinName, .exitZero, .color, .ascii, .help]
    case .grade:
      [
        .key, .rubric, .gradeFormat, .output, .pages, .student, .least, .ids, .idTable, .idSecret, .seed, .jobs, .color,
        .ascii, .quiet, .help,
      ]
    case .diff, .simplify: [.letting, .seed, .color, .ascii, .verbose, .help]
    case .eval: [.letting, .digits, .color, .ascii, .verbose, .help]
    case .vectors: [.form, .cases, .type, .accumulator, .sizes, .seed, .output, .jobs, .color, .ascii, .help]
    case .judge: [.command, .limit, .format, .output, .color, .ascii, .help]
    case .emit:
      [.language, .type, .test, .cases, .accumulator, .sizes, .seed, .output, .color, .ascii, .help]
    case .fmt: [.check, .color, .ascii, .help]
    case .repl: [.color, .ascii, .help]
    case .doc, .completions, .help: [.help]
    }
  }

  /// Its first operand is an expression, which may begin with a minus sign.
  var takesExpression: Bool {
    switch self {
    case .diff, .simplify, .eval: true
    case .check, .explain, .report, .grade, .vectors, .judge, .emit, .fmt, .repl, .doc, .completions, .help: false
    }
  }
}
