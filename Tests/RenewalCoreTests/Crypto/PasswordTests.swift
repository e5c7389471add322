import RenewalCore
import Testing

/// Rules K5 and Z1: what a group password may be, how one is made, and that it does not print.
struct PasswordTests {
    @Test(
        "a chosen password has at least 12 characters, however many bytes (Rule K5)",
        arguments: ["", "12345678901", "éééééééééééé".dropLast().description, "👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦"])
    func tooShort(text: String) throws {
        let error = try #require(throws: RenewalError.self) { try Password(chosen: text) }
        #expect(error.code == .passwordTooShort)
        #expect(text.isEmpty || !error.description.contains(text), "Rule Z1: the error names the password")
    }

    @Test(arguments: ["123456789012", "éééééééééééé", "            ", String(repeating: "x", count: 10_000)])
    func `twelve characters and more are taken as they are (Rule K5)`(text: String) throws {
        #expect(try Password(chosen: text).reveal() == text)
    }

    @Test func `a generated password has 26 characters of 5 bits: 130 (Rule K5)`() {
        var generator = SeededGenerator(seed: 11)
        var seen: Set<String> = []
        var counts: [Character: Int] = [:]
        for _ in 0..<1_000 {
            let text = Password.random(using: &generator).reveal()
            let groups = text.split(separator: "-", omittingEmptySubsequences: false)
            #expect(groups.map(\.count) == [5, 5, 5, 5, 5, 1])
            for character in text where character != "-" { counts[character, default: 0] += 1 }
            seen.insert(text)
        }
        #expect(seen.count == 1_000, "seed 11: a password came twice")
        #expect(counts.count == 32, "seed 11: not all of 32 characters occur: 5 bits each")
        // 26,000 characters over 32: 812 each, standard deviation 28.
        #expect(counts.values.allSatisfy { (650...975).contains($0) }, "seed 11: \(counts)")
    }

    @Test func `a password does not print (Rule Z1)`() throws {
        let password = try Password(chosen: "correct horse battery")
        var dumped = ""
        dump(password, to: &dumped)
        for text in [
            "\(password)", String(reflecting: password), dumped, "\(Mirror(reflecting: password).children.map { $0 })",
        ] {
            #expect(!text.contains("horse") && !text.contains("104, 111, 114, 115, 101"), "\(text)")
        }
    }
}
