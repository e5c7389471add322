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
            note = "\(count) groups in all; here are the \(HTMLPage.mostLanes) whose deadlines come first."
        } else {
            note = nil
        }
        self.timeline = timeline
    }

    private static func mostUrgent(_ lanes: [Timeline.Lane], at now: Instant) -> [Timeline.Lane] {
        let ordered = lanes.enumerated().sorted { left, right in
            let first = left.element.deadline ?? .distantFuture
            let second = right.element.deadline ?? .distantFuture
            return first == second ? left.offset < right.offset : first < second
        }
        return ordered.prefix(HTMLPage.mostLanes).map(\.element)
    }

    func write(_ markup: inout Markup) {
        markup.element("section", ["aria-labelledby": "timeline"]) { markup in
            markup.element("h2", ["id": "timeline"], text: "Timeline")
            if let note { markup.element("p", ["class": "muted"], text: note) }
            markup.element("figure") { markup in
                markup.element("div", ["class": "wide"]) { markup in
                    markup.raw(TimelinePicture(timeline, layout: .wide, time: time, name: "wide").svg(isAlone: false))
                }
                markup.element("div", ["class": "narrow"]) { markup in
                    markup.raw(
                        TimelinePicture(timeline, layout: .narrow, time: time, name: "narrow").svg(isAlone: false))
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
