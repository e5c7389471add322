import RenewalKit
import Testing

/// A sealed value's own header, and that of a place it was moved to, which differs in one field.
struct Moved: CustomTestStringConvertible {
    let field: String
    let from: SealContext
    let to: SealContext

    var testDescription: String { "another \(field)" }

    static let all: [Moved] = credentials + packages + deliveries

    private static let credentials = [
        moved("group", Samples.credential, \.group, Samples.otherGroup),
        moved("connection", Samples.credential, \.connection, ConnectionID(Samples.uuid(0x32))),
        moved("revision", Samples.credential, \.revision, 8),
        moved("generation", Samples.credential, \.generation, Samples.third.next),
        moved("certificate", Samples.credential, \.certificate, Samples.previousCertificate),
    ].map { Moved(field: $0.0, from: .credential($0.1), to: .credential($0.2)) }

    private static let packages = [
        moved("group", Samples.package, \.group, Samples.otherGroup),
        moved("generation", Samples.package, \.generation, Samples.third.next),
        moved("certificate", Samples.package, \.certificate, Samples.previousCertificate),
        moved("passwordRecord", Samples.package, \.passwordRecord, Samples.certificate),
    ].map { Moved(field: $0.0, from: .keyPackage($0.1), to: .keyPackage($0.2)) }

    private static let deliveries = [
        moved("group", Samples.delivery, \.group, Samples.otherGroup),
        moved("generation", Samples.delivery, \.generation, Samples.third.next),
        moved("certificate", Samples.delivery, \.certificate, Samples.recordHash),
        moved("recipient", Samples.delivery, \.recipient, Samples.recordHash),
    ].map { Moved(field: $0.0, from: .delivery($0.1), to: .delivery($0.2)) }

    private static func moved<Header, Value>(
        _ field: String, _ header: Header, _ path: WritableKeyPath<Header, Value>, _ value: Value
    ) -> (String, Header, Header) {
        var other = header
        other[keyPath: path] = value
        return (field, header, other)
    }
}
