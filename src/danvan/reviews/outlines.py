"""The outlines of review papers, read from ``data/outlines.json``."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from django.utils.translation import get_language

PLACEHOLDER = re.compile(r"\{([a-z_]+(?: [a-z0-9_.]+)*)\}")


@dataclass(frozen=True)
class ParagraphPlan:
    """Sentences that are written when all their figures are known; ``missing`` is said when none is."""

    sentences: tuple[str, ...]
    missing: str = ""


@dataclass(frozen=True)
class TablePlan:
    """A small table: the parts of the indicators, one indicator a column."""

    caption: str
    indicators: tuple[str, ...]


@dataclass(frozen=True)
class RankPlan:
    """A list of units that lead, or with ``trails`` of those that trail, by ``indicator`` or in per cent of ``of``."""

    caption: str
    indicator: str
    of: str = ""
    trails: bool = False


@dataclass(frozen=True)
class Section:
    """One heading (level 0: a part of the paper) and what is drafted under it."""

    level: int
    heading: str
    paragraphs: tuple[ParagraphPlan, ...] = ()
    table: TablePlan | None = None
    targets: str = ""
    lagging: str = ""
    ranks: tuple[RankPlan, ...] = ()


@dataclass(frozen=True)
class Outline:
    """The order of one kind of review paper; ``annexes`` whether tables of all figures follow."""

    code: str
    name_vi: str
    name_en: str
    subject: str
    about_directive: bool
    sections: tuple[Section, ...]
    annexes: bool = True

    @property
    def name(self) -> str:
        """The name in the language of the page."""
        return self.name_en if (get_language() or "vi").startswith("en") else self.name_vi


@cache
def all_outlines() -> dict[str, Outline]:
    """Every outline by its code, in the order of the file."""
    data = json.loads(files("danvan.reviews").joinpath("data/outlines.json").read_text("utf-8"))
    return {row["code"]: _outline(row) for row in data["outlines"]}


def _outline(row: dict[str, Any]) -> Outline:
    same = ("code", "name_vi", "name_en", "subject", "about_directive")
    return Outline(
        **{key: row[key] for key in same},
        sections=tuple(map(_section, row["sections"])),
        annexes=row.get("annexes", True),
    )


def _section(row: dict[str, Any]) -> Section:
    table = row.get("table")
    return Section(
        level=row["level"],
        heading=row["heading"],
        paragraphs=tuple(
            ParagraphPlan(tuple(plan["sentences"]), plan.get("missing", "")) for plan in row.get("paragraphs", ())
        ),
        table=TablePlan(table["caption"], tuple(table["indicators"])) if table else None,
        targets=row.get("targets", ""),
        lagging=row.get("lagging", ""),
        ranks=tuple(RankPlan(**plan) for plan in row.get("ranks", ())),
    )
