import RenewalCore
import RenewalTestSupport
import Testing

@testable import RenewalDataverse

/// Derivations of whole fleets, compared with an independent computation in Python.
struct FleetJudgeTests {
    static let sample = SharedFolder.path("data/webapi-sample")

    @Test(
        "The sample's groups and machines stand as an independent program says",
        .enabled(if: SharedFolder.has("data/webapi-sample"), "../shared/data/webapi-sample is absent"),
        .enabled(if: Python.isAvailable, "python3 is absent"),
        arguments: ["2026-11-23T00:00:00Z", "2026-12-31T12:00:00Z", "2024-01-01T00:00:00Z", "2032-01-01T00:00:00Z"])
    func sample(at text: String) throws {
        let export = try WebAPIExport(contentsOf: Self.sample)
        #expect(export.groups.count == 14)
        #expect(export.machines.count == 66)
        #expect(export.warnings.map(\.description) == [Self.sampleWarning])
        let fleet = FleetSummary(export, at: try Instant(of: text))
        let judged = try Python.run(Self.judge, [Self.sample, text])
        #expect(Self.lines(of: fleet) == judged.split(separator: "\n").map { String($0) })
    }

    @Test(
        "Made-up fleets on every boundary stand as an independent program says",
        .enabled(if: Python.isAvailable, "python3 is absent"), arguments: 1...40)
    func random(seed: UInt64) throws {
        let now = try Instant(of: "2026-11-23T00:00:00Z")
        let fleet = RandomFleet(seed: seed, around: now)
        let folder = try TemporaryFolder()
        try folder.write(response("flowmachinegroups", fleet.groups), to: "g.json")
        try folder.write(response("flowmachines(name)", fleet.machines), to: "m.json")
        let found = FleetSummary(try WebAPIExport(contentsOf: folder.path), at: now)
        let judged = try Python.run(Self.judge, [folder.path, now.description])
        #expect(Self.lines(of: found) == judged.split(separator: "\n").map { String($0) }, "seed \(seed)")
    }

    static let sampleWarning = """
        group "Büro 12" (7ac43b09-3f40-4cb5-98f0-492465fa5ac5): keyexpirygraceperiod is 65000 minutes; allowed are 64800 \
        to 64800 minutes; used as it stands
        """

    static func lines(of fleet: FleetSummary) -> [String] {
        fleet.groups.map { group in
            let counts = group.machines
            let window = [group.window?.start, group.window?.end]
            let instants = ([group.renewalStart, group.expiry] + window).map { $0?.description ?? "-" }
            let numbers = [
                counts.total, counts.default, counts.pendingNewKey, counts.keyExpired, counts.outdated,
            ].map { String($0) }
            return ([group.id.description, group.phase.name] + instants + numbers).joined(separator: " ")
        }
            + fleet.machines.map { machine in
                let outdated = machine.facts.isOutdated.map { $0 ? "old" : "new" } ?? "-"
                return [
                    machine.facts.id.description, outdated, machine.verdict.name ?? "-", machine.verdict.reason ?? "-",
                ].joined(separator: " ")
            }
    }

    /// The rules of phases, counts and verdicts once more, over `json.load`.
    static let judge = """
        import json, os, sys
        from datetime import datetime, timedelta, timezone
        folder, at = sys.argv[1], sys.argv[2]
        read = lambda t: t and datetime.strptime(t[:19], "%Y-%m-%dT%H:%M:%S").replace(tzinfo=timezone.utc)
        show = lambda t: t.strftime("%Y-%m-%dT%H:%M:%SZ") if t else "-"
        now, rows = read(at), {"flowmachinegroups": [], "flowmachines": []}
        for name in sorted(n for n in os.listdir(folder) if n.endswith(".json")):
            page = json.load(open(os.path.join(folder, name), encoding="utf-8"))
            rows[page["@odata.context"].split("#")[1].split("(")[0]] += page["value"]
        status = lambda m: m.get("keydeliverystatus") or 1
        def old(m):
            if not m.get("agentversion"): return None
            return [int(f) for f in m["agentversion"].split(".")] + [0] * 3 < [2, 23, 0, 0]
        groups, members = {}, {}
        for m in rows["flowmachines"]: members.setdefault(m.get("_flowmachinegroupid_value"), []).append(m)
        def order(r, key): return sorted(r, key=lambda x: (x.get("name") or "", x[key]))
        for g in order(rows["flowmachinegroups"], "flowmachinegroupid"):
            key, ms = g["flowmachinegroupid"], members.get(g["flowmachinegroupid"], [])
            v = g.get("keyvalidityperiod") or 2628000
            grace = g.get("keyexpirygraceperiod") or min(262800, v // 2)
            c = read(g.get("keycreationdate"))
            e = c and c + timedelta(minutes=v)
            s = e and e - timedelta(minutes=min(grace, v // 2))
            pending, phase, window = any(status(m) == 2 for m in ms), "stable", (None, None)
            if g.get("statuscode") == 4 or (e and now >= e): phase = "expired"
            elif not c: phase = "unknown"
            elif not ms: phase = "empty"
            elif now >= s: phase, window = "renewing", (s, e)
            elif pending:
                end = min(c + timedelta(minutes=grace), e)
                phase, window = "renewing", ((c, end) if c <= now < end else (None, e))
            groups[key] = (phase, window, s)
            counts = [len(ms)] + [sum(status(m) == k for m in ms) for k in (1, 2, 3)] + [sum(old(m) is True for m in ms)]
            print(key, phase, show(s), show(e), show(window[0]), show(window[1]), *counts)
        for m in order(rows["flowmachines"], "flowmachineid"):
            o, week = old(m), timedelta(days=7)
            seen = read(m.get("lastheartbeatdate"))
            verdict = ("-", "groupUnknown")
            if m.get("_flowmachinegroupid_value") in groups:
                phase, (_, end), s = groups[m["_flowmachinegroupid_value"]]
                near = phase == "renewing" or (s and s - now <= timedelta(days=30))
                if status(m) == 3: verdict = ("missed", "keyExpired")
                elif phase == "expired": verdict = ("missed", "groupExpired")
                elif status(m) == 2:
                    if o: verdict = ("atRisk", "agentTooOld")
                    elif not seen or now - seen >= week: verdict = ("atRisk", "notSeen")
                    elif end and end - now <= week: verdict = ("atRisk", "windowCloses")
                    else: verdict = ("onTrack", "-")
                elif o and near: verdict = ("atRisk", "agentTooOld")
                else: verdict = ("upToDate", "-")
            print(m["flowmachineid"], "-" if o is None else "old" if o else "new", *verdict)
        """
}
