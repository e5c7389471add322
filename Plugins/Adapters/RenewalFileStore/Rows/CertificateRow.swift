import RenewalCore

/// `renewal_certificate`: a generation's certificate and the link from the one before (Rule I9).
enum CertificateRow {
    private static let version: UInt8 = 1

    /// Binds the row's columns.
    static func write(_ row: IssuedCertificate, to writer: inout RowWriter) throws {
        writer.append(row.group)
        try writer.append(number: row.generation.number, "renewal_generation")
        writer.append(row.fingerprint)
        try writer.append(instant: row.createdAt, "keycreationdate")
        writer.append(row.validityMinutes)
        writer.append(derived: row.createdAt.adding(minutes: row.validityMinutes))
        writer.append(row.certificate)
        writer.append(row.link.map(bytes))
    }

    /// The row that the reader stands on.
    static func read(_ reader: inout RowReader) throws -> IssuedCertificate {
        let group = try reader.id("flowmachinegroupid", as: GroupID.self)
        let generation = try reader.number("renewal_generation")
        let fingerprint = try reader.fingerprint("renewal_fingerprint")
        let createdAt = try reader.instant("keycreationdate")
        let validity = try reader.integer("keyvalidityperiod")
        reader.skip(1)
        let certificate = try reader.bytes("renewal_certificate")
        let link = try reader.isPresent() ? reader.decode("renewal_link", version: version, link) : nil
        guard let generation = Generation(generation), let validity = Int(exactly: validity) else {
            throw reader.fault("there is no generation 0")
        }
        return IssuedCertificate(
            group: group, generation: generation, certificate: certificate, fingerprint: fingerprint,
            createdAt: createdAt, validityMinutes: validity, link: link)
    }

    private static func bytes(of link: ContinuityLink) -> [UInt8] {
        var writer = ByteWriter(version: version, capacity: 192)
        writer.append(link.passwordRecord)
        writer.append(link.signatureByPrevious.bytes)
        writer.append(link.signatureByNext.bytes)
        return writer.bytes
    }

    private static func link(_ reader: inout ByteReader) throws(ByteReader.Fault) -> ContinuityLink {
        ContinuityLink(
            passwordRecord: try reader.fingerprint("passwordRecord"),
            signatureByPrevious: Signature(try reader.bytes("signatureByPrevious")),
            signatureByNext: Signature(try reader.bytes("signatureByNext")))
    }
}
