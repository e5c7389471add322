import RenewalSimulation
import Synchronization

/// One vault for each machine, made when it is first asked for.
final class Vaults: Sendable {
    private let make: @Sendable (MachineID) -> any KeyVault
    private let vaults = Mutex<[MachineID: any KeyVault]>([:])

    init(make: @escaping @Sendable (MachineID) -> any KeyVault) { self.make = make }

    func vault(_ id: MachineID) -> any KeyVault {
        vaults.withLock { vaults in
            let vault = vaults[id] ?? make(id)
            vaults[id] = vault
            return vault
        }
    }
}
