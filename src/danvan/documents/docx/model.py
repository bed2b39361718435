"""What an official document is made of: plain frozen dataclasses, no Word in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from danvan.documents.profiles import Profile

_FIGURE_ID = re.compile(r"[A-Za-z0-9]+(?:_[A-Za-z0-9]+)*")
_ALIGNMENTS = frozenset({"left", "center", "right", "justify"})


@dataclass(frozen=True)
class Run:
    """A stretch of text in one style. With ``figure_id`` it is a number taken from a snapshot: it gets a bookmark."""

    text: str
    bold: bool = False
    italic: bool = False
    figure_id: str | int | None = None


Inline = str | Run | tuple[str | Run, ...]


def runs_of(content: Inline) -> tuple[Run, ...]:
    """A string, a run or a tuple of both, as runs."""
    parts = content if isinstance(content, tuple) else (content,)
    return tuple(Run(part) if isinstance(part, str) else part for part in parts)


def bookmark_name(figure_id: str | int) -> str:
    """Word bookmark of a figure: ``so_<id>``; a UUID loses its hyphens, which Word does not allow.

    ``ValueError`` for an id Word could not take as it stands (letters, digits, single underscores; 32 characters).
    """
    text = str(figure_id)
    try:
        text = UUID(text).hex if len(text) == 36 else text
    except ValueError:
        raise ValueError(f"a figure id cannot be a bookmark: {text!r}") from None
    if len(text) > 32 or not _FIGURE_ID.fullmatch(text):
        raise ValueError(f"a figure id cannot be a bookmark: {text!r}")
    return f"so_{text}"


@dataclass(frozen=True)
class Heading:
    """A heading of level 1, 2 or 3; with ``numbered`` the writer puts "I- " or "I. ", "1. ", "a) " before it.

    ``part`` makes it the heading of a whole part ("PHẦN THỨ NHẤT …"), which stands in the middle.
    """

    level: int
    text: str
    numbered: bool = False
    part: bool = False

    def __post_init__(self) -> None:
        if self.level not in (1, 2, 3):
            raise ValueError("a heading has level 1, 2 or 3")


@dataclass(frozen=True)
class Paragraph:
    """Running text; ``basis`` sets it in the style of "Căn cứ …", ``align`` overrides the rule book."""

    runs: Inline
    basis: bool = False
    align: str | None = None
    indent: bool = True


@dataclass(frozen=True)
class BulletList:
    """Lines that begin with a dash, as official papers write lists."""

    items: tuple[Inline, ...]


@dataclass(frozen=True)
class Table:
    """A ruled table. ``rows`` and ``total_row`` hold one cell per column, each a string, a run or runs.

    ``widths`` are shares of the text width (equal when empty); ``alignments`` per column (when empty, columns of
    numbers stand right, others left). ``wide`` turns the page on its side for this table.
    """

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Inline, ...], ...]
    alignments: tuple[str, ...] = ()
    total_row: tuple[Inline, ...] | None = None
    widths: tuple[float, ...] = ()
    wide: bool = False

    def __post_init__(self) -> None:
        count = len(self.columns)
        if not count:
            raise ValueError("a table has at least one column")
        every_row = (*self.rows, *(() if self.total_row is None else (self.total_row,)))
        if any(len(row) != count for row in every_row):
            raise ValueError(f"a row of the table {self.caption!r} does not have {count} cells")
        if self.widths and (len(self.widths) != count or min(self.widths) <= 0):
            raise ValueError("a table has one width above zero per column")
        if self.alignments and (len(self.alignments) != count or not _ALIGNMENTS.issuperset(self.alignments)):
            raise ValueError("a table has one alignment (left, center, right, justify) per column")


@dataclass(frozen=True)
class Picture:
    """A picture (PNG) with its caption below; ``alt`` tells those who cannot see it what it shows."""

    image: bytes
    width_mm: float
    alt: str
    caption: Inline = ""

    def __post_init__(self) -> None:
        if not self.alt.strip():
            raise ValueError("a picture says in words what it shows")


@dataclass(frozen=True)
class Annex:
    """An annex on its own page; ``number`` is written in Roman ("Phụ lục I"), ``None`` when it is the only one."""

    number: int | None
    title: str
    blocks: tuple[Heading | Paragraph | BulletList | Table | Picture, ...]

    def __post_init__(self) -> None:
        if any(isinstance(block, Annex) for block in self.blocks):
            raise ValueError("an annex has no annex of its own")


Block = Heading | Paragraph | BulletList | Table | Picture | Annex


@dataclass(frozen=True)
class Signature:
    """Who signs: ``prefix`` as "TM BAN THƯỜNG VỤ" (the rule book writes T/M or TM.), title, name; all may be empty."""

    prefix: str = ""
    title: str = ""
    name: str = ""


@dataclass(frozen=True)
class OfficialDocument:
    """A paper with everything that its first and last page must say.

    ``number`` is ``None`` before the clerk gives one: number and day stay blank. ``symbol`` is what follows it
    ("BC/ĐU", "BC-UBMTTQ"). With no ``type_name`` the paper is a letter (công văn) and its subject stands under the
    number. ``issuer_in_text`` is the issuer as a sentence names it, for "(Kèm theo … của …)" on annexes. ``notice``
    is printed under the title and at the foot of every page. ``dated_on`` must lie in the profile's days.
    """

    profile: Profile
    superior: str
    issuer: str
    number: int | None
    symbol: str
    place: str
    dated_on: date
    type_name: str
    subject: str
    blocks: tuple[Block, ...]
    signature: Signature = Signature()
    recipient_to: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    notice: str = ""
    issuer_in_text: str = ""

    def __post_init__(self) -> None:
        if not self.profile.covers(self.dated_on):
            raise ValueError(f"the layout {self.profile.code} is not in force on {self.dated_on.isoformat()}")
        if self.number is not None and self.number < 1:
            raise ValueError("the number of a document is 1 or more")

    @property
    def body(self) -> tuple[Heading | Paragraph | BulletList | Table | Picture, ...]:
        """The blocks before the signature."""
        return tuple(block for block in self.blocks if not isinstance(block, Annex))

    @property
    def annexes(self) -> tuple[Annex, ...]:
        """The annexes, in their order; they follow the signature wherever they stand among the blocks."""
        return tuple(block for block in self.blocks if isinstance(block, Annex))

    def figures(self) -> Iterator[tuple[str | int, str]]:
        """Every figure id with the text printed for it, in the order of the paper."""
        for blocks in (self.body, *(annex.blocks for annex in self.annexes)):
            for block in blocks:
                for run in _runs_in(block):
                    if run.figure_id is not None:
                        yield run.figure_id, run.text


def _runs_in(block: Heading | Paragraph | BulletList | Table | Picture) -> Iterator[Run]:
    if isinstance(block, Paragraph):
        yield from runs_of(block.runs)
    elif isinstance(block, BulletList):
        for item in block.items:
            yield from runs_of(item)
    elif isinstance(block, Picture):
        yield from runs_of(block.caption)
    elif isinstance(block, Table):
        for row in (*block.rows, block.total_row or ()):
            for cell in row:
                yield from runs_of(cell)
