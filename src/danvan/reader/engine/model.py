"""What the engine hands on: the page with its blocks, and the facts with their places, rules and confidence."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple


class Span(NamedTuple):
    """A place in the source text: from the character `start` up to, not including, `end`."""

    start: int
    end: int


class Part(StrEnum):
    """What a block of the page is."""

    TITLE = "title"
    LEAD = "lead"
    BODY = "body"
    CAPTION = "caption"
    BYLINE = "byline"
    SECTION = "section"
    FURNITURE = "furniture"
    REPEATED = "repeated"  # a second print of something already taken


@dataclass(frozen=True)
class Block:
    """A stretch of the source text; `text` is exactly `source[start:end]`."""

    part: Part
    start: int
    text: str

    @property
    def end(self) -> int:
        """Where the block ends in the source text."""
        return self.start + len(self.text)


@dataclass(frozen=True)
class Source:
    """The text of a file as it was read, with what the intake has to say about it.

    `kind` is `text`, `html`, `docx`, `pdf`; `encoding` the one that was recognised (`utf-8`, `tcvn3`, …);
    `hints` are structured statements of the file itself (`title`, `published`, `author` of HTML metadata or of
    DOCX properties); `notes` say in stable codes what could not be read (`scan_page:3`, `encoding_guessed`).
    `marks` are what the file's own structure says of stretches of the text: `heading`, `caption`, `furniture`.
    """

    text: str
    kind: str = "text"
    encoding: str = "utf-8"
    hints: dict[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    marks: tuple[tuple[str, Span], ...] = ()


@dataclass(frozen=True)
class Own:
    """What an official document says of itself in its head and at its end; None where it does not say it.

    `kind` in lower case ("chỉ thị", "công văn"), `symbol` as written without blanks, `issuer` as in the head,
    `dated` ISO 8601; `spans` are the places of these values in the source text, by name.
    """

    kind: str | None = None
    number: str | None = None
    symbol: str | None = None
    issuer: str | None = None
    dated: str | None = None
    place: str | None = None
    subject: str | None = None
    signer: str | None = None
    signer_post: str | None = None
    spans: dict[str, Span] = field(default_factory=dict)


@dataclass(frozen=True)
class Page:
    """One article or document: every character of the source stands in at most one block.

    `published` is ISO 8601, as exact as the page says (`2014-02-26T15:29:53+07:00`, `2021-12`), or None.
    `blocks` are in the order of the source. `own` is there only for an official document (a directive, a plan).
    """

    source: Source
    blocks: tuple[Block, ...]
    published: str | None = None
    published_span: Span | None = None
    duplicate_body: bool = False
    own: Own | None = None

    def of(self, *parts: Part) -> tuple[Block, ...]:
        """Return the blocks of these parts, in the order of the source."""
        return tuple(block for block in self.blocks if block.part in parts)

    @property
    def title(self) -> str | None:
        """The headline, None if the text has none."""
        found = self.of(Part.TITLE)
        return found[0].text if found else None

    @property
    def body(self) -> str:
        """The article proper, once: lead and paragraphs, joined by empty lines."""
        return "\n\n".join(block.text for block in self.of(Part.LEAD, Part.BODY))

    @property
    def readable(self) -> tuple[Block, ...]:
        """The blocks in which facts are looked for: title, lead, body, captions."""
        return self.of(Part.TITLE, Part.LEAD, Part.BODY, Part.CAPTION)


@dataclass(frozen=True)
class Fact:
    """One thing that the text says.

    `text` is the fullest mention, exactly as written; `spans` are all its mentions, the first is that of `text`;
    `rule` names the rule that found it; `confidence` is between 0 and 1. What the text does not say is None.
    """

    text: str
    spans: tuple[Span, ...]
    rule: str
    confidence: float


@dataclass(frozen=True)
class Citation(Fact):
    """A document that the text names; `forms` are all surface forms, `weak` a standing regime without number."""

    kind: str = ""
    number: str | None = None
    symbol: str | None = None
    issuer: str | None = None
    dated: str | None = None
    year: str | None = None
    term: str | None = None
    subject: str | None = None
    forms: tuple[str, ...] = ()
    weak: bool = False


@dataclass(frozen=True)
class Figure(Fact):
    """A counted or measured value; `of` is the denominator that the text gives ("23/32 chỉ tiêu")."""

    value: float = 0
    unit: str = ""
    what: str | None = None
    period: str | None = None
    place: str | None = None
    of: float | None = None


@dataclass(frozen=True)
class Check:
    """Arithmetic between figures of one text: do the parts add up to the whole, is the share right.

    `whole` and `parts` are places in the list of figures; `expected` is what the parts give, `stated` what stands.
    """

    kind: str
    whole: int
    parts: tuple[int, ...]
    stated: float
    expected: float
    holds: bool
    rule: str


@dataclass(frozen=True)
class Name(Fact):
    """An organisation or a place; `name` is normalised (abbreviations opened), `kind` such as `tỉnh` or `ban`."""

    name: str = ""
    kind: str | None = None


@dataclass(frozen=True)
class Person(Fact):
    """An official in the post that the text gives."""

    name: str = ""
    post: str | None = None


@dataclass(frozen=True)
class Event(Fact):
    """A meeting, conference or working visit; `date` is ISO, spans as A/B, None if the year is not known."""

    kind: str = ""
    date: str | None = None
    date_text: str | None = None
    place: str | None = None
    chair: tuple[str, ...] = ()
    planned: bool = False


@dataclass(frozen=True)
class Asked(Fact):
    """What is asked or set as a task, with the body that is asked where the text names it."""

    doer: str | None = None


@dataclass(frozen=True)
class Movement(Fact):
    """A named movement, campaign, programme, scheme or model."""

    name: str = ""
    kind: str | None = None


@dataclass(frozen=True)
class Facts:
    """All facts of one page, each list in the order of the first mention."""

    citations: tuple[Citation, ...] = ()
    figures: tuple[Figure, ...] = ()
    checks: tuple[Check, ...] = ()
    organisations: tuple[Name, ...] = ()
    people: tuple[Person, ...] = ()
    places: tuple[Name, ...] = ()
    events: tuple[Event, ...] = ()
    tasks: tuple[Asked, ...] = ()
    movements: tuple[Movement, ...] = ()
