public import FoundationEssentials

/// An identifier that is a UUID (Rule G4) and a type of its own, so that a machine is never taken for a group.
public protocol UUIDIdentifier: Hashable, Sendable, Comparable, LosslessStringConvertible {
    /// The identifier's value.
    var uuid: UUID { get }
    /// An identifier with that value.
    init(_ uuid: UUID)
}

extension UUIDIdentifier {
    /// Reads the 36-character form, in either case. `nil` for anything else.
    public init?(_ description: String) {
        guard let uuid = UUID(uuidString: description) else { return nil }
        self.init(uuid)
    }

    /// A new random id (RFC 9562, version 4).
    public static func random() -> Self { Self(.random()) }

    /// The 36-character form, lower case, as Dataverse writes it.
    public var description: String {
        // Not by way of `uuidString`, which is slow: ids are in every certificate and every history entry.
        String(unsafeUninitializedCapacity: 36) { text in
            withUnsafeBytes(of: uuid.uuid) { bytes in
                var count = 0
                for (index, byte) in bytes.enumerated() {
                    if index == 4 || index == 6 || index == 8 || index == 10 {
                        text[count] = UInt8(ascii: "-")
                        count += 1
                    }
                    (text[count], text[count + 1]) = byte.hexDigits
                    count += 2
                }
                return count
            }
        }
    }

    /// The 16 bytes in network order.
    public var bytes: [UInt8] {
        withUnsafeBytes(of: uuid.uuid) { Array($0) }
    }

    /// The identifier of these 16 bytes in network order; `nil` for any other number of bytes.
    public init?(bytes: [UInt8]) {
        guard bytes.count == 16 else { return nil }
        var uuid: uuid_t = (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
        withUnsafeMutableBytes(of: &uuid) { $0.copyBytes(from: bytes) }
        self.init(UUID(uuid: uuid))
    }

    /// Orders by the 16 bytes, which is the order of the lower-case text.
    public static func < (lhs: Self, rhs: Self) -> Bool {
        let (left, right) = (lhs.halves, rhs.halves)
        return left.high != right.high ? left.high < right.high : left.low < right.low
    }

    private var halves: (high: UInt64, low: UInt64) {
        withUnsafeBytes(of: uuid.uuid) {
            (
                UInt64(bigEndian: $0.loadUnaligned(fromByteOffset: 0, as: UInt64.self)),
                UInt64(bigEndian: $0.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
            )
        }
    }
}

/// Identifies a machine group.
public struct GroupID: UUIDIdentifier {
    /// The identifier's value.
    public let uuid: UUID
    /// An identifier with that value.
    public init(_ uuid: UUID) { self.uuid = uuid }
}

/// Identifies a machine. A machine belongs to exactly one group (Rule G3), so the id alone names its row.
public struct MachineID: UUIDIdentifier {
    /// The identifier's value.
    public let uuid: UUID
    /// An identifier with that value.
    public init(_ uuid: UUID) { self.uuid = uuid }
}

/// Identifies a desktop-flow connection.
public struct ConnectionID: UUIDIdentifier {
    /// The identifier's value.
    public let uuid: UUID
    /// An identifier with that value.
    public init(_ uuid: UUID) { self.uuid = uuid }
}
