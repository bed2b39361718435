"""Work on somebody else's file in a process of its own, under limits: whatever the file does, the server stays.

Plain Python, so that the child starts in a tenth of a second and engines without Django may use it.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys

PROCESSOR_SECONDS = 20
# Longer than the child may calculate: a busy machine lets it wait.
PATIENCE_SECONDS = 30
# What the child needs to find Python, and nothing of the server's secrets.
KEPT = ("PATH", "LANG", "SYSTEMROOT")


class Stopped(Exception):  # noqa: N818
    """The child gave no answer: it was ``too_slow`` or used too much, or else it broke on the file."""

    def __init__(self, *, too_slow: bool) -> None:
        super().__init__("too slow" if too_slow else "broken")
        self.too_slow = too_slow


def run(module: str, *arguments: str, given: bytes) -> bytes:
    """What ``python -m module`` writes when it is ``given`` this input. Raises Stopped when it does not end well."""
    environment = {name: value for name, value in os.environ.items() if name in KEPT}
    # The child must find this package wherever the parent has it from.
    environment["PYTHONPATH"] = os.pathsep.join(sys.path)
    try:
        done = subprocess.run(  # noqa: S603
            [sys.executable, "-m", module, *arguments],
            input=given,
            capture_output=True,
            timeout=PATIENCE_SECONDS,
            env=environment,
            check=False,
        )
    except subprocess.TimeoutExpired as late:
        raise Stopped(too_slow=True) from late
    if done.returncode != 0:
        # Below zero it was killed by its limits; above, the libraries did not survive something in the file.
        raise Stopped(too_slow=done.returncode < 0)
    return done.stdout


def limit_this_process(memory: int) -> None:
    """For the child, before it looks at anything: so much processor time, ``memory`` bytes, and no file written."""
    resource.setrlimit(resource.RLIMIT_CPU, (PROCESSOR_SECONDS, PROCESSOR_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
