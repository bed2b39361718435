"""Two people and two workers at once: nothing is lost, nothing is counted twice, nobody waits in a circle."""

from __future__ import annotations

import threading
from collections.abc import Callable
from uuid import uuid4

import pytest
from django.db import connection

from danvan.figures.checks import wrong_totals
from danvan.figures.models import Dirty, Filing, Total, Value
from danvan.figures.services import recompute_waiting

from .factories import MONTH, file

pytestmark = pytest.mark.django_db(transaction=True)
BODIES = ("A1.DU", "A2.DU", "A3.DU", "B1.DU")


@pytest.fixture
def queue_only(settings):
    """Filings only queue their totals; the test runs the workers itself."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}


def at_once(*works: Callable[[], object]) -> list[object]:
    """Run each in a thread with a connection of its own, all started together; raises what one of them raised."""
    start, results, errors = threading.Barrier(len(works)), [], []

    def body(work: Callable[[], object]) -> None:
        try:
            start.wait()
            results.append(work())
        except BaseException as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=body, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]
    return results


def nation() -> Total:
    return Total.objects.get(unit__code="VN", indicator__code="doc_issued", part=None, period=MONTH)


def test_two_workers_at_once_give_right_totals(country, queue_only):
    for revision in range(1, 4):
        for number, body in enumerate(BODIES):
            file(country, body, {"doc_issued": revision * 10 + number})
    assert Dirty.objects.count() == 12
    done = at_once(recompute_waiting, recompute_waiting, lambda: recompute_waiting(limit=1))
    assert sum(done) >= 4
    recompute_waiting()
    assert not Dirty.objects.exists()
    assert nation().amount == 30 + 31 + 32 + 33
    assert wrong_totals() == []


def test_filing_while_workers_run_leaves_right_totals(country):
    by = country.actor("provincial_specialist", "A")

    def filer(body: str) -> Callable[[], object]:
        def work() -> None:
            for amount in range(1, 6):
                file(country, body, {"doc_issued": amount}, by=by)

        return work

    at_once(*(filer(body) for body in BODIES), recompute_waiting)
    recompute_waiting()
    assert Filing.objects.count() == 20
    assert nation().amount == 5 * len(BODIES)
    assert wrong_totals() == []


def test_the_same_form_sent_twice_at_once_is_one_filing(country, queue_only):
    by, token = country.actor("provincial_specialist", "A"), uuid4()
    send = lambda: file(country, "A1.DU", {"doc_issued": 3}, by=by, token=token)
    first, second = at_once(send, send)
    assert first == second
    assert Value.objects.count() == 1
    assert Dirty.objects.count() == 1


def test_two_forms_at_once_become_two_revisions(country, queue_only):
    by = country.actor("provincial_specialist", "A")
    send = lambda: file(country, "A1.DU", {"doc_issued": 3}, by=by)
    revisions = [filing.revision for filing in at_once(send, send, send)]
    assert sorted(revisions) == [1, 2, 3]
