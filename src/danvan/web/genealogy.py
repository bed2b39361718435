"""The family tree of a unit as SVG text: bars over lives, strands over days of change.

The shape says the state before any colour does: a full bar lives and ends in an arrow, a hollow one has ended; a full
strand carries everything, a thin one with its share a part, a dashed one what cannot be apportioned. Every member is a
link that a keyboard reaches; the page shows the same as a table.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from django.utils.functional import Promise
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .genealogy_layout import BAR, BAR_HERE, BROAD, GUTTER, HEAD, LETTER, NOTE, Box, Family, Scale, Tie, place, scale_of

FOOT = 14
PAPER_LETTER = 6.4
STRANDS: dict[str, Promise] = {
    "whole": gettext_lazy("goes over as a whole"),
    "part": gettext_lazy("a share of it goes over"),
    "unknown": gettext_lazy("a part of it that cannot be measured"),
}
BARS: dict[str, Promise] = {
    "alive": gettext_lazy("exists today"),
    "ended": gettext_lazy("has ended"),
    "here": gettext_lazy("the unit of this page"),
}


def tree(family: Family, title: str, words: str = "") -> SafeString:
    """The drawing. ``title`` states the finding, ``words`` is a longer description; nothing without a strand."""
    if not family.ties:
        return SafeString("")
    scale = scale_of(family)
    boxes = place(family, scale)
    height = max(box.bottom for box in boxes) + FOOT
    by_key = {box.member.key: box for box in boxes}
    drawn = [
        _axis(family, scale, height),
        *(_strand(tie, by_key, scale) for tie in family.ties),
        *(_member(box, scale) for box in boxes),
        _labels(family.ties, by_key, scale),
    ]
    return format_html(
        '<svg class="genealogy__svg" width="{w}" height="{h}" viewBox="0 0 {w} {h}" role="group" aria-label="{title}">'
        "<desc>{words}</desc>{drawn}</svg>",
        w=f"{scale.width + 16:.0f}",
        h=f"{height:.0f}",
        title=title,
        words=words,
        drawn=mark_safe("".join(drawn)),  # noqa: S308 - every piece was escaped when it was built
    )


def legend(family: Family) -> SafeString:
    """What the bars and strands that occur mean."""
    living = {not member.ends for member in family.members if not member.here}
    own = next(member for member in family.members if member.here)
    bars = (
        ["here genealogy__bar--ended" if own.ends else "here"]
        + ["alive"] * (True in living)
        + ["ended"] * (False in living)
    )
    shapes = {tie.shape for tie in family.ties}
    items = [
        (
            f'<rect class="genealogy__bar genealogy__bar--{name}" x="1" y="3" width="24" height="8"/>',
            BARS[name.split()[0]],
        )
        for name in bars
    ]
    items += [
        (
            f'<path class="genealogy__strand genealogy__strand--{shape}" stroke-width="{_width(shape)}" d="M1 7h24"/>',
            word,
        )
        for shape, word in STRANDS.items()
        if shape in shapes
    ]
    drawn = (
        format_html(
            '<span class="legend__item"><svg class="genealogy__key" viewBox="0 0 26 14" width="26" height="14" '
            'aria-hidden="true" focusable="false">{}</svg>{}</span>',
            mark_safe(shape),  # noqa: S308 - fixed text above
            word,
        )
        for shape, word in items
    )
    return mark_safe("".join(drawn))  # noqa: S308 - built by format_html


def _width(shape: str, share: Decimal | None = None) -> str:
    if shape == "part":
        return f"{1.2 + 1.6 * float(share or 0.3):.2f}"
    return "3.2" if shape == "whole" else "1.8"


def _short(text: str, room: float, letter: float = LETTER) -> str:
    """The text, or as much of it as the room holds."""
    letters = max(int(room / letter), 4)
    return text if len(text) <= letters else text[: letters - 1].rstrip() + "…"


def _axis(family: Family, scale: Scale, height: float) -> SafeString:
    """Years as faint columns, days of change as dated lines with their document, today at the right."""
    foot = height - FOOT + 6
    years = scale.years()
    columns = "".join(f"M{x:.1f} {HEAD - 8}V{foot:.1f}" for _year, x in years)
    drawn = [format_html('<path class="genealogy__year" d="{}"/>', columns)]
    drawn += [format_html('<text class="genealogy__tick" x="{}" y="{}">{}</text>', f"{x:.1f}", HEAD - 14, year)
              for year, x in years]  # fmt: skip
    gates = [scale.gate(day) for day in scale.breaks]
    room = min([2 * gates[0], 2 * (scale.width - gates[-1]), *(b - a for a, b in pairwise(gates))]) - 12
    for day, x in zip(scale.breaks, gates, strict=True):
        paper = family.papers.get(day, "")
        drawn.append(
            format_html(
                '<g><title>{day}: {paper}</title><path class="genealogy__gate" d="M{x} {top}V{foot}"/>'
                '<text class="genealogy__day" x="{x}" y="16">{day}</text>'
                '<text class="genealogy__paper" x="{x}" y="32">{short}</text></g>',
                day=f"{day:%d/%m/%Y}",
                paper=paper,
                short=_short(paper, room, PAPER_LETTER),
                x=f"{x:.1f}",
                top=HEAD - 22,
                foot=f"{foot:.1f}",
            )
        )
    drawn.append(
        format_html(
            '<path class="genealogy__today" d="M{x} {top}V{foot}"/>'
            '<text class="genealogy__now" x="{x}" y="{y}">{word}</text>',
            x=f"{scale.width:.1f}",
            y=HEAD - 14,
            top=HEAD - 8,
            foot=f"{foot:.1f}",
            word=_("today"),
        )
    )
    return mark_safe("".join(drawn))  # noqa: S308 - built by format_html


def _strand(tie: Tie, boxes: dict[int, Box], scale: Scale) -> SafeString:
    start, end = scale.x(tie.day, ending=True), scale.x(tie.day)
    above, below = boxes[tie.source].y, boxes[tie.heir].y
    half = (start + end) / 2
    return format_html(
        '<path class="genealogy__strand genealogy__strand--{}" stroke-width="{}" d="{}"><title>{}</title></path>',
        tie.shape,
        _width(tie.shape, tie.share),
        f"M{start:.1f} {above:.1f}C{half:.1f} {above:.1f} {half:.1f} {below:.1f} {end:.1f} {below:.1f}",
        tie.said,
    )


def _labels(ties: Sequence[Tie], boxes: dict[int, Box], scale: Scale) -> SafeString:
    """The share of each strand at the end where it is alone, else in the middle."""
    leaving = Counter((tie.source, tie.day) for tie in ties)
    coming = Counter((tie.heir, tie.day) for tie in ties)
    drawn = []
    for tie in ties:
        if not tie.label:
            continue
        source, heir = boxes[tie.source].y, boxes[tie.heir].y
        rises = heir < source
        if leaving[tie.source, tie.day] == 1:
            x, y, anchor = scale.x(tie.day, ending=True) + 6, source + (14 if rises else -6), "start"
        elif coming[tie.heir, tie.day] == 1:
            x, y, anchor = scale.x(tie.day) - 6, heir + (-6 if rises else 14), "end"
        else:
            x, y, anchor = scale.gate(tie.day), (source + heir) / 2 + 4, "middle"
        drawn.append(
            format_html(
                '<text class="genealogy__share" x="{}" y="{}" text-anchor="{}">{}</text>',
                f"{x:.1f}",
                f"{y:.1f}",
                anchor,
                _short(tie.label, GUTTER - 8, PAPER_LETTER),
            )
        )
    return mark_safe("".join(drawn))  # noqa: S308 - built by format_html


def _member(box: Box, scale: Scale) -> SafeString:
    member = box.member
    inside = format_html("<title>{}</title>{}{}", member.said or member.name, _bar(box, scale), _words(box))
    classes = "genealogy__member" + " genealogy__member--here" * member.here
    if member.url and not member.here:
        shape = '<a class="{}" href="{}" aria-label="{}">{}</a>'
        return format_html(shape, classes, member.url, member.said or member.name, inside)
    return format_html('<g class="{}" role="img" aria-label="{}">{}</g>', classes, member.said or member.name, inside)


def _bar(box: Box, scale: Scale) -> SafeString:
    member = box.member
    tall = BAR_HERE if member.here else BAR
    top, width = box.y - tall / 2, box.end - box.start
    state = "ended" if member.ends else "alive"
    ground = box.start if member.begins else 14.0
    drawn = [
        f'<rect class="genealogy__bar genealogy__bar--{state}" x="{ground:.1f}" y="{top:.1f}" '
        f'width="{max(width - (ground - box.start), 3):.1f}" height="{tall}"/>'
    ]
    if not member.begins:
        dots = "".join(f"M{x} {top:.1f}h3v{tall}h-3z" for x in (1, 7))
        drawn.append(f'<path class="genealogy__bar genealogy__bar--{state}" d="{dots}"/>')
    if not member.ends:
        tip = tall / 2 + 3
        drawn.append(
            f'<path class="genealogy__bar genealogy__bar--alive" d="M{box.end:.1f} {box.y - tip:.1f}'
            f'l{tip + 3:.1f} {tip:.1f}l-{tip + 3:.1f} {tip:.1f}z"/>'
        )
    for day, words in member.marks:
        x, size = scale.x(day), tall / 2 + 2
        drawn.append(
            f'<path class="genealogy__mark" d="M{x:.1f} {box.y - size:.1f}l{size} {size}l-{size} {size}l-{size} '
            f'-{size}z"><title>{escape(words)}</title></path>'
        )
    return mark_safe("".join(drawn))  # noqa: S308 - numbers, fixed names and escaped words


def _words(box: Box) -> SafeString:
    member = box.member
    tall = BAR_HERE if member.here else BAR
    x, anchor = (box.end, "end") if box.flushed else (max(box.start, 1), "start")
    room = max(box.end - box.start, min(BROAD, box.right - box.left)) - 4
    drawn = [
        format_html(
            '<text class="genealogy__name" x="{}" y="{}" text-anchor="{}">{}</text>',
            f"{x:.1f}",
            f"{box.y - tall / 2 - 6:.1f}",
            anchor,
            _short(member.name, room),
        )
    ]
    drawn += [
        format_html(
            '<text class="genealogy__note" x="{}" y="{}" text-anchor="{}">{}</text>',
            f"{x:.1f}",
            f"{box.y + tall / 2 + NOTE * (number + 1) - 2:.1f}",
            anchor,
            _short(note, room, 6.1),
        )
        for number, note in enumerate(member.notes)
    ]
    return mark_safe("".join(drawn))  # noqa: S308 - built by format_html
