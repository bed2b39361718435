"""What an HTML page states about itself: JSON-LD, meta elements, its <title>."""

from __future__ import annotations

import json
from typing import Any

from danvan.reader.engine.intake.clean import clean_hint
from danvan.reader.engine.page.dates import hint_date

MAX_JSON = 200_000
MAX_ITEMS = 1_000


def read_statements(root: Any) -> dict[str, str]:
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
    for _ in range(MAX_ITEMS):
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
