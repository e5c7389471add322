import RenewalCore

extension GroupCryptoConformance {
    static let sealChecks: [ConformanceCheck<CryptoSubject>] = [
        ConformanceCheck(
            "seal", "A credential opens with its key and context as what was sealed, and its header reads."
        ) {
            subject in
            let crypto = subject.crypto
            let key = try crypto.issueCertificate(subject.request).privateKey
            for count in [1, 31, 64, 1_000] {
                let secret = SecretBytes((0..<count).map { UInt8(truncatingIfNeeded: 17 &* $0 &+ 200) })
                let context = subject.credential(revision: UInt64(count), certificate: crypto.digest([2]))
                let sealed = try crypto.seal(secret, to: key.publicKey, context: context)
                try requireEqual(try crypto.readHeader(sealed), context, "the header")
                try requireEqual(try crypto.open(sealed, with: key, context: context), secret, "what was opened")
                try require(
                    count < 31 || !sealed.bytes.contains(secret.bytes), "the plain secret is in the sealed value")
            }
        },
        ConformanceCheck("otherKey", "What was sealed to another key is `sealBroken`.") { subject in
            let crypto = subject.crypto
            let (key, other) = (try crypto.makeKey(.new), try crypto.makeKey(.new))
            let context = subject.credential(certificate: crypto.digest([2]))
            let sealed = try crypto.seal(SecretBytes([1, 2, 3]), to: key.publicKey, context: context)
            let code = try await subject.code(of: "opening with another key") {
                try crypto.open(sealed, with: other, context: context)
            }
            try requireEqual(code, .sealBroken, "the error")
        },
        ConformanceCheck("otherContext", "A value opened as something else is `sealBroken`, whatever differs (Z3).") {
            subject in
            let crypto = subject.crypto
            let groupKey = try crypto.makeKey(.new)
            let password = try Password(chosen: "correct horse battery")
            let passwordKey = try await crypto.deriveKeys(from: password, parameters: nil).passwordKey
            for (key, contexts) in [
                (groupKey, credentials(subject) + deliveries(subject)), (passwordKey, packages(subject)),
            ] {
                for context in contexts {
                    let sealed = try crypto.seal(try crypto.makeKey(.new).secret, to: key.publicKey, context: context)
                    try requireEqual(try crypto.readHeader(sealed), context, "the header")
                    for other in contexts where other != context {
                        let code = try await subject.code(of: "opening \(context) as \(other)") {
                            try crypto.open(sealed, with: key, context: other)
                        }
                        try requireEqual(code, .sealBroken, "the error")
                    }
                }
            }
        },
        ConformanceCheck("changedSeal", "A sealed value with a changed byte does not open; the error is named.") {
            subject in
            let crypto = subject.crypto
            let key = try crypto.makeKey(.new)
            let context = subject.credential(certificate: crypto.digest([2]))
            let sealed = try crypto.seal(SecretBytes(Array("a secret".utf8)), to: key.publicKey, context: context)
            for index in sealed.bytes.indices {
                let code = try await subject.code(of: "a value changed at byte \(index)") {
                    try crypto.open(SealedValue(subject.turned(sealed.bytes, at: index)), with: key, context: context)
                }
                try require(
                    code == .sealBroken || code == .envelopeRejected, "a change at byte \(index) ended in \(code)")
            }
        },
        ConformanceCheck("badEnvelope", "A value that is not well formed is `envelopeRejected`, with a reason.") {
            subject in
            let crypto = subject.crypto
            let key = try crypto.makeKey(.new)
            let context = subject.credential(certificate: crypto.digest([2]))
            let sealed = try crypto.seal(SecretBytes([5]), to: key.publicKey, context: context).bytes
            for bytes in [[], [0], Array(sealed.prefix(sealed.count / 2)), sealed + [0]] {
                let error = try await thrown(by: "reading \(bytes.count) bytes") {
                    try crypto.readHeader(SealedValue(bytes))
                }
                guard let error = error as? RenewalError, error.code == .envelopeRejected else {
                    throw Finding(text: "reading the header of \(bytes.count) bytes threw \(error)")
                }
                try require(error.details["reason"]?.isEmpty == false, "the error names no reason")
                let code = try await subject.code(of: "opening \(bytes.count) bytes") {
                    try crypto.open(SealedValue(bytes), with: key, context: context)
                }
                try requireEqual(code, .envelopeRejected, "the error of opening \(bytes.count) bytes")
            }
        },
        ConformanceCheck("badRecipient", "Sealing to a key that is not well formed throws.") { subject in
            let key = try subject.crypto.makeKey(.new).publicKey
            for bytes in [[], [4], Array(key.bytes.dropLast())] {
                _ = try await thrown(by: "sealing to a key of \(bytes.count) bytes") {
                    try subject.crypto.seal(
                        SecretBytes([1]), to: PublicKey(key.algorithm, bytes),
                        context: subject.credential(certificate: subject.crypto.digest([2])))
                }
            }
        },
    ]

    /// Credentials, packages and deliveries that differ in one thing each.
    private static func credentials(_ subject: CryptoSubject) -> [SealContext] {
        let context = CredentialContext(
            group: subject.group, connection: subject.connection, revision: 1, generation: .first,
            certificate: subject.crypto.digest([1]))
        return vary(
            context,
            [
                { $0.group = GroupID(subject.connection.uuid) }, { $0.connection = ConnectionID(subject.group.uuid) },
                { $0.revision = 2 }, { $0.generation = $0.generation.next },
                { $0.certificate = subject.crypto.digest([2]) },
            ]
        ).map(SealContext.credential)
    }

    private static func packages(_ subject: CryptoSubject) -> [SealContext] {
        let context = KeyPackageContext(
            group: subject.group, generation: .first, certificate: subject.crypto.digest([1]),
            passwordRecord: subject.crypto.digest([2]))
        return vary(
            context,
            [
                { $0.group = GroupID(subject.connection.uuid) }, { $0.generation = $0.generation.next },
                { $0.certificate = subject.crypto.digest([3]) }, { $0.passwordRecord = subject.crypto.digest([3]) },
            ]
        ).map(SealContext.keyPackage)
    }

    private static func deliveries(_ subject: CryptoSubject) -> [SealContext] {
        let context = DeliveryContext(
            group: subject.group, generation: Generation.first.next, certificate: subject.crypto.digest([1]),
            recipient: subject.crypto.digest([2]))
        return vary(
            context,
            [
                { $0.group = GroupID(subject.connection.uuid) }, { $0.generation = $0.generation.next },
                { $0.certificate = subject.crypto.digest([3]) }, { $0.recipient = subject.crypto.digest([3]) },
            ]
        ).map(SealContext.delivery)
    }

    private static func vary<Value>(_ value: Value, _ changes: [(inout Value) -> Void]) -> [Value] {
        [value]
            + changes.map { change in
                var varied = value
                change(&varied)
                return varied
            }
    }
}
