import RenewalCore
import RenewalDataverse

/// The pictures of the page, for wide and for narrow screens, and what they show in words.
struct HTMLTimeline {
    private let timeline: Timeline
    private let time: TimeText
    private let note: String?

    init(_ fleet: Fleet, _ time: TimeText) {
        var timeline = Timeline(fleet)
        self.time = time
        let count = timeline.lanes.count
        if count > HTMLPage.mostLanes {
            timeline.lanes = Self.mostUrgent(timeline.lanes, at: fleet.now)
            note =
                "\(count) groups in all; here are the \(HTMLPage.mostLanes) that matter most: expired ones, then those "
                + "whose deadlines come first."
        } else {
            note = nil
        }
        self.timeline = timeline
    }

    private static func mostUrgent(_ lanes: [Timeline.Lane], at now: Instant) -> [Timeline.Lane] {
        let ordered = lanes.enumerated().sorted { left, right in
            let (first, second) = (urgency(of: left.element), urgency(of: right.element))
            return first == second ? left.offset < right.offset : first < second
        }
        return ordered.prefix(HTMLPage.mostLanes).map(\.element)
    }

    /// What somebody has to see first: groups that are gone, then those whose deadline comes next.
    private static func urgency(of lane: Timeline.Lane) -> Instant {
        lane.group.phase == .expired ? .distantPast : lane.deadline ?? .distantFuture
    }

    /// The timeline in parts that fit a page of paper, each with its axis.
    private var parts: [Timeline] {
        let starts = stride(from: 0, to: max(1, timeline.lanes.count), by: Self.lanesOfPart)
        return starts.map { start in
            var part = timeline
            part.lanes = Array(timeline.lanes.dropFirst(start).prefix(Self.lanesOfPart))
            return part
        }
    }

    private static let lanesOfPart = 8

    func write(_ markup: inout Markup) {
        markup.element("section", ["aria-labelledby": "timeline"]) { markup in
            markup.element("h2", ["id": "timeline"], text: "Timeline")
            if let note { markup.element("p", ["class": "muted"], text: note) }
            for (index, part) in parts.enumerated() {
                let number = index == 0 ? "" : "\(index + 1)"
                markup.element("figure") { markup in
                    for (style, layout) in [("wide", TimelineLayout.wide), ("narrow", .narrow)] {
                        let picture = TimelinePicture(part, layout: layout, time: time, name: style + number)
                        markup.element("div", ["class": style]) { $0.raw(picture.svg(isAlone: false)) }
                    }
                }
            }
            markup.element("details") { markup in
                markup.element("summary", text: "The timeline in words")
                markup.element("ul", ["class": "words"]) { markup in
                    for lane in timeline.lanes {
                        markup.element("li") { markup in
                            markup.element("strong", text: lane.title)
                            markup.element("span", text: " " + lane.sentences(time).joined(separator: " "))
                        }
                    }
                }
            }
        }
    }
}
