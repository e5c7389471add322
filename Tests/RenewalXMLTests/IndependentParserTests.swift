import Foundation
import RenewalCore
import RenewalDataverse
import RenewalTestSupport
import RenewalTesting
import Testing

@testable import RenewalXML

/// What Python's `xml.etree` and `html` see in a package is what the store holds.
struct IndependentParserTests {
    /// Prints each row's table, id, and fields as hexadecimal digits of UTF-8: text HTML-decoded, references with all
    /// three attributes.
    static let program = """
        import sys, html, xml.etree.ElementTree as tree
        def hexed(text): return text.encode('utf-8').hex()
        schema = tree.parse(sys.argv[1] + '/data_schema.xml').getroot()
        types = {e.get('name'): {f.get('name'): f.get('type') for f in e.find('fields')} for e in schema}
        for entity in tree.parse(sys.argv[1] + '/data.xml').getroot():
            for record in entity.find('records'):
                parts = [entity.get('name'), record.get('id')]
                for field in record:
                    value = field.get('value')
                    if types[entity.get('name')][field.get('name')] == 'string': value = html.unescape(value)
                    part = field.get('name') + '=' + hexed(value)
                    if field.get('lookupentity') is not None: part += ':' + field.get('lookupentity')
                    if field.get('lookupentityname') is not None: part += ':' + hexed(field.get('lookupentityname'))
                    parts.append(part)
                print(' '.join(parts))
        """

    @Test(.enabled(if: Judge.hasPython, "needs the command python3"), arguments: [UInt64](1...10))
    func `an independent parser sees what the store holds`(seed: UInt64) async throws {
        let store = try await ArbitraryStore(seed: seed) { random in
            // Any characters at all that XML can hold.
            let scalars = (0..<random.number(1...20)).compactMap { _ in
                Unicode.Scalar(UInt32(random.number(0...0x1_FFFF)))
            }
            return "n" + String(String.UnicodeScalarView(scalars.filter(\.isXMLCharacter)))
        }
        let folder = try TemporaryFolder()
        try await PackageExport(at: RoundTripTests.now, options: WriteOptions(secrets: .included)).write(
            store.storage, to: .folder(folder.file("p")))
        let seen = try Judge.python(Self.program, [folder.file("p")]).split(separator: "\n").map(String.init)
        let rows = try await store.rows(at: RoundTripTests.now, secrets: .included)
        #expect(seen.count == rows.count)
        for (line, row) in zip(seen, rows) {
            let expected = Self.line(row)
            #expect(line == expected, "seed \(seed)")
        }
    }

    /// The row in the form of the program, made without any code of the module.
    static func line(_ row: Row) -> String {
        let fields = row.values.map { column, value in
            (column.displayName.lowercased(), column.logicalName, "\(column.logicalName)=\(text(value, column))")
        }
        let sorted = fields.sorted { ($0.0, $0.1) < ($1.0, $1.1) }.map(\.2)
        return ([row.table.logicalName, row.idText] + sorted).joined(separator: " ")
    }

    private static func text(_ value: Value, _ column: Column) -> String {
        switch value {
        case .text(let text): hex(text)
        case .secret(let secret): hex(secret.text)
        case .integer(let number): hex("\(number)")
        case .guid(let id): hex(id.uuidString.lowercased())
        case .lookup(let lookup):
            hex(lookup.idText) + ":" + (lookup.table ?? "") + (lookup.name.map { ":" + hex($0) } ?? "")
        case .instant(let instant):
            hex("\(instant)".replacing("Z", with: ".0000000" + (column.logicalName == "keycreationdate" ? "" : "Z")))
        case .null, .boolean, .decimal, .choices: "not among the exported columns"
        }
    }

    private static func hex(_ text: String) -> String {
        text.utf8.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
