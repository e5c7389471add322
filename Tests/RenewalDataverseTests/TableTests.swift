import Foundation
import RenewalTestSupport
import Testing

@testable import RenewalDataverse

struct TableTests {
    static let described: [Table] = [.flowMachineGroup, .flowMachine]

    // Columns that the environment behind the files did not have yet.
    static let newer = ["flowmachinegroup": ["lastrundate"], "flowmachine": ["lastheartbeatdate"]]

    @Test(
        "Every column that the platform tables have is described as a real environment does",
        .enabled(if: SharedFolder.has("data/flowmachine-columns.tsv"), "../shared/data is absent"),
        arguments: described)
    func columnsMatchMetadata(table: Table) throws {
        let path = SharedFolder.path("data/\(table.logicalName)-columns.tsv")
        let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").dropFirst()
        let rows = lines.map { $0.split(separator: "\t", omittingEmptySubsequences: false).map { String($0) } }
        // Columns with an `attributeof` only name another column's value.
        let real = rows.filter { $0[8].isEmpty }
        #expect(real.count > 25)
        let newer = Self.newer[table.logicalName] ?? []
        let expected = real.map { [$0[1], $0[3], $0[4], $0[5], $0[7]] }
        let found = table.columns.filter { !newer.contains($0.logicalName) }.map { column in
            [
                column.logicalName, column.displayName, column.type.metadataName, column.requirement.rawValue,
                column.type.metadataLimits,
            ]
        }
        let limits = expected.map { $0.dropLast() + [Self.withoutDefaults($0[4])] }
        #expect(found == limits.map { Array($0) })
    }

    /// Defaults and display formats are no limits.
    static func withoutDefaults(_ limits: String) -> String {
        limits.hasPrefix("default ") ? "" : String(limits.split(separator: ";").first ?? "")
    }

    @Test("Each table has its id and name among its columns, once each", arguments: Table.all)
    func primaryColumns(table: Table) {
        #expect(table.column(table.primaryIDColumn)?.type == .guid)
        #expect(table.column(table.primaryNameColumn)?.type == .string(maxLength: 100))
        #expect(Set(table.columns.map(\.logicalName)).count == table.columns.count)
        #expect(table.setName == table.logicalName + "s")
    }

    @Test("Only key packages are secrets")
    func secrets() {
        let secret = Table.all.flatMap(\.columns).filter(\.isSecret).map(\.logicalName)
        #expect(secret == ["primarykeypackage", "secondarykeypackage"])
    }

    @Test(
        "Options have the platform's numbers and labels",
        arguments: [
            ("keydeliverystatus", 1, "Default"), ("keydeliverystatus", 2, "PendingNewKey"),
            ("keydeliverystatus", 3, "KeyExpired"), ("hostingtype", 2, "CloudPc"),
            ("statuscode", 11, "RequiresGroupKey"),
        ] as [(String, Int64, String)])
    func options(column: String, number: Int64, label: String) {
        #expect(Table.flowMachine.column(column)?.type.choiceSet?.label(of: number) == label)
    }

    @Test("KeyExpired is a reason of the state Inactive of a group (Rule K3)")
    func groupKeyExpired() {
        let option = Table.flowMachineGroup.column("statuscode")?.type.choiceSet?.options.first { $0.value == 4 }
        #expect(option == ChoiceSet.Option(4, "KeyExpired", state: 1))
        #expect(GroupFacts.keyExpiredStatus == 4)
    }
}

extension ColumnType {
    /// The type's name in `EntityDefinitions`.
    fileprivate var metadataName: String {
        switch self {
        case .guid: "Uniqueidentifier"
        case .string: "String"
        case .memo: "Memo"
        case .integer: "Integer"
        case .bigInteger: "BigInt"
        case .decimal: "Decimal"
        case .money: "Money"
        case .boolean: "Boolean"
        case .dateTime: "DateTime"
        case .choice: "Picklist"
        case .choices: "MultiSelectPicklist"
        case .state: "State"
        case .status: "Status"
        case .lookup: "Lookup"
        case .owner: "Owner"
        case .managedProperty: "ManagedProperty"
        case .image: "Image"
        }
    }

    /// The limits as the files write them.
    fileprivate var metadataLimits: String {
        switch self {
        case .string(let length, _), .memo(let length): "max \(length)"
        case .integer(let range): "\(range.lowerBound)..\(range.upperBound)"
        case .bigInteger: "\(Int64.min)..\(Int64.max)"
        case .lookup(let targets), .owner(let targets): "-> \(targets.joined(separator: ", "))"
        case .dateTime(.userLocal): "UserLocal/DateAndTime"
        case .dateTime(.userLocalDateOnly): "UserLocal/DateOnly"
        case .dateTime(.timeZoneIndependent): "TimeZoneIndependent/DateAndTime"
        default: ""
        }
    }
}
