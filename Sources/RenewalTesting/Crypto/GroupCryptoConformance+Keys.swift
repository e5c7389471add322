import RenewalCore

extension GroupCryptoConformance {
    static let keyChecks: [ConformanceCheck<CryptoSubject>] = [
        ConformanceCheck("digest", "A digest depends on every byte and on nothing else.") { subject in
            let bytes = [UInt8](0..<100)
            try requireEqual(subject.crypto.digest(bytes), subject.crypto.digest(bytes), "the digest of the same bytes")
            var seen: Set<Fingerprint> = [subject.crypto.digest(bytes), subject.crypto.digest([])]
            for index in bytes.indices { seen.insert(subject.crypto.digest(subject.turned(bytes, at: index))) }
            try requireEqual(seen.count, 102, "the number of digests of different bytes")
        },
        ConformanceCheck("newKeys", "Each new key is another one, and signs what its public half verifies.") {
            subject in
            let crypto = subject.crypto
            let (first, second) = (try crypto.makeKey(.new), try crypto.makeKey(.new))
            try require(first.publicKey != second.publicKey, "two new keys are the same")
            let signature = try crypto.sign([1, 2, 3], with: first)
            try require(
                crypto.isValid(signature, over: [1, 2, 3], by: first.publicKey), "a true signature is not valid")
            try require(
                !crypto.isValid(signature, over: [1, 2, 3], by: second.publicKey), "it is valid by another key")
            try require(
                !crypto.isValid(signature, over: [1, 2, 4], by: first.publicKey), "it is valid over other bytes")
            try require(!crypto.isValid(signature, over: [], by: first.publicKey), "it is valid over no bytes")
        },
        ConformanceCheck("badSignatures", "A signature or key that is not well formed is not valid; nothing traps.") {
            subject in
            let crypto = subject.crypto
            let key = try crypto.makeKey(.new)
            let signature = try crypto.sign([7], with: key)
            for index in signature.bytes.indices {
                let changed = Signature(subject.turned(signature.bytes, at: index))
                try require(
                    !crypto.isValid(changed, over: [7], by: key.publicKey), "a signature changed at \(index) is valid")
            }
            for bytes in [[], [0], Array(signature.bytes.dropLast()), signature.bytes + [0]] {
                try require(
                    !crypto.isValid(Signature(bytes), over: [7], by: key.publicKey),
                    "a signature of \(bytes.count) bytes is valid")
            }
            for bytes in [[], [4], Array(key.publicKey.bytes.dropLast()), key.publicKey.bytes + [0]] {
                let other = PublicKey(key.publicKey.algorithm, bytes)
                try require(!crypto.isValid(signature, over: [7], by: other), "a key of \(bytes.count) bytes verifies")
            }
            let unknown = PublicKey(KeyAlgorithm(rawValue: 0x7ABC), key.publicKey.bytes)
            try require(!crypto.isValid(signature, over: [7], by: unknown), "a key of an unknown algorithm verifies")
        },
        ConformanceCheck("restoredKeys", "A key that was sealed as a key and opened is restored as what it was.") {
            subject in
            let crypto = subject.crypto
            let issued = try crypto.issueCertificate(subject.request)
            let recipient = try crypto.makeKey(.new)
            let context = SealContext.delivery(
                DeliveryContext(
                    group: subject.group, generation: Generation.first.next,
                    certificate: issued.certificate.fingerprint, recipient: crypto.digest([1])))
            let sealed = try crypto.seal(issued.privateKey.secret, to: recipient.publicKey, context: context)
            let secret = try crypto.open(sealed, with: recipient, context: context)
            let restored = try crypto.makeKey(.restored(secret))
            try requireEqual(restored.publicKey, issued.privateKey.publicKey, "the restored key's public half")
            let signature = try crypto.sign([9], with: restored)
            try require(
                crypto.isValid(signature, over: [9], by: issued.certificate.publicKey), "what it signs is not valid")
        },
        ConformanceCheck("badSecrets", "Bytes that are no key are `malformed`.") { subject in
            for bytes in [[], [1], [UInt8](repeating: 1, count: 1_000)] {
                let code = try await subject.code(of: "restoring \(bytes.count) bytes") {
                    try subject.crypto.makeKey(.restored(SecretBytes(bytes)))
                }
                try requireEqual(code, .malformed, "the error for \(bytes.count) bytes")
            }
        },
    ]

    static let certificateChecks: [ConformanceCheck<CryptoSubject>] = [
        ConformanceCheck(
            "certificate", "A certificate says what was asked for, and reads as what its issuer said (T2)."
        ) {
            subject in
            let crypto = subject.crypto
            let issued = try crypto.issueCertificate(subject.request)
            let facts = issued.certificate
            try requireEqual(facts.group, subject.group, "its group")
            try requireEqual(facts.notBefore, subject.request.notBefore, "its notBefore")
            try requireEqual(facts.notAfter, subject.request.notAfter, "its notAfter")
            try requireEqual(facts.publicKey, issued.privateKey.publicKey, "its key")
            try requireEqual(facts.fingerprint, crypto.digest(facts.der), "its fingerprint")
            try requireEqual(try crypto.readCertificate(facts.der), facts, "what is read from it")
            let other = try crypto.issueCertificate(subject.request)
            try require(other.certificate.publicKey != facts.publicKey, "two certificates have one key")
        },
        ConformanceCheck("changedCertificate", "A certificate with a changed byte is `certificateRejected`.") {
            subject in
            let der = try subject.crypto.issueCertificate(subject.request).certificate.der
            for index in stride(from: 0, to: der.count, by: 3) {
                let code = try await subject.code(of: "a certificate changed at byte \(index)") {
                    try subject.crypto.readCertificate(subject.turned(der, at: index))
                }
                try requireEqual(code, .certificateRejected, "the error for a change at byte \(index)")
            }
        },
        ConformanceCheck("noCertificate", "Bytes that are no certificate, or more than one, are `certificateRejected`.")
        {
            subject in
            let der = try subject.crypto.issueCertificate(subject.request).certificate.der
            for bytes in [[], [0x30, 0], Array(der.dropLast()), der + [0], der + der] {
                let code = try await subject.code(of: "reading \(bytes.count) bytes") {
                    try subject.crypto.readCertificate(bytes)
                }
                try requireEqual(code, .certificateRejected, "the error for \(bytes.count) bytes")
            }
        },
    ]
}
