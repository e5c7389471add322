/// The braces that are open, and which of them belong to a public enum or protocol.
struct Scopes {
    enum Kind { case enumeration, `protocol`, other }

    private var open: [Kind] = []
    private var next = Kind.other

    var innermost: Kind { open.last ?? .other }

    mutating func read(_ line: String) {
        if line.contains("public") {
            if line.contains(#/\bpublic\s+(?:indirect\s+)?enum\b/#) { next = .enumeration }
            if line.contains(#/\bpublic\s+protocol\b/#) { next = .protocol }
        }
        for byte in line.utf8 {
            if byte == UInt8(ascii: "{") {
                open.append(next)
                next = .other
            } else if byte == UInt8(ascii: "}") {
                _ = open.popLast()
            }
        }
    }
}
