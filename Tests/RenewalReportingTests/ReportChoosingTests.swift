import RenewalCore
import Testing

@testable import RenewalReporting

struct ReportChoosingTests {
    static let report = Report(
        noun: .init("row", "rows"),
        columns: [
            .init("name", .text), .init("version", .version), .init("count", .integer), .init("things/total", .integer),
        ],
        rows: [
            ReportRow([.text("b"), .text("2.9"), .integer(5), .integer(1)]),
            ReportRow([.text("a"), .text("2.23"), .integer(12), .null]),
            ReportRow([.text("Z"), .null, .null, .integer(3)]),
            ReportRow([.text("é"), .text("10.0"), .integer(5), .null]),
        ])

    @Test(
        "by a column, null last either way, equal rows as they were",
        arguments: [
            ("name", ["Z", "a", "b", "é"]), ("-name", ["é", "b", "a", "Z"]), ("version", ["b", "a", "é", "Z"]),
            ("-version", ["é", "a", "b", "Z"]), ("count", ["b", "é", "a", "Z"]), ("-count", ["a", "b", "é", "Z"]),
            ("things/total", ["b", "Z", "a", "é"]), ("-things.total", ["Z", "b", "a", "é"]),
        ])
    func sorting(order: String, names: [String]) throws {
        #expect(try Self.report.sorted(by: order).rows.map { $0.cells[0] } == names.map { .text($0) })
    }

    @Test(
        "by a filter over the columns, and over whether an object is there",
        arguments: [
            ("count eq 5", ["b", "é"]), ("things/total ge 1", ["b", "Z"]), ("things eq null", ["a", "é"]),
            ("things ne null and version lt '2.10'", ["b"]),
        ])
    func filtering(filter: String, names: [String]) throws {
        #expect(try Self.report.filtered(by: filter).rows.map { $0.cells[0] } == names.map { .text($0) })
    }

    @Test(
        "a wrong filter is marked below, under wide characters too",
        arguments: [
            ("count", "  count\n       ^"), ("name eq '帳' or x", "  name eq '帳' or x\n                  ^"),
            ("a\nb eq 1", "  a\\u{A}b eq 1\n  ^"),
        ])
    func marks(filter: String, lines: String) {
        #expect { _ = try Self.report.filtered(by: filter) } throws: { error in
            (error as? ReportError)?.message.hasSuffix("\n" + lines) == true
        }
    }

    @Test func `of a long filter what is around the place is shown`() {
        let filter =
            String(repeating: "count eq 5 and ", count: 1_000) + "cuont eq 5" + String(repeating: " ", count: 90)
        #expect { _ = try Self.report.filtered(by: filter) } throws: { error in
            let lines = (error as? ReportError)?.message.split(separator: "\n") ?? []
            return lines.count == 3 && lines[1].count < 100 && lines[1].contains("…") && lines[2].contains("^~~~~")
        }
    }
}
