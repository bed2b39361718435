"""Word templates of one's own: a DOCX with places such as ``{{ subject }}``, filled with plain text and lists.

A template is a program that somebody uploads, so little of the language is left (see :mod:`.rules`), and what is left
runs in a process of its own with limits of time and memory. What fills the places is data: it is never compiled.
"""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
from typing import Any

from .faults import Fault

__all__ = ["Fault", "fill"]

SECONDS = 30
# What the child needs to find Python and this package, and nothing of the server's secrets.
KEPT = ("PATH", "PYTHONPATH", "LANG", "SYSTEMROOT")


def fill(template: bytes, context: dict[str, Any], sample: dict[str, Any]) -> bytes:
    """The template filled with ``context``: dicts, lists and strings, and pictures ``{"png", "width_mm", "alt"}``.

    ``sample`` has every name that a template may use; a name that is not in it is a fault even where it is not reached.
    A picture's ``png`` is base64. Raises Fault with its code, and where it stands in the template.
    """
    asked = {"template": base64.b64encode(template).decode(), "context": context, "sample": sample}
    environment = {name: value for name, value in os.environ.items() if name in KEPT}
    # The child must find this package wherever the parent has it from.
    environment["PYTHONPATH"] = os.pathsep.join(sys.path)
    try:
        done = subprocess.run(
            [sys.executable, "-m", "danvan.documents.templating"],
            input=json.dumps(asked).encode(),
            capture_output=True,
            timeout=SECONDS,
            env=environment,
            check=False,
        )
    except subprocess.TimeoutExpired as late:
        raise Fault("too-slow") from late
    if done.returncode != 0:
        # Killed by its limits, or by something in the file that the libraries do not survive.
        raise Fault("too-slow" if done.returncode < 0 else "broken")
    answer = json.loads(done.stdout)
    if "fault" in answer:
        raise Fault(**answer["fault"])
    return base64.b64decode(answer["document"])
