import RenewalCore

extension GroupCryptoConformance {
    static let passwordChecks: [ConformanceCheck<CryptoSubject>] = [
        ConformanceCheck("derivation", "Password and parameters decide the keys; new parameters have a fresh salt.") {
            subject in
            let crypto = subject.crypto
            let (password, other) = (
                try Password(chosen: "correct horse battery"), try Password(chosen: "correct horse batterz")
            )
            let first = try await crypto.deriveKeys(from: password, parameters: nil)
            let again = try await crypto.deriveKeys(from: password, parameters: first.parameters)
            try require(again == first, "the same password and parameters gave other keys")
            let second = try await crypto.deriveKeys(from: password, parameters: nil)
            try require(first.parameters.salt != second.parameters.salt, "two new salts are the same")
            try require(first.joinKey.publicKey != second.joinKey.publicKey, "two salts gave one key")
            let wrong = try await crypto.deriveKeys(from: other, parameters: first.parameters)
            try require(wrong.joinKey.publicKey != first.joinKey.publicKey, "two passwords gave one join key")
            try require(
                wrong.passwordKey.publicKey != first.passwordKey.publicKey, "two passwords gave one password key")
            try require(first.joinKey.publicKey != first.passwordKey.publicKey, "both keys of a password are the same")
        },
        ConformanceCheck("passwordKeys", "The join key signs; what is sealed to the password key opens with it.") {
            subject in
            let crypto = subject.crypto
            let keys = try await crypto.deriveKeys(from: try Password(chosen: "correct horse battery"), parameters: nil)
            let signature = try crypto.sign([1], with: keys.joinKey)
            try require(crypto.isValid(signature, over: [1], by: keys.joinKey.publicKey), "its signature is not valid")
            try require(
                !crypto.isValid(signature, over: [2], by: keys.joinKey.publicKey), "it is valid over other bytes")
            let issued = try crypto.issueCertificate(subject.request)
            let context = SealContext.keyPackage(
                KeyPackageContext(
                    group: subject.group, generation: .first, certificate: issued.certificate.fingerprint,
                    passwordRecord: crypto.digest([3])))
            let sealed = try crypto.seal(issued.privateKey.secret, to: keys.passwordKey.publicKey, context: context)
            let secret = try crypto.open(sealed, with: keys.passwordKey, context: context)
            try requireEqual(
                try crypto.makeKey(.restored(secret)).publicKey, issued.certificate.publicKey, "the key in the package")
        },
        ConformanceCheck("badParameters", "Parameters under the floor or over the cap are refused, before deriving.") {
            subject in
            let password = try Password(chosen: "correct horse battery")
            let good = try await subject.crypto.deriveKeys(from: password, parameters: nil).parameters
            let changes: [(String, @Sendable (inout KDFParameters) -> Void)] = [
                ("no cost", { $0.cost = 0 }), ("the greatest cost", { $0.cost = .max }),
                ("no block size", { $0.blockSize = 0 }), ("the greatest block size", { $0.blockSize = .max }),
                ("no parallelism", { $0.parallelism = 0 }), ("the greatest parallelism", { $0.parallelism = .max }),
                ("no salt", { $0.salt = [] }), ("an unknown function", { $0.function = "rot13" }),
            ]
            for (name, change) in changes {
                var parameters = good
                change(&parameters)
                let changed = parameters
                let code = try await subject.code(of: "deriving with \(name)") {
                    try await subject.crypto.deriveKeys(from: password, parameters: changed)
                }
                try requireEqual(code, .kdfParametersRejected, "the error for \(name)")
            }
        },
    ]
}
