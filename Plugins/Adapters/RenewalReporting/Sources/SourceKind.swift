/// What a report is made from.
public enum SourceKind: Hashable, Sendable, CaseIterable {
    /// A file store of this library.
    case fileStore
    /// A Configuration Migration package.
    case package
    /// Responses of a Dataverse Web API.
    case webAPI

    /// The kind for people.
    public var description: String {
        switch self {
        case .fileStore: "RenewalKit file store"
        case .package: "Configuration Migration package"
        case .webAPI: "Web API responses"
        }
    }
}
