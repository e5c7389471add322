import Testing

/// Swift files stay small: nine in ten have fewer than 300 lines.
struct FileSizeTests {
    static let limit = 300

    @Test func `nine files in ten are under 300 lines`() {
        let files = Repository.files.filter(\.isSwift)
        let long = Self.long(files.map { ($0.path, $0.lines.count) })
        let table = long.map { "\($0.lines) \($0.path)" }.joined(separator: "\n")
        if !long.isEmpty { print("files of \(Self.limit) lines and more:\n\(table)") }
        #expect(long.count * 10 <= files.count, "of \(files.count) files these are too long:\n\(table)")
    }

    @Test func `the long files are found, the longest first`() {
        let long = Self.long([("a", 299), ("b", 300), ("c", 301)])
        #expect(long.map(\.path) == ["c", "b"])
    }

    static func long(_ files: [(path: String, lines: Int)]) -> [(path: String, lines: Int)] {
        files.filter { $0.lines >= limit }.sorted { $0.lines > $1.lines }
    }
}
