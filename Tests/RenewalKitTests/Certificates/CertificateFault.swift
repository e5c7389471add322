import Crypto
import RenewalKit
import Testing

/// One thing wrong with a certificate, and the reason that must be named.
struct CertificateFault: CustomTestStringConvertible, Sendable {
    let name: String
    let reason: String
    let apply: @Sendable (inout ForgedCertificate) -> Void

    var testDescription: String { name }

    init(_ name: String, _ reason: String, _ apply: @escaping @Sendable (inout ForgedCertificate) -> Void) {
        self.name = name
        self.reason = reason
        self.apply = apply
    }

    static let all: [CertificateFault] = frame + names + dates + keys + extensions

    private typealias Forged = ForgedCertificate

    private static let frame = [
        Self("version 1", "version") { $0.version = [] },
        Self("version 2", "version") { $0.version[4] = 1 },
        Self("version 4", "notX509") { $0.version[4] = 3 },
        Self("serial number 0", "serial") { $0.serial = [0] },
        Self("negative serial number", "notX509") { $0.serial = [0x80] },
        Self("serial number not in its shortest form", "notX509") { $0.serial = [0, 1] },
        Self("serial number of 21 bytes", "serial") { $0.serial = [UInt8](repeating: 1, count: 21) },
        Self("serial number of 20 bytes and a sign byte", "serial") {
            $0.serial = [0] + [UInt8](repeating: 0xFF, count: 20)
        },
        Self("signed with SHA-384", "algorithm") {
            $0.innerAlgorithm = Forged.ecdsaWithSHA384
            $0.outerAlgorithm = Forged.ecdsaWithSHA384
        },
        Self("algorithms that differ", "profile") { $0.innerAlgorithm = Forged.ecdsaWithSHA384 },
        Self("algorithm with parameters NULL", "notX509") {
            $0.innerAlgorithm = Forged.node(0x30, Forged.ecdsaWithSHA256.dropFirst(2) + [0x05, 0x00])
            $0.outerAlgorithm = $0.innerAlgorithm
        },
        Self("unsigned as in RFC 9925", "notX509") {
            $0.innerAlgorithm = Forged.unsigned
            $0.outerAlgorithm = Forged.unsigned
        },
        Self("signature with unused bits", "encoding") { $0.unusedBits = 1 },
        Self("a byte after the end", "notX509") { $0.trailing = [0] },
        Self("too long", "tooLong") { $0.trailing = [UInt8](repeating: 0, count: 1_024) },
        Self("changed after signing", "signature") {
            $0.afterSigning = { signed in signed.flipping(signed.firstRange(of: Array(2...16))?.lowerBound ?? 0) }
        },
    ]

    private static let names = [
        Self("subject in upper case", "subject") {
            $0.subject = Forged.name(Samples.group.description.uppercased().replacing("1", with: "A"))
        },
        Self("subject is no id", "subject") { $0.subject = Forged.name("a group") },
        Self("subject of two parts", "subject") {
            let part = Forged.node(0x31, Forged.attribute(Samples.group.description))
            $0.subject = Forged.node(0x30, part + part)
        },
        Self("subject empty", "subject") { $0.subject = [0x30, 0x00] },
        Self("subject as PrintableString", "profile") {
            $0.subject = Forged.name(Samples.group.description, tag: 0x13)
            $0.issuer = $0.subject
        },
        Self("another issuer", "issuer") { $0.issuer = Forged.name(Samples.otherGroup.description) },
        Self("subject and issuer of another group", "otherGroup") {
            $0.subject = Forged.name(Samples.otherGroup.description)
            $0.issuer = $0.subject
        },
        Self("alternative name of another group", "otherGroup") {
            $0.extensions[4] = Forged.alternativeName("urn:uuid:\(Samples.otherGroup)")
        },
        Self("alternative name in upper case", "alternativeName") {
            $0.extensions[4] = Forged.alternativeName("URN:UUID:\(Samples.group)")
        },
        Self("alternative name of another kind", "alternativeName") {
            $0.extensions[4] = Forged.alternativeName("https://example.org/\(Samples.group)")
        },
        Self("two alternative names", "alternativeName") {
            $0.extensions[4] = Forged.alternativeName("urn:uuid:\(Samples.group)", "urn:uuid:\(Samples.otherGroup)")
        },
        Self("no alternative name", "alternativeName") { $0.extensions.removeLast() },
    ]

    private static let dates = [
        Self("ends before it begins", "validity") { $0.notAfter = Forged.node(0x17, "270115065959Z") },
        Self("ends when it begins", "validity") { $0.notAfter = $0.notBefore },
        Self("2027 as GeneralizedTime (Rule T2)", "profile") {
            $0.notAfter = Forged.node(0x18, "20270415080000Z")
        },
        Self("a fraction of a second (Rule T2)", "notX509") {
            $0.notAfter = Forged.node(0x18, "20500415080000.50Z")
        },
        Self("no time zone", "notX509") { $0.notAfter = Forged.node(0x17, "270415080000") },
        Self("no seconds", "notX509") { $0.notAfter = Forged.node(0x17, "2704150800Z") },
        Self("the 29th of February of 2027", "notX509") { $0.notAfter = Forged.node(0x17, "280230080000Z") },
        Self("a leap second", "profile") { $0.notAfter = Forged.node(0x17, "270415080060Z") },
    ]

    private static let keys = [
        Self("a P-384 key", "publicKey") {
            $0.publicKey = [UInt8](P384.Signing.PrivateKey().publicKey.derRepresentation)
        },
        Self("another P-256 key, identifiers left", "keyIdentifiers") {
            $0.publicKey = [UInt8](P256.Signing.PrivateKey().publicKey.derRepresentation)
        },
        Self("another P-256 key with its identifiers", "signature") {
            let other = ForgedCertificate()
            $0.publicKey = other.publicKey
            $0.extensions = other.extensions
        },
    ]

    private static let extensions = [
        Self("a CA", "basicConstraints") {
            $0.extensions[0] = Forged.extended([0x55, 0x1D, 0x13], critical: true, [0x30, 0x03, 0x01, 0x01, 0xFF])
        },
        Self("basic constraints not critical", "basicConstraints") {
            $0.extensions[0] = Forged.extended([0x55, 0x1D, 0x13], critical: false, [0x30, 0x00])
        },
        Self("keyCertSign", "keyUsage") {
            $0.extensions[1] = Forged.extended([0x55, 0x1D, 0x0F], critical: true, [0x03, 0x02, 0x02, 0x8C])
        },
        Self("key usage not critical", "keyUsage") {
            $0.extensions[1] = Forged.extended([0x55, 0x1D, 0x0F], critical: false, [0x03, 0x02, 0x03, 0x88])
        },
        Self("another subject key identifier", "keyIdentifiers") {
            $0.extensions[2] = Forged.extended([0x55, 0x1D, 0x0E], critical: false, Forged.node(0x04, [1, 2, 3]))
        },
        Self("another authority key identifier", "keyIdentifiers") {
            $0.extensions[3] = Forged.extended(
                [0x55, 0x1D, 0x23], critical: false, Forged.node(0x30, Forged.node(0x80, [1, 2, 3])))
        },
        Self("one extension more", "extensions") {
            $0.extensions.append(Forged.extended([0x55, 0x1D, 0x25], critical: false, [0x30, 0x00]))
        },
        Self("one extension less", "extensions") { $0.extensions.remove(at: 2) },
        Self("extensions in another order", "basicConstraints") { $0.extensions.swapAt(0, 1) },
        Self("an extension twice", "notX509") { $0.extensions[3] = $0.extensions[2] },
        Self("no extensions", "alternativeName") { $0.extensions = [] },
        Self("critical written as FALSE", "notX509") {
            let identifier = $0.extensions[2].dropFirst(2)
            $0.extensions[2] = Forged.node(
                0x30, identifier.prefix(5) + [0x01, 0x01, 0x00] + identifier.dropFirst(5))
        },
    ]
}
