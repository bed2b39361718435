"""Read a file in a process of its own, with limits of time and memory: whatever a PDF does, the server stays."""

from __future__ import annotations

import os
import pickle  # noqa: S403
