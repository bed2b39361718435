"""Imports flow down the floors, and migrations say all that the models say."""

import io

import pytest
from django.core.management import call_command
from importlinter.cli import lint_imports

from . import sources


def test_imports_keep_to_the_floors(monkeypatch):
    monkeypatch.chdir(sources.ROOT)
    assert lint_imports(no_cache=True) == 0


@pytest.mark.django_db
def test_migrations_are_complete():
    said = io.StringIO()
    try:
        call_command("makemigrations", check=True, dry_run=True, stdout=said)
    except SystemExit:
        pytest.fail(said.getvalue())
