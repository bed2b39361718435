"""The child process: takes a file from its input, reads it to text under limits, writes what was read as JSON."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict

from danvan.core.apart import limit_this_process
from danvan.reader.engine.intake import Unreadable, read_bytes

MEMORY = 512 * 1024**2


def main() -> int:
    """Answer one file, whose name is the only argument; 0 also when it cannot be read."""
    limit_this_process(MEMORY)
    try:
        answer = {"source": asdict(read_bytes(sys.stdin.buffer.read(), sys.argv[1]))}
    except Unreadable as reason:
        answer = {"unreadable": reason.code}
    json.dump(answer, sys.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main())
