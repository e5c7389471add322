import RenewalCore

/// The encoding of a whole group row.
enum GroupEncoding {
    static let version: UInt8 = 1

    static func bytes(of row: MachineGroup) -> [UInt8] {
        var writer = ByteWriter(version: version, capacity: 2_048)
        writer.append(row.id)
        writer.append(row.name.description)
        writer.append(row.policy.validityMinutes)
        writer.append(row.policy.graceMinutes)
        PhaseEncoding.write(row.phase, to: &writer)
        writer.append(row.operatorRequest) { writer, request in
            writer.append(request.at)
            writer.append(request.by.description)
            PhaseEncoding.write(request.delivery, to: &writer)
        }
        writer.append(row.passwordRecord, write)
        writer.append(row.previousPasswordRecord, write)
        writer.append(row.passwordChangedAt) { $0.append($1) }
        writer.append(row.passwordChangedBy) { $0.append($1.description) }
        writer.append(row.joinCounter)
        writer.append(list: row.transitions) { writer, transition in
            writer.append(transition.number)
            writer.append(transition.kind.rawValue)
            writer.append(transition.at)
            writer.append(transition.generation) { $0.append($1) }
        }
        writer.append(row.transitionCount)
        writer.append(row.lastMachineTransition)
        writer.append(row.lastConnectionTransition)
        return writer.bytes
    }

    static func read(_ reader: inout ByteReader) throws(ByteReader.Fault) -> MachineGroup {
        let id = try reader.id("id", as: GroupID.self)
        let name = try reader.text("name")
        let validity = try reader.integer("validity")
        let grace = try reader.integer("grace")
        guard let name = try? Name(name) else { throw ByteReader.Fault(field: "name") }
        guard let policy = try? RenewalPolicy(validityMinutes: validity, graceMinutes: grace) else {
            throw ByteReader.Fault(field: "policy")
        }
        var row = MachineGroup(id: id, name: name, policy: policy)
        row.phase = try PhaseEncoding.phase(&reader)
        row.operatorRequest = try reader.optional("operatorRequest") { reader throws(ByteReader.Fault) in
            OperatorRequest(
                at: try reader.instant("requestedAt"), by: try reader.principal("requestedBy"),
                delivery: try PhaseEncoding.deliveryMode(&reader))
        }
        row.passwordRecord = try reader.optional("passwordRecord", passwordRecord)
        row.previousPasswordRecord = try reader.optional("previousPasswordRecord", passwordRecord)
        row.passwordChangedAt = try reader.optional("passwordChangedAt") { reader throws(ByteReader.Fault) in
            try reader.instant("passwordChangedAt")
        }
        row.passwordChangedBy = try reader.optional("passwordChangedBy") { reader throws(ByteReader.Fault) in
            try reader.principal("passwordChangedBy")
        }
        row.joinCounter = try reader.number("joinCounter")
        row.transitions = try reader.list("transitions", transition)
        row.transitionCount = try reader.number("transitionCount")
        row.lastMachineTransition = try reader.number("lastMachineTransition")
        row.lastConnectionTransition = try reader.number("lastConnectionTransition")
        return row
    }

    private static func transition(_ reader: inout ByteReader) throws(ByteReader.Fault) -> Transition {
        Transition(
            number: try reader.number("transition"), kind: try reader.named("transitionKind"),
            at: try reader.instant("transitionAt"),
            generation: try reader.optional("transitionGeneration") { reader throws(ByteReader.Fault) in
                try reader.generation("transitionGeneration")
            })
    }

    private static func write(_ writer: inout ByteWriter, _ record: PasswordRecord) {
        writer.append(record.version)
        writer.append(record.parameters.function)
        writer.append(record.parameters.cost)
        writer.append(record.parameters.blockSize)
        writer.append(record.parameters.parallelism)
        writer.append(record.parameters.salt)
        writer.append(record.passwordKey)
        writer.append(record.joinKey)
        writer.append(record.anchor.generation)
        writer.append(record.anchor.certificate)
        writer.append(record.anchor.signature.bytes)
        writer.append(record.signature.bytes)
    }

    private static func passwordRecord(_ reader: inout ByteReader) throws(ByteReader.Fault) -> PasswordRecord {
        PasswordRecord(
            version: try reader.number("passwordVersion"),
            parameters: KDFParameters(
                function: try reader.text("kdf"), cost: try reader.number("kdfCost"),
                blockSize: try reader.number("kdfBlockSize"), parallelism: try reader.number("kdfParallelism"),
                salt: try reader.bytes("salt")),
            passwordKey: try reader.publicKey("passwordKey"), joinKey: try reader.publicKey("joinKey"),
            anchor: PasswordRecord.Anchor(
                generation: try reader.generation("anchor"), certificate: try reader.fingerprint("anchorCertificate"),
                signature: Signature(try reader.bytes("anchorSignature"))),
            signature: Signature(try reader.bytes("recordSignature")))
    }
}

extension ByteReader {
    /// Who did something.
    mutating func principal(_ field: String) throws(Fault) -> Principal {
        guard let principal = Principal(try text(field)) else { throw Fault(field: field) }
        return principal
    }
}
