import FoundationEssentials
import RenewalCore
import RenewalSimulation
import RenewalTestSupport
import Testing

/// Rule Z1: whatever holds a secret prints redacted, in every way there is to print.
struct SecretsNeverPrintTests {
    /// Bytes that are easy to find again, in whatever form they come out.
    static let marker = Array("SeKrEt-marker-of-32-bytes-length".utf8)

    static let forms: [String] = [
        String(decoding: marker, as: UTF8.self),
        marker.prefix(8).map(\.description).joined(separator: ", "),
        marker.prefix(8).map { String($0, radix: 16) }.joined(),
        Data(marker.prefix(9)).base64EncodedString(),
    ]

    /// Every way to make text of a value.
    static func texts(of value: Any) -> [String] {
        var printed = ""
        print(value, to: &printed)
        debugPrint(value, to: &printed)
        dump(value, to: &printed)
        print([value], ["key": value], Optional.some(value) as Any, (value, 1), to: &printed)
        var reflected = ""
        reflect(value, into: &reflected, depth: 0)
        let error = RenewalError(.malformed, "holds \(value)", details: ["value": "\(value)"], cause: Carrier(value))
        return [
            printed, "\(value)", String(describing: value), String(reflecting: value), reflected, "\(error)",
            String(reflecting: error), error.message, "\(error as any Error)",
        ]
    }

    struct Carrier: Error {
        let value: String
        init(_ value: Any) { self.value = "\(value)" }
    }

    static func reflect(_ value: Any, into text: inout String, depth: Int) {
        guard depth < 12 else { return }
        let mirror = Mirror(reflecting: value)
        text += "\(mirror) "
        var superclass = mirror.superclassMirror
        for child in mirror.children {
            text += "\(child.label ?? "") \(child.value) "
            reflect(child.value, into: &text, depth: depth + 1)
        }
        while let ancestor = superclass {
            for child in ancestor.children { reflect(child.value, into: &text, depth: depth + 1) }
            superclass = ancestor.superclassMirror
        }
    }

    private static func holders() async throws -> [(name: String, value: Any)] {
        let secret = SecretBytes(marker)
        let password = try Password(chosen: String(decoding: marker, as: UTF8.self))
        let crypto = InsecureCrypto(seed: 41)
        let key = try crypto.makeKey(.restored(secret))
        let issued = try crypto.issueCertificate(
            CertificateRequest(group: GroupID(UUID()), createdAt: TestWorld.start, validityMinutes: 129_600))
        let cache = PasswordKeyCache()
        let world = try await TestWorld(crypto: crypto)
        let member = try await world.member()
        var contents = try #require(member.vault.copy())
        contents.membership?.machineKey = key
        contents.pendingMachineKey = key
        member.vault.putBack(contents)
        let membership = try #require(contents.membership)
        let held = try HeldGeneration(
            certificate: try #require(contents.memory.highest),
            privateKey: try #require(membership.held.last).privateKey)
        return [
            ("SecretBytes", secret), ("Password", password), ("PrivateKey", key),
            ("IssuedKey", IssuedKey(privateKey: key, certificate: issued.certificate)),
            ("PasswordKeys", try await keys(password, key, crypto)), ("KeySource", KeySource.restored(secret)),
            (
                "WindowsCredentials",
                WindowsCredentials(userName: password.reveal(), password: password.reveal())
            ),
            ("VaultContents", contents), ("Membership", membership), ("HeldGeneration", held),
            ("PasswordKeyCache", cache), ("InMemoryKeyVault", member.vault), ("MachineAgent", member.agent),
            ("InsecureCrypto", crypto), ("Password.Result", Result<Password, any Error>.success(password)),
        ]
    }

    private static func keys(
        _ password: Password, _ key: PrivateKey, _ crypto: InsecureCrypto
    ) async throws -> PasswordKeys {
        let keys = try await crypto.deriveKeys(from: password, parameters: nil)
        return PasswordKeys(parameters: keys.parameters, passwordKey: key, joinKey: key)
    }

    @Test func `no type that holds a secret shows it`() async throws {
        for holder in try await Self.holders() {
            for text in Self.texts(of: holder.value) {
                for form in Self.forms {
                    #expect(!text.contains(form), "\(holder.name) shows its secret")
                }
            }
        }
    }

    @Test func `the forms that are looked for are found where a secret is shown`() {
        struct Careless { let bytes: [UInt8] }
        let texts = Self.texts(of: Careless(bytes: Self.marker))
        #expect(texts.contains { $0.contains(Self.forms[1]) })
        #expect(Self.texts(of: String(decoding: Self.marker, as: UTF8.self)).contains { $0.contains(Self.forms[0]) })
    }

    @Test func `every type of the core that is declared redacted is walked`() async throws {
        let here = URL(filePath: #filePath)
        let root = (0..<4).reduce(here) { url, _ in url.deletingLastPathComponent() }
        let walked = Set(try await Self.holders().map(\.name))
        let folder = root.appending(path: "Sources/RenewalCore")
        let files = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
        var declared: Set<String> = []
        for path in files where path.hasSuffix(".swift") {
            let text = try String(contentsOf: folder.appending(path: path), encoding: .utf8)
            for line in text.split(separator: "\n") where line.contains("Redacted") && line.hasSuffix("{") {
                let words = line.split { !$0.isLetter && !$0.isNumber }
                guard let index = words.firstIndex(where: { ["struct", "class", "actor", "enum"].contains($0) }) else {
                    continue
                }
                declared.insert(String(words[index + 1]))
            }
        }
        #expect(declared.count >= 9)
        #expect(declared.isSubset(of: walked), "not walked: \(declared.subtracting(walked).sorted())")
    }

    @Test func `the errors of a hostile day hold no secret (Rule Z1)`() async throws {
        let crypto = InsecureCrypto(seed: 42)
        let secret = SecretBytes(Self.marker)
        let (key, other) = (try crypto.makeKey(.restored(secret)), try crypto.makeKey(.new))
        let text = String(decoding: Self.marker, as: UTF8.self)
        let world = try await TestWorld(crypto: crypto)
        let machine = try await world.member()
        let certificate = try #require(machine.vault.copy()?.memory.highest)
        var errors: [any Error] = []
        func note(_ body: () async throws -> Void) async {
            do { try await body() } catch { errors.append(error) }
        }
        await note { _ = try HeldGeneration(certificate: certificate, privateKey: key) }
        await note { _ = try crypto.makeKey(.restored(SecretBytes(Self.marker + Self.marker))) }
        await note { _ = try await machine.agent.rejoin(password: try Password(chosen: text)) }
        await note { try await world.machine().join(password: try Password(chosen: text)) }
        await note { _ = try VaultContents(decoding: secret) }
        await note { _ = try WindowsCredentials(decoding: SecretBytes(Self.marker + Self.marker)) }
        await note { _ = try Password(chosen: String(text.prefix(11))) }
        await note {
            let context = SealContext.delivery(
                DeliveryContext(
                    group: world.group, generation: .first, certificate: .zero, recipient: .zero))
            let sealed = try crypto.seal(secret, to: key.publicKey, context: context)
            _ = try crypto.open(sealed, with: other, context: context)
        }
        #expect(errors.count == 8)
        for error in errors {
            for shown in Self.texts(of: error) {
                for form in Self.forms + [String(text.prefix(11))] { #expect(!shown.contains(form)) }
            }
        }
    }

    @Test func `no secret reaches a row or a request (Rule Z1)`() async throws {
        let crypto = InsecureCrypto(seed: 43)
        let world = try await TestWorld(crypto: crypto)
        let service = HostileService(world.coordinator)
        let machine = try await world.member(through: service)
        _ = try await world.connection(pinnedBy: machine)
        world.advanceToRenewal()
        try await machine.agent.checkIn()
        let contents = try #require(machine.vault.copy())
        let rows = try await world.storage.read([
            .group(world.group), .machines(world.group, after: nil, limit: 10),
            .connections(world.group, after: nil, limit: 10), .certificates(world.group, after: nil),
            .history(world.group, after: 0, limit: 100),
        ])
        var shown = ""
        dump(rows, to: &shown, maxDepth: 40)
        dump(service.requests, to: &shown, maxDepth: 40)
        dump(service.joins, to: &shown, maxDepth: 40)
        let bytes = shown.split(separator: "\n").compactMap { line in
            line.trimmingPrefix { $0 == " " }.hasPrefix("- ") ? UInt8(line.split(separator: " ").last ?? "") : nil
        }
        let membership = try #require(contents.membership)
        let secrets =
            [membership.machineKey.secret, world.password.secret, TestWorld.credentials.encoded()]
            + membership.held.map(\.privateKey.secret)
        for secret in secrets { #expect(!bytes.contains(secret.bytes)) }
        let publicKey = try #require(membership.held.last).certificate.publicKey
        #expect(bytes.contains(publicKey.bytes), "what is public is found this way")
    }
}
