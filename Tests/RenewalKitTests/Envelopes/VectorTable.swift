import RenewalKit

/// The generator of Vectors/envelopes.json: three values that were sealed once, and changes of them. The file is checked
/// in so that a decoder in another language needs nothing else; a test compares the two.
enum VectorTable {
    static let credential = SealedSample(
        "credential", .credential(Samples.credential), credentialPlaintext, SealedHex.credential)
    static let package = SealedSample("package", .keyPackage(Samples.package), keyPlaintext, SealedHex.package)
    static let delivery = SealedSample("delivery", .delivery(Samples.delivery), keyPlaintext, SealedHex.delivery)
    static let samples = [credential, package, delivery]

    static let credentialPlaintext = WindowsCredentials(
        userName: "CONTOSO\\robot", password: "p\u{E4}ssw\u{F6}rd"
    ).encoded().bytes
    static let keyPlaintext = StandardCrypto().digest(Array("renewalkit vector key 3".utf8)).bytes

    static let all = accepted + frames + headers + keys + ciphertexts + texts

    /// A vector of bytes that are refused.
    static func refused(_ reason: String, _ name: String, _ bytes: [UInt8], padding: Int? = nil) -> Vector {
        Vector(name: name, bytes: Hex.text(bytes), padding: padding, expect: "refused \(reason)")
    }

    /// A vector of a text that is refused.
    static func refused(_ reason: String, _ name: String, text: String, padding: Int? = nil) -> Vector {
        Vector(name: name, text: text, padding: padding, expect: "refused \(reason)")
    }

    /// The same change to each of the three.
    static func each(_ reason: String, _ name: String, _ change: (SealedSample) -> [UInt8]) -> [Vector] {
        samples.map { refused(reason, "\($0.name): \(name)", change($0)) }
    }

    private static func read(_ name: String, _ sample: SealedSample, _ context: SealContext) -> Vector {
        Vector(name: name, bytes: Hex.text(sample.bytes), expect: Vector.describe(context))
    }

    private static let accepted: [Vector] = opened + edges

    private static let opened = samples.flatMap { sample in
        [
            Vector(
                name: "\(sample.name) as sealed", bytes: Hex.text(sample.bytes),
                expect: Vector.describe(sample.context), key: key(sample), plaintext: Hex.text(sample.plaintext)),
            Vector(
                name: "\(sample.name) as sealed, in text", text: SealedValue(sample.bytes).text,
                expect: Vector.describe(sample.context), key: key(sample), plaintext: Hex.text(sample.plaintext)),
        ]
    }

    private static func key(_ sample: SealedSample) -> String {
        Hex.text(StandardCrypto().digest(Array("renewalkit vector key 1".utf8)).bytes)
    }

    private static var edges: [Vector] {
        var credential = Samples.credential
        credential.revision = .max
        var package = Samples.package
        package.generation = .first
        var delivery = Samples.delivery
        delivery.generation = .first.next
        return [
            read("greatest revision", Self.credential.setting(.max, at: 32), .credential(credential)),
            read("package of generation 1", Self.package.setting(1, at: 16), .keyPackage(package)),
            read("delivery of generation 2", Self.delivery.setting(2, at: 16), .delivery(delivery)),
            read("shortest ciphertext", Self.credential.carrying(17), Self.credential.context),
            Vector(
                name: "longest ciphertext",
                bytes: Hex.text(Self.credential.bytes.prefix(Self.credential.keyEnd) + [0, 1, 0, 0]), padding: 65_536,
                expect: Vector.describe(Self.credential.context)),
            read("base point as key", Self.package.under([9] + zeros(31)), Self.package.context),
            read("the prime minus two as key", Self.package.under(nearPrime(0xEB)), Self.package.context),
        ]
    }

    static func zeros(_ count: Int) -> [UInt8] { [UInt8](repeating: 0, count: count) }

    /// 2^255 − 256 and a last byte, little endian: the field's prime is that with 0xED.
    static func nearPrime(_ low: UInt8) -> [UInt8] { [low] + [UInt8](repeating: 0xFF, count: 30) + [0x7F] }
}
