/// A table as a package's `data_schema.xml` declares it.
public struct PackageTable: Hashable, Sendable {
    /// The logical name.
    public var name: String
    /// The name that people see.
    public var displayName: String
    /// The object type code (`etc`), which differs between environments.
    public var objectTypeCode: Int
    /// The logical name of the column of the row's id.
    public var primaryIDField: String
    /// The logical name of the column of the row's name.
    public var primaryNameField: String
    /// Whether importers switch plug-ins off while they write rows.
    public var disablesPlugins: Bool
    /// The columns, in the order in which records hold them.
    public var fields: [PackageField]
    /// Relationships of many rows to many.
    public var relationships: [Relationship]
    /// The query whose rows were exported, where there was one: FetchXML.
    public var filter: String?

    /// A table of these parts.
    public init(
        name: String, displayName: String, objectTypeCode: Int = 0, primaryIDField: String, primaryNameField: String,
        disablesPlugins: Bool = false, fields: [PackageField], relationships: [Relationship] = [], filter: String? = nil
    ) {
        self.name = name
        self.displayName = displayName
        self.objectTypeCode = objectTypeCode
        self.primaryIDField = primaryIDField
        self.primaryNameField = primaryNameField
        self.disablesPlugins = disablesPlugins
        self.fields = fields
        self.relationships = relationships
        self.filter = filter
    }

    /// A relationship of many rows to many.
    public struct Relationship: Hashable, Sendable {
        /// Its name.
        public var name: String
        /// Whether it is one of many to many; others are not exported.
        public var isManyToMany: Bool
        /// Whether both ends are in one table.
        public var isReflexive: Bool
        /// The logical name of the table between the two.
        public var relatedTable: String
        /// The logical name of the table at the other end.
        public var targetTable: String
        /// The column of the other table's ids.
        public var targetPrimaryKey: String

        /// A relationship of these parts.
        public init(
            name: String, isManyToMany: Bool = true, isReflexive: Bool = false, relatedTable: String,
            targetTable: String, targetPrimaryKey: String
        ) {
            self.name = name
            self.isManyToMany = isManyToMany
            self.isReflexive = isReflexive
            self.relatedTable = relatedTable
            self.targetTable = targetTable
            self.targetPrimaryKey = targetPrimaryKey
        }
    }
}
