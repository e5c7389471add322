/// Lines of iCalendar (RFC 5545, section 3.1): folded so that none has more than 75 octets, and ended with CR LF.
enum CalendarText {
    static let lineLimit = 75

    /// A property with a value that is no text.
    static func line(_ name: String, _ value: String) -> String { folded("\(name):\(value)") }

    /// A property with a text, escaped (section 3.3.11).
    static func line(_ name: String, text: String) -> String { folded("\(name):\(escaped(text))") }

    private static func escaped(_ text: String) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\", ";", ",": escaped += "\\\(scalar)"
            case "\n": escaped += "\\n"
            // Other control characters can not stand in a text.
            case "\u{0}"..<"\u{20}", "\u{7F}": escaped += "\u{FFFD}"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }

    /// A line that goes on starts with a space; a character is never divided.
    private static func folded(_ line: String) -> String {
        var folded = ""
        var count = 0
        for scalar in line.unicodeScalars {
            let length = UTF8.width(scalar)
            if count + length > lineLimit {
                folded += "\r\n "
                count = 1
            }
            folded.unicodeScalars.append(scalar)
            count += length
        }
        return folded + "\r\n"
    }
}
