/// A record of a table that this library does not describe, as it was written.
public struct PackageRecord: Hashable, Sendable {
    /// The logical name of the table.
    public var table: String
    /// The record's id.
    public var id: String
    /// The fields that have a value, in the order of the document.
    public var fields: [Field]

    /// A record of these parts.
    public init(table: String, id: String, fields: [Field]) {
        self.table = table
        self.id = id
        self.fields = fields
    }

    /// A field. Its value is kept as it was written: text is HTML-encoded, an instant has seven digits of a fraction.
    public struct Field: Hashable, Sendable {
        /// The logical name of the column.
        public var name: String
        /// The value.
        public var value: String
        /// For a reference: the logical name of the table of the row that it leads to.
        public var lookupTable: String?
        /// For a reference: that row's name, where it is known.
        public var lookupName: String?

        /// A field of these parts.
        public init(name: String, value: String, lookupTable: String? = nil, lookupName: String? = nil) {
            self.name = name
            self.value = value
            self.lookupTable = lookupTable
            self.lookupName = lookupName
        }
    }
}

/// The rows that one row of a table is related to by a relationship of many to many.
public struct PackageRelation: Hashable, Sendable {
    /// The id of the row.
    public var source: String
    /// The logical name of the other table.
    public var targetTable: String
    /// The column of the other table's ids.
    public var targetIDField: String
    /// The relationship's name.
    public var relationship: String
    /// The ids of the other rows.
    public var targets: [String]

    /// A relation of these parts.
    public init(
        source: String, targetTable: String, targetIDField: String, relationship: String, targets: [String]
    ) {
        self.source = source
        self.targetTable = targetTable
        self.targetIDField = targetIDField
        self.relationship = relationship
        self.targets = targets
    }
}
