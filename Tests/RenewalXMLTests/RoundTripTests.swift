import Foundation
import RenewalCore
import RenewalDataverse
import RenewalTestSupport
import RenewalTesting
import Testing

@testable import RenewalXML

/// What a store holds is what is read back from its package.
struct RoundTripTests {
    static let now = Instant(secondsSince1970: 1_795_406_400)

    @Test(arguments: [UInt64](1...40))
    func `any store comes back row for row`(seed: UInt64) async throws {
        let store = try await ArbitraryStore(seed: seed)
        let folder = try TemporaryFolder()
        let secrets: Row.Secrets = seed.isMultiple(of: 2) ? .included : .leftOut
        let export = PackageExport(at: Self.now, options: WriteOptions(secrets: secrets))
        let path = folder.file("p")
        let destination: PackageDestination = seed.isMultiple(of: 3) ? .zip(path) : .folder(path)
        let expected = try await store.rows(at: Self.now, secrets: secrets)
        let progress = try await export.write(store.storage, to: destination)
        #expect(progress.rows == expected.count && expected.count > 5)
        let rows = try DataPackage(contentsOf: path).rows()
        #expect(rows.count == expected.count)
        for (found, wanted) in zip(rows, expected) where found != wanted {
            Issue.record("seed \(seed): \(found.values) is not \(wanted.values)")
        }
        #expect(folder.names == ["p"])
    }

    @Test func `the order is connections, machines, groups, each field in the order of the schema`() async throws {
        let store = try await ArbitraryStore(seed: 1)
        let folder = try TemporaryFolder()
        try await PackageExport(at: Self.now).write(store.storage, to: .folder(folder.file("p")))
        let package = try DataPackage(contentsOf: folder.file("p"))
        #expect(
            package.tables.map(\.name) == ["renewal_desktopflowconnection", "flowmachine", "flowmachinegroup"])
        var tables: [String] = []
        try package.read { item in if case .table(let table) = item { tables.append(table.name) } }
        #expect(tables == package.tables.map(\.name))
        for table in package.tables {
            let names = table.fields.map { $0.displayName.lowercased() }
            #expect(names == names.sorted())
        }
    }

    @Test func `columns of the model are exactly those that are declared`() throws {
        var random = ArbitraryRows(seed: 3)
        let group = try random.group(.overlap)
        let published = group.columns.map(\.column).filter { Table.flowMachineGroup.column($0) != nil }
        #expect(Set(published + ["flowmachinegroupid"]) == PackageTable.groupColumns)
        let machine = try random.machine(in: group.id)
        let ofMachine = machine.columns.map(\.column).filter { Table.flowMachine.column($0) != nil }
        #expect(Set(ofMachine + ["flowmachineid"]) == PackageTable.machineColumns)
        let connection = try random.connection(in: group.id)
        let ofConnection = connection.columns.map(\.column).filter { Table.desktopFlowConnection.column($0) != nil }
        #expect(Set(ofConnection + ["renewal_desktopflowconnectionid"]) == PackageTable.connectionColumns)
        let secrets = Table.flowMachineGroup.columns.filter(\.isSecret).map(\.logicalName)
        #expect(Set(secrets) == PackageTable.groupSecrets)
    }
}
