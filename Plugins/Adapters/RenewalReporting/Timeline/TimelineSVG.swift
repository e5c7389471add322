import RenewalCore
import RenewalDataverse

/// Draws a timeline as an SVG picture.
public enum TimelineSVG {
    /// Writes a picture that stands alone: with its style, and with words for those who can not see it.
    ///
    /// - Throws: what the output throws.
    public static func render(_ timeline: Timeline, time: TimeText, to output: ReportOutput) throws {
        try output.write("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n")
        let picture = TimelinePicture(timeline, layout: .wide, time: time, name: "timeline")
        try output.write(picture.svg(isAlone: true))
    }
}

/// How a picture is laid out, in its own units.
struct TimelineLayout: Sendable {
    var width: Double
    /// Where the chart starts; what is left of it are names.
    var chartStart: Double
    var laneHeight: Double
    /// How far down in a lane the bars start.
    var barsStart: Double
    var ticks: Int
    static let barsHeight = 52.0
    /// Around a picture that stands alone.
    static let margin = 20.0

    /// Room at the right for the half of a mark at the end.
    var chartEnd: Double { width - 8 }
    var isNarrow: Bool { width < 600 }
    static let top = 36.0
    /// Room for the legend: two lines of it, and three where it is narrow.
    var bottom: Double { isNarrow ? 62 : 44 }

    /// For screens: names beside the bars.
    static let wide = TimelineLayout(width: 1_000, chartStart: 256, laneHeight: 76, barsStart: 14, ticks: 8)
    /// For phones: names above them.
    static let narrow = TimelineLayout(width: 400, chartStart: 0, laneHeight: 152, barsStart: 84, ticks: 4)
}
