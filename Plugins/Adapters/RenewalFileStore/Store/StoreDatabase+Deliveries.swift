import GRDB
import RenewalCore

extension StoreDatabase {
    /// Keeps notifications at the end, with the next numbers.
    func append(_ deliveries: [Delivery], after last: inout UInt64) throws {
        var gaps = OrderKeyGaps()
        for delivery in deliveries {
            var row = DeliveryRow(delivery: delivery, orderKey: delivery.orderKey, leaseUntil: nil, isHead: false)
            row.delivery.sequence = last + 1
            row.isHead = try gaps.isNew(row.orderKey, of: delivery.subscriber, firstKey: firstKey)
            _ = try write(.insertDelivery, .delivery) { try row.write(to: &$0) }
            last += 1
        }
    }

    /// Settles, then hands out (Rule N3).
    func step(_ step: DeliveryStep) throws -> [Delivery] {
        for settlement in step.settled { try settle(settlement) }
        return try step.claim.map { try claim($0) } ?? []
    }

    // What is not there was settled before: by whoever had it when a lease ended.
    private func settle(_ settlement: DeliveryStep.Settlement) throws {
        switch settlement {
        case .delivered(let sequence):
            guard let old = try deliveryRow(sequence) else { return }
            try run(.removeDelivery, [.integer(Int64(clamping: sequence))])
            guard old.isHead, let next = try head(of: old.delivery.subscriber, old.orderKey) else { return }
            // The number is of an index, which has no checksum: a wrong one would stop the line, or let two run.
            guard var row = try deliveryRow(UInt64(clamping: next)),
                row.delivery.subscriber == old.delivery.subscriber, row.orderKey == old.orderKey
            else { throw FileStoreError.damagedRow(.delivery, key: "\(next)", "its place in the line leads elsewhere") }
            row.isHead = true
            try update(row)
        case .retry(let sequence, let instant):
            guard var row = try deliveryRow(sequence) else { return }
            row.delivery.notBefore = instant
            row.delivery.attempts += 1
            row.leaseUntil = nil
            try update(row)
        }
    }

    private func claim(_ claim: Claim) throws -> [Delivery] {
        var due: [DeliveryRow] = []
        for subscriber in Set(claim.subscribers).sorted() {
            due += try fetch(
                .deliveriesDue, .delivery,
                [.text(subscriber), .integer(claim.now.secondsSince1970), .limit(claim.limit)], DeliveryRow.read)
        }
        due.sort { ($0.availableAt, $0.delivery.sequence) < ($1.availableAt, $1.delivery.sequence) }
        let chosen = due.prefix(max(0, claim.limit)).sorted { $0.delivery.sequence < $1.delivery.sequence }
        for var row in chosen {
            row.leaseUntil = claim.leaseUntil
            try update(row)
        }
        return chosen.map(\.delivery)
    }

    private func deliveryRow(_ sequence: UInt64) throws -> DeliveryRow? {
        guard let number = Int64(exactly: sequence) else { return nil }
        return try fetch(.deliveryByID, .delivery, [.integer(number)], DeliveryRow.read).first
    }

    // The row is read, not the index alone, so that its checksum is compared: one gap may decide for many lines.
    private func firstKey(of subscriber: String, from key: String) throws -> String? {
        do {
            let found = try fetch(.deliveryFrom, .delivery, [.text(subscriber), .text(key)], DeliveryRow.read)
            guard let row = found.first, row.delivery.subscriber.hasBytes(of: subscriber) else { return nil }
            return row.orderKey
        } catch let error as FileStoreError where error.code == .damaged {
            // Of another line, or even of another subscriber, whom this one need not wait for: a gap that holds no key.
            return try head(of: subscriber, key) == nil ? key + "\0" : key
        }
    }

    private func head(of subscriber: String, _ key: String) throws -> Int64? {
        try integers(.deliveryHead, [.text(subscriber), .text(key)]).first
    }

    private func update(_ row: DeliveryRow) throws {
        _ = try write(.updateDelivery, .delivery) { try row.write(to: &$0) }
    }
}
