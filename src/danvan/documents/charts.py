"""Charts for page and paper: one typed :class:`Chart`, one Vega-Lite specification, an SVG and a PNG drawn from it.

Nothing is fetched: the figures stand inside the specification, as data and never as expressions. The same chart gives
the same bytes. Series differ in lightness, dash and shape, not in hue alone, so that a black-and-white print can be
read. Lengths are points (1/72 inch) on paper, and CSS pixels on the page.
"""

from __future__ import annotations

import hashlib
import json
import struct
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path
from types import ModuleType
from typing import Any

from danvan.core.numbers import format_amount
from danvan.documents.text import one_line

DPI = 200
WIDTH = 460  # points; the text of every layout is 165 mm (467 points) wide
PNG_HEAD = 24  # bytes up to the end of width and height
VIETNAMESE = {"decimal": ",", "thousands": ".", "grouping": [3], "currency": ["", " ₫"]}
# The typeface lies beside this file: the drawing library's own has no Vietnamese marks, and a server may have none.
FONT = "Noto Sans, Arial, Helvetica, sans-serif"
FONTS = Path(str(files("danvan.documents").joinpath("data/fonts")))
INK, RULE = "#000000", "#9a9a9a"
# From dark to light in even steps of grey; the hue helps on a screen only.
FILLS = ("#1d3f5e", "#40668a", "#6a8fb0", "#94b3cd", "#bfd2e2", "#edf3f7")
DASHES = ([1, 0], [6, 3], [2, 2], [8, 3, 2, 3], [4, 4], [10, 4])
SHAPES = ("circle", "square", "triangle-up", "diamond", "cross", "triangle-down")
MOST_SERIES = len(FILLS)
MOST_LABELS = 24  # above this many values the numbers at the marks would run into each other
LONG_NAME = 12
HEADROOM = 1.1  # room above the highest mark, for its number


class Form(StrEnum):
    """How the figures are drawn."""

    BAR = "bar"
    LINE = "line"
    STACKED = "stacked"


class NotDrawable(ValueError):
    """The figures cannot be drawn as this form: none is known, or there are more series than can be told apart."""


@dataclass(frozen=True)
class Series:
    """One row of marks of the same kind; ``values`` stand in the order of the categories, None where not known."""

    name: str
    values: tuple[Decimal | None, ...]


@dataclass(frozen=True)
class Mark:
    """A line before the category ``at``, with words: the day from which figures are not comparable with earlier."""

    at: str
    text: str


@dataclass(frozen=True)
class Chart:
    """What is drawn. ``finding`` is the sentence that the picture shows; it is what people who cannot see it hear.

    ``categories`` are the bars or points in their order (units, or periods), each named once; ``measure`` is the unit
    of the values; ``source`` is printed below. ``ValueError`` when a series has another number of values.
    """

    form: Form
    finding: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    measure: str
    source: str = ""
    marks: tuple[Mark, ...] = ()

    def __post_init__(self) -> None:
        if any(len(one.values) != len(self.categories) for one in self.series):
            raise ValueError("a series has one value for each category")
        if len(set(self.categories)) != len(self.categories):
            raise ValueError("a category is named twice")

    @property
    def lying(self) -> bool:
        """Whether its bars lie: long names need the room at the left."""
        return self.form is not Form.LINE and any(len(name) > LONG_NAME for name in self.categories)


@dataclass(frozen=True)
class Picture:
    """A drawn PNG with its size on paper in millimetres."""

    data: bytes
    width_mm: float
    height_mm: float


def specification(chart: Chart) -> dict[str, Any]:
    """The chart in Vega-Lite 5. Raises NotDrawable without any known value or with too many series."""
    if not any(value is not None for one in chart.series for value in one.values):
        raise NotDrawable("no value is known")
    if len(chart.series) > MOST_SERIES:
        raise NotDrawable(f"more than {MOST_SERIES} series")
    layers = _marks(chart)
    if _labelled(chart):
        layers.append(_labels(chart))
    layers += [layer for mark in chart.marks if mark.at in chart.categories for layer in _reform(mark)]
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "description": one_line(chart.finding),
        "width": WIDTH,
        "height": _height(chart),
        "autosize": {"type": "fit", "contains": "padding"},
        "padding": 4,
        "background": "#ffffff",
        "data": {"values": _rows(chart)},
        "encoding": _places(chart),
        "layer": layers,
        "title": _source(chart),
        "config": _config(),
    }


def svg(chart: Chart) -> str:
    """The chart as SVG text, its finding as its name for screen readers."""
    return _svg(_text(specification(chart)))


def png(chart: Chart) -> Picture:
    """The chart as PNG, 200 dots an inch."""
    data = _png(_text(specification(chart)))
    across, down = struct.unpack(">II", data[16:PNG_HEAD])
    return Picture(data, across / DPI * 25.4, down / DPI * 25.4)


def digest(chart: Chart) -> str:
    """SHA-256 of the specification: the same for the same picture."""
    return hashlib.sha256(_text(specification(chart)).encode()).hexdigest()


def forget() -> None:
    """Drop what was drawn before, so that the next picture is drawn anew."""
    _svg.cache_clear()
    _png.cache_clear()


def _text(spec: dict[str, Any]) -> str:
    return json.dumps(spec, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


# The library takes half a second and some 100 MB to load: only who draws pays for it. Drawings are kept by their
# specification; a page with charts asks for the same few again and again.
@lru_cache(maxsize=64)
def _svg(spec: str) -> str:
    return _library().vegalite_to_svg(spec, format_locale=VIETNAMESE, allowed_base_urls=[])


@lru_cache(maxsize=64)
def _png(spec: str) -> bytes:
    return _library().vegalite_to_png(spec, ppi=DPI, format_locale=VIETNAMESE, allowed_base_urls=[])


@cache
def _library() -> ModuleType:
    import vl_convert

    vl_convert.register_font_directory(str(FONTS))
    return vl_convert


def _rows(chart: Chart) -> list[dict[str, Any]]:
    """One row a known value: category, series with its place, value, and the value as it is printed."""
    return [
        {"c": name, "s": one.name, "i": place, "v": float(value), "t": format_amount(value)}
        for place, one in enumerate(chart.series)
        for name, value in zip(chart.categories, one.values, strict=True)
        if value is not None
    ]


def _height(chart: Chart) -> int:
    """Lying bars take a line each, so many units make a higher picture; all others are a little over half as high."""
    if not chart.lying:
        return 250
    lines = len(chart.categories) * (len(chart.series) if chart.form is Form.BAR else 1)
    return 60 + max(lines * (13 if len(chart.series) > 1 and chart.form is Form.BAR else 19), 80)


def _places(chart: Chart) -> dict[str, Any]:
    """Where a value stands: categories along one axis, values from zero along the other."""
    along, up = ("y", "x") if chart.lying else ("x", "y")
    axis = {"title": None, "labelLimit": 190, "labelAngle": 0, "ticks": False, "domainColor": INK}
    if not chart.lying:
        axis |= {"labelOverlap": False, "labelAngle": _angle(chart)}
    places: dict[str, Any] = {
        along: {"field": "c", "type": "nominal", "sort": list(chart.categories), "axis": axis},
        up: {
            "field": "v",
            "type": "quantitative",
            "scale": {"domain": _range(chart), "nice": False},
            "stack": "zero" if chart.form is Form.STACKED else None,
            "axis": {"title": one_line(chart.measure), "tickCount": 5, "format": ",~f"},
        },
        "order": {"field": "i", "type": "quantitative"},
    }
    if chart.form is Form.BAR and len(chart.series) > 1:
        places[f"{along}Offset"] = {"field": "s", "type": "nominal", "sort": _names(chart)}
    return places


def _range(chart: Chart) -> list[float]:
    """From zero (or the lowest below it) to a little above the highest mark."""
    columns = zip(*(one.values for one in chart.series), strict=True)
    heights = [[value for value in column if value is not None] for column in columns]
    if chart.form is Form.STACKED:
        heights = [[sum((value for value in column if value > 0), Decimal(0))] for column in heights]
    every = [float(value) for column in heights for value in column]
    return [min(0.0, *every) * HEADROOM, max(0.0, *every) * HEADROOM or 1.0]


def _angle(chart: Chart) -> int:
    """Names lie flat while each has room enough."""
    room = (WIDTH - 60) / max(len(chart.categories), 1)
    return 0 if max(map(len, chart.categories)) * 5.6 < room else -45


def _names(chart: Chart) -> list[str]:
    return [one.name for one in chart.series]


def _told_apart(chart: Chart, channel: str, values: tuple[Any, ...]) -> dict[str, Any]:
    """A channel by series, with one legend above the picture when there is more than one."""
    names = _names(chart)
    legend = {
        "title": None,
        "orient": "top",
        "columns": 2,
        "labelLimit": 210,
        "symbolStrokeColor": INK,
        "symbolStrokeWidth": 1,
    }
    step = (len(values) - 1) / max(len(names) - 1, 1) if values is FILLS else 1
    scale = {"domain": names, "range": [values[round(place * step)] for place in range(len(names))]}
    return {channel: {"field": "s", "type": "nominal", "scale": scale, "legend": legend if len(names) > 1 else None}}


def _marks(chart: Chart) -> list[dict[str, Any]]:
    if chart.form is Form.LINE:
        # All series are black; that the colour is told by series too gives the legend its ink.
        ink = _told_apart(chart, "color", (INK,) * MOST_SERIES)
        line = {"type": "line", "strokeWidth": 1.6}
        point = {"type": "point", "fill": "#ffffff", "size": 45, "opacity": 1}
        return [
            {"mark": line, "encoding": ink | _told_apart(chart, "strokeDash", DASHES)},
            {"mark": point, "encoding": ink | _told_apart(chart, "shape", SHAPES)},
        ]
    mark = {"type": "bar", "stroke": INK, "strokeWidth": 0.6}
    return [{"mark": mark, "encoding": _told_apart(chart, "fill", FILLS)}]


def _labelled(chart: Chart) -> bool:
    """Numbers at the marks while they have room; a stack's numbers stand in the table beside it."""
    return chart.form is not Form.STACKED and len(chart.categories) * len(chart.series) <= MOST_LABELS


def _labels(chart: Chart) -> dict[str, Any]:
    place = {"align": "left", "baseline": "middle", "dx": 4} if chart.lying else {"baseline": "bottom", "dy": -4}
    return {"mark": {"type": "text", "color": INK, "fontSize": 9, **place}, "encoding": {"text": {"field": "t"}}}


def _reform(mark: Mark) -> list[dict[str, Any]]:
    """A dashed line at the beginning of a category's room, and its words beside it."""
    at = {"datum": mark.at, "type": "nominal", "bandPosition": 0}
    own = {"data": {"values": [{"w": one_line(mark.text)}]}}
    line = {"type": "rule", "color": INK, "strokeDash": [3, 3], "strokeWidth": 1}
    words = {"type": "text", "align": "right", "baseline": "top", "dx": -4, "dy": 3, "fontSize": 9}
    none = {"order": None}
    return [
        own | {"mark": line, "encoding": {"x": at, "y": None, **none}},
        own | {"mark": words, "encoding": {"x": at, "y": {"value": 0}, "text": {"field": "w"}, **none}},
    ]


def _source(chart: Chart) -> dict[str, Any] | None:
    if not chart.source:
        return None
    return {
        "text": one_line(chart.source), "orient": "bottom", "anchor": "start", "fontSize": 9,
        "fontWeight": "normal", "offset": 6,
    }  # fmt: skip


def _config() -> dict[str, Any]:
    words = {"labelFont": FONT, "titleFont": FONT, "labelColor": INK, "titleColor": INK}
    return {
        "font": FONT,
        "axis": words | {"labelFontSize": 10, "titleFontSize": 10, "titleFontWeight": "normal", "gridColor": "#dddddd"},
        "legend": {"labelFont": FONT, "labelFontSize": 10, "labelColor": INK},
        "view": {"stroke": RULE},
        "title": {"color": INK},
        "text": {"font": FONT},
    }
