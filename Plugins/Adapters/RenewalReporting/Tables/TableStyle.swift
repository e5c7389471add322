/// How a table for people is drawn.
public struct TableStyle: Sendable {
    /// The columns that there are room for; `nil` for any number.
    public var width: Int?
    /// Whether urgency is shown in colour.
    public var hasColour: Bool
    /// Whether marks beyond ASCII can be shown. Names are written as they are.
    public var hasUnicode: Bool
    /// How instants are shown.
    public var time: TimeText

    /// A style of these choices.
    public init(width: Int? = nil, hasColour: Bool = false, hasUnicode: Bool = true, time: TimeText) {
        self.width = width
        self.hasColour = hasColour
        self.hasUnicode = hasUnicode
        self.time = time
    }

    /// The style for where a report goes: a file has any width and no colour.
    public init(for destination: ReportDestination, time: TimeText) {
        let isOutput = destination == .standardOutput
        self.init(
            width: isOutput ? Terminal.width : nil, hasColour: isOutput && Terminal.hasColour,
            hasUnicode: Terminal.hasUnicode, time: time)
    }

    /// What stands for nothing.
    var nothing: String { hasUnicode ? "–" : "-" }
    /// What stands for text that was cut off.
    var ellipsis: String { hasUnicode ? "…" : "..." }

    /// The text in the colour of an urgency.
    func coloured(_ text: String, _ urgency: Urgency?) -> String {
        guard hasColour, let urgency else { return text }
        let code =
            switch urgency {
            case .good: "32"
            case .warning: "33"
            case .critical: "1;31"
            }
        return "\u{1B}[\(code)m\(text)\u{1B}[0m"
    }

    /// The text as a heading.
    func heading(_ text: String) -> String { hasColour ? "\u{1B}[1m\(text)\u{1B}[0m" : text }
}
