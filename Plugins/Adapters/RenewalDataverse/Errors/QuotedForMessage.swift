extension String {
    /// The text in quotation marks for an error message: at most 60 characters, control characters escaped, so that
    /// foreign text can neither flood a log nor forge a line of it.
    var quotedForMessage: String {
        let shown = String(String.UnicodeScalarView(unicodeScalars.prefix(60))).escapedForMessage
        return "\"\(shown)\(unicodeScalars.dropFirst(60).isEmpty ? "" : "…")\""
    }

    /// The text with control characters, line separators and quotation marks escaped.
    var escapedForMessage: String {
        unicodeScalars.map { $0.escaped(asASCII: false) }.joined()
    }
}
