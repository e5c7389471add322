"""Runs a command as a user who may do nothing special, which root is not, and exits as it did.

as_nobody.py COMMAND [ARGUMENT]...
"""

import os
import sys

if os.geteuid() == 0:
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
os.execv(sys.argv[1], sys.argv[1:])
