import GRDB
import RenewalCore

// The rules that hold between rows. Each says which row breaks it.
extension Verifier {
    mutating func checkGroups() {
        each(.group, GroupRow.read, { try GroupRow.write($0, to: &$1) }) { verifier, row in
            let newest: UsableGeneration? =
                if case .keyExpired(let last, _) = row.phase { last } else { row.phase.current }
            verifier.groups[row.id] = GroupFacts(
                newest: newest?.generation.number, newestFingerprint: newest?.fingerprint,
                previous: row.phase.overlap?.previous,
                transitionCount: row.transitionCount, isDeleted: row.phase.kind == .deleted)
            let numbers = row.transitions.map(\.number)
            let isAscending = zip(numbers, numbers.dropFirst()).allSatisfy { $0 < $1 }
            if !isAscending || (numbers.last ?? 0) > row.transitionCount {
                verifier.report(.relation, "group \(row.id) has transitions out of order: \(numbers)")
            }
            if let overlap = row.phase.overlap, overlap.previous.generation.next.number != newest?.generation.number {
                verifier.report(
                    .relation, "group \(row.id) has an overlap of generations that do not follow each other")
            }
        }
    }

    mutating func checkCertificates(crypto: some VerifyingCrypto) {
        var last: IssuedCertificate?
        each(.certificate, CertificateRow.read, { try CertificateRow.write($0, to: &$1) }) { verifier, row in
            guard var facts = verifier.groups[row.group] else { return }
            if row.generation.number != facts.lastCertificate + 1 {
                verifier.report(
                    .relation,
                    "group \(row.group) has a certificate of generation \(row.generation) and none of the one before")
            }
            if (row.link == nil) != (row.generation == .first) {
                verifier.report(
                    .relation, "the certificate \(row.group)/\(row.generation) lacks its link, or has one too many")
            }
            if crypto.digest(row.certificate) != row.fingerprint {
                verifier.report(
                    .relation, "the certificate \(row.group)/\(row.generation) is not the one of its fingerprint")
            }
            if let last, last.group == row.group, !row.follows(last, crypto: crypto) {
                verifier.report(
                    .relation,
                    "the certificate \(row.group)/\(row.generation) has a link that the one before did not sign (Rule I9)"
                )
            }
            last = row
            facts.lastCertificate = row.generation.number
            facts.fingerprints[row.generation.number] = row.fingerprint
            verifier.groups[row.group] = facts
        }
        for (id, facts) in groups.sorted(by: { $0.key < $1.key }) where !facts.isDeleted {
            if facts.lastCertificate != facts.newest ?? 0
                || facts.fingerprints[facts.lastCertificate] != facts.newestFingerprint
            {
                report(.relation, "group \(id) has a current generation whose certificate is not its newest")
            }
            if let previous = facts.previous, facts.fingerprints[previous.generation.number] != previous.fingerprint {
                report(.relation, "group \(id) has a previous generation whose certificate is another one")
            }
        }
    }

    mutating func checkMachines() {
        each(.machine, MachineRow.read, { try MachineRow.write($0, to: &$1) }) { verifier, row in
            guard let group = verifier.groups[row.group] else { return }
            if row.appliedTransition > group.transitionCount {
                verifier.report(.relation, "machine \(row.id) followed a transition that its group never had")
            }
            if let held = row.membership?.generation.number, held > group.lastCertificate {
                verifier.report(.relation, "machine \(row.id) holds generation \(held), which its group never had")
            }
        }
    }

    mutating func checkConnections() {
        each(.connection, ConnectionRow.read, { try ConnectionRow.write($0, to: &$1) }) { verifier, row in
            guard let group = verifier.groups[row.group] else { return }
            if row.appliedTransition > group.transitionCount {
                verifier.report(.relation, "connection \(row.id) followed a transition that its group never had")
            }
            for copy in row.copies where copy.generation.number > group.lastCertificate {
                verifier.report(
                    .relation,
                    "connection \(row.id) is sealed to generation \(copy.generation), which its group never had")
            }
            for copy in row.copies {
                guard let fingerprint = group.fingerprints[copy.generation.number] else { continue }
                if copy.certificate != fingerprint {
                    verifier.report(
                        .relation,
                        "connection \(row.id) is sealed to another certificate than that of generation \(copy.generation)"
                    )
                }
            }
        }
    }

    mutating func checkHistory(crypto: some VerifyingCrypto) {
        var last: HistoryEntry?
        each(.history, HistoryRow.read, { try HistoryRow.write($0, to: &$1) }) { verifier, entry in
            let previous = last?.group == entry.group ? last : nil
            if let fault = HistoryChain.firstFault(in: [entry], group: entry.group, after: previous, crypto: crypto) {
                verifier.report(.history, "the history of group \(entry.group): \(fault)")
            }
            last = entry
        }
    }

    mutating func checkDeliveries() {
        each(.delivery, DeliveryRow.read, { try $0.write(to: &$1) }) { verifier, row in
            if row.delivery.sequence > verifier.lastDelivery {
                verifier.report(
                    .relation, "notification \(row.delivery.sequence) has a number above the last one given")
            }
            if row.orderKey != row.delivery.orderKey {
                verifier.report(.relation, "notification \(row.delivery.sequence) waits in the line of another row")
            }
        }
    }

    /// Of each line of notifications the first is its head, and no other.
    mutating func checkRelations() {
        let wrong = """
            SELECT renewal_deliveryid FROM renewal_delivery AS d WHERE renewal_ishead <> (
                renewal_deliveryid = (
                    SELECT min(renewal_deliveryid) FROM renewal_delivery AS o
                    WHERE o.renewal_subscriber = d.renewal_subscriber AND o.renewal_orderkey = d.renewal_orderkey))
            """
        do {
            for number in try Int64.fetchAll(database, sql: wrong) {
                report(.relation, "notification \(number) is the head of its line and not its first, or the other way")
            }
        } catch {
            report(.structure, "the notifications can not be compared: \(error)")
        }
    }
}

extension IssuedCertificate {
    /// Whether both generations signed the link between them (Rule I9).
    fileprivate func follows(_ previous: IssuedCertificate, crypto: some VerifyingCrypto) -> Bool {
        guard let link, let older = try? crypto.readCertificate(previous.certificate),
            let newer = try? crypto.readCertificate(certificate)
        else { return false }
        let bytes = ContinuityLink.signedBytes(
            group: group, previous: previous.generation, previousCertificate: previous.certificate,
            nextCertificate: certificate, passwordRecord: link.passwordRecord)
        return crypto.isValid(link.signatureByPrevious, over: bytes, by: older.publicKey)
            && crypto.isValid(link.signatureByNext, over: bytes, by: newer.publicKey)
    }
}
