"""HTML to lines: paragraphs parted by empty lines, items with "- ", rows of small tables with " | "."""

from __future__ import annotations

import json
import re
from typing import Any

from lxml import etree, html

from danvan.reader.engine.intake.clean import clean, clean_hint
from danvan.reader.engine.intake.encodings import declared_in, decode
from danvan.reader.engine.intake.errors import Unreadable
from danvan.reader.engine.model import Source, Span
from danvan.reader.engine.page.dates import hint_date

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
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_ENTITY = re.compile(rb"<!ENTITY", re.IGNORECASE)
_XML_HEAD = re.compile(r"^\s*<\?xml[^>]{0,200}\?>")
MAX_JSON = 200_000
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
    lines = _Lines()
    _walk(root, lines)
    return Source(lines.text(), "html", encoding, _hints(root), notes, tuple(lines.marks))


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


def _walk(root: Any, lines: _Lines) -> None:
    """Walk the tree without recursion: a page may nest deeper than Python's stack."""
    main = _ancestors(root)
    waiting: list[tuple[Any, str]] = [(root, "open")]
    starts: dict[Any, tuple[str, int]] = {}
    while waiting:
        element, step = waiting.pop()
        tag = element.tag if isinstance(element.tag, str) else ""
        if step == "tail":
            lines.put(element.tail or "")
        elif step == "close":
            lines.stop(2 if tag not in ("li", "td", "th", "tr", "dd", "dt") else 1)
            if element in starts:
                kind, start = starts.pop(element)
                if lines.length > start:
                    lines.marks.append((kind, Span(start, lines.length)))
        else:
            waiting.append((element, "tail"))
            _open(element, tag, lines, waiting, starts, main)


def _open(element: Any, tag: str, lines: _Lines, waiting: list, starts: dict, main: set) -> None:  # noqa: PLR0913
    if tag in _DROPPED or not tag or _HIDDEN.search(element.get("style") or "") or element.get("hidden") is not None:
        return
    if tag == "br":
        lines.stop(1 if lines.breaks == 0 else 2)
        return
    if tag == "tr" and (row := _row(element)):
        lines.stop(1)
        lines.put(row)
        lines.stop(1)
        return
    if tag in _BLOCKS:
        lines.stop(2 if tag not in ("li", "td", "th", "tr", "dd", "dt") else 1)
        if kind := _kind(element, tag, main):
            starts[element] = (kind, lines.length)
        waiting.append((element, "close"))
    children = [(child, "open") for child in reversed(element)]
    waiting += children
    lines.put(("- " if tag == "li" and (element.text or "").strip() else "") + (element.text or ""))


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
            if element is not cell and (
                element.tag in _DROPPED or element.tag in ("table", "div", "ul", "h1", "h2", "h3")
            ):
                return ""
            own = [element.text or ""] + ([element.tail or ""] if element is not cell else [])
            parts += own
            size += sum(map(len, own))
            if size > 4 * MAX_CELL:
                return ""
        texts.append(" ".join("".join(parts).split()))
    return " | ".join(texts) if max(map(len, texts)) <= MAX_CELL and sum(map(bool, texts)) > 1 else ""


def _hints(root: Any) -> dict[str, str]:
    """Return title, published, author and section as the file states them: JSON-LD, then meta, then <title>."""
    found: dict[str, str] = {}
    for script in root.iter("script"):
        if "ld+json" in (script.get("type") or "") and len(script.text or "") < MAX_JSON:
            _from_json(script.text or "", found)
    names = {
        "og:title": "title", "headline": "title", "dc.title": "title", "title": "title",
        "article:published_time": "published", "datepublished": "published", "dc.date": "published",
        "pubdate": "published",
        "author": "author", "article:author": "author", "article:section": "section",
    }  # fmt: skip
    for meta in root.iter("meta"):
        key = (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").lower()
        if key in names and (value := clean_hint(meta.get("content") or "")):
            found.setdefault(names[key], value)
    title = next(root.iter("title"), None)
    if title is not None and (value := clean_hint(title.text or "")):
        found.setdefault("title", value)
    if "published" in found:
        found["published"] = hint_date(found["published"])
    return {key: value for key, value in found.items() if value}


def _from_json(text: str, found: dict[str, str]) -> None:
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return  # a portal's faulty statement about itself is no statement
    waiting = [data]
    for _ in range(1_000):
        if not waiting:
            return
        item = waiting.pop()
        if isinstance(item, list):
            waiting += item[:100]
        elif isinstance(item, dict):
            waiting += [value for key, value in item.items() if key in ("@graph", "mainEntity")]
            if "headline" in item or "datePublished" in item:
                for key, name in (("headline", "title"), ("datePublished", "published"), ("articleSection", "section")):
                    if isinstance(item.get(key), str):
                        found.setdefault(name, clean_hint(item[key]))
                author = item.get("author")
                author = author[0] if isinstance(author, list) and author else author
                name = author.get("name") if isinstance(author, dict) else author
                if isinstance(name, str):
                    found.setdefault("author", clean_hint(name))
