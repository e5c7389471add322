import RenewalCore

/// Columns side by side.
struct TableLayout {
    private let style: TableStyle
    private let rows: ReportRows
    private var detail = InstantDetail.minuteAndWords
    private var columns: [Column]
    /// Names of columns that there was no room for.
    private(set) var leftOut: [String] = []

    private static let gap = 2
    /// Below this so few columns would be left that lines of their own say more.
    private static let leastWidth = 60
    /// Names are not cut below this.
    private static let leastName = 12

    private struct Column {
        let column: ReportColumn
        let place: Int
        var width: Int
        /// How wide it is with everything in it, by how much of an instant is shown: the texts themselves are made
        /// again when they are written, as those of a large fleet would take much memory.
        var wholeWidths: [Int]

        var headingWidth: Int { max(DisplayWidth.of(column.path.key), DisplayWidth.of(column.path.object ?? "")) }
    }

    /// `nil` where the columns that must be there do not fit.
    init?(_ report: Report, _ style: TableStyle) {
        self.style = style
        rows = report.rows
        columns = report.columns.enumerated().compactMap { place, column in
            guard column.rank != nil, column.path.object == nil || Self.hasValue(report, place) else { return nil }
            return Column(column: column, place: place, width: 0, wholeWidths: [])
        }
        if let width = style.width, width < Self.leastWidth { return nil }
        measure()
        show(.minuteAndWords)
        guard let limit = style.width else { return }
        for detail in InstantDetail.allCases.dropFirst() where width > limit { show(detail) }
        cutNames(to: limit)
        while width > limit {
            guard let last = columns.indices.max(by: { rank($0) < rank($1) }), rank(last) > 0 else { return nil }
            leftOut.append(columns[last].column.name)
            columns.remove(at: last)
            // There may be room for whole names again.
            setNames()
            cutNames(to: limit)
        }
        leftOut.reverse()
    }

    /// Whether the source holds the column at all.
    private static func hasValue(_ report: Report, _ place: Int) -> Bool {
        report.rows.contains { $0.cells[place] != .null }
    }

    private func rank(_ index: Int) -> Int { columns[index].column.rank ?? 0 }

    private var width: Int { columns.reduce(0) { $0 + $1.width } + Self.gap * max(0, columns.count - 1) }

    private mutating func measure() {
        for index in columns.indices {
            // Nothing but an instant depends on the detail, and without a limit the first is what is shown.
            let isOne = columns[index].column.kind != .instant || style.width == nil
            let heading = columns[index].headingWidth
            columns[index].wholeWidths = Array(repeating: heading, count: isOne ? 1 : InstantDetail.allCases.count)
        }
        for row in rows {
            for index in columns.indices {
                let (column, cell) = (columns[index].column, row.cells[columns[index].place])
                for (place, detail) in zip(columns[index].wholeWidths.indices, InstantDetail.allCases) {
                    let width = DisplayWidth.of(column.text(cell, style, detail))
                    if width > columns[index].wholeWidths[place] { columns[index].wholeWidths[place] = width }
                }
            }
        }
    }

    private mutating func show(_ detail: InstantDetail) {
        self.detail = detail
        for index in columns.indices { setWidth(index) }
    }

    private mutating func setWidth(_ index: Int) {
        let widths = columns[index].wholeWidths
        columns[index].width = widths[min(detail.rawValue, widths.count - 1)]
    }

    private mutating func setNames() {
        for index in columns.indices where columns[index].column.kind == .text { setWidth(index) }
    }

    private mutating func cutNames(to limit: Int) {
        while width > limit {
            let names = columns.indices.filter {
                columns[$0].column.kind == .text && columns[$0].width > leastWidth($0)
            }
            guard let widest = names.max(by: { columns[$0].width < columns[$1].width }) else { return }
            columns[widest].width -= 1
        }
    }

    private func leastWidth(_ index: Int) -> Int { max(Self.leastName, columns[index].headingWidth) }
}

// Writing.
extension TableLayout {
    func write(to output: ReportOutput) throws {
        if columns.contains(where: { $0.column.path.object != nil }) { try output.write(objectLine + "\n") }
        let heading = columns.map { aligned($0.column.path.key, $0) }
        try output.write(style.heading(line(heading)) + "\n")
        for row in rows {
            let cells = columns.map { column in
                let text = column.column.text(row.cells[column.place], style, detail)
                return style.coloured(aligned(text, column), row.urgencies[column.place])
            }
            try output.write(line(cells) + "\n")
        }
    }

    /// The names of objects, each over the first of its columns.
    private var objectLine: String {
        var text = ""
        var previous: String?
        var start = 0
        for column in columns {
            let object = column.column.path.object
            if let object, object != previous {
                text = text.padded(to: start) + object.padded(to: column.width, right: column.column.isRight)
            }
            previous = object
            start += column.width + Self.gap
        }
        return style.heading(text)
    }

    private func aligned(_ text: String, _ column: Column) -> String {
        text.elided(to: column.width, mark: style.ellipsis).padded(to: column.width, right: column.column.isRight)
    }

    private func line(_ cells: [String]) -> String {
        let text = cells.joined(separator: String(repeating: " ", count: Self.gap))
        var end = text.utf8.endIndex
        while end > text.utf8.startIndex, text.utf8[text.utf8.index(before: end)] == UInt8(ascii: " ") {
            end = text.utf8.index(before: end)
        }
        return String(text[..<end])
    }
}
