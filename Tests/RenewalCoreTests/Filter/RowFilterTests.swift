import FoundationEssentials
import RenewalCore
import Testing

/// Rule N2: row filters in OData `$filter` syntax.
struct RowFilterTests {
    @Test(
        "a condition holds, or does not",
        arguments: [
            // Comparisons of each kind.
            ("count eq 7", true), ("count ne 7", false), ("count gt 6", true), ("count gt 7", false),
            ("count ge 7", true), ("count lt 8", true), ("count lt 7", false), ("count le 7", true),
            ("count gt -5", true), ("7 eq count", true), ("6 lt count", true), ("count lt machines/total", true),
            ("machines/total ge 12", true), ("count eq 9223372036854775807", false),
            ("name eq 'L''été 帳票'", true), ("name eq 'L''ete'", false), ("name gt 'K'", true), ("name lt 'l'", true),
            ("name lt 'M'", true), ("seen eq 2026-11-23T04:00:00Z", true), ("seen ge 2026-11-23", true),
            ("seen lt 2026-11-23", false), ("seen lt 2026-11-24", true), ("outdated eq true", true),
            ("outdated ne false", true), ("outdated eq false", false),
            ("id eq 5a38629f-da7f-4ae8-a66b-4898ebd65281", true), ("id eq 5A38629F-DA7F-4AE8-A66B-4898EBD65281", true),
            ("id eq '5a38629f-da7f-4ae8-a66b-4898ebd65281'", true),
            ("id ne 5a38629f-da7f-4ae8-a66b-4898ebd65282", true),
            // The Web API's name of a reference.
            ("_id_value eq 5a38629f-da7f-4ae8-a66b-4898ebd65281", true),
            // Versions compare by number.
            ("version lt '2.23'", true), ("version gt '2.10'", false), ("version eq '2.9.0'", true),
            ("startswith(version,'2.')", true),
            // Lists.
            ("count in (1, 7)", true), ("count in (1,2,3)", false), ("name in ('a','L''été 帳票')", true),
            ("not (count in (7))", false), ("version in ('2.9.0')", true),
            ("id in ('5a38629f-da7f-4ae8-a66b-4898ebd65281')", true), ("count in (null, 7)", true),
            // Functions.
            ("contains(name,'帳')", true), ("contains(name,'')", true), ("contains(name,'Été')", false),
            ("startswith(name,'L''')", true), ("startswith(name,'''')", false), ("endswith(name, '票')", true),
            ("endswith(name,'帳')", false), ("contains('abc','b')", true), ("CONTAINS(name,'L')", true),
            // Flags and constants.
            ("outdated", true), ("not outdated", false), ("true", true), ("false", false), ("(((true)))", true),
            // Space.
            ("  count\teq\n7  ", true), ("(count eq 7)and(count ne 8)", true), ("count in(7)", true),
            ("COUNT eq 7 or count EQ 7", nil), ("count EQ 7 AND not false", true),
        ] as [(String, Bool?)])
    func conditions(filter: String, holds: Bool?) {
        #expect((try? FilterRow.matches(filter)) == holds, "\(filter)")
    }

    @Test(
        "and binds more tightly than or, not more tightly than both",
        arguments: [
            ("true or false and false", true), ("(true or false) and false", false), ("false and false or true", true),
            ("not false and false", false), ("not (false and false)", true), ("not not true", true),
            ("true or true and not true", true), ("false or not false and true", true),
        ])
    func precedence(filter: String, holds: Bool) throws {
        #expect(try FilterRow.matches(filter) == holds)
    }

    @Test(
        "null equals null alone, is not ordered, and makes a condition unknown (OData 4.01)",
        arguments: [
            ("nothing eq null", true), ("nothing ne null", false), ("name eq null", false), ("name ne null", true),
            ("null eq null", true), ("null ne null", false), ("none eq 1", false), ("none ne 1", true),
            ("none gt 1", false), ("none lt 1", false), ("none ge null", false), ("none le null", false),
            ("never lt seen", false), ("none eq none", true), ("object eq null", true), ("object ne null", false),
            ("none in (1, null)", true), ("none in (1)", false), ("contains(nothing,'a')", false),
            ("not contains(nothing,'a')", false), ("contains(name,null)", false), ("unknown", false),
            ("not unknown", false), ("unknown or true", true), ("true or unknown", true), ("unknown and false", false),
            ("not (unknown and false)", true), ("not (unknown and true)", false), ("not (unknown or true)", false),
            ("unknown eq null", true), ("not (none eq 1)", true), ("not (none gt 1)", true),
        ])
    func null(filter: String, holds: Bool) throws {
        #expect(try FilterRow.matches(filter) == holds, "\(filter)")
    }

    @Test func `long chains and long lists are no depth`() throws {
        let chain = Array(repeating: "count eq 7", count: 100_000)
        #expect(try FilterRow.matches(chain.joined(separator: " and ")))
        #expect(try FilterRow.matches(chain.joined(separator: " or ")))
        #expect(try FilterRow.matches("count in (" + (0...100_000).map(String.init).joined(separator: ",") + ")"))
    }

    @Test func `any text either is a filter or gives an error with a place in it`() {
        let pieces = [
            "count", "eq", "7", "'a'", "'", "(", ")", ",", "and", "or", "not", "in", "null", "name", "é", " ", "-",
            "2026-11-23", "contains", "/", "outdated", "\u{0}", "🚀", "lt", "true",
        ]
        var generator = SeededGenerator(seed: 20_261_123)
        for _ in 0..<20_000 {
            let count = Int.random(in: 0...9, using: &generator)
            let filter = (0..<count).map { _ in pieces[Int.random(in: pieces.indices, using: &generator)] }
                .joined(separator: Bool.random(using: &generator) ? " " : "")
            guard let error = FilterRow.error(filter) else { continue }
            let offset = error.details["offset"].flatMap { Int($0) } ?? -1
            #expect((0...filter.unicodeScalars.count).contains(offset), "\(filter.debugDescription)")
        }
    }
}
