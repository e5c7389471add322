"""Forecasts a fleet from the text of the rules alone.

Reads a fleet as JSON on standard input: rows, calendars and what people will do, instants in seconds since 1970. Writes
one line for each event. Nothing here was made from the library's code; the rules are cited by their numbers. It knows
no keys: a machine holds a generation, a connection has copies for some.
"""

import heapq
import json
import sys
import uuid

MASK = (1 << 64) - 1
MINUTE, DAY, WEEK = 60, 86_400, 604_800
KINDS = [
    "machineMissed", "connectionExpires", "renewalCloses", "groupExpires", "renewalOpens", "certificateIssued",
    "machineUpdated",
]
# What comes first at one instant: what holds by itself (K1), people, sweeps, machines.
HOLDS, PEOPLE, SWEEP, MACHINE = range(4)


def interval(machine, generation):
    """S7: seconds until the next regular check-in."""
    h = 0xCBF29CE484222325
    for byte in uuid.UUID(machine).bytes + generation.to_bytes(8, "big"):
        h = ((h ^ byte) * 0x100000001B3) & MASK
    h = ((h ^ (h >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    h = ((h ^ (h >> 27)) * 0x94D049BB133111EB) & MASK
    h ^= h >> 31
    return DAY - (17_280 * h >> 64)


def can_renew(version):
    """I7: 2.23 or newer, field by field, missing fields 0."""
    fields = [int(field) for field in version.split(".")]
    return fields + [0] * (4 - len(fields)) >= [2, 23, 0, 0]


def online(machine, instant):
    """The first instant at or after this one at which the machine is online; None where there is none."""
    while True:
        if machine["weekly"] is not None:
            # 1 January 1970 was a Thursday, and weeks begin on Monday.
            second = (instant + 3 * DAY) % WEEK
            waits = [max(0, a - second) for a, b in machine["weekly"] if second < b]
            waits += [a + WEEK - second for a, b in machine["weekly"]]
            if not waits:
                return None
            instant += min(waits)
        back = [b for a, b in machine["away"] if a <= instant < b]
        if not back:
            return instant
        instant = max(back)


class Row(dict):
    """A row; what it leaves out is None."""

    def __missing__(self, key):
        return None


class Group:
    """One group's life; groups do not touch each other."""

    def __init__(self, fleet, row):
        self.fleet, self.row = fleet, row
        self.id = row["id"]
        self.v, self.g = row["v"] * MINUTE, row["g"] * MINUTE
        self.phase = row["phase"]
        self.current, self.previous = row["current"], row["previous"]
        self.deadline, self.delivers = row["deadline"], row["delivers"]
        self.issuer, self.request = row["issuer"], row["request"]
        self.machines = {m["id"]: m for m in fleet["machines"] if m["group"] == self.id}
        for machine in self.machines.values():
            # The version that its last accepted request told: all that anybody knows of one that is away.
            machine["told"] = machine["version"]
        self.connections = {c["id"]: c for c in fleet["connections"] if c["group"] == self.id}
        self.events, self.agenda, self.over = [], [], False

    # What the rows mean.

    def expiry(self):
        return self.current["c"] + self.current["v"] * MINUTE

    def usable(self):
        if self.phase == "overlap":
            return [self.previous["number"], self.current["number"]]
        return [self.current["number"]] if self.phase in ("stable", "renewing") else []

    def due(self, now):
        """S3, S4: why a renewal is due."""
        if self.phase != "stable":
            return None
        if self.request is not None:
            return "operator"
        v = self.current["v"] * MINUTE
        if self.v < v:
            return "policyChange"
        # Half of V in whole minutes.
        return "schedule" if now >= self.current["c"] + v - min(self.g, self.current["v"] // 2 * MINUTE) else None

    def tell(self, at, kind, rule, reason="-", machine="-", connection="-"):
        if at < self.fleet["start"] or self.over:
            return
        if self.fleet["end"] is None or at < self.fleet["end"]:
            self.events.append((at, KINDS.index(kind), self.id, machine, connection, rule, reason))

    # What happens.

    def settle(self, now):
        """K1, K2, K3, S6: closings and expiries hold from their instant on."""
        if self.phase == "overlap" and now >= self.deadline:
            for machine in self.machines.values():
                if machine["generation"] == self.previous["number"]:
                    reason = "mustRejoin" if not self.delivers else self.age(machine)
                    self.tell(self.deadline, "machineMissed", "K2", reason, machine["id"])
            for connection in self.connections.values():
                if self.previous["number"] in connection["copies"]:
                    if self.current["number"] not in connection["copies"]:
                        self.tell(self.deadline, "connectionExpires", "C4", "notUsed", connection=connection["id"])
            self.tell(self.deadline, "renewalCloses", "K2")
            self.end(self.deadline)
            self.phase = "stable"
        if self.phase in ("stable", "renewing") and now >= self.expiry():
            for machine in self.machines.values():
                if machine["generation"] == self.current["number"]:
                    named = self.phase == "renewing" and self.issuer not in (None, machine["id"])
                    reason = "notSeen" if self.phase == "stable" else "mustRejoin" if named else self.age(machine)
                    self.tell(self.expiry(), "machineMissed", "K3", reason, machine["id"])
            for connection in self.connections.values():
                if self.current["number"] in connection["copies"]:
                    self.tell(self.expiry(), "connectionExpires", "K3", "groupExpired", connection=connection["id"])
            self.tell(self.expiry(), "groupExpires", "K3")
            self.end(self.expiry())
            self.phase = "keyExpired"

    def age(self, machine):
        return "notSeen" if can_renew(machine["told"]) else "agentTooOld"

    def end(self, at):
        if self.fleet["end"] is None and at >= self.fleet["start"]:
            self.over = True

    def open_if_due(self, now):
        """S4: at a sweep or check-in. Any opening consumes the operator's request."""
        reason = self.due(now)
        if reason:
            self.open(now, reason, self.request["issuer"] if reason == "operator" else None)

    def open(self, now, reason, issuer):
        self.phase, self.issuer, self.request = "renewing", issuer, None
        self.tell(now, "renewalOpens", "S4", reason)
        self.plan(self.expiry())

    def plan(self, at):
        heapq.heappush(self.agenda, (max(at, self.fleet["start"]), HOLDS, "", 0, None))

    def check_in(self, machine, now):
        """S7, I2, I4, I5, I7."""
        if machine["generation"] not in self.usable():
            return None
        machine["told"] = machine["version"]
        self.open_if_due(now)
        number = self.current["number"]
        if self.phase == "renewing" and self.issuer in (None, machine["id"]) and now > self.current["c"]:
            if can_renew(machine["version"]):
                self.issue(machine, now)
        elif self.phase == "overlap" and machine["generation"] < number and self.delivers:
            if can_renew(machine["version"]):
                machine["generation"] = number
                self.tell(now, "machineUpdated", "I5", machine=machine["id"])
        return now + interval(machine["id"], machine["generation"])

    def issue(self, machine, now):
        """I4, S5."""
        self.deadline = min(self.expiry(), now + self.g)
        self.delivers = self.issuer is None
        self.previous = self.current
        self.current = {"number": self.previous["number"] + 1, "c": now, "v": self.v // MINUTE}
        self.phase = "overlap"
        machine["generation"] = self.current["number"]
        self.tell(now, "certificateIssued", "I4", machine=machine["id"])
        self.plan(self.deadline)

    def use(self, connection, now):
        """C2 to C5: a machine that is online, and holds what a copy is for, adds the copies that are missing."""
        usable = self.usable()
        for machine in self.machines.values():
            held = [number for number in usable if number <= machine["generation"]]
            able = machine["generation"] in usable and set(held) & set(connection["copies"])
            if able and online(machine, now) == now:
                connection["copies"] = sorted(set(connection["copies"]) | set(usable))
                return

    def act(self, action, now):
        if self.phase not in ("stable", "renewing", "overlap"):
            return
        if action["do"] == "use":
            self.use(self.connections[action["connection"]], now)
        elif action["do"] == "policy":
            self.v, self.g = action["v"] * MINUTE, action["g"] * MINUTE
        elif action["do"] == "renew":
            # P5
            if self.phase == "stable":
                self.open(now, "operator", None)
            elif self.phase == "renewing":
                self.issuer = None
            else:
                self.request = {"issuer": None}

    # The whole.

    def live(self):
        start, end = self.fleet["start"], self.fleet["end"]
        if self.phase in ("new", "keyExpired", "deleted"):
            return []
        self.plan(self.deadline if self.phase == "overlap" else self.expiry())
        if self.fleet["tried"]:
            self.schedule_action(start, {"do": "policy", **self.fleet["tried"]}, -1)
        for order, action in enumerate(self.fleet["actions"]):
            if self.concerns(action):
                self.schedule_action(max(action["at"], start), action, order)
        heapq.heappush(self.agenda, (start, SWEEP, "", 0, None))
        entries = {}
        for machine in self.machines.values():
            due = machine["heartbeat"] + interval(machine["id"], machine["generation"])
            self.schedule_machine(machine, max(due, start), entries)
        while self.agenda and not self.over and self.phase != "keyExpired":
            now, rank, _, number, what = heapq.heappop(self.agenda)
            if end is not None and now >= end:
                break
            self.settle(now)
            if self.over:
                break
            if rank == HOLDS and self.phase in ("stable", "renewing"):
                if now < self.expiry():
                    self.plan(self.expiry())
            elif rank == PEOPLE and what["do"] == "update":
                # An agent that was updated starts anew, as soon as its machine is online.
                machine = self.machines[what["machine"]]
                machine["version"] = what["version"]
                self.schedule_machine(machine, now, entries)
            elif rank == PEOPLE:
                self.act(what, now)
            elif rank == SWEEP:
                self.open_if_due(now)
                heapq.heappush(self.agenda, (now + self.fleet["pickUp"], SWEEP, "", 0, None))
            elif rank == MACHINE and entries[what["id"]] == number:
                after = self.check_in(what, now)
                if after is not None:
                    self.schedule_machine(what, after, entries)
        return self.events

    def concerns(self, action):
        return (
            action.get("group") == self.id or action.get("machine") in self.machines
            or action.get("connection") in self.connections)

    def schedule_action(self, at, action, order):
        heapq.heappush(self.agenda, (at, PEOPLE, "", order, action))

    def schedule_machine(self, machine, at, entries):
        entries[machine["id"]] = entries.get(machine["id"], 0) + 1
        at = online(machine, at)
        if at is not None:
            heapq.heappush(self.agenda, (at, MACHINE, machine["id"], entries[machine["id"]], machine))


def main():
    fleet = json.load(sys.stdin, object_hook=Row)
    events = [event for row in fleet["groups"] for event in Group(fleet, row).live()]
    for at, kind, group, machine, connection, rule, reason in sorted(events):
        print(at, KINDS[kind], group, machine, connection, rule, reason)


main()
