"""A real office does not start on weak settings."""

import os
import subprocess
import sys

import pytest

from . import sources

GOOD = {
    "DANVAN_SECRET_KEY": "k7" * 40,
    "DANVAN_HOSTS": "danvan.tinh.example",
    "DATABASE_URL": "postgresql://danvan@127.0.0.1:5432/danvan",
}


def start(**changes: str | None) -> subprocess.CompletedProcess:
    """Load the production settings in a process of its own; None leaves a variable out."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("DANVAN_")}
    environment |= {
        "DJANGO_SETTINGS_MODULE": "danvan.conf.settings.production",
        "PYTHONPATH": str(sources.ROOT / "src"),
    }
    environment |= {key: value for key, value in (GOOD | changes).items() if value is not None}
    command = "import django; django.setup(); from django.conf import settings; print(settings.DEBUG, settings.DEMO)"
    return subprocess.run(
        [sys.executable, "-c", command], env=environment, capture_output=True, text=True, cwd=sources.ROOT
    )


@pytest.mark.trust("T07")
@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"DANVAN_SECRET_KEY": None}, "DANVAN_SECRET_KEY"),
        ({"DANVAN_SECRET_KEY": "short"}, "DANVAN_SECRET_KEY"),
        ({"DANVAN_SECRET_KEY": "django-insecure-" + "x" * 60}, "DANVAN_SECRET_KEY"),
        ({"DANVAN_HOSTS": None}, "DANVAN_HOSTS"),
        ({"DANVAN_DEBUG": "1"}, "DANVAN_DEBUG"),
    ],
)
def test_a_real_office_refuses_to_start_on_weak_settings_and_names_them(changes, named):
    started = start(**changes)
    assert started.returncode != 0
    assert named in started.stderr


@pytest.mark.trust("T07")
def test_a_real_office_starts_on_good_settings_without_debug_and_demo():
    started = start()
    assert (started.returncode, started.stdout.strip()) == (0, "False False"), started.stderr
