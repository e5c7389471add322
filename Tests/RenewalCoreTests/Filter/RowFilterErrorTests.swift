import RenewalCore
import Testing

/// Rule N2: a filter that does not parse says where, what was found and what was expected.
struct RowFilterErrorTests {
    @Test(
        "the place, and what was expected there",
        arguments: [
            ("", 0, 1, "a column"), ("   ", 3, 1, "a column"), ("name", 4, 1, "a comparison"),
            ("name eq", 7, 1, "a column, a value"), ("name foo 'x'", 5, 3, "a comparison"),
            ("nme eq 'x'", 0, 3, "one of id, name"), ("name eq 'x", 8, 1, "closing quotation mark"),
            ("name eq 'x' and", 15, 1, "a column"), ("name eq 'x' name", 12, 4, "and, or, or the end"),
            ("(name eq 'x'", 12, 1, "closing bracket"), ("name eq 'x')", 11, 1, "and, or, or the end"),
            ("()", 1, 1, "a column"), ("name eq 5", 8, 1, "a string in quotation marks"),
            ("name eq PC1", 8, 3, "a string in quotation marks, such as 'PC-1', or a column"),
            ("5 eq name", 0, 1, "a string in quotation marks"),
            ("count eq '5'", 9, 3, "a whole number"), ("count eq 1.5", 9, 3, "a whole number within 64 bits"),
            ("count eq 9223372036854775808", 9, 19, "64 bits"), ("count eq +5", 9, 2, "a whole number"),
            ("seen gt '2026-11-23'", 8, 12, "without quotation marks"), ("seen gt 2026-11-31", 8, 10, "an instant"),
            ("seen gt 2026-11-23T04:00:00+01:00", 8, 25, "an instant"), ("seen gt count", 8, 5, "an instant"),
            ("id eq 'x'", 6, 3, "a GUID"), ("id gt 5a38629f-da7f-4ae8-a66b-4898ebd65281", 3, 2, "not ordered"),
            ("outdated gt true", 9, 2, "not ordered"), ("outdated eq 1", 12, 1, "true or false"),
            ("version eq 'new'", 11, 5, "a version"), ("object eq 5", 10, 1, "null, or one of its columns"),
            ("not name eq 'x'", 4, 4, "brackets around"), ("not count in (1)", 4, 5, "brackets around"),
            ("name in 'x'", 8, 3, "a list in brackets"), ("name in ()", 9, 1, "a string"),
            ("name in ('a' 'b')", 13, 3, "a comma or a closing bracket"), ("name in ('a',)", 13, 1, "a string"),
            ("name in ('a', 5)", 14, 1, "a string"), ("count in (count)", 10, 5, "a whole number"),
            ("contains name", 9, 4, "a bracket"), ("contains(name)", 13, 1, "a comma"),
            ("contains(name,'a','b')", 17, 1, "a closing bracket"), ("contains(count,'a')", 9, 5, "text"),
            ("contains(name,5)", 14, 1, "a string"), ("substringof(name)", 0, 11, "one of"),
            ("é eq 'x'", 0, 1, "a column"), ("name eq \"x\"", 8, 3, "single quotation marks"),
            ("machines eq 5", 0, 8, "one of"), ("machines/ eq 5", 0, 9, "a column"),
            ("帳 eq 1", 0, 1, "a column"), ("name eq '帳' or 票", 15, 1, "a column"),
        ])
    func place(filter: String, offset: Int, length: Int, expected: String) throws {
        let error = try #require(FilterRow.error(filter), "\(filter) is taken")
        #expect(error.code == .invalidFilter)
        #expect(error.details["offset"] == String(offset), "\(filter): \(error.message)")
        #expect(error.details["length"] == String(length), "\(filter): \(error.message)")
        #expect(error.details["expected"]?.contains(expected) == true, "\(filter): \(error.message)")
        #expect(error.message.contains("at character \(offset + 1)"))
    }

    @Test(
        "brackets and not may be nested 100 deep, and no depth ends the process",
        arguments: [("(", ")"), ("not ", ""), ("not (", ")")])
    func depth(opening: String, closing: String) throws {
        let levels = opening == "not (" ? 50 : 100
        let nested = { (count: Int) in
            String(repeating: opening, count: count) + "true" + String(repeating: closing, count: count)
        }
        #expect(FilterRow.error(nested(levels)) == nil)
        for count in [levels + 1, 100_000] {
            let error = try #require(FilterRow.error(nested(count)))
            #expect(error.details["expected"]?.contains("100 levels") == true)
        }
        #expect(FilterRow.error(String(repeating: opening, count: 100_000)) != nil)
    }

    @Test func `foreign text in a message is shortened and escaped`() throws {
        let error = try #require(FilterRow.error("count eq '\u{1B}[31m" + String(repeating: "x", count: 500) + "'"))
        #expect(error.message.unicodeScalars.count < 250)
        #expect(!error.message.unicodeScalars.contains("\u{1B}"))
    }
}
