import RenewalCore

extension StorageConformance {
    static let transactionChecks: [ConformanceCheck<StorageSubject>] = [
        ConformanceCheck(
            "decisionSeesRows", "A decision is given the rows that it asked for, and its outcome is returned."
        ) {
            var any = $0.rows
            let written = try any.wholeGroup(.stable)
            try await $0.store.write([written.group.id], written.insertions)
            let reads: [RowQuery] = [
                .group(written.group.id), .machine(written.machines[1].id), .machine(written.machines[0].id),
                .lastHistory(written.group.id), .certificates(written.group.id, after: nil),
            ]
            let rows = try await $0.peer().transact(TransactionRequest(groups: [written.group.id], reads: reads)) {
                TransactionDecision(outcome: $0)
            }
            try requireEqual(rows.groups, [written.group], "the group that the decision saw")
            try requireEqual(rows.machines, [written.machines[1], written.machines[0]], "the machines it saw")
            try requireEqual(rows.history, written.history.suffix(1), "the history it saw")
            try requireEqual(rows.certificates, written.certificates, "the certificates it saw")
        },
        ConformanceCheck("decisionThatThrows", "What a decision throws comes out unchanged, and nothing is stored.") {
            var any = $0.rows
            let group = try any.group(.stable)
            let error = RenewalError(
                .sequenceTooLow, "too low", details: ["found": "3"], remedy: .continueAbove(sequence: 7))
            let found = try await thrown(by: "a transaction whose decision throws") { [store = $0.store] in
                try await store.transact(TransactionRequest(groups: [group.id], reads: [.group(group.id)])) {
                    _ -> TransactionDecision<Int> in throw error
                }
            }
            let same = found as? RenewalError
            try require(
                same == error && same?.message == error.message && same?.details == error.details
                    && same?.remedy == error.remedy, "the error was \(found); expected \(error)")
            try requireEqual(try await $0.store.read([.group(group.id)]), Rows(), "what is stored")
        },
        ConformanceCheck(
            "allOrNothing",
            "Where one change can not be made, no change, history entry or notification of it is stored."
        ) { subject in
            var any = subject.rows
            let written = try any.wholeGroup(.stable)
            let (id, store) = (written.group.id, subject.store)
            try await store.write([id], written.insertions)
            let count = UInt64(written.history.count)
            let bad: [RowChange] = [
                .insertMachine(try any.machine(in: id, id: written.machines[0].id)), .removeMachine(any.id()),
                .insertCertificate(try any.certificate(of: id, .first)),
                .appendHistory(try any.historyEntry(of: id, count + 5)),
            ]
            for change in bad {
                let good = try goodChanges(to: written, &any)
                for place in [0, good.count / 2, good.count] {
                    var changes = good
                    changes.insert(change, at: place)
                    let (all, delivery) = (changes, any.delivery(to: "one"))
                    _ = try await thrown(by: "a transaction with the bad change \(change)") {
                        try await store.write([id], all, deliveries: [delivery])
                    }
                    try await requireUnchanged(written, in: try await subject.peer())
                }
            }
        },
        ConformanceCheck(
            "noChange", "A transaction may change nothing, or store notifications alone and name no group."
        ) {
            var any = $0.rows
            let delivery = any.delivery(to: "one")
            try await $0.store.write([], [])
            try await $0.store.write([], [], deliveries: [delivery])
            let found = try await $0.peer().deliveries(.claim("one", at: delivery.notBefore))
            try requireEqual(found.map(\.event), [delivery.event], "the notifications")
        },
    ]

    private static func goodChanges(to written: WholeGroup, _ any: inout ArbitraryRows) throws -> [RowChange] {
        let id = written.group.id
        let generation = written.certificates[written.certificates.count - 1].generation.next
        return [
            .updateGroup(try any.group(id: id)), .insertMachine(try any.machine(in: id)),
            .updateMachine(try any.machine(in: id, id: written.machines[0].id)),
            .removeMachine(written.machines[1].id), .insertConnection(try any.connection(in: id)),
            .updateConnection(try any.connection(in: id, id: written.connections[0].id)),
            .removeConnection(written.connections[1].id),
            .insertCertificate(try any.certificate(of: id, generation)),
            .appendHistory(try any.historyEntry(of: id, UInt64(written.history.count) + 1)),
        ]
    }

    private static func requireUnchanged(_ written: WholeGroup, in store: any Storage) async throws {
        let id = written.group.id
        let rows = try await store.read([
            .group(id), .machines(id, after: nil, limit: 100), .connections(id, after: nil, limit: 100),
            .certificates(id, after: nil), .history(id, after: 0, limit: 100),
        ])
        let expected = Rows(
            groups: [written.group], machines: written.machines.sorted { $0.id < $1.id },
            connections: written.connections.sorted { $0.id < $1.id }, certificates: written.certificates,
            history: written.history)
        try requireEqual(rows, expected, "what is stored after a transaction that failed")
        let behind = try await store.read([.machinesBehind(id, transition: .max, limit: 100)]).machines
        try requireEqual(Set(behind.map(\.id)), Set(written.machines.map(\.id)), "the machines found by transition")
        let waiting = try await store.deliveries(.claim("one", at: .distantFuture))
        try requireEqual(waiting, [], "the notifications after a transaction that failed")
    }
}
