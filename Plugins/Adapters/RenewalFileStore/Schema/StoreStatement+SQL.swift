// Parameters of reads are numbered in the order in which they are bound; those of writes as the table's columns are.
extension StoreStatement {
    var storeSQL: String {
        let layout = TableLayout.store
        switch self {
        case .insertStore: return layout.insert
        case .updateStore: return layout.update(except: ["renewal_storeid"], where: "renewal_storeid = ?1")
        default: return "\(layout.select) WHERE renewal_storeid = 1"
        }
    }

    var groupSQL: String {
        let layout = TableLayout.group
        let fixed = ["flowmachinegroupid", "renewal_wakeson"]
        switch self {
        case .groupsAfter:
            return "\(layout.select) WHERE flowmachinegroupid > ?1 ORDER BY flowmachinegroupid LIMIT ?2"
        case .groupsDue:
            return """
                \(layout.select) WHERE renewal_wakeson IS NOT NULL AND renewal_wakeson <= ?1
                ORDER BY renewal_wakeson, flowmachinegroupid LIMIT ?2
                """
        case .insertGroup: return layout.insert
        case .updateGroup: return layout.update(except: [fixed[0]], where: layout.same([fixed[0]]))
        // Leaves the index alone.
        case .updateSleepingGroup: return layout.update(except: fixed, where: layout.same(fixed))
        default: return "\(layout.select) WHERE flowmachinegroupid = ?1"
        }
    }

    var machineSQL: String {
        let layout = TableLayout.machine
        let indexed = [
            "flowmachineid", "flowmachinegroupid", "renewal_generation", "renewal_canrenew",
            "renewal_appliedtransition",
        ]
        let page = "AND flowmachineid > ?2 ORDER BY flowmachineid LIMIT ?3"
        let select = Self.selectPlacedMachines
        switch self {
        case .machinesAfter: return "\(select) WHERE flowmachinegroupid = ?1 \(page)"
        case .machinesHolding:
            return """
                SELECT \(layout.list), place FROM (
                    SELECT * FROM (\(holding("renewal_canrenew = 0")))
                    UNION ALL SELECT * FROM (\(holding("renewal_canrenew = 1")))
                ) ORDER BY flowmachineid LIMIT ?3
                """
        case .machinesHoldingByAge: return holding("renewal_canrenew = ?5")
        case .machinesBehind:
            return """
                \(select) WHERE flowmachinegroupid = ?1 AND renewal_appliedtransition <= ?2
                ORDER BY renewal_appliedtransition, flowmachineid LIMIT ?3
                """
        case .insertMachine: return layout.insert
        case .updateMachine:
            return layout.update(except: Array(indexed.prefix(2)), where: layout.same(Array(indexed.prefix(2))))
        // Leaves the indexes alone.
        case .updateMachineInPlace: return layout.update(except: indexed, where: layout.same(indexed))
        // The same for a row whose place is known, so that no index is searched.
        case .updatePlacedMachine:
            return layout.update(except: indexed, where: "\(isInPlace) AND \(layout.same(indexed))")
        // Leaves all indexes alone but that of transitions.
        case .movePlacedMachineOn:
            let fixed = Array(indexed.prefix(4))
            return layout.update(except: fixed, where: "\(isInPlace) AND \(layout.same(fixed))")
        case .removeMachine: return "DELETE FROM flowmachine WHERE flowmachineid = ?1"
        default: return "\(select) WHERE flowmachineid = ?1"
        }
    }

    // Machines with their place in the table, behind the checksum.
    private static let selectPlacedMachines = "SELECT \(TableLayout.machine.list), rowid AS place FROM flowmachine"

    // The place is bound behind the columns.
    private var isInPlace: String { "rowid = ?\(TableLayout.machine.columns.count + 1)" }

    private func holding(_ condition: String) -> String {
        """
        \(Self.selectPlacedMachines) WHERE flowmachinegroupid = ?1 AND renewal_generation = ?4 AND \(condition)
        AND flowmachineid > ?2 ORDER BY flowmachineid LIMIT ?3
        """
    }

    var connectionSQL: String {
        let layout = TableLayout.connection
        let (id, group) = ("renewal_desktopflowconnectionid", "renewal_flowmachinegroupid")
        let indexed = [id, group, "renewal_generations", "renewal_appliedtransition"]
        let page = "AND \(id) > ?2 ORDER BY \(id) LIMIT ?3"
        switch self {
        case .connectionsAfter: return "\(layout.select) WHERE \(group) = ?1 \(page)"
        case .connectionGenerationsAfter:
            return """
                SELECT renewal_generations FROM renewal_desktopflowconnection
                WHERE \(group) = ?1 AND renewal_generations > ?2 ORDER BY renewal_generations LIMIT 1
                """
        case .connectionsHolding: return "\(layout.select) WHERE \(group) = ?1 AND renewal_generations = ?4 \(page)"
        case .connectionsBehind:
            return """
                \(layout.select) WHERE \(group) = ?1 AND renewal_appliedtransition <= ?2
                ORDER BY renewal_appliedtransition, \(id) LIMIT ?3
                """
        case .insertConnection: return layout.insert
        case .updateConnection: return layout.update(except: [id], where: layout.same([id]))
        case .updateConnectionInPlace: return layout.update(except: indexed, where: layout.same(indexed))
        case .removeConnection: return "DELETE FROM renewal_desktopflowconnection WHERE \(id) = ?1"
        default: return "\(layout.select) WHERE \(id) = ?1"
        }
    }

    var recordSQL: String {
        let (certificate, history) = (TableLayout.certificate, TableLayout.history)
        switch self {
        case .insertCertificate: return certificate.insert
        case .historyAfter:
            return """
                \(history.select) WHERE flowmachinegroupid = ?1 AND renewal_number > ?2
                ORDER BY renewal_number LIMIT ?3
                """
        case .lastHistory:
            return "\(history.select) WHERE flowmachinegroupid = ?1 ORDER BY renewal_number DESC LIMIT 1"
        case .insertHistory: return history.insert
        default:
            return """
                \(certificate.select) WHERE flowmachinegroupid = ?1 AND renewal_generation > ?2
                ORDER BY renewal_generation
                """
        }
    }

    var deliverySQL: String {
        let layout = TableLayout.delivery
        switch self {
        case .deliveryHead:
            return """
                SELECT renewal_deliveryid FROM renewal_delivery
                WHERE renewal_subscriber = ?1 AND renewal_orderkey = ?2 ORDER BY renewal_deliveryid LIMIT 1
                """
        // Past the subscriber's end it finds another's, so that a damaged place in the index is not taken for the end.
        case .deliveryFrom:
            return """
                \(layout.select) WHERE (renewal_subscriber, renewal_orderkey) >= (?1, ?2)
                ORDER BY renewal_subscriber, renewal_orderkey LIMIT 1
                """
        case .deliveriesDue:
            return """
                \(layout.select) WHERE renewal_ishead = 1 AND renewal_subscriber = ?1 AND renewal_availableat <= ?2
                ORDER BY renewal_availableat, renewal_deliveryid LIMIT ?3
                """
        case .insertDelivery: return layout.insert
        case .updateDelivery:
            return layout.update(
                except: ["renewal_deliveryid", "renewal_subscriber", "renewal_orderkey", "renewal_event"],
                where: "renewal_deliveryid = ?1")
        case .removeDelivery: return "DELETE FROM renewal_delivery WHERE renewal_deliveryid = ?1"
        default: return "\(layout.select) WHERE renewal_deliveryid = ?1"
        }
    }
}
