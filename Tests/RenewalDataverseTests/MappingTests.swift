import Foundation
import RenewalCore
import Testing

@testable import RenewalDataverse

struct MappingTests {
    @Test("A group goes to a row and back where a row can say all of it", arguments: 1...200)
    func groupRoundTrip(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let group = try ModelSamples.group(&random)
        #expect(try MachineGroup(try Row(group)) == group, "seed \(seed)")
    }

    @Test("A machine goes to a row and back where a row can say all of it", arguments: 1...200)
    func machineRoundTrip(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let group = try ModelSamples.group(&random)
        let machine = try ModelSamples.machine(of: group, &random)
        let row = try Row(machine, in: group)
        #expect(try Machine(row) == machine, "seed \(seed)")
        #expect(
            row["flowmachinegroupid"]
                == .lookup(Lookup(table: "flowmachinegroup", id: group.id.uuid, name: group.name.description)))
    }

    @Test("A connection goes to a row and back, without its copies (Rule C4)", arguments: 1...200)
    func connectionRoundTrip(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let group = try ModelSamples.group(&random)
        let connection = try ModelSamples.connection(to: group, &random)
        #expect(try DesktopFlowConnection(try Row(connection, in: group)) == connection, "seed \(seed)")
    }

    @Test("A row goes to the model and back with every value that the model keeps", arguments: 1...200)
    func rowRoundTrip(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let row = try Row(try ModelSamples.group(&random))
        #expect(try Row(try MachineGroup(row)) == row, "seed \(seed)")
    }

    @Test("A group in use shows its certificates and says what a row can not hold as unknown (Rule I1)")
    func groupInUse() throws {
        let group = try ModelSamples.overlapGroup()
        let row = try Row(group)
        #expect(row["primarypublickey"] == .text(Data([2]).base64EncodedString()))
        #expect(row["secondarypublickey"] == .text(Data([1]).base64EncodedString()))
        #expect(row["keycreationdate"] == .instant(try Instant(of: "2026-11-01T00:00:00Z")))
        #expect(row["statuscode"] == .integer(1))
        let read = try MachineGroup(row)
        #expect(read.phase == .imported(keyCreatedAt: try Instant(of: "2026-11-01T00:00:00Z")))
        #expect(read.policy == group.policy)
    }

    @Test("Key packages are written only where asked for, and print redacted (Rule Z1)")
    func secrets() throws {
        let group = try ModelSamples.overlapGroup()
        #expect(try Row(group)["primarykeypackage"] == nil)
        let row = try Row(group, secrets: .included)
        #expect(row["primarykeypackage"] == .secret(SecretText(SealedValue([0xAA, 2]).text)))
        #expect(row["secondarykeypackage"] == .secret(SecretText(SealedValue([0xAA, 1]).text)))
        var dumped = ""
        dump(row, to: &dumped)
        for shown in ["\(row)", String(reflecting: row), dumped] {
            #expect(!shown.contains(SealedValue([0xAA, 2]).text))
            #expect(shown.contains("redacted"))
        }
    }

    @Test("An expired group is status 4 of state 1, and is imported with its key creation date (Rule K3)")
    func expiredGroup() throws {
        var group = try ModelSamples.overlapGroup()
        guard case .overlap(let current, _) = group.phase else { return }
        group.phase = .keyExpired(last: current, at: current.expiry)
        let row = try Row(group)
        #expect(row["statecode"] == .integer(1))
        #expect(row["statuscode"] == .integer(4))
        #expect(try MachineGroup(row).phase == .imported(keyCreatedAt: current.createdAt))
    }

    @Test("A deleted group has no row (Rule G1)")
    func deletedGroup() throws {
        var group = try ModelSamples.overlapGroup()
        group.phase = .deleted(at: try Instant(of: "2026-11-02T00:00:00Z"))
        #expect(dataverseError { _ = try Row(group) }?.code == .notRepresentable)
    }

    @Test("A machine's row says its effective status (Rule K1)")
    func effectiveStatus() throws {
        let group = try ModelSamples.overlapGroup()
        var machine = try ModelSamples.machine(of: group)
        machine.storedStatus = .keyExpired
        machine.membership = ModelSamples.membership(generation: 1)
        #expect(try Row(machine, in: group)["keydeliverystatus"] == .integer(2))
    }

    @Test("A connection without a target is broken (Rule G1)")
    func brokenConnection() throws {
        let group = try ModelSamples.overlapGroup()
        let connection = try ModelSamples.connection(to: group)
        let row = try Row(connection, in: nil)
        #expect(row["renewal_state"] == .integer(4))
        #expect(row["renewal_flowmachinegroupid"] == .lookup(Lookup(table: "flowmachinegroup", id: group.id.uuid)))
        #expect(row["renewal_generations"] == nil)
    }

    @Test("The generations of a connection's copies are listed, oldest first")
    func generations() throws {
        let group = try ModelSamples.overlapGroup()
        var connection = try ModelSamples.connection(to: group)
        connection.copies = group.phase.usable.map {
            CredentialCopy(generation: $0.generation, certificate: $0.fingerprint, sealed: SealedValue([1]))
        }
        let row = try Row(connection, in: group)
        #expect(row["renewal_generations"] == .text("1,2"))
        #expect(row["renewal_state"] == .integer(1))
    }

    @Test(
        "What the model can not hold is refused by name",
        arguments: [
            ("{\"flowmachinegroupid\": \"\(groupID)\"}", "missingValue", "name"),
            ("{\"flowmachinegroupid\": \"\(groupID)\", \"name\": \"\"}", "invalidValue", "name"),
            (
                "{\"flowmachinegroupid\": \"\(groupID)\", \"name\": \"g\", \"keyvalidityperiod\": 129599}",
                "invalidValue",
                "keyvalidityperiod"
            ),
            (
                "{\"flowmachinegroupid\": \"\(groupID)\", \"name\": \"g\", \"keyexpirygraceperiod\": 1314001}",
                "invalidValue", "keyexpirygraceperiod"
            ),
            (
                "{\"flowmachinegroupid\": \"\(groupID)\", \"name\": \"g\", \"statuscode\": 4}", "notRepresentable",
                "keycreationdate"
            ),
        ])
    func refusedGroups(row: String, code: String, column: String) throws {
        let row = try export(groups: [row]).groups[0]
        let error = dataverseError { _ = try MachineGroup(row) }
        #expect(error?.code.description == code)
        #expect(error?.column == column)
        #expect(error?.rowID == groupID)
    }

    @Test("A machine without a group or a name is refused", arguments: ["name", "flowmachinegroupid"])
    func refusedMachines(missing: String) throws {
        let name = missing == "name" ? "" : ", \"name\": \"m\""
        let group = missing == "name" ? ", \"_flowmachinegroupid_value\": \"\(groupID)\"" : ""
        let row = try export(machines: ["{\"flowmachineid\": \"\(machineID)\"\(name)\(group)}"]).machines[0]
        let error = dataverseError { _ = try Machine(row) }
        #expect(error?.code == .missingValue)
        #expect(error?.column == missing)
    }

    @Test("Every published column of the platform's tables is one of theirs and can hold the value (Rule N1)")
    func publishedColumns() throws {
        let group = try ModelSamples.overlapGroup()
        var machine = try ModelSamples.machine(of: group)
        machine.membership = ModelSamples.membership(generation: 2)
        let published = [
            (Table.flowMachineGroup, group.columns), (.flowMachine, machine.columns),
            (.desktopFlowConnection, try ModelSamples.connection(to: group).columns),
        ]
        for (table, entries) in published {
            let ours = table === Table.desktopFlowConnection ? ["renewal_revision"] : []
            for entry in entries where table.column(entry.column) == nil {
                #expect(entry.column.hasPrefix("renewal_") && (ours.isEmpty || ours.contains(entry.column)))
            }
            for entry in entries {
                guard let column = table.column(entry.column), let value = Value(entry.value, as: column) else {
                    continue
                }
                #expect(column.accepts(value), "\(entry)")
            }
        }
    }
}
