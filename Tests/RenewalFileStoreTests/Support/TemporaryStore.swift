extension TemporaryFolder {
    /// The path of a store in it.
    func file(_ name: String = "store.sqlite") -> String { path(name) }
}
