import RenewalTestSupport

extension TemporaryFolder {
    /// The path of a store in it.
    func file() -> String { file("store.sqlite") }
}
