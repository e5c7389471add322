import RenewalCore

extension FaultyStorage {
    func deliveries(_ step: DeliveryStep) async throws -> [Delivery] {
        var step = step
        switch fault {
        case .leasesIgnored:
            let now = step.claim?.now ?? .distantPast
            step.claim?.leaseUntil = now
        case .leasesForEver: step.claim?.leaseUntil = .distantFuture
        case .claimLimitIgnored: step.claim?.limit = .max
        case .notBeforeIgnored: step.claim?.now = .distantFuture
        case .subscribersMixed:
            if step.claim?.subscribers.isEmpty == false { step.claim?.subscribers = ["one", "two", "three"] }
        case .retriesAtTheEnd: try await putAtTheEnd(&step)
        case .wholeQueues: return try await wholeQueues(step)
        default: break
        }
        var found = try await base.deliveries(step)
        switch fault {
        case .deliveredOnClaim:
            _ = try await base.deliveries(DeliveryStep(settled: found.map { .delivered(sequence: $0.sequence) }))
        case .attemptsLost: for index in found.indices { found[index].attempts = 0 }
        case .unorderedClaims: found.reverse()
        default: break
        }
        return found
    }

    /// A failed delivery goes behind the others of its row.
    private func putAtTheEnd(_ step: inout DeliveryStep) async throws {
        for case .retry(let sequence, let instant) in step.settled {
            let all = Claim(
                subscribers: ["one"], now: .distantFuture, leaseUntil: Instant(secondsSince1970: 0), limit: .max)
            let found = try await base.deliveries(DeliveryStep(claim: all))
            guard var failed = found.first(where: { $0.sequence == sequence }) else { continue }
            failed.notBefore = instant
            failed.attempts += 1
            let again = failed
            _ = try await base.deliveries(DeliveryStep(settled: [.delivered(sequence: sequence)]))
            try await base.transact(TransactionRequest(groups: [], reads: [])) { _ in
                TransactionDecision(deliveries: [again], outcome: ())
            }
        }
        step.settled.removeAll { if case .retry = $0 { true } else { false } }
    }

    /// Hands out all that is due of each row, not the oldest alone.
    private func wholeQueues(_ step: DeliveryStep) async throws -> [Delivery] {
        var found: [Delivery] = []
        var next = try await base.deliveries(step)
        while !next.isEmpty {
            found += next
            let settled = next.map { DeliveryStep.Settlement.delivered(sequence: $0.sequence) }
            next = try await base.deliveries(DeliveryStep(settled: settled, claim: step.claim))
        }
        return found
    }
}
