import RenewalCore

/// The encoding of a group's phase: its name, then its payload.
enum PhaseEncoding {
    static func write(_ phase: GroupPhase, to writer: inout ByteWriter) {
        writer.append(phase.kind.rawValue)
        switch phase {
        case .new: break
        case .imported(let instant), .deleted(let instant): writer.append(instant)
        case .stable(let current): write(current, to: &writer)
        case .renewing(let current, let opening):
            write(current, to: &writer)
            write(opening, to: &writer)
        case .overlap(let current, let overlap):
            write(current, to: &writer)
            write(overlap, to: &writer)
        case .keyExpired(let last, let instant):
            write(last, to: &writer)
            writer.append(instant)
        }
    }

    static func phase(_ reader: inout ByteReader) throws(ByteReader.Fault) -> GroupPhase {
        switch try reader.named("phase", as: GroupPhase.Kind.self) {
        case .new: .new
        case .imported: .imported(keyCreatedAt: try reader.instant("keyCreatedAt"))
        case .stable: .stable(current: try generation(&reader))
        case .renewing: .renewing(current: try generation(&reader), try opening(&reader))
        case .overlap: .overlap(current: try generation(&reader), try overlap(&reader))
        case .keyExpired: .keyExpired(last: try generation(&reader), at: try reader.instant("expiredAt"))
        case .deleted: .deleted(at: try reader.instant("deletedAt"))
        }
    }

    static func write(_ mode: DeliveryMode, to writer: inout ByteWriter) {
        switch mode {
        case .toMembers: writer.append(false)
        case .withoutDelivery(let issuer):
            writer.append(true)
            writer.append(issuer)
        }
    }

    static func deliveryMode(_ reader: inout ByteReader) throws(ByteReader.Fault) -> DeliveryMode {
        try reader.flag("withoutDelivery") ? .withoutDelivery(issuer: try reader.id("issuer")) : .toMembers
    }

    private static func write(_ generation: UsableGeneration, to writer: inout ByteWriter) {
        writer.append(generation.generation)
        writer.append(generation.certificate)
        writer.append(generation.fingerprint)
        writer.append(generation.publicKey)
        writer.append(generation.createdAt)
        writer.append(generation.validityMinutes)
        writer.append(generation.keyPackage.bytes)
    }

    private static func generation(_ reader: inout ByteReader) throws(ByteReader.Fault) -> UsableGeneration {
        UsableGeneration(
            generation: try reader.generation("generation"), certificate: try reader.bytes("certificate"),
            fingerprint: try reader.fingerprint("fingerprint"), publicKey: try reader.publicKey("publicKey"),
            createdAt: try reader.instant("createdAt"), validityMinutes: try reader.integer("validityMinutes"),
            keyPackage: SealedValue(try reader.bytes("keyPackage")))
    }

    private static func write(_ opening: Opening, to writer: inout ByteWriter) {
        writer.append(opening.at)
        writer.append(opening.reason.rawValue)
        writer.append(opening.by.description)
        write(opening.delivery, to: &writer)
    }

    private static func opening(_ reader: inout ByteReader) throws(ByteReader.Fault) -> Opening {
        Opening(
            at: try reader.instant("openedAt"), reason: try reader.named("reason"),
            by: try reader.principal("openedBy"), delivery: try deliveryMode(&reader))
    }

    private static func write(_ overlap: Overlap, to writer: inout ByteWriter) {
        write(overlap.opening, to: &writer)
        write(overlap.previous, to: &writer)
        writer.append(overlap.issuer)
        writer.append(overlap.deadline)
        writer.append(overlap.delivery) { $0.append($1.bytes) }
        writer.append(overlap.deliveryIsDoubted)
    }

    private static func overlap(_ reader: inout ByteReader) throws(ByteReader.Fault) -> Overlap {
        Overlap(
            opening: try opening(&reader), previous: try generation(&reader), issuer: try reader.id("issuer"),
            deadline: try reader.instant("deadline"),
            delivery: try reader.optional("delivery") { reader throws(ByteReader.Fault) in
                SealedValue(try reader.bytes("delivery"))
            },
            deliveryIsDoubted: try reader.flag("deliveryIsDoubted"))
    }
}
