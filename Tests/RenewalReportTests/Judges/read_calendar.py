"""Reads a calendar with the package icalendar, strictly, and prints its events as JSON.

read_calendar.py FILE
"""

import json
import sys

import icalendar

with open(sys.argv[1], "rb") as file:
    calendar = icalendar.Calendar.from_ical(file.read())
for component in calendar.walk():
    if component.errors:
        sys.exit(f"{component.name}: {component.errors}")
for name in ["VERSION", "PRODID"]:
    if name not in calendar:
        sys.exit(f"no {name}")
if not calendar.subcomponents:
    sys.exit("a calendar has at least one component")
events = []
for event in calendar.walk("VEVENT"):
    for name in ["UID", "DTSTAMP", "DTSTART", "SUMMARY"]:
        if name not in event:
            sys.exit(f"an event without {name}")
    alarms = [alarm["TRIGGER"].dt.days for alarm in event.walk("VALARM")]
    end = event.get("DTEND")
    events.append({
        "uid": str(event["UID"]), "sequence": int(event["SEQUENCE"]), "start": event["DTSTART"].dt.isoformat(),
        "end": end.dt.isoformat() if end else None, "summary": str(event["SUMMARY"]),
        "description": str(event["DESCRIPTION"]), "alarms": alarms})
json.dump(events, sys.stdout)
