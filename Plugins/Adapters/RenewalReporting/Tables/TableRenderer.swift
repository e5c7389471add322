import RenewalCore

/// Writes a report as a table for people, aligned, and no wider than the terminal.
///
/// What does not fit gives way in this order: times lose their time of day, then their date; names are cut; columns are
/// left out, and the last line says which. Where even that is not enough, each row becomes a few lines.
public enum TableRenderer {
    /// Writes the report, and a line that counts the rows and names the instant and zone.
    ///
    /// - Throws: what the output throws.
    public static func render(_ report: Report, style: TableStyle, to output: ReportOutput) throws {
        let footer = "\(report.noun.counted(report.rows.count)) as of \(style.time.minuteWithZone(style.time.now))"
        guard !report.rows.isEmpty else {
            let line = "no \(report.noun.many) as of \(style.time.minuteWithZone(style.time.now))"
            try output.write(line.wrapped(to: style.width) + "\n")
            return
        }
        if let layout = TableLayout(report, style) {
            try layout.write(to: output)
            try output.write("\n" + footer.wrapped(to: style.width) + "\n")
            if !layout.leftOut.isEmpty {
                let line = "left out to fit: \(layout.leftOut.joined(separator: ", "))"
                try output.write(line.wrapped(to: style.width) + "\n")
            }
        } else {
            try RecordLayout(report, style).write(to: output)
            try output.write(footer.wrapped(to: style.width) + "\n")
        }
    }
}

/// How much of an instant a table shows.
enum InstantDetail: Int, CaseIterable {
    case minuteAndWords, dateAndWords, words

    func text(_ instant: Instant, _ time: TimeText) -> String {
        switch self {
        case .minuteAndWords: "\(time.minute(instant)), \(time.words(instant))"
        case .dateAndWords: "\(time.date(instant)), \(time.words(instant))"
        case .words: time.words(instant)
        }
    }
}

extension ReportColumn {
    /// A value of the column for people.
    func text(_ value: FilterValue, _ style: TableStyle, _ detail: InstantDetail) -> String {
        switch value {
        case .null: style.nothing
        case .boolean(let flag): flag ? "yes" : "no"
        case .integer(let number): labels[number] ?? String(number)
        case .text(let text): text.printable
        case .instant(let instant): detail.text(instant, style.time)
        case .guid(let guid): GroupID(guid).description
        }
    }

    /// Numbers stand on the right.
    var isRight: Bool { kind == .integer && labels.isEmpty }
}
