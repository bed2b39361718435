"""The child process: takes a file from its input, reads it to text under limits, writes what was read as JSON."""

from __future__ import annotations

import json
import resource
import sys
from dataclasses import asdict

from danvan.reader.engine.intake import Unreadable, read_bytes

SECONDS, MEMORY = 20, 512 * 1024**2


def main() -> int:
    """Answer one file, whose name is the only argument; 0 also when it cannot be read."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    try:
        answer = {"source": asdict(read_bytes(sys.stdin.buffer.read(), sys.argv[1]))}
    except Unreadable as reason:
        answer = {"unreadable": reason.code}
    json.dump(answer, sys.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main())
