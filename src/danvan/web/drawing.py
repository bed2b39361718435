"""Small drawings as SVG text: marks, bars, sparklines, the matrix of units by steps, the tile map.

Every width and place is an attribute and every colour a class, because the content security policy allows no
inline style. Each state has a shape of its own, so that a drawing can be read without colours.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from django.utils.functional import Promise
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

Number = Decimal | float | int

STATES: dict[str, Promise] = {
    "done": gettext_lazy("done"),
    "running": gettext_lazy("in progress"),
    "soon": gettext_lazy("due soon"),
    "late": gettext_lazy("overdue"),
    "wait": gettext_lazy("waiting"),
    "none": gettext_lazy("not due yet"),
    "returned": gettext_lazy("returned"),
    "not_applicable": gettext_lazy("not applicable"),
    "draft": pgettext_lazy("document", "draft"),
    "info": gettext_lazy("note"),
}

_TOLD = ("late", "returned", "soon", "wait", "running")
_CELL = 11
_PITCH = 13
_ROW = 15
_NAMES = 104
_LONGEST_HEAD = 14
_LONGEST_NAME = 17


@dataclass(frozen=True)
class MatrixRow:
    """One unit of the matrix: ``cells`` holds a state for each column; rows come sorted by ``group``."""

    name: str
    group: str
    cells: Sequence[str]
    url: str = ""
    here: bool = False


@dataclass(frozen=True)
class Tile:
    """One unit on the tile map, at column ``x`` and row ``y`` from 0; ``state`` "" lies outside the scope."""

    x: int
    y: int
    name: str
    state: str
    url: str = ""


def word(state: str) -> str:
    """What a state is called in the language in force."""
    return str(STATES[state])


def cell_paths(state: str, x: float, y: float, size: float = _CELL) -> list[tuple[str, str]]:
    """The shapes that draw one state in a square at (x, y): pairs of CSS class and path."""
    square = f"M{x:g} {y:g}h{size:g}v{size:g}h-{size:g}z"
    inner = f"M{x + 0.5:g} {y + 0.5:g}h{size - 1:g}v{size - 1:g}h-{size - 1:g}z"
    far, half = size - 3, size / 2
    if state == "done":
        return [("done", square)]
    if state == "running":
        return [("running", inner), ("running-half", f"M{x:g} {y + size:g}h{size:g}v-{size:g}z")]
    if state == "soon":
        return [("soon", inner), ("soon-dot", f"M{x + half - 1.5:g} {y + half - 1.5:g}h3v3h-3z")]
    if state == "late":
        cross = f"M{x + 3:g} {y + 3:g}L{x + far:g} {y + far:g}M{x + far:g} {y + 3:g}L{x + 3:g} {y + far:g}"
        return [("late", square), ("cross", cross)]
    if state == "returned":
        return [("late", square), ("cross", f"M{x + 2.5:g} {y + half:g}h{size - 5:g}")]
    if state == "wait":
        bars = f"M{x + half - 1.8:g} {y + 3:g}v{size - 6:g}M{x + half + 1.8:g} {y + 3:g}v{size - 6:g}"
        return [("wait", inner), ("wait-bars", bars)]
    if state == "not_applicable":
        return [("dash", f"M{x + 2.5:g} {y + half:g}h{size - 5:g}")]
    return [("none", inner)]


def _paths(cells: Iterable[tuple[str, float, float]]) -> SafeString:
    """All the cells as one path for each class, filled squares below the signs drawn on them."""
    by_class: dict[str, list[str]] = {}
    for state, x, y in cells:
        for name, path in cell_paths(state, x, y):
            by_class.setdefault(name, []).append(path)
    signs = ("cross", "soon-dot", "wait-bars")
    ordered = sorted(by_class.items(), key=lambda item: item[0] in signs)
    return mark_safe(  # noqa: S308 - numbers and fixed class names only
        "".join(f'<path class="cell--{name}" d="{"".join(paths)}"/>' for name, paths in ordered)
    )


def cell(state: str) -> SafeString:
    """One square alone, for a legend."""
    return format_html(
        '<svg class="legend__cell" viewBox="0 0 11 11" aria-hidden="true" focusable="false">{}</svg>',
        _paths([(state, 0, 0)]),
    )


def sparkline(values: Sequence[Number | None], label: str, breaks: Iterable[int] = ()) -> SafeString:
    """The course of a few figures, the last one marked; periods without a figure leave a gap.

    An upright line stands before each of the values whose places are in ``breaks`` (from 1).
    """
    known = [float(value) for value in values if value is not None]
    if not known:
        return SafeString("")
    low, high = min(known), max(known)
    step = 80 / max(len(values) - 1, 1)
    path, pen, last = [], "M", (0.0, 0.0)
    for index, value in enumerate(values):
        if value is None:
            pen = "M"
            continue
        share = (float(value) - low) / (high - low) if high > low else 0.5
        last = (4 + index * step, 20 - 16 * share)
        path.append(f"{pen}{last[0]:.1f} {last[1]:.1f}")
        pen = "L"
    upright = "".join(f"M{4 + (place - 0.5) * step:.1f} 1V23" for place in breaks)
    return format_html(
        '<svg class="sparkline" viewBox="0 0 88 24" role="img" aria-label="{}">'
        '{}<path class="sparkline__line" d="{}"/>'
        '<circle class="sparkline__dot" cx="{}" cy="{}" r="2.2"/></svg>',
        label,
        format_html('<path class="sparkline__break" d="{}"/>', upright) if upright else "",
        "".join(path),
        f"{last[0]:.1f}",
        f"{last[1]:.1f}",
    )


def bar(
    parts: Sequence[tuple[str, float | int]],
    total: float | int,
    label: str,
    target: float | int | None = None,
) -> SafeString:
    """A bar of ``parts`` (state and size) out of ``total``; ``target`` draws a mark at that value.

    Shapes differ: done is full, in progress fills the lower half, due soon the middle, overdue stands out
    above and below.
    """
    scale = 100 / float(total) if total else 0.0
    heights = {"running": ("50%", "50%"), "soon": ("25%", "50%"), "late": ("-20%", "140%")}
    start, drawn = 0.0, []
    for state, size in parts:
        width = min(float(size) * scale, 100 - start)
        if width > 0:
            y, height = heights.get(state, ("0%", "100%"))
            drawn.append(
                format_html(
                    '<rect class="bar__{}" x="{}%" y="{}" width="{}%" height="{}"/>',
                    state,
                    f"{start:.2f}",
                    y,
                    f"{width:.2f}",
                    height,
                )
            )
        start += max(width, 0.0)
    if target is not None:
        place = f"{min(float(target) * scale, 100):.2f}%"
        drawn.append(format_html('<line class="bar__target" x1="{}" x2="{}" y1="-30%" y2="130%"/>', place, place))
    return format_html(
        '<svg class="bar" role="img" aria-label="{}"><rect class="bar__ground" width="100%" height="100%"/>{}</svg>',
        label,
        mark_safe("".join(drawn)),  # noqa: S308 - built by format_html above
    )


def describe(row: MatrixRow, columns: Sequence[str]) -> str:
    """A row said in words: what is done, then only the steps that need a look."""
    done = sum(state == "done" for state in row.cells)
    due = sum(state != "not_applicable" for state in row.cells)
    parts = [_("%(name)s: %(done)s of %(due)s done") % {"name": row.name, "done": done, "due": due}]
    for number, (column, state) in enumerate(zip(columns, row.cells, strict=True), 1):
        if state in _TOLD:
            parts.append(f"{number} {column}: {word(state)}")
    return "; ".join(parts)


def _matrix_row(row: MatrixRow, columns: Sequence[str], y: int, width: int) -> SafeString:
    late = any(state in ("late", "returned") for state in row.cells)
    classes = "matrix__row" + " matrix__row--late" * late + " matrix__row--here" * row.here
    name = row.name if len(row.name) <= _LONGEST_NAME else row.name[: _LONGEST_NAME - 1].rstrip() + "…"
    words = describe(row, columns)
    inside = format_html(
        '<title>{}</title><rect class="matrix__hit" y="{}" width="{}" height="{}"/><text y="{}">{}</text>'
        '{}<text class="matrix__total" x="{}" y="{}">{}</text>',
        words,
        y,
        width,
        _ROW,
        y + 11.5,
        name,
        _paths((state, _NAMES + _PITCH * place, y + 2) for place, state in enumerate(row.cells)),
        width - 2,
        y + 11.5,
        sum(state == "done" for state in row.cells),
    )
    if row.url:
        return format_html('<a class="{}" href="{}" aria-label="{}">{}</a>', classes, row.url, words, inside)
    return format_html('<g class="{}" role="img" aria-label="{}">{}</g>', classes, words, inside)


def _matrix_group(title: str, rows: Sequence[MatrixRow], columns: Sequence[str]) -> SafeString:
    width = _NAMES + _PITCH * len(columns) + 20
    height = 19 + _ROW * len(rows) + 2
    late = sum(any(state in ("late", "returned") for state in row.cells) for row in rows)
    words = ngettext("%(count)d unit", "%(count)d units", len(rows)) % {"count": len(rows)}
    if late:
        words += ngettext(", %(late)d late", ", %(late)d late", late) % {"late": late}
    numbers = "".join(
        f'<text class="matrix__number" x="{_NAMES + _PITCH * i + _CELL / 2:g}" y="12">{i + 1}</text>'
        for i in range(len(columns))
    )
    lines = "".join(_matrix_row(row, columns, 19 + _ROW * place, width) for place, row in enumerate(rows))
    return format_html(
        '<details class="matrix__group" open="" data-fold=""{mark}><summary>{title}<span>{words}</span></summary>'
        '<svg class="matrix__svg" viewBox="0 0 {w} {h}" role="group" aria-label="{title}, {words}">'
        '<text class="matrix__head" y="12"{squeeze}>{title}</text>{numbers}'
        '<path class="matrix__rule" d="M0 16.5h{w}"/>{lines}</svg></details>',
        mark=mark_safe(' data-late=""' if late else ""),  # noqa: S308 - fixed text
        # A long name is set a little narrower, so that it never runs under the numbers of the columns.
        squeeze=mark_safe(f' textLength="{_NAMES - 6}" lengthAdjust="spacingAndGlyphs"')  # noqa: S308 - digits only
        if len(title) > _LONGEST_HEAD
        else "",
        w=width,
        h=height,
        words=words,
        title=title,
        numbers=mark_safe(numbers),  # noqa: S308 - digits only
        lines=mark_safe(lines),  # noqa: S308 - built by format_html
    )


def matrix(rows: Sequence[MatrixRow], columns: Sequence[str]) -> SafeString:
    """Units by steps as one light drawing for each group of ``rows``, flowing in columns.

    On a phone ``fold.js`` closes the groups in which nothing is late; without script all stand open.
    """
    groups = [
        _matrix_group(title, list(members), columns) for title, members in groupby(rows, key=lambda row: row.group)
    ]
    return format_html('<div class="matrix">{}</div>', mark_safe("".join(groups)))  # noqa: S308


def tiles(places: Sequence[Tile], label: str) -> SafeString:
    """The tile map: each unit keeps its place, its state is the shape and colour of its tile."""
    if not places:
        return SafeString("")
    pitch = 13
    width = (max(place.x for place in places) + 1) * pitch
    height = (max(place.y for place in places) + 1) * pitch
    outside = "".join(f"M{place.x * pitch} {place.y * pitch}h11v11h-11z" for place in places if not place.state)
    drawn = [f'<path class="tiles__tile--outside" d="{outside}"/>'] if outside else []
    for place in places:
        if not place.state:
            continue
        words = f"{place.name}: {word(place.state)}"
        inside = format_html("<title>{}</title>{}", words, _paths([(place.state, place.x * pitch, place.y * pitch)]))
        shape = '<a class="tiles__tile" href="{}" aria-label="{}">{}</a>' if place.url else "<g>{2}</g>"
        drawn.append(format_html(shape, place.url, words, inside))
    role = "group" if any(place.url for place in places) else "img"
    return mark_safe(  # noqa: S308 - every piece was escaped when it was built
        f'<svg class="tiles__svg" viewBox="0 0 {width} {height}" role="{role}" aria-label="{escape(label)}">'
        f"{''.join(drawn)}</svg>"
    )
