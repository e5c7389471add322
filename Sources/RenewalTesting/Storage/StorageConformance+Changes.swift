import RenewalCore

extension StorageConformance {
    static let changeChecks: [ConformanceCheck<StorageSubject>] = [
        ConformanceCheck(
            "changesInOrder", "The changes of one transaction are made in their order, each on those before."
        ) {
            var any = $0.rows
            let group = try any.group(.stable)
            let machine = try any.machine(in: group.id)
            var (renamed, machineAgain) = (group, try any.machine(in: group.id, id: machine.id))
            renamed.joinCounter += 1
            machineAgain.appliedTransition = machine.appliedTransition + 1
            try await $0.store.write(
                [group.id],
                [
                    .insertGroup(group), .updateGroup(renamed), .insertMachine(machine), .removeMachine(machine.id),
                    .insertMachine(machine), .updateMachine(machineAgain),
                ])
            let rows = try await $0.peer().read([.group(group.id), .machine(machine.id)])
            try requireEqual(rows.groups, [renamed], "the group that was inserted and updated")
            try requireEqual(rows.machines, [machineAgain], "the machine that was removed, inserted and updated")
        },
        ConformanceCheck("movedConnection", "A connection moves to another group where the transaction names both.") {
            var any = $0.rows
            let (from, to) = (try any.group(.stable), try any.group(.stable))
            var connection = try any.connection(in: from.id)
            try await $0.store.write([from.id], [.insertGroup(from), .insertConnection(connection)])
            try await $0.store.write([to.id], [.insertGroup(to)])
            connection.group = to.id
            connection.copies = []
            for groups in [[from.id], [to.id]] {
                try await $0.store.requireRefusal(
                    .storeInconsistent, of: [.updateConnection(connection)], in: groups,
                    "moving a connection with one of both groups named")
            }
            try await $0.store.write([to.id, from.id], [.updateConnection(connection)])
            let rows = try await $0.peer().read([.connections(to.id, after: nil, limit: 9), .connection(connection.id)])
            try requireEqual(rows.connections, [connection, connection], "the connection, by its new group and its id")
            let old = try await $0.peer().read([
                .connections(from.id, after: nil, limit: 9), .connectionsBehind(from.id, transition: .max, limit: 9),
            ])
            try requireEqual(old.connections, [], "the connections of the group that it left")
        },
    ]

    static let refusalChecks: [ConformanceCheck<StorageSubject>] = [
        ConformanceCheck(
            "duplicateGroup", "A group id is refused with duplicateID once it was ever used, deleted or not."
        ) {
            var any = $0.rows
            var group = try any.group(.stable)
            try await $0.store.write([group.id], [.insertGroup(group)])
            let again = RowChange.insertGroup(try any.group(id: group.id))
            try await $0.store.requireRefusal(.duplicateID, of: [again], in: [group.id], "a second group of one id")
            group.phase = .deleted(at: any.instant())
            try await $0.store.write([group.id], [.updateGroup(group)])
            let peer = try await $0.peer()
            try await peer.requireRefusal(
                .duplicateID, of: [again], in: [group.id], "inserting a group under a deleted one's id")
            try requireEqual(try await peer.read([.group(group.id)]).groups, [group], "the deleted group's row")
        },
        ConformanceCheck("duplicateMachine", "A machine id is refused with duplicateID where any group has it.") {
            var any = $0.rows
            let (one, other) = (try any.group(.stable), try any.group(.stable))
            let machine = try any.machine(in: one.id)
            try await $0.store.write([one.id], [.insertGroup(one), .insertMachine(machine)])
            try await $0.store.write([other.id], [.insertGroup(other)])
            for group in [one.id, other.id] {
                let again = try any.machine(in: group, id: machine.id)
                try await $0.store.requireRefusal(
                    .duplicateID, of: [.insertMachine(again)], in: [group], "a second machine of one id")
            }
            try requireEqual(try await $0.store.read([.machine(machine.id)]).machines, [machine], "the first machine")
        },
        ConformanceCheck("duplicateConnection", "A connection id is refused with duplicateID where it is in use.") {
            var any = $0.rows
            let (one, other) = (try any.group(.stable), try any.group(.stable))
            let connection = try any.connection(in: one.id)
            try await $0.store.write([one.id], [.insertGroup(one), .insertConnection(connection)])
            try await $0.store.write([other.id], [.insertGroup(other)])
            for group in [one.id, other.id] {
                let again = try any.connection(in: group, id: connection.id)
                try await $0.store.requireRefusal(
                    .duplicateID, of: [.insertConnection(again)], in: [group], "a second connection of one id")
            }
        },
        ConformanceCheck("duplicateGeneration", "A generation is refused with duplicateID where the group has it.") {
            var any = $0.rows
            let group = try any.group(.stable)
            let certificate = try any.certificate(of: group.id, .first)
            try await $0.store.write([group.id], [.insertGroup(group), .insertCertificate(certificate)])
            try await $0.store.requireRefusal(
                .duplicateID, of: [.insertCertificate(try any.certificate(of: group.id, .first))], in: [group.id],
                "a second certificate of generation 1")
            let kept = try await $0.peer().read([.certificates(group.id, after: nil)]).certificates
            try requireEqual(kept, [certificate], "the certificates")
        },
        ConformanceCheck("missingRows", "Updating or removing what is not there is refused with storeInconsistent.") {
            var any = $0.rows
            let group = try any.group(.stable)
            try await $0.store.write([group.id], [.insertGroup(group)])
            let absent = try any.group(.stable)
            let changes: [(String, RowChange)] = [
                ("updating a group that is not there", .updateGroup(absent)),
                ("updating a machine that is not there", .updateMachine(try any.machine(in: group.id))),
                ("removing a machine that is not there", .removeMachine(any.id())),
                ("updating a connection that is not there", .updateConnection(try any.connection(in: group.id))),
                ("removing a connection that is not there", .removeConnection(any.id())),
            ]
            for (what, change) in changes {
                try await $0.store.requireRefusal(.storeInconsistent, of: [change], in: [group.id, absent.id], what)
            }
        },
        ConformanceCheck(
            "unnamedGroups",
            "A change to a row of a group that the request does not name is refused with storeInconsistent."
        ) { subject in
            var any = subject.rows
            let (named, other) = (try any.wholeGroup(.stable), try any.wholeGroup(.stable))
            try await subject.store.write([named.group.id], named.insertions)
            try await subject.store.write([other.group.id], other.insertions)
            let id = other.group.id
            let next = try any.historyEntry(of: id, UInt64(other.history.count) + 1)
            let generation = other.certificates[other.certificates.count - 1].generation.next
            let changes: [(String, RowChange)] = [
                ("updating another group", .updateGroup(other.group)),
                ("inserting a machine into another group", .insertMachine(try any.machine(in: id))),
                ("updating another group's machine", .updateMachine(other.machines[0])),
                ("removing another group's machine", .removeMachine(other.machines[0].id)),
                ("inserting a connection into another group", .insertConnection(try any.connection(in: id))),
                ("updating another group's connection", .updateConnection(other.connections[0])),
                ("removing another group's connection", .removeConnection(other.connections[0].id)),
                ("inserting another group's certificate", .insertCertificate(try any.certificate(of: id, generation))),
                ("appending to another group's history", .appendHistory(next)),
            ]
            for (what, change) in changes {
                try await subject.store.requireRefusal(.storeInconsistent, of: [change], in: [named.group.id], what)
            }
            var stolen = other.machines[0]
            stolen.group = named.group.id
            try await subject.store.requireRefusal(
                .storeInconsistent, of: [.updateMachine(stolen)], in: [named.group.id, id],
                "updating a machine into another group")
        },
        ConformanceCheck(
            "historyNumbers", "A history entry's number is one above the last, from 1 on, or storeInconsistent."
        ) {
            var any = $0.rows
            let group = try any.group(.stable)
            try await $0.store.write([group.id], [.insertGroup(group)])
            for (last, wrong) in [(0, [0, 2]), (1, [0, 1, 3]), (2, [1, 2, 4])] as [(UInt64, [UInt64])] {
                for number in wrong {
                    try await $0.store.requireRefusal(
                        .storeInconsistent, of: [.appendHistory(try any.historyEntry(of: group.id, number))],
                        in: [group.id], "history entry \(number) after \(last)")
                }
                let next = try any.historyEntry(of: group.id, last + 1)
                try await $0.store.write([group.id], [.appendHistory(next)])
            }
        },
    ]
}
