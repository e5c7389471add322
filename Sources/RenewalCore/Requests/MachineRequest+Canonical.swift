extension MachineRequest {
    /// What all signatures of the request are over (Rule Z2): use `request`, then operation, group, machine, both
    /// fingerprints, sequence number and the fields of the body.
    public func signedBytes() -> [UInt8] {
        var canonical = CanonicalBytes(use: "request")
        canonical.append(body.operation)
        canonical.append(group)
        canonical.append(machine)
        canonical.append(machineKey)
        canonical.append(groupKey)
        canonical.append(sequence)
        body.append(to: &canonical, group: group)
        return canonical.bytes
    }
}

extension MachineRequest.Body {
    /// The operation's name, as it is signed.
    public var operation: String {
        switch self {
        case .checkIn: "checkIn"
        case .submit: "submit"
        case .changePassword: "changePassword"
        case .replaceDelivery: "replaceDelivery"
        case .storeCopies: "storeCopies"
        case .leave: "leave"
        }
    }

    func append(to canonical: inout CanonicalBytes, group: GroupID) {
        switch self {
        case .checkIn(let body):
            canonical.append(body.agentVersion.description)
            canonical.append(body.trusted)
            canonical.append(UInt64(body.held.count))
            for generation in body.held { canonical.append(generation) }
            canonical.append(body.doubts)
        case .submit(let body):
            body.append(to: &canonical, group: group)
        case .changePassword(let body):
            canonical.append(body.passwordRecord, group: group)
            canonical.append(UInt64(body.packages.count))
            for package in body.packages {
                canonical.append(package.generation)
                canonical.append(package.keyPackage.bytes)
            }
        case .replaceDelivery(let body):
            canonical.append(body.generation)
            canonical.append(body.delivery.bytes)
            canonical.append(body.keyPackage.bytes)
        case .storeCopies(let body):
            canonical.append(body.connection)
            canonical.append(body.revision)
            canonical.append(UInt64(body.copies.count))
            for copy in body.copies {
                canonical.append(copy.generation)
                canonical.append(copy.certificate)
                canonical.append(copy.sealed.bytes)
            }
        case .leave:
            break
        }
    }
}

extension Submission {
    fileprivate func append(to canonical: inout CanonicalBytes, group: GroupID) {
        canonical.append(generation)
        canonical.append(certificate)
        canonical.append(terms.createdAt)
        canonical.append(UInt64(bitPattern: Int64(terms.validityMinutes)))
        canonical.append(link.passwordRecord)
        canonical.append(link.signatureByPrevious.bytes)
        canonical.append(link.signatureByNext.bytes)
        canonical.append(passwordRecord, group: group)
        canonical.append(keyPackage.bytes)
        canonical.append(delivery?.bytes ?? [])
    }
}

extension CanonicalBytes {
    /// Appends a password record: its signed bytes and its signature, two fields.
    mutating func append(_ record: PasswordRecord, group: GroupID) {
        append(record.signedBytes(group: group))
        append(record.signature.bytes)
    }
}
