import RenewalCore
import RenewalDataverse
import RenewalTestSupport
import Testing

@testable import RenewalXML

/// A row that is in a package twice.
struct RepeatedRowTests {
    private static let group = SamplePackage.groupID
    private static let again = group.uppercased()

    /// The second of the group's records stands on the sixth line, a third on the seventh.
    private static func package(groups: [String]) throws -> DataPackage {
        let records = groups.map { SamplePackage.record($0, ["name": "a"]) }.joined()
        // The same id in another table is another row.
        let machines = SamplePackage.record(group, ["name": "a"])
        return try DataPackage(
            data: SamplePackage.data(groups: records, machines: machines), schema: SamplePackage.schema())
    }

    @Test func `it is given as often as it stands there, unless each is asked for once`() throws {
        let package = try Self.package(groups: [Self.group, Self.again])
        var count = 0
        try package.read { item in
            if case .row = item { count += 1 }
        }
        #expect(count == 3)
        var (rows, refusals) = (0, [PackageError]())
        try package.read(eachRowOnce: true) { item in
            switch item {
            case .row: rows += 1
            case .refused(let error, let row):
                refusals.append(error)
                #expect(row?.idText.lowercased() == Self.group)
            default: break
            }
        }
        #expect(rows == 2 && refusals.count == 1)
        let refusal = try #require(refusals.first)
        #expect(refusal.code == .duplicateRow && refusal.line == 6 && refusal.table == "flowmachinegroup")
        #expect(
            refusal.description == "data.xml:6: row \(Self.group) of flowmachinegroup: "
                + "found the id \(Self.group) again; expected each row once")
    }

    @Test func `a record of another table may be there once too`() throws {
        let schema = String(decoding: SamplePackage.schema(), as: UTF8.self)
            .replacing("flowmachinegroup", with: "account")
        let records = SamplePackage.record(Self.group) + SamplePackage.record(Self.again)
        let data = String(decoding: SamplePackage.data(groups: records), as: UTF8.self)
            .replacing("flowmachinegroup", with: "account")
        let package = try DataPackage(data: Array(data.utf8), schema: Array(schema.utf8))
        let error = packageError { _ = try package.validate() }
        #expect(error?.code == .duplicateRow && error?.line == 4 && error?.table == "account")
    }

    @Test func `a check, a careful copy and an import refuse it, and leave nothing`() async throws {
        let package = try Self.package(groups: [Self.group, SamplePackage.machineID, Self.again])
        let check = packageError { _ = try package.validate() }
        #expect(check?.code == .duplicateRow && check?.line == 7)
        let folder = try TemporaryFolder()
        let copy = packageError { try package.copy(to: .zip(folder.file("copy.zip")), eachRowOnce: true) }
        #expect(copy == check)
        #expect(folder.names.isEmpty)
        let storage = InMemoryStorage()
        await #expect(throws: try #require(check)) {
            _ = try await ImportTests.importer().run(package, into: storage)
        }
        #expect(try await storage.read([.groups(after: nil, limit: 1)]).groups.isEmpty)
    }
}
