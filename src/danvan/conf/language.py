"""Compile the message catalogues. Done by the program itself, so that no machine needs gettext's tools."""

from __future__ import annotations

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

PACKAGE = Path(__file__).resolve().parents[1]


def catalogues() -> list[Path]:
    """Every ``django.po`` and ``djangojs.po`` of the package, our Vietnamese of Wagtail among them."""
    return sorted(PACKAGE.glob("**/LC_MESSAGES/django*.po"))


def compile_catalogues() -> int:
    """Write the ``.mo`` beside each ``.po`` that is newer; returns how many were written."""
    written = 0
    for source in catalogues():
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        with source.open("rb") as file:
            catalogue = read_po(file, locale=source.parts[-3])
        with target.open("wb") as file:
            write_mo(file, catalogue)
        written += 1
    return written
