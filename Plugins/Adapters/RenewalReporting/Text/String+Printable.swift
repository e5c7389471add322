extension String {
    /// The text without anything that would move the cursor, end the line, or change the order of what stands beside
    /// it: such characters are shown as escapes, so that a name in a table is neither a command nor a lie.
    var printable: String {
        if utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return self }
        var shown = ""
        for scalar in unicodeScalars {
            if scalar.isHarmless { shown.unicodeScalars.append(scalar) } else { shown += scalar.escapedByNumber }
        }
        return shown
    }

    /// The text in at most so many columns; what does not fit gives way to a mark.
    func elided(to width: Int, mark: String) -> String {
        if DisplayWidth.of(self) <= width { return self }
        let room = max(0, width - DisplayWidth.of(mark))
        var shown = ""
        var used = 0
        for character in self {
            let next = DisplayWidth.of(character)
            if used + next > room { break }
            shown.append(character)
            used += next
        }
        return used + DisplayWidth.of(mark) <= width ? shown + mark : String(mark.prefix(max(0, width)))
    }

    /// The text on lines of at most so many columns, broken at spaces; a longer word has a line of its own.
    func wrapped(to width: Int?) -> String {
        guard let width, DisplayWidth.of(self) > width else { return self }
        var lines: [String] = []
        for word in split(separator: " ") {
            if let last = lines.last, DisplayWidth.of(last) + 1 + DisplayWidth.of(String(word)) <= width {
                lines[lines.count - 1] = "\(last) \(word)"
            } else {
                lines.append(String(word))
            }
        }
        return lines.joined(separator: "\n")
    }

    /// The text with spaces up to so many columns: behind it, or before it where it stands on the right.
    func padded(to width: Int, right: Bool = false) -> String {
        let fill = String(repeating: " ", count: max(0, width - DisplayWidth.of(self)))
        return right ? fill + self : self + fill
    }
}

extension Unicode.Scalar {
    fileprivate var escapedByNumber: String { "\\u{" + String(value, radix: 16, uppercase: true) + "}" }

    fileprivate var isHarmless: Bool {
        switch properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned: false
        // Joiners belong to scripts and emoji; the other format characters reorder or hide text.
        case .format: value == 0x200C || value == 0x200D || (0xE0020...0xE007F).contains(value)
        default: true
        }
    }
}
