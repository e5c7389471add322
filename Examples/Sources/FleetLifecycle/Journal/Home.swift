import RenewalKit

/// Where a world's rows, keys and memory are: in this process, or in the files of a folder.
protocol Home {
    /// The coordinator's rows.
    var storage: any Storage { get }
    /// A machine's keys.
    func vault(of machine: MachineID) -> any KeyVault
    /// Keeps the journal, in place of the one before.
    func save(_ journal: Journal) throws
    /// Checks the whole store, if it is one that can be damaged, and says what came of it.
    func verify() async throws -> String?
}

/// Everything in memory; it ends with the process.
struct MemoryHome: Home {
    let storage: any Storage = InMemoryStorage()
    func vault(of machine: MachineID) -> any KeyVault { InMemoryKeyVault() }
    func save(_ journal: Journal) {}
    func verify() -> String? { nil }
}
