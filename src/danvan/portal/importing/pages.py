"""The saved pages of a folder: what each file says, where it stood, which photos lie beside it."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.utils import timezone
from lxml import html

from danvan.core.errors import Refused
from danvan.reader.apart import read_apart
from danvan.reader.engine.model import Part
from danvan.reader.engine.reading import Reading

TAKEN = frozenset({".html", ".htm", ".txt", ".docx", ".pdf"})
PHOTOS = frozenset({".jpg", ".jpeg", ".png", ".webp"})
LIST = "danh-sach.csv"
MOST_BYTES = 20 * 1024 * 1024


@dataclass(frozen=True)
class Picture:
    """A photo that lies in the folder, with what the page says under it."""

    path: Path
    caption: str = ""
    alternative: str = ""


@dataclass
class Found:
    """One file. ``problem`` says why it cannot be brought in; ``published`` is None where the page says no date."""

    name: str
    digest: str
    address: str = ""
    title: str = ""
    published: datetime | None = None
    section: str = ""
    byline: str = ""
    paragraphs: list[str] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    views: int | None = None
    problem: str = ""
    reading: Reading | None = None


def files_in(folder: Path) -> list[Path]:
    """The files that may be pages, in a stable order; links out of the folder are not followed."""
    root = folder.resolve()
    found = (path for path in sorted(folder.rglob("*")) if path.suffix.lower() in TAKEN and path.name != LIST)
    return [path for path in found if path.is_file() and path.resolve().is_relative_to(root)]


def told(folder: Path) -> dict[str, dict[str, str]]:
    """What ``danh-sach.csv`` in the folder says of files: columns ``tep``, ``dia_chi``, ``ngay``, ``luot_xem``."""
    path = folder / LIST
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8-sig", newline="") as rows:
        return {row.get("tep", "").strip(): row for row in csv.DictReader(rows)}


def pages_of(folder: Path) -> Iterator[Found]:
    """Every page of the folder, read one after the other."""
    list_ = told(folder)
    for path in files_in(folder):
        name = path.relative_to(folder).as_posix()
        yield _page(path, name, folder, list_.get(name, {}))


def _page(path: Path, name: str, folder: Path, said: dict[str, str]) -> Found:
    if path.stat().st_size > MOST_BYTES:
        return Found(name, "", problem="too-big")
    data = path.read_bytes()
    found = Found(name, hashlib.sha256(data).hexdigest())
    try:
        reading = read_apart(data, path.name)
    except Refused as reason:
        found.problem = str(reason.message)
        return found
    page = reading.page
    found.reading = reading
    found.title = " ".join((page.title or "").split())[:255]
    found.section = next((block.text for block in page.of(Part.SECTION)), "")
    found.byline = " ".join(" ".join(block.text for block in page.of(Part.BYLINE)).split())[:120]
    found.paragraphs = [
        line for block in page.of(Part.LEAD, Part.BODY) for line in block.text.split("\n") if line.strip()
    ]
    found.published = _moment(said.get("ngay") or page.published or "")
    found.views = int(said["luot_xem"]) if said.get("luot_xem", "").isdigit() else None
    captions = [" ".join(block.text.split()) for block in page.of(Part.CAPTION)]
    tree = _tree(data, page.source.encoding) if path.suffix.lower() in (".html", ".htm") else None
    found.address = said.get("dia_chi", "").strip() or _address(tree) or _mirrored(name)
    found.pictures = _pictures(tree, path, folder, captions)
    return found


def _moment(text: str) -> datetime | None:
    """A moment in the zone of the country; a date without a time is its noon, so that no zone moves the day."""
    try:
        moment = datetime.fromisoformat(text if len(text) > len("2014-02") else f"{text}-01")
    except ValueError:
        return None
    if len(text) <= len("2014-02-26"):
        moment = moment.replace(hour=12)
    return moment if timezone.is_aware(moment) else timezone.make_aware(moment)


def _tree(data: bytes, encoding: str) -> html.HtmlElement | None:
    """The page as elements, for its addresses and pictures; their words are read in the encoding of the page."""
    try:
        text = data.decode(encoding, "replace")
    except LookupError:  # an old Vietnamese encoding, which Python does not know: addresses are plain letters
        text = data.decode("latin-1")
    try:
        return html.document_fromstring(text.removeprefix("\ufeff"))
    except (ValueError, html.etree.ParserError):
        return None


def _address(tree: html.HtmlElement | None) -> str:
    """Where the page says that it stands."""
    if tree is None:
        return ""
    said = tree.xpath("//link[@rel='canonical']/@href | //meta[@property='og:url']/@content")
    return next((address.strip() for address in said if address.startswith(("http://", "https://"))), "")


def _mirrored(name: str) -> str:
    """The address of a file in a mirror, in which the first folder is the host."""
    host, _slash, path = name.partition("/")
    return f"http://{host}/{path}" if path and "." in host else ""


def _pictures(tree: html.HtmlElement | None, path: Path, folder: Path, captions: list[str]) -> list[Picture]:
    """Photos of the page that lie in the folder, the captions given out in their order."""
    if tree is None:
        return []
    root, found = folder.resolve(), []
    for image in tree.iter("img"):
        source = unquote(urlsplit(image.get("src", "")).path)
        for place in (path.parent / source, folder / source.lstrip("/")):
            near = place.resolve()
            if source and near.is_relative_to(root) and near.suffix.lower() in PHOTOS and near.is_file():
                words = captions[len(found)] if len(found) < len(captions) else ""
                found.append(Picture(near, words[:500], (image.get("alt") or words)[:255]))
                break
    return found
