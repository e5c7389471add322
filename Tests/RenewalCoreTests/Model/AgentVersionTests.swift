import RenewalCore
import Testing

/// Rule I7: how agent versions are read and compared, and which of them renew.
struct AgentVersionTests {
    /// In order; the versions of one row are equal.
    static let ascending = [
        ["0", "0.0.0.0", "00"], ["0.0.0.1"], ["2.9", "2.09", "2.9.0"], ["2.22.999"], ["2.23", "2.23.0", "02.23.0.0"],
        ["2.23.0.1"], ["2.23.1"], ["2.23.10"], ["2.100"], ["10.0", "10"], ["99999999999999999999999.0"],
    ]

    @Test func `versions compare by number, field by field, missing fields as 0 (Rule I7)`() throws {
        let versions = try Self.ascending.map { try $0.map(AgentVersion.init) }
        for (left, lefts) in versions.enumerated() {
            for (right, rights) in versions.enumerated() {
                for a in lefts {
                    for b in rights {
                        #expect((a < b) == (left < right), "\(a) < \(b)")
                        #expect((a == b) == (left == right), "\(a) = \(b)")
                        #expect(left != right || a.hashValue == b.hashValue, "\(a) and \(b)")
                    }
                }
            }
        }
    }

    @Test(
        "agents from 2.23 on renew (Rule I7)",
        arguments: [
            ("2.9", false), ("2.22.999", false), ("2.22.999.999", false), ("2.23", true), ("2.23.0", true),
            ("2.23.0.1", true), ("10.0", true), ("3", true), ("1.99", false),
        ])
    func canRenew(text: String, expected: Bool) throws {
        #expect(try AgentVersion(text).canRenew == expected)
    }

    @Test(
        "anything else than one to four numbers is refused (Rule I7)",
        arguments: [
            "", ".", "2.", ".2", "2..3", "1.2.3.4.5", "v2.23", "2.23 ", " 2.23", "2,23", "-1.0", "+1", "2.23-beta",
            "٢.٢٣",
            "²", "0x10", "2.2\u{0}", "2.23\n", String(repeating: "1", count: 101),
        ])
    func refused(text: String) throws {
        let error = try #require(throws: RenewalError.self) { try AgentVersion(text) }
        #expect(error.code == .invalidAgentVersion)
        #expect(error.message.contains("such as 2.23"))
    }

    @Test func `fields of more than 64 bits compare by number too, with each other and with shorter ones`() throws {
        let (most, more) = (String(repeating: "9", count: 25), "1" + String(repeating: "0", count: 25))
        #expect(try AgentVersion("2.\(most)") < AgentVersion("2.\(more)"))
        #expect(try !(AgentVersion("2.\(more)") < AgentVersion("2.\(most)")))
        #expect(try AgentVersion("2.23") < AgentVersion("2.\(most)"))
        #expect(try AgentVersion("\(most).1") > AgentVersion("3.2"))
        #expect(try AgentVersion("2.00\(more).0") == AgentVersion("2.\(more)"))
        #expect(try AgentVersion("2.\(more)") != AgentVersion("2.\(most)"))
    }

    @Test func `a version of 100 digits is read, and stays as it was written`() throws {
        let text = String(repeating: "1", count: 100)
        #expect(try AgentVersion(text).description == text)
        #expect(try AgentVersion("02.23.0").description == "02.23.0")
    }
}
