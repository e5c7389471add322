import RenewalCore
import RenewalDataverse

/// Draws a timeline with characters: a bar and a few words for each group.
public enum TimelineText {
    /// Writes the timeline.
    ///
    /// - Parameters:
    ///   - timeline: what to draw.
    ///   - style: width, colour and marks; without a width the bars are 60 columns long.
    ///   - output: where to.
    /// - Throws: what the output throws.
    public static func render(_ timeline: Timeline, style: TableStyle, to output: ReportOutput) throws {
        let line = { (text: String) in try output.write(text + "\n") }
        guard !timeline.lanes.isEmpty else {
            try line("no groups as of \(style.time.minuteWithZone(timeline.now))".wrapped(to: style.width))
            return
        }
        let names = timeline.lanes.reduce(0) { max($0, DisplayWidth.of($1.title)) }
        let width = style.width ?? max(names + 62, 72)
        // Beside the bars where there is room, above them where there is not.
        let isBeside = width >= 70
        let nameWidth = isBeside ? min(names, width / 3) : 0
        let marks = Marks(timeline, columns: max(10, width - (isBeside ? nameWidth + 2 : 0)), style)
        let indent = String(repeating: " ", count: isBeside ? nameWidth + 2 : 0)
        for text in marks.axis { try line(indent + text) }
        for lane in timeline.lanes {
            let name = lane.title.elided(to: isBeside ? nameWidth : width, mark: style.ellipsis)
            let urgency = lane.group.urgency(at: timeline.now)
            if !isBeside { try line(style.heading(name)) }
            try line((isBeside ? style.heading(name.padded(to: nameWidth)) + "  " : "") + marks.bar(of: lane))
            let words = [lane.headline(style.time), lane.machineHeadline, lane.moves(style.time)].filter { !$0.isEmpty }
                .joined(separator: "; ")
            for text in words.wrapped(to: marks.columns).split(separator: "\n") {
                try line(indent + style.coloured(String(text), urgency))
            }
        }
        try line("")
        try line(marks.legend.wrapped(to: width))
        let count = "\(timeline.lanes.count) group\(timeline.lanes.count == 1 ? "" : "s")"
        try line("\(count) as of \(style.time.minuteWithZone(timeline.now))".wrapped(to: width))
    }

    /// Characters at their places.
    private struct Marks {
        let timeline: Timeline
        let columns: Int
        let style: TableStyle

        init(_ timeline: Timeline, columns: Int, _ style: TableStyle) {
            self.timeline = timeline
            self.columns = columns
            self.style = style
        }

        private var certificate: Character { style.hasUnicode ? "━" : "=" }
        private var window: Character { style.hasUnicode ? "▓" : "#" }
        private var planned: Character { style.hasUnicode ? "░" : ":" }
        private var next: Character { style.hasUnicode ? "┄" : "." }
        private var deadline: Character { style.hasUnicode ? "◆" : "!" }
        private var received: Character { style.hasUnicode ? "•" : "*" }
        private var today: Character { style.hasUnicode ? "│" : "|" }

        private func column(_ instant: Instant) -> Int {
            let place = timeline.share(instant) * Double(columns)
            return place < 0 ? -1 : place >= Double(columns) ? columns : Int(place)
        }

        func bar(of lane: Timeline.Lane) -> String {
            var bar = Array(repeating: Character(" "), count: columns)
            fill(lane.next, next, &bar)
            fill(lane.certificate, certificate, &bar)
            fill(lane.window, lane.isOpen ? window : planned, &bar)
            for instant in lane.received { put(instant, received, &bar) }
            put(timeline.now, today, &bar)
            if let end = lane.deadline { put(end, deadline, &bar) }
            while bar.last == " " { bar.removeLast() }
            return String(bar)
        }

        private func fill(_ span: Timeline.Span?, _ mark: Character, _ bar: inout [Character]) {
            guard let span else { return }
            let first = max(0, column(span.start))
            let last = min(columns - 1, column(span.end))
            guard first <= last, column(span.end) >= 0 else { return }
            for index in first...last { bar[index] = mark }
        }

        private func put(_ instant: Instant, _ mark: Character, _ bar: inout [Character]) {
            let place = column(instant)
            if bar.indices.contains(place) { bar[place] = mark }
        }

        /// Labels, and ticks below them.
        var axis: [String] {
            var labels = Array(repeating: Character(" "), count: columns)
            var ticks = labels
            let axis = TimelineAxis(timeline.range, zone: style.time.zone, atMost: max(2, columns / 9))
            for tick in axis.ticks {
                let place = column(tick.instant)
                guard place >= 0, place + tick.label.count <= columns else { continue }
                for (offset, character) in tick.label.enumerated() { labels[place + offset] = character }
                ticks[place] = style.hasUnicode ? "╷" : "'"
            }
            put(timeline.now, today, &ticks)
            return [labels, ticks].map { line in
                String(line.reversed().drop { $0 == " " }.reversed())
            }
        }

        var legend: String {
            let moves = timeline.lanes.contains { !$0.received.isEmpty } ? ", \(received) key received" : ""
            return "\(today) today, \(certificate) certificate, \(window) open window, \(planned) next window, "
                + "\(deadline) deadline, \(next) next certificate (estimate)\(moves)"
        }
    }
}
