/// One row written. A change that can not be made fails the whole transaction, and nothing of it is stored: inserting
/// what is there with `duplicateID`; updating or removing what is not there, or changing a row of a group that the
/// request does not name, with `storeInconsistent`. ``StorageErrors`` has the texts.
public enum RowChange: Hashable, Sendable {
    /// A new group; `duplicateID` where the id was ever used (Rules G1, G4).
    case insertGroup(MachineGroup)
    /// A group's row in place of the one it had. The store indexes it by ``MachineGroup/wakesAt``.
    case updateGroup(MachineGroup)
    /// A new machine; `duplicateID` where any group has the id (Rules G3, G4).
    case insertMachine(Machine)
    /// A machine's row in place of the one it had; `storeInconsistent` where the group differs (Rule G3).
    case updateMachine(Machine)
    /// A machine's row removed.
    case removeMachine(MachineID)
    /// A new connection; `duplicateID` where the id is in use.
    case insertConnection(DesktopFlowConnection)
    /// A connection's row in place of the one it had; its group may change where the transaction names both groups.
    case updateConnection(DesktopFlowConnection)
    /// A connection's row removed.
    case removeConnection(ConnectionID)
    /// A new generation's certificate; `duplicateID` where the group has that generation (Rule I3).
    case insertCertificate(IssuedCertificate)
    /// The next history entry; `storeInconsistent` unless its number is one above the last.
    case appendHistory(HistoryEntry)
}
