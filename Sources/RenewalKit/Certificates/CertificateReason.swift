/// Why a certificate is refused: `details["reason"]` of a `certificateRejected` error.
enum CertificateReason: String, CaseIterable {
    case tooLong
    case notX509
    case version
    case algorithm
    case serial
    case subject
    case issuer
    case alternativeName
    case otherGroup
    case publicKey
    case validity
    case basicConstraints
    case keyUsage
    case keyIdentifiers
    case extensions
    case profile
    case encoding
    case signature

    /// A group certificate has less than 500 bytes.
    static let mostBytes = 1_024

    /// The error for this reason.
    func error(cause: (any Error)? = nil) -> RenewalError {
        RenewalError(
            .certificateRejected,
            "a group certificate is refused: \(explanation). Only certificates that this library issued are accepted",
            details: ["reason": rawValue], cause: cause)
    }

    private var explanation: String {
        switch self {
        case .tooLong: "it has more than \(Self.mostBytes) bytes"
        case .notX509: "it is not a whole X.509 certificate in DER"
        case .version: "it is not of version 3"
        case .algorithm: "it is not signed with ECDSA over SHA-256"
        case .serial: "its serial number is not positive and at most 20 bytes long"
        case .subject: "its subject is not one common name with the group's id in lower case"
        case .issuer: "its issuer is not its subject"
        case .alternativeName: "its alternative name is not one URI urn:uuid: with the group's id in lower case"
        case .otherGroup: "its subject and its alternative name say different groups"
        case .publicKey: "its key is not one of P-256"
        case .validity: "it ends before it begins"
        case .basicConstraints: "it does not say, as critical, that it is no CA"
        case .keyUsage: "its key usage is not, as critical, digitalSignature and keyAgreement"
        case .keyIdentifiers: "its key identifiers are not the digest of its key"
        case .extensions: "it lacks an extension of the profile or has one more"
        case .profile: "its signed part is not exactly the profile's"
        case .encoding: "its algorithm or signature is not in the one encoding allowed"
        case .signature: "its signature is not its own key's"
        }
    }
}
