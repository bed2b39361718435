"""Tags and filters that every template may use; the drawings are made in ``danvan.web.drawing``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache

from django import template
from django.contrib.messages.storage.base import Message
from django.core.paginator import Page
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from danvan.core.numbers import format_amount, format_percent
from danvan.web import drawing
from danvan.web.undo import address_of

register = template.Library()

Figure = Decimal | int | float
SPRITE = "web/icons.svg"


# Fixed names alone come here, from templates: a page draws dozens, and each is the same every time.
@register.simple_tag
@lru_cache(maxsize=500)
def icon(name: str, extra: str = "") -> SafeString:
    """A line icon from the sprite, silent to screen readers: ``{% icon "file" %}``."""
    return format_html(
        '<svg class="icon {}" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>',
        extra,
        static(SPRITE),
        name,
    )


@register.simple_tag
@lru_cache(maxsize=100)
def mark(state: str) -> SafeString:
    """The mark of a state alone; a word must stand beside it: ``{% mark "late" %}``."""
    return format_html(
        '<svg class="mark mark--{}" aria-hidden="true" focusable="false"><use href="{}#mark-{}"/></svg>',
        state,
        static(SPRITE),
        state,
    )


@register.simple_tag
def state_mark(state: str, label: str = "", badge: bool = False) -> SafeString:
    """A state as mark and word: ``{% state_mark "late" "Overdue by 2 days" badge=True %}``."""
    text = label or drawing.word(state)
    return format_html(
        '<span class="state state--{}{}">{}{}</span>',
        state,
        " state--badge" if badge else "",
        mark(state),
        text if label else text[:1].upper() + text[1:],
    )


@register.simple_tag
def cell(state: str) -> SafeString:
    """One square of the matrix, for legends."""
    return drawing.cell(state)


@register.simple_tag
def legend_cell(state: str) -> SafeString:
    """One square with its word: a line of a legend."""
    return format_html('<span class="legend__item">{}{}</span>', drawing.cell(state), drawing.word(state))


@register.filter
def amount(value: Figure | None, decimals: int | None = None) -> str:
    """A figure as Vietnamese papers write it: ``{{ n|amount }}`` 3.334; ``{{ n|amount:1 }}`` 94,3."""
    if value == "":
        return ""  # what Django hands over for a name the context lacks
    if isinstance(value, float):
        value = Decimal(str(value))
    return format_amount(value, decimals)


@register.filter
def share(value: Decimal | None) -> str:
    """A part of one as a percentage: ``{{ 0.6|share }}`` is "60,0 %"."""
    return format_percent(value, 1)


@register.filter
def of(value: Figure | None, total: Figure | None) -> str:
    """``{{ 31|of:76 }}`` is "31 of 76"."""
    return _("%(value)s of %(total)s") % {"value": amount(value), "total": amount(total)}


@register.filter
def day(value: dt.date | dt.datetime | None) -> str:
    """A date as dd/mm/yyyy, in local time; nothing for nothing."""
    if value is None or value == "":
        return ""
    if isinstance(value, dt.datetime) and timezone.is_aware(value):
        value = timezone.localtime(value)
    return f"{value:%d/%m}/{value.year:04d}"


@register.filter
def moment(value: dt.datetime | None) -> str:
    """A moment as 10:42 20/11/2026, in local time; nothing for nothing."""
    if value is None or value == "":
        return ""
    if timezone.is_aware(value):
        value = timezone.localtime(value)
    return f"{value:%H:%M} {day(value)}"


@register.filter
def instant(value: dt.datetime) -> str:
    """A moment as programs read it, in local time, 2026-11-22T05:26:00+07:00: what ``date:"c"`` says, for less work."""
    return timezone.localtime(value).isoformat()


@register.simple_tag
def sparkline(values: Sequence[Figure | None], label: str = "", breaks: Sequence[int] = ()) -> SafeString:
    """The course of a series, ``{% sparkline row.values row.name %}``; screen readers hear the figures.

    ``breaks`` are places in the series before which units changed; the label must say so in words.
    """
    said = ", ".join(amount(value) for value in values)
    return drawing.sparkline(values, f"{label}: {said}" if label else said, breaks)


@register.simple_tag
def bar(value: Figure, total: Figure, target: Figure | None = None, state: str = "done", label: str = "") -> SafeString:
    """A progress bar: ``{% bar 31 76 target=57 %}``."""
    said = of(value, total)
    target = None if target == "" else target  # a name the context lacks
    if target is not None:
        said += _(", target %(target)s") % {"target": amount(target)}
    return drawing.bar([(state, value)], total, f"{label}: {said}" if label else said, target)


@register.simple_tag
def stack(parts: Sequence[tuple[str, Figure]], total: Figure, label: str = "") -> SafeString:
    """A bar of several states: ``{% stack row.parts 76 row.name %}`` with parts as (state, count)."""
    said = ", ".join(f"{amount(size)} {drawing.word(state)}" for state, size in parts if size)
    return drawing.bar(parts, total, f"{label}: {said}" if label else said or _("nothing yet"))


@register.simple_tag
def proof(total: Figure | None, parts: Sequence[Figure | None]) -> SafeString:
    """The sum shown: ``12 = 5 + 4 + 2 + 1`` with a tick, or the difference when it does not add up."""
    summed = sum((Decimal(str(part)) for part in parts if part is not None), Decimal(0))
    right = " + ".join(amount(part) for part in parts)
    if total is not None and Decimal(str(total)) == summed:
        return format_html('<span class="proof">{}{} = {}</span>', mark("done"), amount(total), right)
    words = _("%(parts)s = %(sum)s, not %(total)s") % {
        "parts": right,
        "sum": amount(summed),
        "total": amount(total),
    }
    return format_html('<span class="proof proof--off">{}{}</span>', mark("late"), words)


@register.simple_tag
def matrix(rows: Sequence[drawing.MatrixRow], columns: Sequence[str]) -> SafeString:
    """Units by steps: ``{% matrix rows columns %}``; rows sorted by their group."""
    return drawing.matrix(rows, [str(column) for column in columns])


@register.simple_tag
def tiles(places: Sequence[drawing.Tile], label: str) -> SafeString:
    """The tile map: ``{% tiles places "31 of 76 communes are done" %}``; the label states the finding."""
    return drawing.tiles(places, label)


@register.filter
def undo_url(message: Message) -> str:
    """The address that takes back what the message tells of, or nothing."""
    return address_of(message)


@register.filter
def message_state(message: Message) -> str:
    """The state a Django message is shown in."""
    return {"success": "done", "warning": "soon", "error": "late"}.get(message.level_tag, "info")


@register.simple_tag
def page_numbers(page: Page) -> list[int | str]:
    """The page numbers to offer, with an ellipsis where many are left out."""
    return list(page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1))
