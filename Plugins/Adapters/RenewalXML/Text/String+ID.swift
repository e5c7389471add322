import FoundationEssentials

extension String {
    /// The GUID that the text is; `nil` for anything else.
    var utf8ID: UUID? {
        var text = self
        return text.withUTF8 { ValueText.guid($0) }
    }
}
