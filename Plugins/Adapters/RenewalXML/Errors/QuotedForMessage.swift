import RenewalCore

extension String {
    /// The text in quotation marks for an error message: at most 60 characters, control characters escaped, so that
    /// foreign text can neither flood a log nor forge a line of it.
    var quotedForMessage: String {
        "\"\(escapedForMessage)\""
    }

    /// The text with control characters, line separators and quotation marks escaped; at most 60 characters of it.
    var escapedForMessage: String {
        let shown = String(String.UnicodeScalarView(unicodeScalars.prefix(60))).pathForMessage
        return shown + (unicodeScalars.dropFirst(60).isEmpty ? "" : "…")
    }

    /// The text escaped in the same way and never cut: the end of a path is what names its file.
    var pathForMessage: String { unicodeScalars.map { $0 == "'" ? "'" : $0.escaped(asASCII: false) }.joined() }
}

extension UnsafeBufferPointer<UInt8> {
    /// The bytes as text for an error message.
    var quotedForMessage: String { String(decoding: prefix(240), as: UTF8.self).quotedForMessage }
}
