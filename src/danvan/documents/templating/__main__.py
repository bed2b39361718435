"""The child process: reads what is asked from its input, works under limits, writes the answer."""

from __future__ import annotations

import base64
import json
import sys

from danvan.core.apart import limit_this_process

from .faults import Fault
from .work import filled

MEMORY = 1024**3


def main() -> int:
    """Answer one request; 0 also when the answer is a fault."""
    limit_this_process(MEMORY)
    asked = json.load(sys.stdin)
    try:
        made = filled(base64.b64decode(asked["template"]), asked["context"], asked["sample"])
        answer = {"document": base64.b64encode(made).decode()}
    except Fault as fault:
        answer = {"fault": {"code": fault.code, "place": fault.place, "what": fault.what}}
    json.dump(answer, sys.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main())
