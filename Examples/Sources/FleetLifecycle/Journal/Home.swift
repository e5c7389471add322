import RenewalKit

/// Where a world's rows, keys and memory are: in this process, or in the files of a folder.
protocol Home {
    /// The coordinator's rows.
    var storage: any Storage { get }
    /// A machine's keys.
    func vault(of machine: MachineID) -> any KeyVault
    /// Keeps the journal, in place of the one before.
    func save(_ journal: Journal) throws
    /// Checks the whole store, where it is in a file: how many rows it has and what is wrong; `nil` where it is not.
    func verify() async throws -> (rows: Int, faults: [String])?
}

/// Everything in memory; it ends with the process.
struct MemoryHome: Home {
    let storage: any Storage = InMemoryStorage()
    func vault(of machine: MachineID) -> any KeyVault { InMemoryKeyVault() }
    func save(_ journal: Journal) {}
    func verify() -> (rows: Int, faults: [String])? { nil }
}
