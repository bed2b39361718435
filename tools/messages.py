"""Gather the sentences of each app into its Vietnamese catalogue, and say which are still without Vietnamese.

``python tools/messages.py update [app …]`` reads every ``.py`` and template of the apps under ``src/danvan`` and
merges what they say into ``<app>/locale/vi/LC_MESSAGES/django.po``: a new sentence is added without translation, a
sentence that nobody says any more is removed, the rest is kept. ``python tools/messages.py check [app …]`` lists
what is missing or marked fuzzy and ends with 1 when anything is. No tool of gettext is needed.

An entry with a translator's comment (``# django``, ``# allauth`` …) belongs to a package of others and is kept
although no source of ours says it; such entries stand in ``conf``.
"""

from __future__ import annotations

import argparse
import io
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_python
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

PACKAGE = Path(__file__).resolve().parent.parent / "src" / "danvan"
ONE, MANY, IN_CONTEXT, MANY_IN_CONTEXT = None, (1, 2), ((1, "c"), 2), ((1, "c"), 2, 3)
KEYWORDS = {"_": ONE} | {
    name + lazy: shape
    for name, shape in {
        "gettext": ONE,
        "ngettext": MANY,
        "pgettext": IN_CONTEXT,
        "npgettext": MANY_IN_CONTEXT,
    }.items()
    for lazy in ("", "_lazy")
}
HEAD = """\
# Vietnamese of {app}.
msgid ""
msgstr ""
"Language: vi\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

"""


def apps() -> list[str]:
    """The names of all apps (packages of the house), sorted."""
    return sorted(folder.name for folder in PACKAGE.iterdir() if (folder / "__init__.py").exists())


def catalogue_path(app: str) -> Path:
    """Where an app's Vietnamese stands."""
    return PACKAGE / app / "locale" / "vi" / "LC_MESSAGES" / "django.po"


def read(app: str) -> Catalog:
    """The catalogue of ``app`` as it stands; empty when there is none yet."""
    path = catalogue_path(app)
    if not path.exists():
        return Catalog(locale="vi")
    with path.open("rb") as file:
        return read_po(file, locale="vi", ignore_obsolete=True)


def said(app: str) -> Catalog:
    """Every sentence that the sources of ``app`` say, without translations."""
    return said_in(PACKAGE / app)


def said_in(folder: Path) -> Catalog:
    """Every sentence that the sources in ``folder`` say, without translations."""
    catalogue = Catalog(locale="vi")
    for source in _sources(folder):
        for words, context in _sentences(source):
            catalogue.add(words, context=context)
    return catalogue


def _sources(folder: Path) -> Iterator[Path]:
    for pattern in ("**/*.py", "templates/**/*.html", "templates/**/*.txt", "templates/**/*.svg"):
        yield from sorted(
            path
            for path in folder.rglob(pattern)
            if "tests" not in path.parts and "migrations" not in path.parts and "locale" not in path.parts
        )


def _sentences(source: Path) -> Iterator[tuple[str | tuple[str, str], str | None]]:
    """Each (sentence or (one, many), context) of one file."""
    text = source.read_text(encoding="utf-8")
    if source.suffix != ".py":
        # templatize turns a template into lines that call gettext; their indents mean nothing and would not parse.
        text = "\n".join(line.strip() for line in templatize(text, origin=str(source)).splitlines()) + "\n"
    for _line, function, found, _comments in extract_python(io.BytesIO(text.encode()), list(KEYWORDS), [], {}):
        words = found if isinstance(found, tuple) else (found,)
        context, words = _split(KEYWORDS[function], words)
        if all(isinstance(word, str) and word for word in words):
            yield (words[0] if len(words) == 1 else (words[0], words[1])), context


def _split(shape: tuple | None, words: tuple) -> tuple[str | None, tuple]:
    if shape in (IN_CONTEXT, MANY_IN_CONTEXT):
        return words[0], words[1 : 3 if shape is MANY_IN_CONTEXT else 2]
    return None, words[: 2 if shape is MANY else 1]


def merged(app: str) -> Catalog:
    """What ``app`` says now, with the translations there are, and the entries that belong to other packages."""
    old, new = read(app), said(app)
    for message in new:
        known = old.get(message.id, message.context) if message.id else None
        if known is not None:
            message.string, message.user_comments = known.string, known.user_comments
            message.flags |= known.flags & {"fuzzy"}
    for message in old:
        if message.id and message.user_comments and new.get(message.id, message.context) is None:
            new[message.id] = message
    return new


def written(app: str, catalogue: Catalog) -> str:
    """The text of a catalogue file: sorted, without places and times, so that a change shows only itself."""
    for message in catalogue:
        message.locations = []
    file = io.BytesIO()
    write_po(file, catalogue, width=120, no_location=True, omit_header=True, sort_output=True, ignore_obsolete=True)
    return HEAD.format(app=app) + file.getvalue().decode().strip() + "\n"


def without_vietnamese(app: str) -> list[Message]:
    """Sentences of ``app`` that have no Vietnamese or an uncertain one."""
    return [message for message in merged(app) if message.id and (message.fuzzy or not _filled(message))]


def _filled(message: Message) -> bool:
    strings = message.string if isinstance(message.string, tuple | list) else (message.string,)
    return bool(strings) and all(strings)


def update(names: list[str]) -> int:
    """Rewrite the catalogues of ``names``; an app that says nothing gets none."""
    for app in names:
        catalogue, path = merged(app), catalogue_path(app)
        if not len(catalogue):
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(written(app, catalogue), encoding="utf-8")
        print(f"{app}: {len(catalogue)} sentences, {len(without_vietnamese(app))} without Vietnamese")
    return 0


def check(names: list[str]) -> int:
    """List every sentence without Vietnamese; 1 when there is one."""
    missing = [(app, message) for app in names for message in without_vietnamese(app)]
    for app, message in missing:
        words = message.id if isinstance(message.id, str) else message.id[0]
        print(f"{app}: {'fuzzy' if message.fuzzy else 'missing'}: {words}")
    return 1 if missing else 0


def main() -> int:
    """Carry out the command named on the line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("what", choices=["update", "check"])
    parser.add_argument("app", nargs="*", help="all apps unless named")
    options = parser.parse_args()
    if not settings.configured:
        settings.configure(USE_I18N=True)
    return {"update": update, "check": check}[options.what](options.app or apps())


if __name__ == "__main__":
    sys.exit(main())
