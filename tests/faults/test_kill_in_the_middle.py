"""A process is killed while it applies a change of units: all or nothing."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from danvan.orgs import services
from danvan.orgs.changes import builders
from danvan.orgs.checks import disagreements
from danvan.orgs.models import Change, Step, Unit
from danvan.orgs.tests.changing import SAID, commune, everything, everywhere

SCRIPT = Path(__file__).with_name("apply_and_wait.py")


@pytest.mark.row(56)
@pytest.mark.django_db(transaction=True)
def test_a_change_whose_process_is_killed_is_not_applied_at_all_and_can_be_applied_after(country):
    by = everywhere()
    plan = builders.merge([country["A1"], country["A2"], country["A3"]], commune("A9", "Tân Hòa"), **SAID)
    change = services.draft(plan, by=by)
    digest = services.dry_run(change).digest
    before = everything()

    database = connection.settings_dict["NAME"]
    command = [sys.executable, str(SCRIPT), database, str(change.pk), str(by.user_id), digest]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout.readline() == "written\n"
        process.send_signal(signal.SIGKILL)
        assert process.wait() == -signal.SIGKILL

    assert everything() == before
    assert Change.objects.get().state == Change.State.DRAFT
    assert Step.objects.count() == 0
    assert not Unit.objects.filter(code="A9").exists()

    services.apply_change(change, by=by, digest=digest)
    assert Unit.objects.filter(code="A9").exists()
    assert disagreements() == []
