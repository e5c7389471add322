extension UsableGeneration {
    /// A generation of which no more is known than its dates, for rows that came without keys: of the Dataverse tables,
    /// say. Only a ``Forecast`` can do something with it.
    ///
    /// - Parameters:
    ///   - generation: which one it is, or is taken to be.
    ///   - createdAt: C.
    ///   - validityMinutes: V at its issue, within Rule S2.
    public static func withoutKeys(
        _ generation: Generation, createdAt: Instant, validityMinutes: Int
    ) -> UsableGeneration {
        UsableGeneration(
            generation: generation, certificate: [], fingerprint: .zero,
            publicKey: PublicKey(KeyAlgorithm(rawValue: 0), []), createdAt: createdAt,
            validityMinutes: validityMinutes, keyPackage: SealedValue([]))
    }
}
