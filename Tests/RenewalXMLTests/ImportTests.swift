import Foundation
import RenewalCore
import RenewalDataverse
import RenewalSimulation
import RenewalTestSupport
import RenewalTesting
import Testing

@testable import RenewalXML

/// Packages into stores.
struct ImportTests {
    static let notifier = InMemoryNotifier()

    static func importer() -> PackageImport {
        PackageImport(
            at: RoundTripTests.now, by: .app("alice"), crypto: InsecureVerifyingCrypto(),
            subscriptions: [Subscription(id: "all", notifier: notifier)])
    }

    static func package(groups: String = "", machines: String = "", fields: [String]? = nil) throws -> DataPackage {
        let group = [
            "name:string", "keycreationdate:datetime", "keyvalidityperiod:number", "keyexpirygraceperiod:number",
        ]
        let machine = ["name:string", "agentversion:string", "flowmachinegroupid:entityreference"]
        return try DataPackage(
            data: SamplePackage.data(groups: groups, machines: machines),
            schema: SamplePackage.schema(groups: group, machines: fields ?? machine))
    }

    static func machine(_ id: String, in group: String, name: String = "m", _ more: [String: String] = [:]) -> String {
        let lookup = "<field name=\"flowmachinegroupid\" value=\"\(group)\" lookupentity=\"flowmachinegroup\" />"
        let record = SamplePackage.record(id, more.merging(["name": name]) { first, _ in first })
        return record.replacingOccurrences(of: "</record>", with: lookup + "</record>")
    }

    /// All rows of a store, its history and its deliveries.
    static func contents(_ storage: InMemoryStorage) async throws -> [Rows] {
        let groups = try await storage.read([.groups(after: nil, limit: 1_000)])
        var contents = [groups]
        for group in groups.groups {
            contents.append(
                try await storage.read([
                    .machines(group.id, after: nil, limit: 1_000), .connections(group.id, after: nil, limit: 1_000),
                    .history(group.id, after: 0, limit: 1_000),
                ]))
        }
        return contents
    }

    @Test(arguments: [UInt64](1...20))
    func `an export is imported into an empty store, and twice changes nothing`(seed: UInt64) async throws {
        let source = try await ArbitraryStore(seed: seed)
        let folder = try TemporaryFolder()
        try await PackageExport(at: RoundTripTests.now).write(source.storage, to: .zip(folder.file("p.zip")))
        let package = try DataPackage(contentsOf: folder.file("p.zip"))
        let target = InMemoryStorage()
        let first = try await Self.importer().run(package, into: target)
        let after = try await Self.contents(target)
        #expect(first.counts[.new] > 5 && first.counts[.changed] == 0 && first.counts[.ignored] == 0)
        // Broken connections name no group, and a new group of an expired one would be taken for new.
        for entry in first.entries where entry.outcome == .refused {
            #expect(entry.column == "renewal_flowmachinegroupid", "\(entry)")
        }
        let second = try await Self.importer().run(package, into: target)
        #expect(second.counts[.unchanged] == first.counts[.new], "seed \(seed): \(second.entries.prefix(3))")
        #expect(second.counts[.new] == 0 && second.counts[.changed] == 0)
        #expect(try await Self.contents(target) == after)
        for group in after[0].groups {
            #expect([.imported, .new].contains(group.phase.kind) && group.wakesAt == nil)
            let rows = try await target.read([.history(group.id, after: 0, limit: 10)])
            #expect(
                HistoryChain.firstFault(in: rows.history, group: group.id, crypto: InsecureVerifyingCrypto()) == nil)
            #expect(rows.history.map(\.action) == ["packageImported"] && rows.history[0].by == .app("alice"))
        }
        // Every row that is new, and nothing else, was to be told (Rule N1).
        let told = try await target.deliveries(
            DeliveryStep(
                claim: Claim(subscribers: ["all"], now: RoundTripTests.now, leaseUntil: .distantFuture, limit: 10_000)))
        #expect(told.count == first.counts[.new])
    }

    @Test func `what the store has changes where the package says otherwise, and stays where it says nothing`()
        async throws
    {
        let storage = InMemoryStorage()
        let group = SamplePackage.record(
            SamplePackage.groupID, ["name": "a", "keycreationdate": "2026-01-01T00:00:00.0000000"])
        let version = ["agentversion": "2.23"]
        _ = try await Self.importer().run(
            try Self.package(
                groups: group, machines: Self.machine(SamplePackage.machineID, in: SamplePackage.groupID, version)),
            into: storage)
        let renamed = try Self.package(
            machines: Self.machine(SamplePackage.machineID, in: SamplePackage.groupID, name: "b"))
        let report = try await Self.importer().run(renamed, into: storage)
        #expect(report.counts[.changed] == 1)
        #expect(
            report.entries.map(\.description) == [
                "changed: flowmachine \(SamplePackage.machineID) name: \"b\": was \"m\""
            ])
        let machine = try #require(try await Self.contents(storage)[1].machines.first)
        #expect(machine.name.description == "b" && machine.agentVersion?.description == "2.23")
        #expect(try await Self.contents(storage)[1].history.count == 2)
    }

    @Test func `a group with one bad row is refused whole, the others are not`() async throws {
        let storage = InMemoryStorage()
        let other = "00000000-0000-4000-8000-00000000000b"
        let package = try Self.package(
            groups: SamplePackage.record(SamplePackage.groupID, ["name": "a"])
                + SamplePackage.record(other, ["name": "b"]),
            machines: Self.machine(SamplePackage.machineID, in: SamplePackage.groupID)
                + Self.machine("00000000-0000-4000-8000-0000000000b2", in: SamplePackage.groupID, ["agentversion": "x"])
        )
        let report = try await Self.importer().run(package, into: storage)
        #expect(report.counts[.refused] == 3 && report.counts[.new] == 1)
        let entry = try #require(report.entries.first { $0.column == "agentversion" })
        #expect(entry.found == "\"x\"" && entry.reason.hasPrefix("expected a version of one to four numbers"))
        #expect(try await Self.contents(storage)[0].groups.map(\.id.description) == [other])
    }

    @Test func `a machine that another group has is refused, with its group (G3)`() async throws {
        let storage = InMemoryStorage()
        let other = "00000000-0000-4000-8000-00000000000b"
        let first = SamplePackage.record(SamplePackage.groupID, ["name": "a"])
        _ = try await Self.importer().run(
            try Self.package(groups: first, machines: Self.machine(SamplePackage.machineID, in: SamplePackage.groupID)),
            into: storage)
        let before = try await Self.contents(storage)
        let report = try await Self.importer().run(
            try Self.package(
                groups: SamplePackage.record(other, ["name": "b"]),
                machines: Self.machine(SamplePackage.machineID, in: other)), into: storage)
        #expect(report.counts[.refused] == 2 && report.counts[.new] == 0)
        #expect(report.entries.contains { $0.column == "flowmachinegroupid" && $0.found == other })
        #expect(try await Self.contents(storage) == before)
    }

    @Test func `machines of a group that is nowhere are refused`() async throws {
        let storage = InMemoryStorage()
        let report = try await Self.importer().run(
            try Self.package(machines: Self.machine(SamplePackage.machineID, in: SamplePackage.groupID)), into: storage)
        #expect(report.counts[.refused] == 1)
        #expect(try await Self.contents(storage).count == 1)
    }

    @Test(arguments: [GroupPhase.Kind.stable, .renewing, .overlap, .keyExpired, .deleted])
    func `a group with a certificate, or a deleted one, is left alone`(kind: GroupPhase.Kind) async throws {
        var random = ArbitraryRows(seed: 7)
        let group = try random.group(kind)
        let machine = try random.machine(in: group.id)
        let storage = InMemoryStorage()
        try await storage.transact(TransactionRequest(groups: [group.id], reads: [])) { _ in
            TransactionDecision(changes: [.insertGroup(group), .insertMachine(machine)], outcome: ())
        }
        let before = try await Self.contents(storage)
        let package = try Self.package(
            groups: SamplePackage.record(group.id.description, ["name": "other"]),
            machines: Self.machine(machine.id.description, in: group.id.description, name: "other"))
        let report = try await Self.importer().run(package, into: storage)
        #expect(report.counts[kind == .deleted ? .refused : .ignored] == 2)
        #expect(try await Self.contents(storage) == before)
    }

    @Test func `a package with a fault at its very end stores nothing`() async throws {
        let storage = InMemoryStorage()
        let good = SamplePackage.data(groups: SamplePackage.record(SamplePackage.groupID, ["name": "a"]))
        let package = try DataPackage(data: good.dropLast(3) + Array("x>".utf8), schema: SamplePackage.schema())
        await #expect(throws: PackageError.self) { try await Self.importer().run(package, into: storage) }
        #expect(try await Self.contents(storage).count == 1)
        #expect(try await Self.contents(storage)[0].groups.isEmpty)
    }

    @Test func `an interrupted import goes on where it stopped`() async throws {
        let source = try await ArbitraryStore(seed: 5)
        let folder = try TemporaryFolder()
        try await PackageExport(at: RoundTripTests.now).write(source.storage, to: .folder(folder.file("p")))
        let package = try DataPackage(contentsOf: folder.file("p"))
        let (whole, broken) = (InMemoryStorage(), InMemoryStorage())
        let report = try await Self.importer().run(package, into: whole)
        let task = Task {
            try await Self.importer().run(package, into: broken) { done, _ in
                if done == 3 { withUnsafeCurrentTask { $0?.cancel() } }
            }
        }
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(try await Self.contents(broken)[0].groups.count == 3)
        let rest = try await Self.importer().run(package, into: broken)
        #expect(rest.counts[.new] + rest.counts[.unchanged] == report.counts[.new])
        #expect(rest.counts[.unchanged] > 0 && rest.counts[.new] > 0)
        #expect(try await Self.contents(broken) == (try await Self.contents(whole)))
    }
}
