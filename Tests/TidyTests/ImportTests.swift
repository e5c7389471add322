import Testing

/// Imports point one way: the core needs nobody, everything else may need the core.
struct ImportTests {
    /// What the files of each shipped target may import besides the standard library's own modules.
    static let allowed: [String: Set<String>] = [
        "RenewalCore": ["FoundationEssentials"],
        "RenewalKit": ["RenewalCore", "FoundationEssentials", "Crypto", "CryptoExtras", "X509", "SwiftASN1"],
        "RenewalSimulation": ["RenewalCore", "FoundationEssentials"],
        "RenewalTesting": ["RenewalCore", "FoundationEssentials", "Testing"],
        "RenewalDataverse": ["RenewalCore", "FoundationEssentials"],
        // Dispatch: SQLite blocks, and the threads that run tasks must not.
        "RenewalFileStore": [
            "RenewalCore", "FoundationEssentials", "Dispatch", "GRDB", "GRDBSQLite", "Glibc", "Darwin", "Musl",
        ],
    ]

    /// Modules of the language itself, and the C library by its names on each system.
    static let everywhere: Set = ["Swift", "Synchronization", "Glibc", "Musl", "Darwin", "Bionic"]

    @Test func `shipped code imports what its target may`() {
        let findings = Repository.shipped.flatMap { Self.findings(in: $0, target: $0.target) }
        #expect(findings.isEmpty, "\(findings.report)")
        let targets = Set(Repository.shipped.map(\.target))
        #expect(targets == Set(Self.allowed.keys), "a target came or went: put down what it may import")
    }

    @Test(
        "an import the wrong way is found",
        arguments: [
            ("RenewalCore", "import RenewalKit"), ("RenewalCore", "public import Foundation"),
            ("RenewalCore", "@_exported public import Crypto"), ("RenewalKit", "import Testing"),
            ("RenewalSimulation", "internal import struct RenewalKit.Thing"), ("Unheard", "import RenewalCore"),
            ("RenewalDataverse", "@testable import RenewalKit"), ("RenewalCore", "#else\nimport Foundation\n#endif"),
        ])
    func found(target: String, source: String) {
        #expect(Self.findings(in: Repository.File(swift: source), target: target).count == 1)
    }

    @Test(
        "an import the right way is not",
        arguments: [
            ("RenewalCore", "public import FoundationEssentials\nimport Synchronization"),
            ("RenewalKit", "@_exported public import RenewalCore"),
            (
                "RenewalCore",
                "#if canImport(FoundationEssentials)\npublic import FoundationEssentials\n#else\npublic import Foundation\n#endif"
            ),
            ("RenewalCore", "// import RenewalKit\nlet a = \"import Testing\""),
        ])
    func notFound(target: String, source: String) {
        #expect(Self.findings(in: Repository.File(swift: source), target: target).isEmpty)
    }

    static func findings(in file: Repository.File, target: String) -> [Finding] {
        guard let code = file.swift?.code.map({ $0.drop { $0 == " " } }) else { return [] }
        let form = #/^(?:@\w+ )*(?:\w+ )?import (?:(?:struct|class|enum|protocol|func|var|let|typealias) )?(\w+)/#
        var findings: [Finding] = []
        for (index, line) in code.enumerated() {
            guard line.contains("import "), let module = line.prefixMatch(of: form).map({ String($0.output.1) }) else {
                continue
            }
            if everywhere.contains(module) || allowed[target]?.contains(module) == true { continue }
            if module == "Foundation", isFallback(index, in: code) { continue }
            findings.append(Finding(path: file.path, line: index + 1, what: "\(target) imports \(module)"))
        }
        return findings
    }

    /// Whether the line is what is imported where there is no FoundationEssentials (macOS):
    /// `#if canImport(FoundationEssentials)`, its import, `#else`, this line.
    private static func isFallback(_ index: Int, in code: [Substring]) -> Bool {
        index >= 3 && code[index - 1] == "#else" && code[index - 2].hasSuffix("import FoundationEssentials")
            && code[index - 3] == "#if canImport(FoundationEssentials)"
    }
}
