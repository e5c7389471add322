import Foundation
import RenewalKit

/// One line of the table Vectors/envelopes.json: a sealed value in bytes or text, and what a decoder must say of it.
struct Vector: Codable, Equatable, CustomStringConvertible {
    /// What is special about it.
    var name: String
    /// The value in hexadecimal; or
    var bytes: String?
    /// its text form.
    var text: String?
    /// How many zero bytes (or characters `A`) follow, so that the table stays short where a value is long.
    var padding: Int?
    /// `refused` and the reason, or the header.
    var expect: String
    /// For values that are to be opened: the private key and the plaintext, in hexadecimal.
    var key: String?
    var plaintext: String?

    var description: String { name }

    /// The bytes of the value.
    ///
    /// - Throws: ``RenewalError`` where it is a text that is refused.
    func sealed() throws -> SealedValue {
        if let text {
            return try SealedValue(text: text + String(repeating: "A", count: padding ?? 0))
        }
        return SealedValue(Hex.bytes(bytes ?? "") + [UInt8](repeating: 0, count: padding ?? 0))
    }

    /// What this library says of it.
    func verdict() -> String {
        do {
            return Self.describe(try StandardCrypto().readHeader(sealed()))
        } catch {
            guard let error = error as? RenewalError, error.code == .envelopeRejected else { return "\(error)" }
            return "refused \(error.details["reason"] ?? "without a reason")"
        }
    }

    /// One line of the header, as the judge envelope.py writes it too.
    static func describe(_ context: SealContext) -> String {
        switch context {
        case .credential(let it):
            "credential \(it.group) \(it.connection) \(it.revision) \(it.generation) \(it.certificate)"
        case .keyPackage(let it):
            "keyPackage \(it.group) \(it.generation) \(it.certificate) \(it.passwordRecord)"
        case .delivery(let it):
            "delivery \(it.group) \(it.generation) \(it.certificate) \(it.recipient)"
        }
    }

    /// The checked-in table.
    static let file = Judge.folder.appendingPathComponent("Vectors/envelopes.json")

    static func load() throws -> [Vector] {
        try JSONDecoder().decode([Vector].self, from: Data(contentsOf: file))
    }

    /// The table's text: one vector on a line, keys in order.
    static func render(_ vectors: [Vector]) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let lines = try vectors.map { String(decoding: try encoder.encode($0), as: UTF8.self) }
        return "[\n" + lines.joined(separator: ",\n") + "\n]\n"
    }
}
