@testable import RenewalDataverse

/// What the pull reader reads, written in a form that another program can write too: strings as hexadecimal UTF-8,
/// numbers as they stand.
enum JSONOutline {
    static func outline(of bytes: [UInt8]) throws(JSONFault) -> String {
        var result: Result<String, JSONFault> = .success("")
        bytes.withUnsafeBufferPointer { buffer in
            result = Result { () throws(JSONFault) in
                var reader = JSONReader(bytes: buffer)
                let text = try value(try reader.next(), &reader)
                _ = try reader.next()
                return text
            }
        }
        return try result.get()
    }

    private static func value(_ token: JSONToken, _ reader: inout JSONReader) throws(JSONFault) -> String {
        switch token {
        case .string(let text): return hex(reader.string(text))
        case .number(let number): return "n" + reader.string(number)
        case .boolean(let value): return value ? "t" : "f"
        case .null: return "z"
        case .arrayStart:
            var text = "["
            while true {
                let token = try reader.next()
                if token == .arrayEnd { return text + "]" }
                text += try value(token, &reader) + ","
            }
        case .objectStart:
            var text = "{"
            while case .name(let name) = try reader.next() {
                text += hex(reader.names.text(of: name)) + ":" + (try value(try reader.next(), &reader)) + ","
            }
            return text + "}"
        case .objectEnd, .arrayEnd, .name, .end: return "unexpected"
        }
    }

    static func hex(_ text: String) -> String {
        "s" + text.utf8.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
