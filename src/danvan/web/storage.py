"""Static files for production: hashed names, compressed, and the style sheets in one file.

In development ``main.css`` imports some forty small sheets, one a component, and ``portal.css``, the small one of
public pages, a dozen. On a poor line so many requests are slow, so the collected sheets hold them all, each inside its
cascade layer.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage

MAINS = ("web/main.css", "portal/portal.css")
MODULES = ("web/js/*.js", "reports/*.js")
_MODULE = (
    (r"""(?P<matched>(?P<names>import\s[^;]*?from\s)["'](?P<url>[.]{1,2}/[^"']*)["'];)""", '%(names)s"%(url)s";'),
)
_IMPORT = re.compile(r'@import url\("([^"]+)"\) layer\((\w+)\);')


def bundle(main: str, read: Callable[[str], str]) -> str:
    """The text of the main sheet with every imported sheet in its place, wrapped in its layer.

    ``read`` gives the text of a sheet by its address relative to the main sheet.
    """
    return _IMPORT.sub(lambda found: f"@layer {found[2]} {{\n{read(found[1])}}}", main)


class BundledStorage(CompressedManifestStaticFilesStorage):
    """WhiteNoise's hashed and compressed storage, with one style sheet instead of forty.

    Our modules import each other by their hashed names, so that a browser keeps them as long as the others. (Django's
    own switch for that also reads what others ship, which imports what is not there.)
    """

    patterns = (*CompressedManifestStaticFilesStorage.patterns, *((place, _MODULE) for place in MODULES))

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        """Put the bundled sheets in the place of the collected ones, then hash and compress as usual."""
        if not dry_run:
            paths = paths | {main: _bundled(main, paths) for main in MAINS if main in paths}
        yield from super().post_process(paths, dry_run=dry_run, **options)


def _bundled(main: str, paths: dict[str, Any]) -> tuple[InMemoryStorage, str]:
    folder = posixpath.dirname(main)
    text = bundle(_text(*paths[main]), lambda name: _text(*paths[posixpath.normpath(f"{folder}/{name}")]))
    memory = InMemoryStorage()
    memory.save(main, ContentFile(text.encode()))
    return memory, main


def _text(storage: Any, path: str) -> str:
    with storage.open(path) as file:
        return file.read().decode("utf-8")
