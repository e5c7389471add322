import RenewalCore
import RenewalSimulation
import RenewalTestSupport
import Testing

/// A machine of a test, with its vault in reach.
struct Member: Sendable {
    let world: World
    let vault: InMemoryKeyVault
    let agent: MachineAgent
    let name: String

    @discardableResult
    func join(_ group: GroupID, password: Password? = nil) async throws -> JoinReport {
        try await agent.join(
            group, name: try Name(name), password: password ?? world.password,
            founding: world.coordinator.founding(by: World.alice))
    }

    @discardableResult
    func checkIn() async throws -> CheckInReport { try await agent.checkIn() }

    var id: MachineID { get throws { try #require(vault.copy()).machine } }

    var pin: CertificatePin { get throws { try #require(vault.copy()?.memory.highest).pin } }

    /// The generations whose keys it holds.
    var held: [UInt64] { vault.copy()?.membership?.held.map(\.generation.number) ?? [] }

    /// The same machine after a restart, with another service or version.
    func restarted(_ version: String = "2.23", through service: (any MachineService)? = nil) throws -> Member {
        try world.machine(version, vault: vault, through: service, named: name)
    }

    var row: Machine {
        get async throws {
            try await #require(world.storage.read([.machine(id)]).machine(id))
        }
    }

    /// The effective status.
    var status: KeyDeliveryStatus {
        get async throws {
            let row = try await row
            return row.effectiveStatus(in: try await world.coordinator.group(row.group))
        }
    }

    /// A request that this machine could send, signed with what its vault holds.
    ///
    /// - Parameters:
    ///   - generation: which of its keys signs; the newest where nothing is given.
    ///   - sequence: the request's number; the next one where nothing is given, taken from the vault.
    ///   - change: what is done to the request before it is signed.
    func request(
        _ body: MachineRequest.Body, under generation: UInt64? = nil, sequence: UInt64? = nil,
        _ change: (inout MachineRequest) -> Void = { _ in }
    ) async throws -> MachineRequest {
        let number = try await vault.update { contents -> UInt64 in
            contents?.membership?.sequence += sequence == nil ? 1 : 0
            return sequence ?? contents?.membership?.sequence ?? 0
        }
        let contents = try #require(vault.copy())
        let membership = try #require(contents.membership)
        let key = try #require(
            membership.held.last { generation == nil || $0.generation.number == generation })
        var request = MachineRequest(
            group: contents.group, machine: contents.machine,
            machineKey: membership.machineKey.publicKey.fingerprint(world.crypto), groupKey: key.fingerprint,
            sequence: number, body: body)
        change(&request)
        let bytes = request.signedBytes()
        request.machineSignature = try world.crypto.sign(bytes, with: membership.machineKey)
        request.groupSignature = try world.crypto.sign(bytes, with: key.privateKey)
        return request
    }

    /// The body of a plain check-in.
    func report(_ version: String = "2.23") throws -> MachineRequest.Body {
        let contents = try #require(vault.copy())
        return .checkIn(
            CheckIn(
                agentVersion: try AgentVersion(version), trusted: contents.memory.highest?.generation ?? .first,
                held: contents.membership?.held.map(\.generation) ?? []))
    }
}
