extension Schema.Migration {
    /// The first schema.
    static let version1 = Schema.Migration(statements: [
        "PRAGMA application_id = \(Schema.applicationID)",
        """
        CREATE TABLE renewal_store (
            renewal_storeid INTEGER PRIMARY KEY CHECK (renewal_storeid = 1),
            renewal_keptinstant TEXT,
            renewal_lastdelivery INTEGER NOT NULL,
            renewal_checksum INTEGER NOT NULL
        ) STRICT
        """,
        """
        CREATE TABLE flowmachinegroup (
            flowmachinegroupid TEXT NOT NULL PRIMARY KEY,
            name TEXT NOT NULL,
            keycreationdate TEXT,
            keyvalidityperiod INTEGER NOT NULL,
            keyexpirygraceperiod INTEGER NOT NULL,
            passwordchangeddate TEXT,
            passwordchangedby TEXT,
            rotationstartedby TEXT,
            statecode INTEGER NOT NULL,
            statuscode INTEGER NOT NULL,
            renewal_phase TEXT NOT NULL,
            renewal_generation INTEGER,
            renewal_previousgeneration INTEGER,
            renewal_fingerprint TEXT,
            renewal_expireson TEXT,
            renewal_reason TEXT,
            renewal_openedon TEXT,
            renewal_deadline TEXT,
            renewal_issuer TEXT,
            renewal_requestedon TEXT,
            renewal_requestedby TEXT,
            renewal_passwordversion INTEGER,
            renewal_transitions TEXT NOT NULL,
            renewal_wakeson TEXT,
            renewal_row BLOB NOT NULL,
            renewal_checksum INTEGER NOT NULL
        ) STRICT
        """,
        """
        CREATE INDEX renewal_group_wakes ON flowmachinegroup (renewal_wakeson, flowmachinegroupid)
            WHERE renewal_wakeson IS NOT NULL
        """,
        """
        CREATE TABLE flowmachine (
            flowmachineid TEXT NOT NULL PRIMARY KEY,
            name TEXT NOT NULL,
            agentversion TEXT,
            flowmachinegroupid TEXT NOT NULL REFERENCES flowmachinegroup,
            keydeliverystatus INTEGER NOT NULL,
            keyreceiveddate TEXT,
            lastheartbeatdate TEXT,
            renewal_generation INTEGER,
            renewal_machinekey TEXT,
            renewal_publickey BLOB,
            renewal_sequence INTEGER,
            renewal_canrenew INTEGER NOT NULL,
            renewal_appliedtransition INTEGER NOT NULL,
            renewal_checksum INTEGER NOT NULL
        ) STRICT
        """,
        "CREATE UNIQUE INDEX renewal_machine_group ON flowmachine (flowmachinegroupid, flowmachineid)",
        """
        CREATE UNIQUE INDEX renewal_machine_holding
            ON flowmachine (flowmachinegroupid, renewal_generation, renewal_canrenew, flowmachineid)
        """,
        """
        CREATE UNIQUE INDEX renewal_machine_transition
            ON flowmachine (flowmachinegroupid, renewal_appliedtransition, flowmachineid)
        """,
        """
        CREATE TABLE renewal_desktopflowconnection (
            renewal_desktopflowconnectionid TEXT NOT NULL PRIMARY KEY,
            renewal_flowmachinegroupid TEXT NOT NULL REFERENCES flowmachinegroup,
            renewal_name TEXT NOT NULL,
            renewal_state INTEGER NOT NULL,
            renewal_lastused TEXT,
            renewal_generations TEXT NOT NULL,
            renewal_revision INTEGER NOT NULL,
            renewal_appliedtransition INTEGER NOT NULL,
            renewal_copies BLOB NOT NULL,
            renewal_checksum INTEGER NOT NULL
        ) STRICT
        """,
        """
        CREATE UNIQUE INDEX renewal_connection_group
            ON renewal_desktopflowconnection (renewal_flowmachinegroupid, renewal_desktopflowconnectionid)
        """,
        """
        CREATE UNIQUE INDEX renewal_connection_generations ON renewal_desktopflowconnection
            (renewal_flowmachinegroupid, renewal_generations, renewal_desktopflowconnectionid)
        """,
        """
        CREATE UNIQUE INDEX renewal_connection_transition ON renewal_desktopflowconnection
            (renewal_flowmachinegroupid, renewal_appliedtransition, renewal_desktopflowconnectionid)
        """,
        """
        CREATE TABLE renewal_certificate (
            flowmachinegroupid TEXT NOT NULL REFERENCES flowmachinegroup,
            renewal_generation INTEGER NOT NULL,
            renewal_fingerprint TEXT NOT NULL,
            keycreationdate TEXT NOT NULL,
            keyvalidityperiod INTEGER NOT NULL,
            renewal_expireson TEXT NOT NULL,
            renewal_certificate BLOB NOT NULL,
            renewal_link BLOB,
            renewal_checksum INTEGER NOT NULL,
            PRIMARY KEY (flowmachinegroupid, renewal_generation)
        ) STRICT, WITHOUT ROWID
        """,
        """
        CREATE TABLE renewal_history (
            flowmachinegroupid TEXT NOT NULL REFERENCES flowmachinegroup,
            renewal_number INTEGER NOT NULL,
            renewal_on TEXT NOT NULL,
            renewal_by TEXT NOT NULL,
            renewal_action TEXT NOT NULL,
            renewal_rule TEXT NOT NULL,
            renewal_reason TEXT NOT NULL,
            renewal_subject TEXT NOT NULL,
            renewal_previoushash BLOB NOT NULL,
            renewal_hash BLOB NOT NULL,
            renewal_checksum INTEGER NOT NULL,
            PRIMARY KEY (flowmachinegroupid, renewal_number)
        ) STRICT, WITHOUT ROWID
        """,
        """
        CREATE TABLE renewal_delivery (
            renewal_deliveryid INTEGER PRIMARY KEY,
            renewal_subscriber TEXT NOT NULL,
            renewal_orderkey TEXT NOT NULL,
            renewal_notbefore INTEGER NOT NULL,
            renewal_leaseuntil INTEGER,
            renewal_availableat INTEGER NOT NULL,
            renewal_ishead INTEGER NOT NULL,
            renewal_attempts INTEGER NOT NULL,
            renewal_event BLOB NOT NULL,
            renewal_checksum INTEGER NOT NULL
        ) STRICT
        """,
        """
        CREATE INDEX renewal_delivery_head
            ON renewal_delivery (renewal_subscriber, renewal_availableat, renewal_deliveryid)
            WHERE renewal_ishead = 1
        """,
        """
        CREATE UNIQUE INDEX renewal_delivery_order
            ON renewal_delivery (renewal_subscriber, renewal_orderkey, renewal_deliveryid)
        """,
    ])
}
