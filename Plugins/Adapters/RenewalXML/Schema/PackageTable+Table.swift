public import RenewalDataverse

extension PackageTable {
    /// A declaration of that table, its fields in order of display name, case ignored, as the platform's tool has them.
    ///
    /// - Parameters:
    ///   - table: the table.
    ///   - columns: the logical names of the columns to declare; all without. The column of the id is always declared,
    ///     columns of secrets only where they are named, managed properties never.
    ///   - objectTypeCode: the table's `etc` in the environment.
    public init(_ table: Table, columns: Set<String>? = nil, objectTypeCode: Int = 0) {
        let declared = table.columns.filter { column in
            column.logicalName == table.primaryIDColumn
                || (columns.map { $0.contains(column.logicalName) } ?? !column.isSecret)
        }
        self.init(
            name: table.logicalName, displayName: table.displayName, objectTypeCode: objectTypeCode,
            primaryIDField: table.primaryIDColumn, primaryNameField: table.primaryNameColumn,
            fields: declared.compactMap { PackageField($0, isPrimaryKey: $0.logicalName == table.primaryIDColumn) }
                .sorted { DisplayOrder($0.displayName, $0.name) < DisplayOrder($1.displayName, $1.name) })
    }
}

extension PackageField {
    /// A declaration of that column; `nil` for a type that packages do not have.
    fileprivate init?(_ column: Column, isPrimaryKey: Bool) {
        guard let type = column.type.schemaName.flatMap(FieldType.init) else { return nil }
        self.init(
            displayName: column.displayName, name: column.logicalName, type: type,
            lookupType: type == .entityreference ? column.type.targets.joined(separator: "|") : nil,
            isPrimaryKey: isPrimaryKey, isCustom: column.logicalName.hasPrefix("renewal_") && !isPrimaryKey)
    }
}

/// The order of tables and columns in a package: by display name, case ignored, then by logical name.
struct DisplayOrder: Comparable {
    private let key: [Unicode.Scalar]
    private let name: String

    init(_ displayName: String, _ name: String) {
        key = Array(displayName.lowercased().unicodeScalars)
        self.name = name
    }

    static func < (lhs: DisplayOrder, rhs: DisplayOrder) -> Bool {
        lhs.key == rhs.key ? lhs.name < rhs.name : lhs.key.lexicographicallyPrecedes(rhs.key)
    }
}
