import RenewalCore

/// Each row as a few lines of name and value, where there is no room for columns.
struct RecordLayout {
    private let report: Report
    private let style: TableStyle
    private let places: [Int]
    private let nameWidth: Int

    init(_ report: Report, _ style: TableStyle) {
        self.report = report
        self.style = style
        places = report.columns.indices.filter { report.columns[$0].rank != nil }
        nameWidth = places.reduce(0) { max($0, DisplayWidth.of(report.columns[$1].name)) }
    }

    func write(to output: ReportOutput) throws {
        for row in report.rows {
            // What is not there needs no line where there is so little room.
            for place in places where row.cells[place] != .null {
                try output.write(line(place, row) + "\n")
            }
            try output.write("\n")
        }
    }

    private func line(_ place: Int, _ row: ReportRow) -> String {
        let column = report.columns[place]
        let width = style.width ?? Int.max
        // Where the name leaves too little beside it, the value goes below it.
        let room = width - nameWidth - 2
        let isBelow = room < 12
        let space = max(1, isBelow ? width - 2 : room)
        let detail = InstantDetail.allCases.first { DisplayWidth.of(column.text(row.cells[place], style, $0)) <= space }
        let text = column.text(row.cells[place], style, detail ?? .words).elided(to: space, mark: style.ellipsis)
        let value = style.coloured(text, row.urgencies[place])
        let name = column.name.elided(to: width, mark: style.ellipsis)
        return isBelow ? "\(style.heading(name))\n  \(value)" : style.heading(name.padded(to: nameWidth)) + "  " + value
    }
}
