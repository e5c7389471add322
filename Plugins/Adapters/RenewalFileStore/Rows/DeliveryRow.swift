import RenewalCore

/// `renewal_delivery`: a notification that waits, with its place in the queue. Its instants are seconds since 1970, as
/// a lease may end at any.
struct DeliveryRow {
    var delivery: Delivery
    var orderKey: String
    var leaseUntil: Instant?
    /// Whether no earlier one of the same subscriber and order key waits: only such a one can be handed out.
    var isHead: Bool

    /// From when it can be handed out: the later of `notBefore` and the end of its lease.
    var availableAt: Instant { max(delivery.notBefore, leaseUntil ?? delivery.notBefore) }

    /// Binds the row's columns.
    func write(to writer: inout RowWriter) throws {
        try writer.append(number: delivery.sequence, "renewal_deliveryid")
        writer.append(delivery.subscriber)
        writer.append(orderKey)
        writer.append(delivery.notBefore.secondsSince1970)
        writer.append(leaseUntil?.secondsSince1970)
        writer.append(availableAt.secondsSince1970)
        writer.append(isHead)
        writer.append(delivery.attempts)
        writer.append(EventEncoding.bytes(of: delivery.event))
    }

    /// The row that the reader stands on.
    static func read(_ reader: inout RowReader) throws -> DeliveryRow {
        let sequence = try reader.number("renewal_deliveryid")
        let subscriber = try reader.text("renewal_subscriber")
        let orderKey = try reader.text("renewal_orderkey")
        let notBefore = Instant(secondsSince1970: try reader.integer("renewal_notbefore"))
        let lease = reader.isPresent() ? try reader.integer("renewal_leaseuntil") : nil
        reader.skip(1)
        let isHead = try reader.integer("renewal_ishead") == 1
        let attempts = Int(clamping: try reader.integer("renewal_attempts"))
        let event = try reader.decode("renewal_event", version: EventEncoding.version, EventEncoding.read)
        let delivery = Delivery(
            sequence: sequence, subscriber: subscriber, event: event, notBefore: notBefore, attempts: attempts)
        return DeliveryRow(
            delivery: delivery, orderKey: orderKey, leaseUntil: lease.map(Instant.init(secondsSince1970:)),
            isHead: isHead)
    }
}
