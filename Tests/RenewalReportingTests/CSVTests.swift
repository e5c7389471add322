import FoundationEssentials
import RenewalCore
import Testing

@testable import RenewalReporting

struct CSVTests {
    @Test(
        "RFC 4180, and no text is a formula",
        arguments: [
            ("plain", "plain"), ("a,b", "\"a,b\""), ("a\"b", "\"a\"\"b\""), ("a\nb", "\"a\nb\""), ("", ""),
            ("=1+1", "'=1+1"), ("+49", "'+49"), ("-1", "'-1"), ("@SUM(A1)", "'@SUM(A1)"), ("\tx", "'\tx"),
            ("\rx", "\"'\rx\""), ("=a,\"b\"", "\"'=a,\"\"b\"\"\""), ("a=b", "a=b"), (" =1", "\" =1\""), ("帳票", "帳票"),
            ("'x", "'x"),
        ])
    func fields(text: String, field: String) throws {
        #expect(try Self.render([.text(text)]) == "name\r\n\(field)\r\n")
    }

    @Test func `other values are written as in JSON, without a guard`() throws {
        let guid = try #require(UUID(uuidString: "5A38629F-DA7F-4AE8-A66B-4898EBD65281"))
        for (value, field) in [
            (.integer(-5), "-5"), (.null, ""), (.boolean(true), "true"),
            (.instant(Instant(secondsSince1970: 0)), "1970-01-01T00:00:00Z"),
            (.guid(guid), "5a38629f-da7f-4ae8-a66b-4898ebd65281"),
        ] as [(FilterValue, String)] {
            #expect(try Self.render([value]) == "name\r\n\(field)\r\n")
        }
    }

    static func render(_ cells: [FilterValue]) throws -> String {
        let report = Report(
            noun: .init("row", "rows"), columns: [ReportColumn("name", .text)], rows: [ReportRow(cells)])
        return try ReportOutput.text { try CSVRenderer.render(report, to: $0) }
    }
}
