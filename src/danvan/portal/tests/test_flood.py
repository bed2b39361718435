"""A flood of comments neither fills the queue nor stands in the way of who writes honestly."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from danvan.portal.voice.limits import Held, Rule, admit, take

pytestmark = [pytest.mark.row(113), pytest.mark.trust("T33")]
START = datetime(2026, 11, 20, 5, tzinfo=UTC)


class Memory:
    """Buckets without a database, by the same arithmetic."""

    def __init__(self) -> None:
        self.held: dict[str, Held] = {}

    def knows(self, keys: list[str]) -> bool:
        return any(key in self.held for key in keys)

    def spend(self, key: str, rule: Rule, now: datetime) -> float | None:
        left = take(self.held.get(key), rule, now)
        if left is None:
            return None
        self.held[key] = left
        return left.left


def flood(store: Memory, senders: int, *, worked: bool = False, posts: int = 5000) -> dict[str, int]:
    """``posts`` posts within 60 seconds from ``senders`` addresses, an honest reader at the thirtieth second."""
    stored: dict[str, int] = {}

    def post(sender: str, now: datetime, *, worked: bool) -> None:
        if admit(store, sender, now, worked=worked) is not None:
            stored[sender] = stored.get(sender, 0) + 1

    for number in range(posts):
        now = START + timedelta(seconds=60 * number / posts)
        if number == posts // 2:
            post("honest", now, worked=False)
        post(f"flood{number % senders}", now, worked=worked)
    return stored


@pytest.mark.parametrize("worked", [False, True])
@pytest.mark.parametrize("senders", [1, 20, 500])
def test_an_honest_reader_gets_through_five_thousand_posts_in_a_minute(senders, worked):
    stored = flood(Memory(), senders, worked=worked)
    assert stored.pop("honest") == 1
    assert max(stored.values()) <= 60
    assert sum(stored.values()) <= 1260


def test_one_sender_gets_at_most_sixty_in_a_minute_even_with_both_allowances():
    store = Memory()
    plain = flood(store, 1)["flood0"]
    worked = flood(store, 1, worked=True)["flood0"]
    assert plain + worked <= 60


def test_who_has_waited_may_write_again():
    rule = Rule(2, 6)
    held = take(take(None, rule, START), rule, START)
    assert take(held, rule, START + timedelta(seconds=9)) is None
    assert take(held, rule, START + timedelta(seconds=10)) is not None


def test_a_clock_that_goes_back_gives_nothing():
    rule = Rule(1, 60)
    held = take(None, rule, START)
    assert take(held, rule, START - timedelta(hours=1)) is None
