"""The rows of Benchmarks/run that compare whole processes: memory against size, and other XML libraries."""
import json
import os
import subprocess
import tempfile

ROWS = ["xml-memory", "xml-others"]
LIBRARIES = ["renewalkit", "xmlcoder", "xmldocument"]
MEBIBYTE = 1_024 * 1_024


def run_library(program, library, direction, machines, folder):
    """Seconds and peak memory of one library that writes or reads one document, in a process of its own."""
    command = [program.parent / "xml-libraries", library, direction, str(machines), folder]
    return json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout)


def in_memory_folder():
    """A new folder in memory, where the system has a place for that: what is measured is not a disk."""
    return tempfile.TemporaryDirectory(prefix="renewal-xml-", dir="/dev/shm" if os.path.isdir("/dev/shm") else None)


def measure_memory(program, quick):
    """What a writer's memory grows by from a small package to a large one."""
    sizes = [1_000, 10_000] if quick else [10_000, 1_000_000]
    peaks = []
    for size in sizes:
        with in_memory_folder() as folder:
            peaks.append(run_library(program, "renewalkit", "write", size, folder)["peakBytes"])
    return {
        "work": f"memory of writing {sizes[1]:,} machines against {sizes[0]:,}", "grownBytes": peaks[1] - peaks[0],
        "ratio": peaks[1] / peaks[0], "peakBytes": peaks[1], "allocations": []}


def measure_others(program, quick):
    """The same machines by other libraries, at several sizes; what is judged is the largest that all of them do.

    Gives the row and everything that was measured.
    """
    sizes = [100, 1_000] if quick else [1_000, 10_000, 100_000, 1_000_000]
    # Those that hold a whole document need gigabytes at the largest size; XMLCoder does not read one of over 10 MB, as
    # Foundation's XMLParser refuses it.
    others = sizes[-1] if quick else 100_000
    largest = {("xmlcoder", "read"): min(others, 10_000), ("xmlcoder", "write"): others,
               ("xmldocument", "read"): others, ("xmldocument", "write"): others}
    measured = []
    for size in sizes:
        with in_memory_folder() as folder:
            for direction in ["write", "read"]:
                for library in LIBRARIES:
                    if size <= largest.get((library, direction), size):
                        result = run_library(program, library, direction, size, folder)
                        measured.append({"library": library, "direction": direction, "machines": size, **result})
    common = min(largest.values())
    seconds = {(row["direction"], row["library"]): row["seconds"] for row in measured if row["machines"] == common}
    ours = [seconds[direction, "renewalkit"] for direction in ["write", "read"]]
    others = [min(seconds[direction, library] for library in LIBRARIES[1:]) for direction in ["write", "read"]]
    result = {
        "work": f"{common:,} machines written / read, against the faster of XMLCoder and XMLDocument (least lead)",
        "ratio": min(other / our for our, other in zip(ours, others)), "atLeast": 1,
        "microseconds": [value * 1e6 / common for value in ours], "others": [value * 1e6 / common for value in others],
        "peakBytes": max(row["peakBytes"] for row in measured if row["library"] == "renewalkit"), "allocations": []}
    return result, measured
