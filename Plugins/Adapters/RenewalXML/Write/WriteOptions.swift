public import RenewalDataverse

/// How a package is written.
public struct WriteOptions: Hashable, Sendable {
    /// Whether the columns of secrets are written. Whoever reads such a package and learns a group's password holds the
    /// group's private keys; its files are for their owner alone.
    public var secrets: Row.Secrets
    /// What becomes of the 31 characters that XML 1.0 can not hold.
    public var unrepresentable: UnrepresentableCharacters
    /// Whether a zip that is at the destination is replaced, as a whole and at the end. A folder never is.
    public var replaces: Bool

    /// Options of these choices; the defaults leave secrets out, refuse what can not be written and replace nothing.
    public init(
        secrets: Row.Secrets = .leftOut, unrepresentable: UnrepresentableCharacters = .refused, replaces: Bool = false
    ) {
        self.secrets = secrets
        self.unrepresentable = unrepresentable
        self.replaces = replaces
    }
}

/// Where a package goes.
public enum PackageDestination: Hashable, Sendable {
    /// A folder of three files, at this path.
    case folder(String)
    /// A zip, at this path.
    case zip(String)

    var path: String {
        switch self {
        case .folder(let path), .zip(let path): path
        }
    }
}
