extension Schema {
    /// The present instant, as columns hold instants.
    static let now = "strftime('%Y-%m-%dT%H:%M:%SZ', 'now')"

    /// The views' names, an order in which they can be dropped.
    static let viewNames = [
        "renewal_waitingdelivery", "renewal_connectionstate", "renewal_machinestatus", "renewal_groupstatus",
    ]

    /// The views: what holds as of an instant, written or not (Rules K1, C4, C5).
    ///
    /// - Parameter now: the SQL expression of that instant.
    static func views(now: String) -> [String] {
        [groupStatus(now: now), machineStatus, connectionState, waitingDelivery]
    }

    // A closing (D) and an expiry (E) hold from their instant (Rules K2, K3).
    private static func groupStatus(now: String) -> String {
        """
        CREATE VIEW renewal_groupstatus AS
        SELECT flowmachinegroupid, name, renewal_phase, keycreationdate, keyvalidityperiod, keyexpirygraceperiod,
            renewal_generation, renewal_fingerprint, renewal_expireson,
            CASE WHEN renewal_phase = 'overlap' THEN renewal_previousgeneration END AS renewal_previousgeneration,
            CASE WHEN renewal_phase IN ('renewing', 'overlap') THEN renewal_deadline END AS renewal_deadline,
            CASE WHEN renewal_phase IN ('renewing', 'overlap') THEN renewal_openedon END AS renewal_openedon,
            CASE WHEN renewal_phase IN ('renewing', 'overlap') THEN renewal_reason END AS renewal_reason,
            CASE WHEN renewal_phase = 'keyExpired' THEN 1 ELSE 0 END AS statecode,
            CASE WHEN renewal_phase = 'keyExpired' THEN 4 ELSE 1 END AS statuscode,
            renewal_isclosed, renewal_isexpired, renewal_transitions
        FROM (
            SELECT flowmachinegroupid, name, keycreationdate, keyvalidityperiod, keyexpirygraceperiod,
                renewal_generation, renewal_fingerprint, renewal_expireson, renewal_previousgeneration,
                renewal_deadline, renewal_openedon, renewal_reason, renewal_transitions,
                renewal_phase = 'overlap' AND renewal_deadline <= now AS renewal_isclosed,
                (renewal_phase IN ('stable', 'renewing') OR renewal_phase = 'overlap' AND renewal_deadline <= now)
                    AND renewal_expireson <= now AS renewal_isexpired,
                CASE
                    WHEN renewal_phase = 'overlap' AND renewal_deadline > now THEN 'overlap'
                    WHEN renewal_phase IN ('stable', 'renewing', 'overlap') AND renewal_expireson <= now
                        THEN 'keyExpired'
                    WHEN renewal_phase = 'overlap' THEN 'stable'
                    ELSE renewal_phase
                END AS renewal_phase
            FROM flowmachinegroup, (SELECT \(now) AS now)
        )
        """
    }

    // A machine with keys has the status that its generation gives it. One without (imported) follows the transitions
    // that its row has not followed, and those that hold and are not written.
    private static let machineStatus = """
        CREATE VIEW renewal_machinestatus AS
        SELECT m.flowmachineid, m.name, m.flowmachinegroupid, g.name AS renewal_groupname, m.agentversion,
            m.lastheartbeatdate, m.keyreceiveddate, m.renewal_generation, m.renewal_canrenew,
            g.renewal_phase, g.renewal_deadline,
            CASE
                WHEN m.renewal_generation IS NULL THEN
                    CASE
                        WHEN g.renewal_isexpired OR EXISTS (
                            SELECT 1 FROM json_each(g.renewal_transitions)
                            WHERE value ->> 'number' > m.renewal_appliedtransition AND value ->> 'kind' = 'expired')
                            THEN 3
                        WHEN m.keydeliverystatus = 1 AND NOT EXISTS (
                            SELECT 1 FROM json_each(g.renewal_transitions)
                            WHERE value ->> 'number' > m.renewal_appliedtransition AND value ->> 'kind' = 'opened')
                            THEN 1
                        WHEN m.keydeliverystatus = 3 OR g.renewal_isclosed OR EXISTS (
                            SELECT 1 FROM json_each(g.renewal_transitions)
                            WHERE value ->> 'kind' = 'closed' AND value ->> 'number' > m.renewal_appliedtransition
                                AND (m.keydeliverystatus = 2 OR value ->> 'number' > (
                                    SELECT min(value ->> 'number') FROM json_each(g.renewal_transitions)
                                    WHERE value ->> 'number' > m.renewal_appliedtransition
                                        AND value ->> 'kind' = 'opened')))
                            THEN 3
                        ELSE 2
                    END
                WHEN g.renewal_phase IN ('keyExpired', 'deleted') THEN 3
                WHEN g.renewal_phase IN ('new', 'imported') THEN m.keydeliverystatus
                WHEN m.renewal_generation = g.renewal_generation
                    THEN CASE WHEN g.renewal_phase = 'renewing' THEN 2 ELSE 1 END
                WHEN m.renewal_generation = g.renewal_previousgeneration THEN 2
                ELSE 3
            END AS keydeliverystatus
        FROM flowmachine AS m JOIN renewal_groupstatus AS g ON g.flowmachinegroupid = m.flowmachinegroupid
        """

    private static let connectionState = """
        CREATE VIEW renewal_connectionstate AS
        SELECT c.renewal_desktopflowconnectionid, c.renewal_name, c.renewal_flowmachinegroupid,
            g.name AS renewal_groupname, c.renewal_generations, c.renewal_lastused, c.renewal_revision,
            g.renewal_phase, g.renewal_deadline,
            CASE
                WHEN g.renewal_phase = 'deleted' THEN 4
                WHEN g.renewal_phase IN ('new', 'imported', 'keyExpired') THEN 3
                WHEN instr(',' || c.renewal_generations || ',', ',' || g.renewal_generation || ',') THEN 1
                WHEN instr(',' || c.renewal_generations || ',', ',' || g.renewal_previousgeneration || ',') THEN 2
                ELSE 3
            END AS renewal_state
        FROM renewal_desktopflowconnection AS c
            JOIN renewal_groupstatus AS g ON g.flowmachinegroupid = c.renewal_flowmachinegroupid
        """

    private static let waitingDelivery = """
        CREATE VIEW renewal_waitingdelivery AS
        SELECT renewal_deliveryid, renewal_subscriber, renewal_orderkey, renewal_attempts, renewal_ishead,
            strftime('%Y-%m-%dT%H:%M:%SZ', renewal_notbefore, 'unixepoch') AS renewal_notbefore,
            strftime('%Y-%m-%dT%H:%M:%SZ', renewal_availableat, 'unixepoch') AS renewal_availableat
        FROM renewal_delivery
        """
}
