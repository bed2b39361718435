"""The reasons for which a change is refused, in words. Names and days are filled in."""

from __future__ import annotations

from datetime import timedelta

from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext_lazy as _

from .handlers import Problem

REASONS = {
    "no-document": _("Name the legal document that decides the change."),
    "too-long": _("“%(what)s…” is too long: at most %(limit)s characters."),
    "nothing": _("The change changes nothing: choose units first."),
    "unknown-unit": _("There is no unit with the code “%(unit)s”."),
    "unknown-kind": _("“%(kind)s” is no kind of unit."),
    "no-name": _("Give “%(unit)s” a name and a short name."),
    "no-code": _("Give “%(unit)s” a code, without spaces around it."),
    "no-parent": _("Say under which unit “%(unit)s” is to stand."),
    "code-in-use": _("The code “%(unit)s” is in use already; codes are never used twice."),
    "twice": _("“%(unit)s” is named twice."),
    "own-heir": _("“%(unit)s” cannot be its own successor."),
    "strand-twice": _("“%(source)s” goes to “%(heir)s” twice."),
    "mixed-kinds": _("The shares of “%(source)s” are by different kinds; choose one."),
    "share-not-known": _("“%(source)s” is said not to be apportionable, so no share can be given."),
    "share-missing": _("Say which share of “%(source)s” goes to “%(heir)s”."),
    "share-out-of-range": _("The share of “%(source)s” for “%(heir)s” must lie above 0 and be at most 1."),
    "share-too-fine": _("The share of “%(source)s” for “%(heir)s” has more than 8 decimals."),
    "whole-is-one": _("What goes on whole in “%(heir)s” cannot be a part of “%(source)s”."),
    "shares-not-one": _("The shares of “%(source)s” sum to %(sum)s, not to 1."),
    "nothing-left": _("All of “%(source)s” goes to others, but it is to live on."),
    "no-heir": _("“%(unit)s” closes, but nothing is said of who goes on with it."),
    "area-and-body": _("“%(source)s” and “%(heir)s”: a body cannot go on in an area, nor an area in a body."),
    "other-level": _("“%(source)s” and “%(heir)s” are areas of different levels."),
    "other-nation": _("“%(source)s” and “%(heir)s” belong to different nations."),
    "not-alive": _("“%(unit)s” does not live on %(day)s: it lives %(life)s."),
    "begins-that-day": _("“%(unit)s” begins on %(day)s only and cannot end or give a part on the same day."),
    "heir-closes": _("“%(unit)s” ends on %(day)s and cannot take anything over from that day on."),
    "begins-later": _("“%(unit)s” has another name or place from %(later)s on; undo that first."),
    "later-change": _("“%(unit)s” has a later change (%(change)s); changes of a unit go in order of time."),
    "same-day-source": _("“%(unit)s” receives on the same day (%(change)s) and cannot end with it."),
    "child-unplaced": _("“%(child)s” stands under “%(unit)s”, which closes: say where it goes."),
    "child-later": _("“%(child)s” comes under “%(unit)s” on %(later)s, after its end; undo that first."),
    "parent-lives-shorter": _("“%(parent)s” does not live as long as “%(unit)s” is to stand under it."),
    "circle": _("“%(unit)s” would stand under itself from %(day)s on."),
    "area-under-body": _("“%(unit)s” is an area and cannot stand under the body “%(parent)s”."),
    "wrong-level": _("“%(unit)s” cannot stand under “%(parent)s”: its level is not higher."),
    "nation": _("The nation “%(unit)s” cannot be closed, moved or opened."),
    "other-being": _("“%(unit)s” cannot become “%(kind)s”: that is of another level."),
    "closes-and-lives": _("“%(unit)s” closes and cannot get another place or name."),
}


def problem(code: str, field: str = "", **facts: object) -> Problem:
    """One reason, in the language of the page."""
    sentence = str(REASONS[code])
    return Problem(code, sentence % facts if facts else sentence, field)


def days(life: DateRange) -> str:
    """The first and the last day of a life."""
    first = f"{life.lower:%d/%m/%Y}" if life.lower else "…"
    last = f"{life.upper - timedelta(days=1):%d/%m/%Y}" if life.upper else "…"
    return f"{first} – {last}"
