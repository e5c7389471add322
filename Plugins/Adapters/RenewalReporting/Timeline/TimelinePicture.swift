import RenewalCore
import RenewalDataverse

/// One picture of a timeline.
struct TimelinePicture {
    private let timeline: Timeline
    private let layout: TimelineLayout
    private let time: TimeText
    /// Starts the ids of the picture's elements, so that a page can hold several.
    private let name: String

    init(_ timeline: Timeline, layout: TimelineLayout, time: TimeText, name: String) {
        self.timeline = timeline
        self.layout = layout
        self.time = time
        self.name = name
    }

    private var height: Double {
        TimelineLayout.top + max(1, Double(timeline.lanes.count)) * layout.laneHeight + layout.bottom
    }
    private var lanesEnd: Double { height - layout.bottom }

    func svg(isAlone: Bool) -> String {
        // Within a page the page has the margins.
        let margin = isAlone ? TimelineLayout.margin : 0
        let (width, height) = (Self.number(layout.width + 2 * margin), Self.number(height + 2 * margin))
        let corner = Self.number(-margin)
        var markup = Markup()
        let title = "Renewals as of \(time.minuteWithZone(timeline.now))"
        markup.element(
            "svg",
            [
                "xmlns": "http://www.w3.org/2000/svg", "viewBox": "\(corner) \(corner) \(width) \(height)",
                "width": width,
                "height": height, "role": "img", "class": "timeline",
                "aria-labelledby": "\(name)-title \(name)-words",
            ]
        ) { markup in
            markup.element("title", ["id": "\(name)-title"], text: title)
            markup.element("desc", ["id": "\(name)-words"], text: words)
            if isAlone { markup.element("style", text: TimelineStyle.alone) }
            if isAlone {
                markup.empty(
                    "rect", ["class": "paper", "x": corner, "y": corner, "width": width, "height": height])
            }
            grid(&markup)
            for (index, lane) in timeline.lanes.enumerated() {
                self.lane(lane, at: TimelineLayout.top + Double(index) * layout.laneHeight, &markup)
            }
            if timeline.lanes.isEmpty { text("no groups", layout.chartStart, TimelineLayout.top + 40, "name", &markup) }
            today(&markup)
            legend(&markup)
        }
        return markup.text
    }

    private var words: String {
        timeline.lanes.map { "\($0.title): \($0.sentences(time).joined(separator: " "))" }.joined(separator: " ")
    }
}

// Axis, today and legend.
extension TimelinePicture {
    private func x(_ instant: Instant) -> Double {
        layout.chartStart + timeline.share(instant) * (layout.chartEnd - layout.chartStart)
    }

    private func clippedX(_ instant: Instant) -> Double { min(max(x(instant), layout.chartStart), layout.chartEnd) }

    /// Where today's label stands: at today, as far as there is room.
    private var todayX: Double { min(max(x(timeline.now), layout.chartStart + 62), layout.chartEnd - 62) }

    private func grid(_ markup: inout Markup) {
        let axis = TimelineAxis(timeline.range, zone: time.zone, atMost: layout.ticks)
        for tick in axis.ticks {
            upright(tick.isYear ? "tick year" : "tick", tick.instant, from: TimelineLayout.top - 8, &markup)
            // Today's label stands in the same line, and matters more.
            if abs(x(tick.instant) - todayX) > 92 {
                let middle = min(max(x(tick.instant), layout.chartStart + 24), layout.chartEnd - 18)
                text(tick.label, middle, TimelineLayout.top - 14, "label middle", &markup)
            }
        }
    }

    private func today(_ markup: inout Markup) {
        upright("today", timeline.now, from: TimelineLayout.top - 8, &markup)
        text("today, \(time.date(timeline.now))", todayX, TimelineLayout.top - 14, "todayLabel middle", &markup)
    }

    /// A line across the lanes; where names stand above the bars it passes by the names.
    private func upright(_ style: String, _ instant: Instant, from top: Double, _ markup: inout Markup) {
        let place = Self.number(x(instant))
        var path = "M\(place) \(Self.number(top))V\(Self.number(layout.isNarrow ? TimelineLayout.top : lanesEnd))"
        if layout.isNarrow {
            for index in timeline.lanes.indices {
                let start = TimelineLayout.top + Double(index) * layout.laneHeight + layout.barsStart - 8
                path += "M\(place) \(Self.number(start))v\(Self.number(TimelineLayout.barsHeight + 4))"
            }
        }
        markup.empty("path", ["class": style, "data-instant": instant.description, "d": path])
    }

    private func legend(_ markup: inout Markup) {
        var entries: [(style: String, label: String, width: Double)] = [
            ("certificate", "certificate", 92), ("window open", "open window", 108),
            ("window", "next window", 106), ("next", "next certificate (estimate)", 186), ("deadline", "deadline", 82),
        ]
        if timeline.lanes.contains(where: { $0.previous != nil }) {
            entries.insert(("previous", "previous certificate", 142), at: 1)
        }
        if timeline.lanes.contains(where: { !$0.received.isEmpty }) {
            entries.append(("received", "key received", 100))
        }
        var (place, top) = (layout.chartStart, lanesEnd + 14)
        for entry in entries {
            if place + entry.width > layout.chartEnd { (place, top) = (layout.chartStart, top + 18) }
            defer { place += entry.width }
            if entry.style == "deadline" {
                diamond(place + 7, top + 5, nil, &markup)
            } else if entry.style == "received" {
                markup.empty(
                    "circle",
                    ["class": "received", "cx": Self.number(place + 7), "cy": Self.number(top + 5), "r": "3.5"])
            } else {
                rectangle(entry.style, place, top, 14, 10, radius: 2, nil, &markup)
            }
            text(entry.label, place + 20, top + 9, "label", &markup)
        }
    }
}

// A lane.
extension TimelinePicture {
    private func lane(_ lane: Timeline.Lane, at top: Double, _ markup: inout Markup) {
        let urgency = lane.group.urgency(at: timeline.now)
        markup.element("g", ["class": "lane", "data-group": lane.group.id.description]) { markup in
            markup.empty(
                "line",
                [
                    "class": "rule", "x1": "0", "x2": Self.number(layout.chartEnd), "y1": Self.number(top),
                    "y2": Self.number(top),
                ])
            names(of: lane, urgency, top, &markup)
            bars(of: lane, top + layout.barsStart, &markup)
        }
    }

    private func names(of lane: Timeline.Lane, _ urgency: Urgency?, _ top: Double, _ markup: inout Markup) {
        text(lane.title.elided(to: layout.isNarrow ? 44 : 24, mark: "…"), 0, top + 22, "name", &markup)
        text(lane.headline(time), 0, top + 39, "headline \(urgency.map { "\($0)" } ?? "plain")", &markup)
        text(lane.machineHeadline, 0, top + 55, "label", &markup)
        progress(of: lane, top + 61, &markup)
    }

    /// Machines as shares of a bar.
    private func progress(of lane: Timeline.Lane, _ top: Double, _ markup: inout Markup) {
        let counts = lane.group.machines
        guard counts.total > 0 else { return }
        let width = layout.isNarrow ? layout.chartEnd : 224
        var place = 0.0
        for (name, count) in [
            ("good", lane.upToDate), ("warning", lane.pending), ("critical", counts.keyExpired),
        ] where count > 0 {
            let share = width * Double(count) / Double(counts.total)
            rectangle("share \(name)", place, top, share, 5, radius: 0, nil, &markup)
            place += share
        }
    }

    private func bars(of lane: Timeline.Lane, _ top: Double, _ markup: inout Markup) {
        span(
            lane.window, lane.isOpen ? "window open" : "window", top - 6, TimelineLayout.barsHeight, radius: 4, &markup)
        span(lane.previous, "previous", top + 22, 14, radius: 3, &markup)
        span(lane.next, "next", top + 22, 14, radius: 3, &markup)
        span(lane.certificate, "certificate \(lane.group.phase.name)", top, 14, radius: 3, &markup)
        for (instant, count) in binned(lane.received) {
            markup.empty(
                "circle",
                [
                    "class": "received", "data-instant": instant.description, "data-count": "\(count)",
                    "cx": Self.number(x(instant)), "cy": Self.number(top + 42),
                    "r": Self.number(min(2.5 + Double(count).squareRoot(), 6)),
                ])
        }
        guard let deadline = lane.deadline, deadline >= timeline.range.start, deadline < timeline.range.end else {
            return
        }
        let place = Self.number(x(deadline))
        markup.empty(
            "line",
            [
                "class": lane.isOpen ? "deadlineLine open" : "deadlineLine", "x1": place, "x2": place,
                "y1": Self.number(top - 6), "y2": Self.number(top + 46),
            ])
        diamond(x(deadline), top + 7, deadline, &markup)
        // The label stands on the side where there is room.
        let isLeft = x(deadline) > layout.chartEnd - 84
        text(
            time.date(deadline), x(deadline) + (isLeft ? -9 : 9), top + 47, isLeft ? "label end" : "label", &markup)
    }

    /// Machines that moved at about the same time share a dot.
    private func binned(_ instants: [Instant]) -> [(Instant, Int)] {
        var bins: [(instant: Instant, count: Int)] = []
        for instant in instants where instant >= timeline.range.start && instant < timeline.range.end {
            if let last = bins.last, x(instant) - x(last.instant) < 8 {
                bins[bins.count - 1].count += 1
            } else {
                bins.append((instant, 1))
            }
        }
        return bins
    }

    private func span(
        _ span: Timeline.Span?, _ style: String, _ top: Double, _ height: Double, radius: Double, _ markup: inout Markup
    ) {
        guard let span, span.end > timeline.range.start, span.start < timeline.range.end else { return }
        let (left, right) = (clippedX(span.start), clippedX(span.end))
        rectangle(style, left, top, max(right - left, 1.5), height, radius: radius, span, &markup)
    }
}

// Shapes.
extension TimelinePicture {
    private func rectangle(
        _ style: String, _ left: Double, _ top: Double, _ width: Double, _ height: Double, radius: Double,
        _ span: Timeline.Span?, _ markup: inout Markup
    ) {
        let shape = [
            "x=\"\(Self.number(left))\"", "y=\"\(Self.number(top))\"", "width=\"\(Self.number(width))\"",
            "height=\"\(Self.number(height))\"", radius > 0 ? "rx=\"\(Self.number(radius))\"" : "",
            span.map { "data-start=\"\($0.start)\" data-end=\"\($0.end)\"" } ?? "",
        ].filter { !$0.isEmpty }.joined(separator: " ")
        markup.raw("<rect class=\"\(style)\" \(shape)/>\n")
    }

    private func diamond(_ x: Double, _ y: Double, _ instant: Instant?, _ markup: inout Markup) {
        let path =
            "M\(Self.number(x)) \(Self.number(y - 7))L\(Self.number(x + 7)) \(Self.number(y))"
            + "L\(Self.number(x)) \(Self.number(y + 7))L\(Self.number(x - 7)) \(Self.number(y))Z"
        if let instant {
            markup.empty("path", ["class": "deadline", "data-instant": instant.description, "d": path])
        } else {
            markup.empty("path", ["class": "deadline", "d": path])
        }
    }

    private func text(_ content: String, _ x: Double, _ y: Double, _ style: String, _ markup: inout Markup) {
        markup.element("text", ["class": style, "x": Self.number(x), "y": Self.number(y)], text: content)
    }

    /// At most two decimals, the same on every system.
    private static func number(_ value: Double) -> String {
        let hundredths = Int((value * 100).rounded())
        let (whole, rest) = (hundredths.magnitude / 100, hundredths.magnitude % 100)
        let fraction = rest == 0 ? "" : rest % 10 == 0 ? ".\(rest / 10)" : rest < 10 ? ".0\(rest)" : ".\(rest)"
        return (hundredths < 0 ? "-" : "") + "\(whole)\(fraction)"
    }
}
