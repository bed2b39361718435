"""The day on which the pages of reports are looked at."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
import time_machine

NOON = datetime(2026, 11, 3, 5, tzinfo=UTC)  # 12:00 in Vietnam, a Tuesday


@pytest.fixture
def noon():
    with time_machine.travel(NOON, tick=False):
        yield
