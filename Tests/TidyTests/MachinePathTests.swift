import Testing

/// No file names a folder of the machine on which it was written.
struct MachinePathTests {
    // Spelled apart, so that this file does not hold them.
    static let folders = ["/wo" + "rk/", "/tmp" + "/", "/opt" + "/", "/ro" + "ot/", "/ho" + "me/", "/Use" + "rs/"]

    @Test func `no file names one`() {
        let findings = Repository.files.flatMap(Self.findings)
        #expect(findings.isEmpty, "\(findings.report)")
        #expect(Repository.files.contains { $0.path == ".ci/run" }, "hidden folders were not read")
    }

    @Test(arguments: folders)
    func `a folder is found`(folder: String) {
        let file = Repository.File(path: "A.md", text: "one\nsee \(folder)x")
        #expect(Self.findings(in: file).map(\.line) == [2])
    }

    @Test(arguments: ["frame\(folders[0])x", "https://example.org\(folders[1])x", "\\#(root)\(folders[2])"])
    func `part of another path is not one`(text: String) {
        #expect(Self.findings(in: Repository.File(path: "A.md", text: text)).isEmpty)
    }

    static func findings(in file: Repository.File) -> [Finding] {
        file.lines.enumerated().flatMap { index, line in
            folders.filter { folder in
                line.ranges(of: folder).contains { range in
                    guard range.lowerBound > line.startIndex else { return true }
                    let before = line[line.index(before: range.lowerBound)]
                    return !(before.isLetter || before.isNumber || ")}.-_".contains(before))
                }
            }.map { Finding(path: file.path, line: index + 1, what: "a path of some machine: \($0)") }
        }
    }
}
