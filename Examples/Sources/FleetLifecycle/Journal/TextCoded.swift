import RenewalKit

/// A value that is written as its text.
protocol TextCoded: Codable, CustomStringConvertible {
    init?(text: String)
}

extension TextCoded {
    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let value = Self(text: text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "\(text) is no \(Self.self)")
        }
        self = value
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

extension Instant: @retroactive Encodable, @retroactive Decodable, TextCoded {
    init?(text: String) { self.init(text) }
}

extension GroupID: @retroactive Encodable, @retroactive Decodable, TextCoded {
    init?(text: String) { self.init(text) }
}

extension MachineID: @retroactive Encodable, @retroactive Decodable, TextCoded {
    init?(text: String) { self.init(text) }
}

extension AgentVersion: @retroactive Encodable, @retroactive Decodable, TextCoded {
    init?(text: String) {
        guard let version = try? AgentVersion(text) else { return nil }
        self = version
    }
}
