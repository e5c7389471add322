"""Runs a command on a pseudo-terminal of so many columns and prints what it wrote there; exits as it did.

terminal.py COLUMNS COMMAND [ARGUMENT]...
"""

import fcntl
import os
import pty
import struct
import sys
import termios

columns, command = int(sys.argv[1]), sys.argv[2:]
child, terminal = pty.fork()
if child == 0:
    fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    os.execv(command[0], command)
written = b""
while True:
    try:
        piece = os.read(terminal, 65536)
    except OSError:  # Linux says EIO where the other end is closed.
        break
    if not piece:
        break
    written += piece
status = os.waitpid(child, 0)[1]
sys.stdout.buffer.write(written.replace(b"\r\n", b"\n"))
sys.exit(os.waitstatus_to_exitcode(status))
