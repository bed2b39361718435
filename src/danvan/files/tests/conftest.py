"""A folder of its own for each test's blobs."""

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def blobs(settings, tmp_path) -> Path:
    settings.DANVAN_FILES = tmp_path / "files"
    return settings.DANVAN_FILES
