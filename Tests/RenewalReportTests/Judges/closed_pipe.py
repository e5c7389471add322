"""Runs a command whose standard output nobody reads to its end, and prints how the command ended: its exit status, or
minus the number of the signal that ended it. What it wrote to standard error goes through.

closed_pipe.py BYTES COMMAND [ARGUMENT]...

So many bytes are read before the pipe is closed; with 0 it is closed before the command starts.
"""

import os
import subprocess
import sys

wanted, command = int(sys.argv[1]), sys.argv[2:]
reading, writing = os.pipe()
if wanted == 0:
    os.close(reading)
# Signals are as a shell leaves them, whatever the caller of this ignores.
process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=writing, restore_signals=True)
os.close(writing)
if wanted > 0:
    read = 0
    while read < wanted:
        piece = os.read(reading, wanted - read)
        if not piece:
            sys.exit(f"the command wrote {read} bytes, and not {wanted}")
        read += len(piece)
    os.close(reading)
print(process.wait())
