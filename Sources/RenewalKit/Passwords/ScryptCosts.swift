/// scrypt's costs, checked: not so low that guessing a password is cheap, not so high that whoever wrote the record can
/// exhaust the machine that reads it.
struct ScryptCosts {
    let rounds: Int
    let blockSize: Int
    let parallelism: Int

    /// N is at least 2^17, as made here.
    static let leastCost: UInt64 = 1 << 17
    /// r is at least 8, as made here.
    static let leastBlockSize: UInt64 = 8
    /// N · r · p · 128 is at most 1 GiB. With p in the product the cap bounds the time too (about 3 seconds), and
    /// swift-crypto's own arithmetic on it can not overflow.
    static let mostBytes: UInt64 = 1 << 30
    /// The salt has 16 bytes when made here; up to 64 are read.
    static let saltLengths = 16...64

    /// Checks the parameters.
    ///
    /// - Throws: ``/RenewalCore/RenewalError`` with `kdfParametersRejected` that names the parameter, its value and the
    ///   bounds.
    init(_ parameters: KDFParameters) throws {
        guard parameters.function == "scrypt" else {
            throw Self.rejected("function", parameters.function, "only scrypt is known")
        }
        guard parameters.cost >= Self.leastCost, parameters.cost.nonzeroBitCount == 1 else {
            throw Self.rejected("cost", "\(parameters.cost)", "N is a power of two, at least \(Self.leastCost)")
        }
        guard parameters.blockSize >= Self.leastBlockSize else {
            throw Self.rejected("blockSize", "\(parameters.blockSize)", "r is at least \(Self.leastBlockSize)")
        }
        guard parameters.parallelism >= 1 else {
            throw Self.rejected("parallelism", "\(parameters.parallelism)", "p is at least 1")
        }
        guard Self.saltLengths.contains(parameters.salt.count) else {
            throw Self.rejected("salt", "\(parameters.salt.count) bytes", "a salt has 16 to 64 bytes")
        }
        guard let bytes = Self.product(parameters.cost, parameters.blockSize, parameters.parallelism, 128),
            bytes <= Self.mostBytes
        else {
            throw Self.rejected(
                "cost", "N = \(parameters.cost), r = \(parameters.blockSize), p = \(parameters.parallelism)",
                "N · r · p · 128 is at most 1 GiB")
        }
        rounds = Int(parameters.cost)
        blockSize = Int(parameters.blockSize)
        parallelism = Int(parameters.parallelism)
    }

    private static func product(_ factors: UInt64...) -> UInt64? {
        var product: UInt64 = 1
        for factor in factors {
            let (next, overflow) = product.multipliedReportingOverflow(by: factor)
            guard !overflow else { return nil }
            product = next
        }
        return product
    }

    private static func rejected(_ parameter: String, _ value: String, _ bound: String) -> RenewalError {
        RenewalError(
            .kdfParametersRejected,
            "the password record's \(parameter) is \(String(value.unicodeScalars.prefix(60)).debugDescription): "
                + "\(bound); nothing was derived. The store may have been tampered with",
            details: ["parameter": parameter, "value": String(value.unicodeScalars.prefix(60))])
    }
}
