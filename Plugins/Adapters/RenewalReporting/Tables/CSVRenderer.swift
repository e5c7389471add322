import RenewalCore

/// Writes a report as CSV (RFC 4180): lines end with CR LF, the first names the columns.
///
/// Spreadsheets run what looks like a formula: a text that begins with `=`, `+`, `-`, `@`, tab or CR gets a `'` before
/// it. Numbers of ours are no texts and stay as they are.
public enum CSVRenderer {
    /// Writes the report.
    ///
    /// - Throws: what the output throws.
    public static func render(_ report: Report, to output: ReportOutput) throws {
        try output.write(line(report.columns.map { String($0.name.map { $0 == "/" ? "." : $0 }) }))
        for row in report.rows { try output.write(line(row.cells.map(\.csvText))) }
    }

    private static func line(_ fields: [String]) -> String {
        fields.map(quoted).joined(separator: ",") + "\r\n"
    }

    private static func quoted(_ field: String) -> String {
        let special = field.utf8.contains { [0x22, 0x2C, 0x0A, 0x0D].contains($0) }
        if !special, field.utf8.first != 0x20, field.utf8.last != 0x20 { return field }
        var text = "\""
        for scalar in field.unicodeScalars {
            if scalar == "\"" { text += "\"" }
            text.unicodeScalars.append(scalar)
        }
        return text + "\""
    }
}

extension FilterValue {
    /// The value as a field, before quotation marks.
    fileprivate var csvText: String {
        switch self {
        case .null: return ""
        case .boolean(let flag): return flag ? "true" : "false"
        case .integer(let number): return String(number)
        case .instant(let instant): return instant.description
        case .guid(let guid): return GroupID(guid).description
        case .text(let text):
            guard let first = text.utf8.first else { return text }
            return "=+-@\t\r".utf8.contains(first) ? "'" + text : text
        }
    }
}
