"""How the family of a unit reads: the finding as a sentence, the drawing, and the same as rows of a table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from danvan.core.numbers import format_amount, format_percent
from danvan.web import genealogy
from danvan.web.genealogy_layout import Family, Member, Tie

from .kinds import COMMUNE_LEVEL, PROVINCE_LEVEL, Kind
from .kinship import Kinship, Relative, Share
from .queries import last_day


def picture(kinship: Kinship, today: date) -> dict[str, Any] | None:
    """A family for the page: ``title``, ``drawing``, ``legend``, ``rows``, ``more``; None without relatives."""
    if not kinship.shares:
        return None
    family = Family(
        [_member(relative, kinship, today) for relative in kinship.relatives.values()],
        [_tie(share, kinship) for share in kinship.shares],
        _papers(kinship.shares),
        today,
    )
    title = finding(kinship)
    return {
        "title": title,
        "drawing": genealogy.tree(family, title, _in_words(kinship)),
        "legend": genealogy.legend(family),
        "rows": [_row(share, kinship) for share in kinship.shares],
        "more": _more(kinship),
    }


def _date(day: date) -> str:
    return f"{day:%d/%m}/{day.year:04d}"


def finding(kinship: Kinship) -> str:
    """What the picture shows, as one sentence."""
    name = kinship.relatives[kinship.unit.pk].name.name
    if kinship.came_from:
        return _origin(kinship, name)
    shares = kinship.goes_on_in
    day = _date(shares[-1].day)
    heirs = [kinship.relatives[pk].name for pk in dict.fromkeys(share.heir for share in shares)]
    said = {"name": name, "day": day, "heir": heirs[0].name, "n": format_amount(len(heirs))}
    if kinship.unit.life.upper is None and len(heirs) == 1:
        return _("%(name)s lives on; a part of it went to %(heir)s on %(day)s") % said
    if kinship.unit.life.upper is None:
        return _("%(name)s lives on; parts of it went to %(n)s units, last on %(day)s") % said
    if len(heirs) == 1:
        return _("%(name)s goes on in %(heir)s from %(day)s") % said
    return _("%(name)s was divided among %(n)s units on %(day)s") % said


def _origin(kinship: Kinship, name: str) -> str:
    """Of what a unit is made; when it grew on several days, by the day that brought most."""
    days = Counter(share.day for share in kinship.came_from)
    day = max(days, key=lambda one: (days[one], one))
    shares = [share for share in kinship.came_from if share.day == day]
    what = _counted(shares, kinship)
    born = kinship.unit.life.lower == day
    said = {"name": name, "what": what, "day": _date(day)}
    return (
        _("%(name)s is made of %(what)s, from %(day)s") if born else _("%(name)s took in %(what)s on %(day)s")
    ) % said


def _counted(shares: Sequence[Share], kinship: Kinship) -> str:
    hidden = kinship.relatives[kinship.unit.pk].before
    whole = [kinship.relatives[share.source].name.kind for share in shares if share.whole]
    parts = [kinship.relatives[share.source].name.kind for share in shares if not share.whole]
    kinds = {*whole, *parts}
    if hidden or not parts:
        return former(kinds, len(shares) + hidden)
    words = {"whole": format_amount(len(whole)), "parts": former(kinds, len(parts))}
    if not whole:
        return _("parts of %(parts)s") % words
    return _("all of %(whole)s and parts of %(parts)s") % words


def former(kinds: Iterable[Kind], n: int) -> str:
    """ "3 former communes": the word that fits all the kinds."""
    some = frozenset(kinds)
    if some == {Kind.COMMUNE}:
        words = ngettext("%(n)s former commune", "%(n)s former communes", n)
    elif some and some <= COMMUNE_LEVEL:
        words = ngettext("%(n)s former commune-level unit", "%(n)s former commune-level units", n)
    elif some and some <= PROVINCE_LEVEL:
        words = ngettext("%(n)s former province or city", "%(n)s former provinces and cities", n)
    else:
        words = ngettext("%(n)s former unit", "%(n)s former units", n)
    return words % {"n": format_amount(n)}


def goes_over(share: Share) -> str:
    """What of the source goes on: whole, a share, or a part nobody measured."""
    if share.share is None:
        return _("a part that cannot be measured")
    return _("whole") if share.whole else format_percent(share.share, 1)


def _tie(share: Share, kinship: Kinship) -> Tie:
    source, heir = (kinship.relatives[pk].name.name for pk in (share.source, share.heir))
    label = "" if share.whole else _("share unknown") if share.share is None else format_percent(share.share, 1)
    said = f"{source} → {heir}, {_date(share.day)}: {goes_over(share)}"
    return Tie(share.source, share.heir, share.day, share.share, label, said)


def _papers(shares: Iterable[Share]) -> dict[date, str]:
    """The legal documents of each day of change; many are named by their number."""
    found: dict[date, dict[str, None]] = {}
    for share in shares:
        found.setdefault(share.day, {}).setdefault(share.change.decided_by)
    return {
        day: next(iter(papers))
        if len(papers) == 1
        else ngettext("%(n)s document", "%(n)s documents", len(papers)) % {"n": format_amount(len(papers))}
        for day, papers in found.items()
    }


def _member(relative: Relative, kinship: Kinship, today: date) -> Member:
    here = relative.unit.pk == kinship.unit.pk
    life = relative.unit.life
    changes = list(zip(relative.descriptions, relative.descriptions[1:], strict=False))
    marks = tuple((new.valid.lower, _renamed(old, new)) for old, new in changes)
    notes = [_until(old, new) for old, new in changes[-2:]]
    if relative.before:
        words = ngettext("with %(n)s other unit", "with %(n)s other units", relative.before)
        notes.append(words % {"n": format_amount(relative.before)})
    if relative.after:
        words = ngettext("another part goes to %(n)s unit", "other parts go to %(n)s units", relative.after)
        notes.append(words % {"n": format_amount(relative.after)})
    said = "; ".join([f"{_told_apart(relative, kinship)}, {lifetime(relative)}", *notes])
    ends = life.upper if life.upper and life.upper <= today else None
    name = relative.name
    return Member(
        relative.unit.pk, _told_apart(relative, kinship), life.lower, ends, name.url, here, tuple(notes), marks, said
    )


def _called(old: Any, other: Any) -> str:
    """A former name; the kind stands with it where the name alone does not tell the two apart."""
    return f"{old.name} ({old.get_kind_display()})" if old.name == other.name else old.name


def _told_apart(relative: Relative, kinship: Kinship) -> str:
    """Its name, with the unit in which it lies (or lay) where another of the family has the same name."""
    name = relative.name.name
    places = {other.under for other in kinship.relatives.values() if other.name.name == name}
    return f"{name} ({relative.under.name})" if len(places) > 1 and relative.under else name


def _until(old: Any, new: Any) -> str:
    words = {"day": _date(new.valid.lower - timedelta(days=1)), "name": _called(old, new)}
    return _("until %(day)s: %(name)s") % words


def _renamed(old: Any, new: Any) -> str:
    words = {"day": _date(new.valid.lower), "old": _called(old, new), "new": _called(new, old)}
    return _("%(day)s: %(old)s becomes %(new)s") % words


def lifetime(relative: Relative) -> str:
    """The days of a unit's life in words."""
    first, last = relative.unit.life.lower, last_day(relative.unit)
    if first and last:
        return _("from %(first)s to %(last)s") % {"first": _date(first), "last": _date(last)}
    if first:
        return _("since %(first)s") % {"first": _date(first)}
    return _("until %(last)s") % {"last": _date(last)} if last else _("since before our data")


def _in_words(kinship: Kinship) -> str:
    return "; ".join(_tie(share, kinship).said for share in kinship.shares[:60])


def _row(share: Share, kinship: Kinship) -> dict[str, Any]:
    source, heir = (kinship.relatives[pk] for pk in (share.source, share.heir))
    return {
        "day": share.day,
        "source": {"name": _told_apart(source, kinship), "url": source.name.url},
        "source_life": lifetime(source),
        "heir": {"name": _told_apart(heir, kinship), "url": heir.name.url},
        "heir_life": lifetime(heir),
        "what": goes_over(share),
        "paper": share.change.decided_by,
    }


def _more(kinship: Kinship) -> SafeString | str:
    """The words for relatives of the unit itself that the picture leaves out."""
    own = kinship.relatives[kinship.unit.pk]
    left = own.before + own.after
    if not left:
        return ""
    words = ngettext(
        "and %(n)s more unit, named in its life below", "and %(n)s more units, named in its life below", left
    )
    return words % {"n": format_amount(left)}
