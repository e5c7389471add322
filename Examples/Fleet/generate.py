#!/usr/bin/env python3
"""Writes the made-up fleet beside this script: Web API responses in Responses/. The same seed gives the same bytes."""

import json
import os
import random
import uuid
from datetime import datetime, timedelta, timezone

SEED = 20261123
HERE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "Responses")
SERVICE = "https://contoso.crm4.dynamics.com/api/data/v9.2"
FORMATTED = "@OData.Community.Display.V1.FormattedValue"
LOOKUP_TABLE = "@Microsoft.Dynamics.CRM.lookuplogicalname"
NAVIGATION = "@Microsoft.Dynamics.CRM.associatednavigationproperty"
TODAY = datetime(2026, 11, 23, tzinfo=timezone.utc)
STATUSES = {1: "Default", 2: "PendingNewKey", 3: "KeyExpired"}

# Name, C, V, G (minutes; None: the column is null; "absent": it is not there), status reason, machines, and how many
# machines of each delivery status there are. Phases as of 2026-11-23: stable, renewing since S, renewing since a new
# certificate was issued, expired, empty, unknown.
GROUPS = [
    ("Rechnungsprüfung Zürich", "2025-03-03T08:15:00Z", None, None, 1, {1: 11, 3: 1}),
    ("帳票 <nightly>", "2025-12-15T06:30:00Z", 525600, 86400, 1, {1: 3, 2: 5, 3: 1}),
    ('R&D "pilot" 🚀', "2026-11-09T14:05:00Z", 259200, 64800, 1, {1: 4, 2: 5}),
    ("Лаборатория", "2026-06-01T00:00:00Z", 129600, "absent", 4, {1: 1, 3: 4}),
    ("Reserve", "2026-09-30T10:00:00Z", 1051200, 131400, 1, {}),
    ("L'atelier d'été", "absent", 2628000, 262800, 1, {1: 5}),
]
VERSIONS = ["2.9.1.21119", "2.22.999.3", "2.23", "2.23.0.1", "2.41.178.24249", "2.58.0.25301", "10.0"]
PREFIXES = ["WKS", "VM-Köln", "päivä", "機", "<srv&co>", "Łódź", "desk'o"]


def instant(moment):
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def put(row, column, value):
    if value != "absent":
        row[column] = value


def group_row(rng, group):
    name, created, validity, grace, status, _ = group
    row = {
        "@odata.etag": 'W/"%d"' % rng.randrange(10**7, 10**8),
        "flowmachinegroupid": str(uuid.UUID(int=rng.getrandbits(128), version=4)),
        "name": name,
        "statecode" + FORMATTED: "Inactive" if status == 4 else "Active",
        "statecode": 1 if status == 4 else 0,
        "statuscode" + FORMATTED: "KeyExpired" if status == 4 else "Active",
        "statuscode": status,
        "flowgrouptype" + FORMATTED: "Standard",
        "flowgrouptype": 545940001,
    }
    put(row, "keycreationdate", created)
    put(row, "keyvalidityperiod", validity)
    put(row, "keyexpirygraceperiod", grace)
    return row


def machine_row(rng, number, group, status):
    version = rng.choice(VERSIONS) if number % 13 else (None if number % 2 else "absent")
    silence = rng.choice([0, 0, 0, 1, 3, 30, 200])
    heartbeat = TODAY - timedelta(days=silence, seconds=rng.randrange(60, 80000))
    row = {
        "@odata.etag": 'W/"%d"' % rng.randrange(10**7, 10**8),
        "flowmachineid": str(uuid.UUID(int=rng.getrandbits(128), version=4)),
        "name": "%s-%02d" % (rng.choice(PREFIXES), number),
    }
    put(row, "agentversion", version)
    row["_flowmachinegroupid_value" + FORMATTED] = group["name"]
    row["_flowmachinegroupid_value" + NAVIGATION] = "FlowMachineGroupId"
    row["_flowmachinegroupid_value" + LOOKUP_TABLE] = "flowmachinegroup"
    row["_flowmachinegroupid_value"] = group["flowmachinegroupid"]
    if status == 1:
        put(row, "keydeliverystatus", rng.choice([1, None, "absent"]))
    else:
        row["keydeliverystatus" + FORMATTED] = STATUSES[status]
        row["keydeliverystatus"] = status
    put(row, "lastheartbeatdate", rng.choice(["absent", None] + [instant(heartbeat)] * 6))
    row["hostingtype" + FORMATTED] = "Customer"
    row["hostingtype"] = 0
    row["sessioncapacity"] = 1
    return row


def write(entity_set, page, rows, is_last):
    response = {"@odata.context": "%s/$metadata#%s" % (SERVICE, entity_set), "value": rows}
    if not is_last:
        response["@odata.nextLink"] = "%s/%s?$skiptoken=%d" % (SERVICE, entity_set, page + 1)
    path = os.path.join(HERE, "%s-page%d.json" % (entity_set, page))
    with open(path, "w", encoding="utf-8", newline="\n") as file:
        json.dump(response, file, ensure_ascii=False, indent=1)
        file.write("\n")


def main():
    rng = random.Random(SEED)
    groups = [group_row(rng, group) for group in GROUPS]
    statuses = [
        (row, status) for row, group in zip(groups, GROUPS) for status, count in group[5].items() for _ in range(count)
    ]
    machines = [machine_row(rng, number + 1, row, status) for number, (row, status) in enumerate(statuses)]
    rng.shuffle(machines)
    os.makedirs(HERE, exist_ok=True)
    write("flowmachinegroups", 1, groups[:4], False)
    write("flowmachinegroups", 2, groups[4:], True)
    write("flowmachines", 1, machines[:25], False)
    write("flowmachines", 2, machines[25:], True)


if __name__ == "__main__":
    main()
