/// Every statement that a store runs over its rows, so that a test can look at the plan of each.
enum StoreStatement: Int, CaseIterable, Sendable {
    case readStore, insertStore, updateStore
    case groupByID, groupsAfter, groupsDue, insertGroup, updateGroup, updateSleepingGroup
    case machineByID, machinesAfter, machinesHolding, machinesHoldingByAge, machinesBehind
    case insertMachine, updateMachine, updateMachineInPlace, updatePlacedMachine, movePlacedMachineOn
    case removeMachine
    case connectionByID, connectionsAfter, connectionGenerationsAfter, connectionsHolding, connectionsBehind
    case insertConnection, updateConnection, updateConnectionInPlace, removeConnection
    case certificatesAfter, insertCertificate
    case historyAfter, lastHistory, insertHistory
    case deliveryByID, deliveryHead, deliveryFrom, deliveriesDue, insertDelivery, updateDelivery, removeDelivery

    /// The statement.
    var sql: String { Self.texts[rawValue] }

    // Made once for all connections.
    private static let texts = allCases.map { $0.makeSQL() }

    private func makeSQL() -> String {
        switch self {
        case .readStore, .insertStore, .updateStore: storeSQL
        case .groupByID, .groupsAfter, .groupsDue, .insertGroup, .updateGroup, .updateSleepingGroup: groupSQL
        case .machineByID, .machinesAfter, .machinesHolding, .machinesHoldingByAge, .machinesBehind,
            .insertMachine, .updateMachine, .updateMachineInPlace, .updatePlacedMachine, .movePlacedMachineOn,
            .removeMachine:
            machineSQL
        case .connectionByID, .connectionsAfter, .connectionGenerationsAfter, .connectionsHolding, .connectionsBehind,
            .insertConnection, .updateConnection, .updateConnectionInPlace, .removeConnection:
            connectionSQL
        case .certificatesAfter, .insertCertificate, .historyAfter, .lastHistory, .insertHistory:
            recordSQL
        case .deliveryByID, .deliveryHead, .deliveryFrom, .deliveriesDue, .insertDelivery, .updateDelivery,
            .removeDelivery:
            deliverySQL
        }
    }
}
