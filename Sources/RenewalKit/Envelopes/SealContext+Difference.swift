extension SealContext {
    /// The name of the first header field that differs; `nil` where the headers are equal.
    func firstDifference(from other: SealContext) -> String? {
        switch (self, other) {
        case (.credential(let found), .credential(let needed)):
            Self.first([
                ("group", found.group == needed.group), ("connection", found.connection == needed.connection),
                ("revision", found.revision == needed.revision),
                ("generation", found.generation == needed.generation),
                ("certificate", found.certificate == needed.certificate),
            ])
        case (.keyPackage(let found), .keyPackage(let needed)):
            Self.first([
                ("group", found.group == needed.group), ("generation", found.generation == needed.generation),
                ("certificate", found.certificate == needed.certificate),
                ("passwordRecord", found.passwordRecord == needed.passwordRecord),
            ])
        case (.delivery(let found), .delivery(let needed)):
            Self.first([
                ("group", found.group == needed.group), ("generation", found.generation == needed.generation),
                ("certificate", found.certificate == needed.certificate),
                ("recipient", found.recipient == needed.recipient),
            ])
        default:
            "kind"
        }
    }

    private static func first(_ fields: [(name: String, isEqual: Bool)]) -> String? {
        fields.first { !$0.isEqual }?.name
    }
}
