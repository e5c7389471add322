/// The errors that ``RowChange`` promises, with their texts: for stores of other modules too, so that all say the same.
public enum StorageErrors {
    /// `duplicateID`: a group was inserted whose id was used before, deleted groups included (Rules G1, G4).
    public static func duplicate(group id: GroupID) -> RenewalError {
        RenewalError(
            .duplicateID, "the group id \(id) is in use or was used by a deleted group; take a new one",
            details: ["table": "group", "id": "\(id)"])
    }

    /// `duplicateID`: a machine was inserted that `group` has (Rules G3, G4).
    public static func duplicate(machine id: MachineID, group: GroupID) -> RenewalError {
        RenewalError(
            .duplicateID,
            "the machine id \(id) is in use in group \(group); a machine leaves its group before it joins another",
            details: ["table": "machine", "id": "\(id)", "group": "\(group)"])
    }

    /// `duplicateID`: a connection was inserted whose id is in use (Rule G4).
    public static func duplicate(connection id: ConnectionID) -> RenewalError {
        RenewalError(
            .duplicateID, "the connection id \(id) is in use; take a new one",
            details: ["table": "connection", "id": "\(id)"])
    }

    /// `duplicateID`: a certificate was inserted for a generation that the group has (Rule I3).
    public static func duplicate(generation: Generation, group: GroupID) -> RenewalError {
        RenewalError(
            .duplicateID, "group \(group) has a certificate of generation \(generation); install that one",
            details: ["table": "certificate", "id": "\(generation)", "group": "\(group)"])
    }

    /// `storeInconsistent`: a row of the table `group`, `machine` or `connection` was updated or removed that is not
    /// there.
    public static func missing(_ table: String, _ id: some UUIDIdentifier) -> RenewalError {
        RenewalError(
            .storeInconsistent, "there is no \(table) \(id) to update or remove; read it in the same transaction first",
            details: ["table": table, "id": "\(id)"])
    }

    /// `storeInconsistent`: a transaction changed a row of a group that its request does not name.
    public static func unnamed(_ group: GroupID) -> RenewalError {
        RenewalError(
            .storeInconsistent, "the transaction changes a row of group \(group), which its request does not name",
            details: ["group": "\(group)"])
    }

    /// `storeInconsistent`: an update gave a machine another group (Rule G3).
    public static func movedMachine(_ id: MachineID, from old: GroupID, to new: GroupID) -> RenewalError {
        RenewalError(
            .storeInconsistent,
            "machine \(id) belongs to group \(old) and can not be updated into group \(new); it leaves one and joins "
                + "the other",
            details: ["table": "machine", "id": "\(id)", "found": "\(old)", "value": "\(new)"])
    }

    /// `storeInconsistent`: a history entry was appended whose number is not one above the last.
    public static func historyGap(_ number: UInt64, after last: UInt64, group: GroupID) -> RenewalError {
        RenewalError(
            .storeInconsistent, "history entry \(number) of group \(group) does not follow entry \(last)",
            details: ["group": "\(group)", "found": "\(number)", "last": "\(last)"])
    }
}
