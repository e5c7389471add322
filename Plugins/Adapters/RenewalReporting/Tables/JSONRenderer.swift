import RenewalCore
import FoundationEssentials

/// Writes a report as a JSON array of objects, the keys in the order of the columns.
public enum JSONRenderer {
    /// Writes the report.
    ///
    /// - Throws: what the output throws.
    public static func render(_ report: Report, to output: ReportOutput) throws {
        let layout = Layout(report.columns)
        try output.write("[")
        var isFirst = true
        for row in report.rows {
            try output.write(isFirst ? "\n" : ",\n")
            isFirst = false
            try output.write(layout.object(row))
        }
        try output.write(isFirst ? "]\n" : "\n]\n")
    }

    /// The keys as they are written, worked out once.
    private struct Layout {
        private var members: [Member] = []

        private enum Member {
            case value(key: String, place: Int)
            case object(key: String, values: [(key: String, place: Int)])
        }

        init(_ columns: [ReportColumn]) {
            for (place, column) in columns.enumerated() {
                let (object, key) = column.path
                guard let object else {
                    members.append(.value(key: key.quotedForJSON, place: place))
                    continue
                }
                let value = (key: key.quotedForJSON, place: place)
                if case .object(object.quotedForJSON, let values) = members.last {
                    members[members.count - 1] = .object(key: object.quotedForJSON, values: values + [value])
                } else {
                    members.append(.object(key: object.quotedForJSON, values: [value]))
                }
            }
        }

        func object(_ row: ReportRow) -> String {
            var text = "  {\n"
            for (index, member) in members.enumerated() {
                text += index == 0 ? "    " : ",\n    "
                switch member {
                case .value(let key, let place):
                    text += key
                    text += ": "
                    text += row.cells[place].jsonText
                case .object(let key, let values):
                    text += "\(key): "
                    text += values.allSatisfy { row.cells[$0.place] == .null } ? "null" : object(values, row)
                }
            }
            return text + "\n  }"
        }

        private func object(_ values: [(key: String, place: Int)], _ row: ReportRow) -> String {
            "{ " + values.map { "\($0.key): \(row.cells[$0.place].jsonText)" }.joined(separator: ", ") + " }"
        }
    }
}

extension FilterValue {
    /// The value as JSON.
    var jsonText: String {
        switch self {
        case .null: "null"
        case .boolean(let flag): flag ? "true" : "false"
        case .integer(let number): String(number)
        case .text(let text): text.quotedForJSON
        case .instant(let instant): "\"\(instant)\""
        case .guid(let guid): "\"\(GroupID(guid))\""
        }
    }
}

extension String {
    /// The text as a JSON string (RFC 8259, section 7). Line separators, which JavaScript reads as ends of lines, and
    /// what a terminal would take for commands are escaped too.
    var quotedForJSON: String {
        if utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F && $0 != 0x22 && $0 != 0x5C }) { return "\"\(self)\"" }
        var quoted = "\""
        for scalar in unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "\n": quoted += "\\n"
            case "\r": quoted += "\\r"
            case "\t": quoted += "\\t"
            case "\u{0}"..<"\u{20}", "\u{7F}"..<"\u{A0}", "\u{2028}", "\u{2029}":
                let digits = String(scalar.value, radix: 16)
                quoted += "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}
