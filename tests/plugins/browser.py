"""Journeys need a browser. Without one they are skipped and say so; in continuous integration they fail instead."""

from __future__ import annotations

import os
import shutil
from functools import cache
from pathlib import Path

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
MISSING = "No Chromium was found (looked for it on PATH, in DANVAN_CHROMIUM and in Playwright's folder)."


@cache
def chromium() -> str | None:
    """The path of a Chromium to drive: the one named, one on PATH, or the one Playwright fetched."""
    named = os.environ.get("DANVAN_CHROMIUM")
    if named and Path(named).exists():
        return named
    return next((found for name in NAMES if (found := shutil.which(name))), None) or _of_playwright()


def _of_playwright() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.get_closest_marker("journey") and chromium() is None:
        if os.environ.get("CI"):
            pytest.fail(MISSING, pytrace=False)
        pytest.skip(MISSING)
