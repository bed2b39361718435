"""HTML to lines: paragraphs parted by empty lines, items with "- ", rows of small tables with " | "."""

from __future__ import annotations

import re
from typing import Any

from lxml import etree, html

from danvan.reader.engine.intake.clean import clean
from danvan.reader.engine.intake.encodings import declared_in, decode
from danvan.reader.engine.intake.errors import Unreadable
from danvan.reader.engine.intake.statements import read_statements
from danvan.reader.engine.model import Source, Span

_DROPPED = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "iframe",
        "object",
        "embed",
        "svg",
        "canvas",
        "input",
        "select",
        "option",
        "button",
        "textarea",
        "datalist",
        "audio",
        "video",
        "source",
        "track",
        "map",
        "area",
        "head",
        "title",
        "math",
    ]
)
_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "center",
        "dd",
        "details",
        "dialog",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "legend",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
        "caption",
    ]
)
_FURNITURE = frozenset(("nav", "footer", "aside"))
_FURNITURE_NAMES = re.compile(
    r"(?:^|[\s_-])(?:breadcrumbs?|related|tin-?lien-?quan|tin-?khac|navbar|menu|sidebar|footer|share|social|"
    r"comments?|tags?|"
    r"paging|pagination|thong-?ke|counter|weather|advert|banner|toolbar|print)(?:$|[\s_-])",
    re.IGNORECASE,
)
_ROWS = frozenset(("li", "td", "th", "tr", "dd", "dt"))
_NO_CELL = frozenset(("table", "div", "ul", "ol", "h1", "h2", "h3"))
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_ENTITY = re.compile(rb"<!ENTITY", re.IGNORECASE)
_XML_HEAD = re.compile(r"^\s*<\?xml[^>]{0,200}\?>")
MAX_CELL = 120


def read_html(data: bytes, declared: str = "") -> Source:
    """Return the visible text of an HTML page with its structure as marks and its own statements as hints.

    Scripts, styles, controls and hidden elements are dropped. Unreadable: `entities` for a document type that
    defines some, `broken` for what is no page.
    """
    if _ENTITY.search(data, 0, 100_000):
        raise Unreadable("entities")
    text, encoding, notes = decode(data, declared or declared_in(data))
    parser = html.HTMLParser(remove_comments=True, remove_pis=True, no_network=True, huge_tree=False)
    try:
        root = html.document_fromstring(_XML_HEAD.sub("", text) or "<p></p>", parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise Unreadable("broken") from error
    lines = _Walk(root).lines
    return Source(lines.text(), "html", encoding, read_statements(root), notes, tuple(lines.marks))


class _Lines:
    """Collects text; breaks are counted, so that any number of nested blocks makes one empty line."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.length = 0
        self.breaks = 2
        self.blank = False
        self.marks: list[tuple[str, Span]] = []

    def put(self, text: str) -> None:
        words = clean(text)
        if not words:
            return
        inner = re.sub(r"[ \t\n]+", " ", words)
        if inner.strip(" ") == "":
            self.blank = True
            return
        lead = " " if (self.blank or inner[0] == " ") and not self.breaks else ""
        if self.breaks and self.length:
            self._add("\n" * min(self.breaks, 2))
        self.breaks = 0
        self._add(lead + inner.strip(" "))
        self.blank = inner[-1] == " "

    def _add(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)

    def stop(self, count: int) -> None:
        """Ask for a new line (1) or a new paragraph (2) before the next text."""
        self.breaks = max(self.breaks, count) if self.length else 0
        self.blank = False

    def text(self) -> str:
        return "".join(self.parts)


class _Walk:
    """Walks the tree without recursion: a page may nest deeper than Python's stack."""

    def __init__(self, root: Any) -> None:
        self.lines = _Lines()
        self.main = _ancestors(root)
        self.waiting: list[tuple[Any, str]] = [(root, "open")]
        self.starts: dict[Any, tuple[str, int]] = {}
        while self.waiting:
            element, step = self.waiting.pop()
            if step == "tail":
                self.lines.put(element.tail or "")
            elif step == "close":
                self._close(element)
            else:
                self.waiting.append((element, "tail"))
                self._open(element)

    def _close(self, element: Any) -> None:
        self.lines.stop(1 if element.tag in _ROWS else 2)
        kind, start = self.starts.pop(element, ("", 0))
        if kind and self.lines.length > start:
            self.lines.marks.append((kind, Span(start, self.lines.length)))

    def _open(self, element: Any) -> None:
        tag = element.tag if isinstance(element.tag, str) else ""
        hidden = _HIDDEN.search(element.get("style") or "") or element.get("hidden") is not None
        if not tag or tag in _DROPPED or hidden:
            return
        if tag == "br":
            self.lines.stop(1 if self.lines.breaks == 0 else 2)
            return
        if tag == "tr" and (row := _row(element)):
            self.lines.stop(1)
            self.lines.put(row)
            self.lines.stop(1)
            return
        if tag in _BLOCKS:
            self.lines.stop(1 if tag in _ROWS else 2)
            if kind := _kind(element, tag, self.main):
                self.starts[element] = (kind, self.lines.length)
            self.waiting.append((element, "close"))
        self.waiting += [(child, "open") for child in reversed(element)]
        text = element.text or ""
        self.lines.put(f"- {text.lstrip()}" if tag == "li" and text.strip() else text)


def _kind(element: Any, tag: str, main: set) -> str:
    if tag == "h1":
        return "heading"
    if tag in ("figcaption", "caption"):
        return "caption"
    if element in main or tag in ("body", "main", "article", "p", "li"):
        return ""
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    return "furniture" if tag in _FURNITURE or _FURNITURE_NAMES.search(names[:300]) else ""


def _ancestors(root: Any) -> set:
    """Return the elements that hold a heading of the first rank or an article: never furniture as a whole."""
    found: set = set()
    for element in root.iter("h1", "article", "main"):
        while element is not None and element not in found:
            found.add(element)
            element = element.getparent()
    return found


def _row(row: Any) -> str:
    """Return a row of small cells as one line, "" for a row that only lays out the page."""
    cells = [cell for cell in row if cell.tag in ("td", "th")]
    if len(cells) < 2 or len(cells) > 60:
        return ""
    texts = []
    for cell in cells:
        parts, size = [], 0
        for element in cell.iter():
            if element is not cell and (element.tag in _DROPPED or element.tag in _NO_CELL):
                return ""
            own = [element.text or ""] + ([element.tail or ""] if element is not cell else [])
            parts += own
            size += sum(map(len, own))
            if size > 4 * MAX_CELL:
                return ""
        texts.append(" ".join("".join(parts).split()))
    return " | ".join(texts) if max(map(len, texts)) <= MAX_CELL and sum(map(bool, texts)) > 1 else ""
