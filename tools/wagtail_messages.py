"""Vietnamese of Wagtail's own sentences, so that every screen an editor meets is in Vietnamese.

Wagtail brings Vietnamese for a fifth of what it says, Django for most of it. What is missing, and what upstream says
wrongly, stands in our own catalogue ``src/danvan/portal/wagtail_vi``, which ``LOCALE_PATHS`` puts before theirs.

``python -m tools.wagtail_messages update`` reads the English catalogues of the installed packages, adds what has no
Vietnamese yet, and drops what they no longer say, what is just the same upstream, and what an app of the house says
itself (one English sentence has one Vietnamese everywhere; the app's own holds).
``python -m tools.wagtail_messages check`` lists every sentence without Vietnamese, uncertain, with other places to
fill or other markup than the English, said otherwise by the house, or not said any more; it ends with 1 when there
is one.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po
from tools import messages

FOLDER = messages.PACKAGE / "portal" / "wagtail_vi"
DOMAINS = ("django", "djangojs")
PACKAGES = (
    "wagtail",
    "wagtail.admin",
    "wagtail.images",
    "wagtail.documents",
    "wagtail.embeds",
    "wagtail.snippets",
    "wagtail.users",
    "wagtail.search",
    "wagtail.sites",
    "wagtail.locales",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.table_block",
    "wagtail.contrib.typed_table_block",
    "taggit",
    "django.conf",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "django.contrib.sessions",
)
"""Packages whose sentences an editor can meet, with English catalogues of their own."""

UNCATALOGUED = ("wagtail.admin.forms", "treebeard", "modelsearch", "django_filters", "django_tasks")
"""Packages that say sentences which no English catalogue has; their sources are read."""

PLACE = re.compile(r"%\(\w+\)[a-z]|%[a-z]\b|\{\w*\}")
TAG = re.compile(r"<[^<>]+>")

Key = tuple[str | None, str, bool]
"""What Django looks a sentence up by: context, English (of a counted one the singular), whether it is counted."""


def key(message: Message) -> Key:
    """The key of ``message``."""
    counted = not isinstance(message.id, str)
    return (message.context, message.id[0] if counted else message.id, counted)


def vietnamese(message: Message) -> str:
    """The one Vietnamese form (Vietnamese does not count in forms); empty when there is none."""
    return message.string if isinstance(message.string, str) else (message.string or ("",))[0]


def _catalogue(path: Path, language: str = "vi") -> Iterator[Message]:
    if path.exists():
        with path.open("rb") as file:
            yield from (message for message in read_po(file, locale=language, ignore_obsolete=True) if message.id)


def _packaged(language: str, domain: str) -> Iterator[Message]:
    for folder in _folders(*PACKAGES, *UNCATALOGUED):
        yield from _catalogue(folder / "locale" / language / "LC_MESSAGES" / f"{domain}.po", language)


def _folders(*packages: str) -> Iterator[Path]:
    for package in packages:
        yield from map(Path, find_spec(package).submodule_search_locations or ())


def offered(domain: str) -> dict[Key, Message]:
    """Every English sentence of the installed packages."""
    found = {key(message): message for message in _packaged("en", domain)}
    if domain == "django":
        for folder in _folders(*UNCATALOGUED):
            for message in filter(lambda said: said.id, messages.said_in(folder)):
                found.setdefault(key(message), message)
    return found


def upstream(domain: str) -> dict[Key, str]:
    """What the installed packages say in Vietnamese themselves, where they all say the same."""
    said: dict[Key, set[str]] = {}
    for message in _packaged("vi", domain):
        if vietnamese(message) and not message.fuzzy:
            said.setdefault(key(message), set()).add(vietnamese(message))
    return {each: texts.pop() for each, texts in said.items() if len(texts) == 1}


def house(domain: str) -> dict[Key, str]:
    """What the apps of the house say in Vietnamese; they have no catalogue for scripts."""
    if domain != "django":
        return {}
    return {
        key(message): vietnamese(message) for app in messages.apps() for message in messages.read(app) if message.id
    }


def own_path(domain: str) -> Path:
    """Where our Vietnamese of the packages stands."""
    return FOLDER / "vi" / "LC_MESSAGES" / f"{domain}.po"


def own(domain: str) -> dict[Key, Message]:
    """Our Vietnamese of the packages' sentences."""
    return {key(message): message for message in _catalogue(own_path(domain))}


def merged(domain: str) -> Catalog:
    """Our catalogue for the installed packages: what we have, and an empty entry for all that nobody says."""
    ours, theirs, said = own(domain), upstream(domain), house(domain)
    catalogue = Catalog(locale="vi")
    for each, message in offered(domain).items():
        known = ours.get(each)
        text = vietnamese(known) if known else ""
        if each in said or (each in theirs and text in ("", theirs[each])):
            continue
        added = catalogue.add(message.id, known.string if known else None, context=message.context)
        added.flags |= (known.flags if known else set()) & {"fuzzy"}
    return catalogue


def faults(domain: str) -> list[str]:
    """Why an editor may meet a sentence that is not in good Vietnamese; empty when all is well."""
    wanted, ours, theirs, said = offered(domain), own(domain), upstream(domain), house(domain)
    found = [f"not said any more: {each[1]}" for each in ours if each not in wanted]
    for each, message in wanted.items():
        mine = ours.get(each)
        text = (vietnamese(mine) if mine else "") or theirs.get(each) or said.get(each) or ""
        if not text:
            found.append(f"missing: {each[1]}")
        elif mine is not None and mine.fuzzy:
            found.append(f"fuzzy: {each[1]}")
        elif mine is not None and each in said and said[each] != text:
            found.append(f"said otherwise by the house: {each[1]}")
        elif not _same_shape(message, text):
            found.append(f"other places or markup: {each[1]} / {text}")
    return found


def _same_shape(message: Message, text: str) -> bool:
    english = message.id if isinstance(message.id, str) else message.id[-1]
    return set(PLACE.findall(text)) == set(PLACE.findall(english)) and Counter(TAG.findall(text)) == Counter(
        TAG.findall(english)
    )


def update() -> int:
    """Rewrite both catalogues for the installed packages."""
    for domain in DOMAINS:
        catalogue = merged(domain)
        own_path(domain).parent.mkdir(parents=True, exist_ok=True)
        own_path(domain).write_text(messages.written("Wagtail", catalogue), encoding="utf-8")
        print(
            f"{domain}: {len(offered(domain))} sentences, {len(catalogue)} of them ours, {len(faults(domain))} faults"
        )
    return 0


def check() -> int:
    """List every fault; 1 when there is one."""
    found = [f"{domain}: {fault}" for domain in DOMAINS for fault in faults(domain)]
    print("\n".join(found) or "every sentence is in Vietnamese")
    return 1 if found else 0


def main() -> int:
    """Carry out the command named on the line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("what", choices=["update", "check"])
    return {"update": update, "check": check}[parser.parse_args().what]()


if __name__ == "__main__":
    sys.exit(main())
