extension String {
    /// The text in quotation marks for an error message: at most 60 characters, control characters escaped, so that
    /// foreign text can neither flood a log nor forge a line of it.
    var quotedForMessage: String {
        let shown = unicodeScalars.prefix(60).map { $0 == "'" ? "'" : $0.escaped(asASCII: false) }.joined()
        return "\"\(shown)\(unicodeScalars.count > 60 ? "…" : "")\""
    }
}
