"""Word templates of one's own: a DOCX with places such as ``{{ subject }}``, filled with plain text and lists.

A template is a program that somebody uploads, so little of the language is left (see :mod:`.rules`), and what is left
runs in a process of its own with limits of time and memory. What fills the places is data: it is never compiled.
"""

from __future__ import annotations

import base64
import json
from typing import Any

from danvan.core import apart

from .faults import Fault

__all__ = ["Fault", "fill"]


def fill(template: bytes, context: dict[str, Any], sample: dict[str, Any]) -> bytes:
    """The template filled with ``context``: dicts, lists and strings, and pictures ``{"png", "width_mm", "alt"}``.

    ``sample`` has every name that a template may use; a name that is not in it is a fault even where it is not reached.
    A picture's ``png`` is base64. Raises Fault with its code, and where it stands in the template.
    """
    asked = {"template": base64.b64encode(template).decode(), "context": context, "sample": sample}
    try:
        answer = json.loads(apart.run("danvan.documents.templating", given=json.dumps(asked).encode()))
    except apart.Stopped as stopped:
        raise Fault("too-slow" if stopped.too_slow else "broken") from stopped
    if "fault" in answer:
        raise Fault(**answer["fault"])
    return base64.b64decode(answer["document"])
