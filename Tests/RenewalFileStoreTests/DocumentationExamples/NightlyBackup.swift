import RenewalCore
import RenewalFileStore

// What the guide to the file store shows. Compiled, not run: the paths are those of a server.

func nightlyBackup(crypto: some VerifyingCrypto) async throws {
    let store = try FileStore(path: "/var/lib/renewal/store.sqlite")
    try await store.backup(to: "/backup/renewal-2026-11-23.sqlite")
    let found = try await store.verify(crypto: crypto)
    for fault in found.faults { print(fault) }
}
