"""``--rows FILE`` writes which rows of the feature and threat lists the tests of this run show, as JSON."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--rows", type=Path, metavar="FILE", help="write the rows shown by this run to FILE")


def pytest_configure(config: pytest.Config) -> None:
    target = config.getoption("--rows")
    if target:
        config.pluginmanager.register(Rows(target), "rows-report")


PROPERTY = "rows"


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Each report of a test carries the rows that the test names, also from another process."""
    for item in items:
        marks = [*item.iter_markers("row"), *item.iter_markers("trust")]
        item.user_properties.extend((PROPERTY, str(value)) for mark in marks for value in mark.args)


class Rows:
    """Collects for each row the tests that name it and how they ended."""

    def __init__(self, target: Path) -> None:
        self.target = target
        self.ended: dict[str, str] = {}
        self.named: dict[str, list[str]] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.named[report.nodeid] = [value for name, value in report.user_properties if name == PROPERTY]
        if report.when == "call" or report.outcome != "passed":
            self.ended[report.nodeid] = report.outcome

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if hasattr(session.config, "workerinput"):
            return  # one of several processes; the one that hears them all writes the file
        rows: dict[str, dict[str, int]] = defaultdict(lambda: {"passed": 0, "failed": 0, "skipped": 0})
        for test, names in self.named.items():
            for name in names:
                rows[name][self.ended.get(test, "skipped")] += 1
        self.target.parent.mkdir(parents=True, exist_ok=True)
        self.target.write_text(json.dumps(rows, indent=1, sort_keys=True), encoding="utf-8")
