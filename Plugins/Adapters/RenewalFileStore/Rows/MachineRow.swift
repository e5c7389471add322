import RenewalCore

/// `flowmachine`: every field is a column.
enum MachineRow {
    /// Binds the row's columns.
    static func write(_ row: Machine, to writer: inout RowWriter) throws {
        writer.append(row.id)
        writer.append(row.name.description)
        writer.append(row.agentVersion?.description)
        writer.append(row.group)
        writer.append(row.storedStatus.rawValue)
        try writer.append(instant: row.keyReceivedAt, "keyreceiveddate")
        try writer.append(instant: row.lastHeartbeat, "lastheartbeatdate")
        try writer.append(number: row.membership?.generation.number, "renewal_generation")
        writer.append(row.membership?.fingerprint)
        writer.append(row.membership?.machineKey)
        try writer.append(number: row.membership?.sequence, "renewal_sequence")
        writer.append(row.agentVersion?.canRenew ?? false)
        try writer.append(number: row.appliedTransition, "renewal_appliedtransition")
    }

    /// The statement that stores a row that was read, and leaves alone the indexes whose columns stay as they are; `nil`
    /// where only ``StoreStatement/updateMachine`` can.
    static func update(of old: Machine, to new: Machine) -> StoreStatement? {
        guard old.group == new.group, old.membership?.generation == new.membership?.generation,
            old.agentVersion?.canRenew == new.agentVersion?.canRenew
        else { return nil }
        return old.appliedTransition == new.appliedTransition ? .updatePlacedMachine : .movePlacedMachineOn
    }

    /// The row that the reader stands on.
    static func read(_ reader: inout RowReader) throws -> Machine {
        let id = try reader.id("flowmachineid", as: MachineID.self)
        let name = try reader.name("name")
        let version = try reader.optionalText("agentversion")
        let group = try reader.id("flowmachinegroupid", as: GroupID.self)
        let status = try reader.integer("keydeliverystatus")
        let received = try reader.optionalInstant("keyreceiveddate")
        let heartbeat = try reader.optionalInstant("lastheartbeatdate")
        let membership = try membership(&reader)
        reader.skip(1)
        let applied = try reader.number("renewal_appliedtransition")
        let agentVersion = try? version.map { try AgentVersion($0) }
        guard version == nil || agentVersion != nil else { throw reader.fault("agentversion is no version") }
        guard let status = KeyDeliveryStatus(rawValue: Int(status)) else {
            throw reader.fault("keydeliverystatus is no status")
        }
        return Machine(
            id: id, group: group, name: name, agentVersion: agentVersion ?? nil, membership: membership,
            storedStatus: status, keyReceivedAt: received, lastHeartbeat: heartbeat, appliedTransition: applied)
    }

    private static func membership(_ reader: inout RowReader) throws -> Machine.Membership? {
        guard let generation = try reader.optionalNumber("renewal_generation") else {
            reader.skip(3)
            return nil
        }
        let fingerprint = try reader.fingerprint("renewal_machinekey")
        let key = try reader.key("renewal_publickey")
        let sequence = try reader.number("renewal_sequence")
        guard let generation = Generation(generation), let key else { throw reader.fault("its keys can not be read") }
        return Machine.Membership(machineKey: key, fingerprint: fingerprint, generation: generation, sequence: sequence)
    }
}
