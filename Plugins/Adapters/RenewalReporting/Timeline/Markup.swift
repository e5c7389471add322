/// XML, written piece by piece so that what is written is always well formed.
struct Markup {
    private(set) var text = ""
    private var open: [String] = []

    /// An element with a body of elements.
    mutating func element(
        _ name: String, _ attributes: KeyValuePairs<String, String> = [:], _ body: (inout Markup) -> Void
    ) {
        text += "<\(name)\(Self.text(attributes))>"
        body(&self)
        text += "</\(name)>\n"
    }

    /// An element with text.
    mutating func element(_ name: String, _ attributes: KeyValuePairs<String, String> = [:], text content: String) {
        text += "<\(name)\(Self.text(attributes))>\(content.escapedForXML)</\(name)>\n"
    }

    /// An element without a body.
    mutating func empty(_ name: String, _ attributes: KeyValuePairs<String, String> = [:]) {
        text += "<\(name)\(Self.text(attributes))/>\n"
    }

    /// Text that is markup already.
    mutating func raw(_ markup: String) { text += markup }

    private static func text(_ attributes: KeyValuePairs<String, String>) -> String {
        attributes.map { " \($0.key)=\"\($0.value.escapedForXML)\"" }.joined()
    }
}

extension String {
    /// The text as content or attribute of an element. The scalars that XML 1.0 excludes become U+FFFD.
    var escapedForXML: String {
        if utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F && ![0x22, 0x26, 0x27, 0x3C, 0x3E].contains($0) }) { return self }
        var escaped = ""
        for scalar in unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&#39;"
            case "\t", "\n", "\r": escaped += "&#\(scalar.value);"
            case "\u{0}"..<"\u{20}", "\u{FFFE}"..."\u{FFFF}": escaped += "\u{FFFD}"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}
