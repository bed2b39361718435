"""Readers comment without an account; nothing is shown before a moderator decided, and nobody who wrote is exposed."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest

from danvan.core import clock
from danvan.portal.models import Comment
from danvan.portal.states import CommentState

from . import factories

pytestmark = [pytest.mark.django_db, pytest.mark.row(113)]
NOON = datetime(2026, 11, 20, 5, tzinfo=UTC)


def form_of(client, address: str) -> dict[str, str]:
    """The hidden fields of the form on a page."""
    text = client.get(address).content.decode()
    found = re.findall(r'<input type="hidden" name="(\w+)"(?: value="([^"]*)")?', text)
    return dict(found)


def post(client, address: str, text: str, *, name: str = "", wait: int = 10, **more: str):
    """Fill in the form on the page and send it ``wait`` seconds later."""
    now = clock.now()
    fields = form_of(client, address) | {"text": text, "name": name, "website": ""} | more
    with clock.at(now + timedelta(seconds=wait)):
        return client.post(address + "phan-hoi/", fields)


@pytest.fixture
def article():
    return factories.published("Xã Hòa Bình hiến đất làm đường")


@pytest.fixture(autouse=True)
def noon():
    with clock.at(NOON):
        yield


def test_a_comment_waits_for_a_decision_and_its_writer_is_told(client, article):
    answer = post(client, article.url, "Rất đáng học tập.", name="Bà Lành")
    assert answer.status_code == 302
    page = client.get(answer.url).content.decode()
    assert "chờ" in page
    assert "Rất đáng học tập." not in page
    assert Comment.objects.get().state == CommentState.WAITING
    assert "Rất đáng học tập." not in client.get(article.url).content.decode()


def test_sending_the_same_form_twice_stores_one_comment(client, article):
    fields = form_of(client, article.url) | {"text": "Một lần thôi."}
    with clock.at(NOON + timedelta(seconds=20)):
        first, second = (client.post(article.url + "phan-hoi/", fields) for _ in range(2))
    assert first.url == second.url
    assert Comment.objects.count() == 1
