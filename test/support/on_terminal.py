"""Runs a command on a pseudo-terminal of a given size, its keys from stdin and its screen to stdout."""

import fcntl
import os
import pty
import select
import struct
import sys
import termios


def main() -> int:
    columns, rows, *command = sys.argv[1:]
    child, terminal = pty.fork()
    if child == 0:
        # Before the command looks at it for the first time.
        fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", int(rows), int(columns), 0, 0))
        os.execvp(command[0], command)
    listening = [terminal, sys.stdin.fileno()]
    while True:
        for ready in select.select(listening, [], [])[0]:
            try:
                data = os.read(ready, 65536)
            except OSError:  # how Linux tells that the terminal's other side is gone
                data = b""
            if ready == terminal:
                if not data:
                    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
                os.write(sys.stdout.fileno(), data)
            elif data:
                os.write(terminal, data)
            else:
                listening.remove(ready)


sys.exit(main())
