import RenewalCore

/// A table of the page: it sorts and filters where there is a script, and is a list of cards on a phone.
struct HTMLTable {
    private let section: Section
    private let columns: [(place: Int, column: ReportColumn)]
    private let style: TableStyle

    /// What the table is made from.
    struct Section {
        var id: String
        var title: String
        var report: Report
        var note: String?
        var empty: String
    }

    init(_ section: Section, _ time: TimeText) {
        self.section = section
        style = TableStyle(time: time)
        columns = section.report.columns.enumerated().compactMap { place, column in
            guard column.rank != nil else { return nil }
            let isKept =
                column.path.object == nil || section.report.rows.contains { $0.cells[place] != .null }
            return isKept ? (place, column) : nil
        }
    }

    func write(to output: ReportOutput) throws {
        let (id, report) = (section.id, section.report)
        try output.write("<section aria-labelledby=\"\(id)\">\n<h2 id=\"\(id)\">\(section.title)</h2>\n")
        if let note = section.note { try output.write("<p class=\"muted\">\(note.escapedForXML)</p>\n") }
        guard !report.rows.isEmpty else {
            try output.write("<p>\(section.empty.escapedForXML)</p>\n</section>\n")
            return
        }
        try output.write(
            """
            <p class="tools" hidden="hidden"><label>Show only rows with <input type="search" data-table="\(id)-table"/></label> \
            <span class="muted" role="status" aria-live="polite"></span></p>
            <table id="\(id)-table" aria-labelledby="\(id)">
            <thead><tr>\(columns.map(heading).joined())</tr></thead>
            <tbody>

            """)
        for row in report.rows { try output.write("<tr>" + columns.map { cell($0, row) }.joined() + "</tr>\n") }
        try output.write("</tbody>\n</table>\n</section>\n")
    }

    private func heading(_ column: (place: Int, column: ReportColumn)) -> String {
        let label = Self.labels[column.column.name] ?? column.column.name
        return "<th scope=\"col\"\(column.column.isRight ? " class=\"number\"" : "")>\(label.escapedForXML)</th>"
    }

    private func cell(_ column: (place: Int, column: ReportColumn), _ row: ReportRow) -> String {
        let value = row.cells[column.place]
        let label = Self.labels[column.column.name] ?? column.column.name
        var classes: [String] = []
        if column.column.isRight { classes.append("number") }
        if let urgency = row.urgencies[column.place] { classes.append("\(urgency)") }
        if column.column.kind == .text, Self.freeText.contains(column.column.name) { classes.append("free") }
        let style = classes.isEmpty ? "" : " class=\"\(classes.joined(separator: " "))\""
        let text = self.text(value, column.column)
        let key = Self.sortKey(value).map { " data-key=\"\($0)\"" } ?? ""
        let tag = column.column.name == "name" ? "th scope=\"row\"" : "td"
        return "<\(tag)\(style)\(key) data-label=\"\(label.escapedForXML)\">\(text)</\(tag.prefix(2))>"
    }

    private func text(_ value: FilterValue, _ column: ReportColumn) -> String {
        if case .instant(let instant) = value {
            let words = style.time.words(instant)
            return "<span><time datetime=\"\(instant)\">\(style.time.minute(instant))</time> "
                + "<span class=\"words\">\(words)</span></span>"
        }
        if case .null = value { return "<span class=\"muted\" role=\"img\" aria-label=\"none\">–</span>" }
        if case .text(let text) = value, let words = Self.values[text], column.name != "name",
            column.name != "groupname"
        {
            return words.escapedForXML
        }
        return column.text(value, style, .minuteAndWords).escapedForXML
    }

    /// What numbers and instants sort by.
    private static func sortKey(_ value: FilterValue) -> String? {
        switch value {
        case .instant(let instant): String(instant.secondsSince1970)
        case .integer(let number): String(number)
        default: nil
        }
    }

    private static let labels = [
        "name": "Name", "phase": "Phase", "renewalstart": "Renewal starts", "expiry": "Certificate expires",
        "windowend": "Window closes", "machines/total": "Machines", "machines/pendingnewkey": "Pending",
        "machines/keyexpired": "Missed", "machines/outdated": "Agents too old",
        "connections/stale": "Connections to use",
        "connections/expired": "Connections expired", "groupname": "Group", "agentversion": "Agent",
        "keydeliverystatus": "Status", "lastheartbeatdate": "Last seen", "verdict": "Verdict", "reason": "Why",
        "state": "State", "lastused": "Last used", "flowmachinegroupid": "Group",
    ]

    /// Columns whose texts may be of any length.
    private static let freeText: Set = ["name", "groupname"]

    private static let values = [
        "upToDate": "up to date", "onTrack": "on track", "atRisk": "at risk", "keyExpired": "key expired",
        "groupExpired": "group expired", "agentTooOld": "agent too old", "notSeen": "not seen",
        "windowCloses": "window closes", "groupUnknown": "group not in the source",
    ]
}
