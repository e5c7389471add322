import Testing

/// The numbers of rules in comments, texts and documentation name rules that there are, and every rule has a test.
struct RuleNumberTests {
    @Test func `every cited rule exists`() {
        let findings = Repository.files.filter { $0.isSwift || $0.isMarkdown }.filter {
            !$0.path.hasPrefix("Tests/TidyTests/")
        }.flatMap(Self.unknownRules)
        #expect(findings.isEmpty, "\(findings.report)")
    }

    @Test func `every rule but the open ones is named by a test`() {
        let tested = Self.rulesNamedByTests(Repository.files)
        let untested = RuleNumbers.all.filter { !tested.contains($0) && !RuleNumbers.open.contains($0) }
        #expect(untested.isEmpty, "no test names \(untested.joined(separator: ", "))")
    }

    @Test func `the open rules are rules`() {
        #expect(RuleNumbers.open.isSubset(of: RuleNumbers.all))
    }

    @Test func `an open rule that a test names is open no longer`() {
        #expect(RuleNumbers.open.isDisjoint(with: Self.rulesNamedByTests(Repository.files)))
    }

    @Test func `there are 54 rules`() {
        #expect(RuleNumbers.all.count == 54)
        #expect(RuleNumbers.all.first == "S1" && RuleNumbers.all.last == "Z7")
    }

    struct Reading: Sendable {
        let text: String
        var rules: Set<String> = []
        var unknown: [String] = []
    }

    @Test(
        "numbers are read",
        arguments: [
            Reading(text: "Rule S3", rules: ["S3"]),
            Reading(text: "(Rules K5,Z1)", rules: ["K5", "Z1"]),
            Reading(text: "I10's record", rules: ["I10"]),
            Reading(text: "Rule S8", unknown: ["S8"]),
            Reading(text: "K0 and N5", unknown: ["K0", "N5"]),
            Reading(text: "P256, S_1, XI1, C(g+1), C-3, I1I2"),
            Reading(text: "C0 controls"),
        ])
    func read(reading: Reading) {
        let cited = RuleNumbers.cited(in: reading.text)
        #expect(cited.rules == reading.rules)
        #expect(cited.unknown == reading.unknown)
    }

    @Test func `a rule counts as tested where prose of a test names it, not code`() {
        let test = Repository.File(
            path: "Tests/ATests/A.swift", text: "// Rule S3\nlet S4 = 1\n@Test func `S5 holds`()")
        let source = Repository.File(path: "Sources/A/A.swift", text: "// Rule S6")
        #expect(Self.rulesNamedByTests([test, source]) == ["S3", "S5"])
    }

    private static func unknownRules(_ file: Repository.File) -> [Finding] {
        let lines = file.swift?.prose ?? file.lines
        return lines.enumerated().flatMap { index, line in
            RuleNumbers.cited(in: line).unknown.map {
                Finding(path: file.path, line: index + 1, what: "there is no rule \($0)")
            }
        }
    }

    private static func rulesNamedByTests(_ files: [Repository.File]) -> Set<String> {
        files.filter(\.isTest).reduce(into: []) { tested, file in
            tested.formUnion(RuleNumbers.cited(in: (file.swift?.prose ?? []).joined(separator: "\n")).rules)
        }
    }
}
