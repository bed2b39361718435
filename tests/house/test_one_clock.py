"""Times come from one place, so that the demo and imports can do past things at their past time."""

import re

from tests.house.sources import PACKAGE, product_modules, short

OTHER_CLOCKS = re.compile(r"timezone\.(now|localdate)\b|auto_now|\bdate\.today\(|datetime\.(now|utcnow)\(")


def test_only_core_clock_asks_what_time_it_is():
    found = [
        f"{short(path)}: {match.group()}"
        for path in product_modules()
        if path != PACKAGE / "core" / "clock.py"
        for match in OTHER_CLOCKS.finditer(path.read_text(encoding="utf-8"))
    ]
    assert found == []
