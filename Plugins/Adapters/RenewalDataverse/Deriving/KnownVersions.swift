import RenewalCore

/// The versions of agents that were read so far. Many machines have few, and reading one costs more than a look-up; the
/// first few are found without hashing.
struct KnownVersions {
    private static let limit = 8

    private var first: [(text: String, version: AgentVersion)] = []
    private var others: [String: AgentVersion] = [:]

    /// The version of that text; `nil` where it is none.
    mutating func version(_ text: String) -> AgentVersion? {
        for known in first where known.text == text { return known.version }
        if let known = others[text] { return known }
        guard let version = try? AgentVersion(text) else { return nil }
        if first.count < Self.limit { first.append((text, version)) } else { others[text] = version }
        return version
    }
}
