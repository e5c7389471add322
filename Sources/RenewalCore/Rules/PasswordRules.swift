// Rule K5: a regenerated password. Rule I5: a replaced delivery.
extension PasswordChange {
    /// Checks record and packages against the group: compare-and-set on generation and password version (Rule K5).
    func verify(in request: MachineRequest, group: MachineGroup, crypto: some VerifyingCrypto) throws {
        let current = try group.requireCurrent()
        guard let old = group.passwordRecord else { throw RenewalError.imported(group.id) }
        guard request.groupKey == current.fingerprint else {
            throw RenewalError(.keyNotHeld, "a password is regenerated on a machine that holds every usable generation")
        }
        let next = try old.version.following("the password version of group \(group.id)")
        guard passwordRecord.version == next else {
            throw RenewalError(
                .stalePasswordVersion, "the password was regenerated meanwhile: its version is \(old.version)",
                details: ["found": "\(passwordRecord.version)", "needed": "\(next)"],
                remedy: .passwordVersion(old.version))
        }
        let bytes = passwordRecord.signedBytes(group: group.id)
        let anchor = passwordRecord.anchor
        guard anchor.generation == current.generation, anchor.certificate == current.fingerprint,
            crypto.isValid(
                anchor.signature, over: passwordRecord.anchorBytes(group: group.id), by: passwordRecord.joinKey),
            crypto.isValid(passwordRecord.signature, over: bytes, by: current.publicKey)
        else { throw RenewalError(.passwordRecordRejected, "the new password record does not verify") }
        let usable = group.phase.usable
        guard packages.map(\.generation) == usable.map(\.generation) else {
            throw RenewalError(.keyNotHeld, "a new password needs a package for every usable generation")
        }
        let hash = crypto.digest(bytes)
        for (package, generation) in zip(packages, usable) {
            let context = KeyPackageContext(
                group: group.id, generation: generation.generation, certificate: generation.fingerprint,
                passwordRecord: hash)
            guard try crypto.readHeader(package.keyPackage) == .keyPackage(context) else {
                throw RenewalError(
                    .certificateRejected, "the package of generation \(generation.generation) is for something else")
            }
        }
    }
}

extension DeliveryReplacement {
    /// Checks that delivery and package are for the current generation of an open overlap (Rule I5).
    func verify(in request: MachineRequest, group: MachineGroup, crypto: some VerifyingCrypto) throws {
        guard case .overlap(let current, let overlap) = group.phase, overlap.delivery != nil,
            let record = group.passwordRecord
        else {
            throw RenewalError(
                .noOpenRenewal, "group \(group.id) has no delivery to replace",
                details: ["found": group.phase.kind.rawValue, "needed": "overlap"])
        }
        guard request.groupKey == current.fingerprint, generation == current.generation else {
            throw RenewalError(.keyNotHeld, "a delivery is replaced by a machine that holds both generations")
        }
        let deliveryContext = DeliveryContext(
            group: group.id, generation: current.generation, certificate: current.fingerprint,
            recipient: overlap.previous.fingerprint)
        let packageContext = KeyPackageContext(
            group: group.id, generation: current.generation, certificate: current.fingerprint,
            passwordRecord: record.hash(group: group.id, crypto: crypto))
        guard try crypto.readHeader(delivery) == .delivery(deliveryContext),
            try crypto.readHeader(keyPackage) == .keyPackage(packageContext)
        else { throw RenewalError(.certificateRejected, "the replaced delivery or package is for something else") }
    }
}

extension MachineGroup {
    /// Puts a verified password change in place (Rule K5).
    mutating func apply(_ change: PasswordChange, at now: Instant, by principal: Principal) {
        previousPasswordRecord = passwordRecord
        passwordRecord = change.passwordRecord
        passwordChangedAt = now
        passwordChangedBy = principal
        replacePackages(change.packages)
    }

    /// Puts a verified delivery in place (Rule I5).
    mutating func apply(_ replacement: DeliveryReplacement) {
        guard case .overlap(let current, var overlap) = phase else { return }
        overlap.delivery = replacement.delivery
        overlap.deliveryIsDoubted = false
        phase = .overlap(current: current, overlap)
        replacePackages([OfferedPackage(generation: replacement.generation, keyPackage: replacement.keyPackage)])
    }

    private mutating func replacePackages(_ packages: [OfferedPackage]) {
        func renewed(_ generation: UsableGeneration) -> UsableGeneration {
            var copy = generation
            if let package = packages.first(where: { $0.generation == generation.generation }) {
                copy.keyPackage = package.keyPackage
            }
            return copy
        }
        switch phase {
        case .stable(let current):
            phase = .stable(current: renewed(current))
        case .renewing(let current, let opening):
            phase = .renewing(current: renewed(current), opening)
        case .overlap(let current, var overlap):
            overlap.previous = renewed(overlap.previous)
            phase = .overlap(current: renewed(current), overlap)
        case .new, .imported, .keyExpired, .deleted:
            break
        }
    }
}
