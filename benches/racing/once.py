"""Runs one command and prints, as JSON, what the kernel says of it: `once.py LOG COMMAND [ARGUMENT …]`.

A process of its own, and a small one: on Linux the peak memory of a command that is started by a
big program is at least that program's, because it begins as a copy of it.
"""
import json
import os
import sys
import time


def main():
    log, *command = sys.argv[1:]
    out = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
    nothing = os.open(os.devnull, os.O_RDONLY)
    streams = [(os.POSIX_SPAWN_DUP2, nothing, 0), (os.POSIX_SPAWN_DUP2, out, 1), (os.POSIX_SPAWN_DUP2, out, 2)]
    began = time.perf_counter()
    child = os.posix_spawn(command[0], command, os.environ, file_actions=streams)
    _, status, used = os.wait4(child, 0)
    wall = time.perf_counter() - began
    # macOS counts bytes, the others kibibytes.
    memory = used.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    run = {"wall": wall, "user": used.ru_utime, "system": used.ru_stime, "memory": memory}
    run["exit"] = os.waitstatus_to_exitcode(status)
    print(json.dumps(run))


main()
