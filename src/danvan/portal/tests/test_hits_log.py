"""Pages that the web server in front answers from its cache are counted from its log, each once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from danvan.core import clock
from danvan.portal.models import Hit
from danvan.portal.services.counting import fold
from danvan.portal.services.log_folding import fold_log, parsed
from danvan.portal.voice.counters import read

from . import factories
from .test_counters import CHROME

pytestmark = [pytest.mark.django_db, pytest.mark.row(114)]
NOON = datetime(2026, 11, 20, 5, tzinfo=UTC)


def line(counts: int | str, *, ago: int = 30, agent: str = CHROME, status: int = 200, cache: str = "HIT") -> str:
    at = (NOON - timedelta(seconds=ago)).timestamp()
    return f"{at:.3f}\t203.0.113.5\tGET\t{status}\t{counts}\t{agent}\tvi\t-\t{cache}\n"


@pytest.fixture
def log(tmp_path, settings):
    path = tmp_path / "hits.log"
    settings.DANVAN_HITS_LOG = str(path)
    with clock.at(NOON):
        yield path


def test_lines_of_people_count_once_however_often_the_log_is_read(log):
    page = factories.published()
    log.write_text(
        line(page.pk)
        + line(0)
        + line(page.pk, agent="Googlebot/2.1")
        + line(page.pk, cache="MISS")  # the program answered and counted this one
        + line(page.pk, cache="STALE")  # nginx asked the program too
        + line(page.pk, cache="REVALIDATED")
        + line(page.pk, status=404)
        + line("-")
        + line(page.pk, ago=-86400)  # a clock that runs a day ahead
        + "not a line\n"
        + line(page.pk)[:-9],
        encoding="utf-8",
    )
    assert fold_log() == 2
    assert fold_log() == 0
    found = read(page.pk, NOON)
    assert (found.site.today, found.article.today) == (2, 1)
    with log.open("a", encoding="utf-8") as stream:
        stream.write(line(page.pk)[-9:])  # the rest of the line that was being written
    assert fold_log() == 1


def test_a_visitor_is_the_same_in_the_log_and_at_the_program(log):
    agent = 'Mozilla/5.0 (say "hi"\\)'
    escaped = agent.replace("\\", r"\x5C").replace('"', r"\x22")  # as nginx writes it
    found = parsed(line(0, agent=escaped).strip().encode())
    assert found is not None
    assert found.look.agent == agent


def test_a_log_that_was_moved_away_is_finished_before_the_new_one(log):
    page = factories.published()
    log.write_text(line(page.pk), encoding="utf-8")
    assert fold_log() == 1
    with log.open("a", encoding="utf-8") as stream:
        stream.write(line(page.pk))
    log.rename(f"{log}.1")
    log.write_text(line(0), encoding="utf-8")
    assert fold_log() == 2
    assert fold_log() == 0
    log.write_text("", encoding="utf-8")  # emptied in its place
    assert fold_log() == 0
    log.write_text(line(0), encoding="utf-8")
    assert fold_log() == 1
    assert Hit.objects.count() == 4


def test_old_lines_go_to_their_own_day_without_a_visitor(log):
    page = factories.published()
    log.write_text(line(page.pk, ago=86400 + 60), encoding="utf-8")
    fold_log()
    fold()
    found = read(page.pk, NOON)
    assert (found.site.today, found.site.yesterday, found.online) == (0, 1, 0)


def test_without_a_log_nothing_is_read(settings):
    settings.DANVAN_HITS_LOG = ""
    assert fold_log() == 0
