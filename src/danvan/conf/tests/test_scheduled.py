"""What is scheduled appears by the clock that the timer drives, and disappears by it."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from danvan.conf import clock as house_clock
from danvan.portal.tests import factories

pytestmark = pytest.mark.django_db


@pytest.mark.row(111)
def test_a_scheduled_article_appears_at_its_time_and_disappears_at_its_end(client):
    now = datetime(2027, 3, 1, 2, tzinfo=UTC)
    with time_machine.travel(now, tick=False) as clock:
        page = factories.draft("Hẹn giờ", go_live_at=now + timedelta(days=1), expire_at=now + timedelta(days=3))
        address = "/tin/tin-hoat-dong/hen-gio/"
        page.save_revision().publish()
        for days, status in ((0, 404), (0.9, 404), (1.1, 200), (2.9, 200), (3.1, 404)):
            clock.move_to(now + timedelta(days=days))
            house_clock.tick()
            assert (days, client.get(address).status_code) == (days, status)
    page.refresh_from_db()
    assert page.expired
