import Foundation
import RenewalKit

/// Fixed values that several tests and the known answers use.
enum Samples {
    static let group = GroupID(uuid(0x11))
    static let otherGroup = GroupID(uuid(0x12))
    static let machine = MachineID(uuid(0x21))
    static let connection = ConnectionID(uuid(0x31))
    static let third = Generation.first.next.next
    static let created = Instant(secondsSince1970: 1_800_000_000)
    static let certificate = fingerprint(0xC3)
    static let previousCertificate = fingerprint(0xC2)
    static let recordHash = fingerprint(0xB1)

    static let credential = CredentialContext(
        group: group, connection: connection, revision: 7, generation: third, certificate: certificate)
    static let package = KeyPackageContext(
        group: group, generation: third, certificate: certificate, passwordRecord: recordHash)
    static let delivery = DeliveryContext(
        group: group, generation: third, certificate: certificate, recipient: previousCertificate)

    /// The three kinds of header.
    static let contexts: [SealContext] = [.credential(credential), .keyPackage(package), .delivery(delivery)]

    /// 32 equal bytes.
    static func fingerprint(_ byte: UInt8) -> Fingerprint {
        Fingerprint([UInt8](repeating: byte, count: 32)) ?? StandardCrypto().digest([])
    }

    /// 16 equal bytes.
    static func uuid(_ byte: UInt8) -> UUID {
        UUID(uuid: (byte, byte, byte, byte, byte, byte, byte, byte, byte, byte, byte, byte, byte, byte, byte, byte))
    }
}
