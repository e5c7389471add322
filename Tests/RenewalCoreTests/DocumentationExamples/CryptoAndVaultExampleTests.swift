import FoundationEssentials
import RenewalCore
import RenewalSimulation
import RenewalTestSupport
import RenewalTesting
import Synchronization
import Testing

/// The examples of "Implementing a GroupCrypto" and "Implementing a KeyVault" pass their suites and carry a group.
struct CryptoAndVaultExampleTests {
    @Test func `the article's crypto passes the crypto suite`() async {
        let module = KeyModule()
        await GroupCryptoConformance.check { ModuleCrypto(module: module, software: InsecureCrypto(seed: 21)) }
    }

    @Test func `the article's vault passes the vault suite`() async {
        let stores = Mutex<[ObjectIdentifier: MemorySecretStore]>([:])
        await KeyVaultConformance.check(
            reopen: { (vault: SecretStoreVault) in
                guard let store = stores.withLock({ $0[ObjectIdentifier(vault)] }) else { return vault }
                return SecretStoreVault(store: store)
            },
            makeVault: {
                let store = MemorySecretStore()
                let vault = SecretStoreVault(store: store)
                stores.withLock { $0[ObjectIdentifier(vault)] = store }
                return vault
            })
    }

    @Test(arguments: [("ImplementingAGroupCrypto", "ModuleCrypto"), ("ImplementingAKeyVault", "SecretStoreVault")])
    func `the article quotes the example that is tested`(article: String, example: String) throws {
        let here = URL(filePath: #filePath).deletingLastPathComponent()
        let root = (0..<3).reduce(here) { url, _ in url.deletingLastPathComponent() }
        let page = root.appending(path: "Sources/RenewalCore/RenewalCore.docc/\(article).md")
        let text = try String(contentsOf: page, encoding: .utf8)
        let code = try String(contentsOf: here.appending(path: "\(example).swift"), encoding: .utf8)
        #expect(text.contains("```swift\n\(code)```"), "\(article).md does not quote \(example).swift as it is")
    }

    @Test func `a machine whose keys stay in a module lives through a renewal (Rules I4, I5, K5)`() async throws {
        let software = InsecureCrypto(seed: 22)
        let world = try await TestWorld(crypto: ModuleCrypto(module: KeyModule(), software: software))
        let (first, second) = (try await world.member(), try await world.member())
        let connection = try await world.connection(pinnedBy: first)
        world.advanceToRenewal()
        try await first.agent.checkIn()
        try await second.agent.checkIn()
        let password = try await second.agent.regeneratePassword()
        try await world.machine().join(password: password)
        let assignment = try await world.assignment(connection, on: second)
        #expect(try await second.agent.run(assignment) { $0 } == TestWorld.credentials)
        for held in second.vault.copy()?.membership?.held ?? [] {
            #expect(held.privateKey.secret.bytes.starts(with: Array("handle".utf8)))
        }
    }

    @Test func `a store that fails leaves the vault as it was`() async throws {
        let store = MemorySecretStore()
        let vault = SecretStoreVault(store: store)
        store.fail()
        await #expect(throws: MemorySecretStore.Full.self) {
            try await vault.update {
                $0 = VaultContents(group: GroupID(UUID()), machine: MachineID(UUID()), name: try Name("m"))
            }
        }
        #expect(try await vault.read() == nil)
    }
}

private final class MemorySecretStore: SecretStore {
    struct Full: Error {}

    private let secret = Mutex<SecretBytes?>(nil)
    private let isFailing = Mutex(false)

    func fail() { isFailing.withLock { $0 = true } }

    func load() throws -> SecretBytes? { secret.withLock { $0 } }

    func save(_ new: SecretBytes?) throws {
        if isFailing.withLock({ $0 }) { throw Full() }
        secret.withLock { $0 = new }
    }
}
