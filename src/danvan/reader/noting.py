"""What the engine could not read, in words."""

from __future__ import annotations

from django.utils.translation import gettext as _


def in_words(notes: list[str]) -> list[str]:
    """A sentence for each code of the engine; pages that are pictures are named together."""
    scans = [note.partition(":")[2] for note in notes if note.startswith("scan_page:")]
    said = []
    if scans:
        said.append(
            _("Pages %(pages)s are pictures without text and were not read.") % {"pages": ", ".join(scans[:40])}
            if len(scans) > 1
            else _("Page %(page)s is a picture without text and was not read.") % {"page": scans[0]}
        )
    for note in notes:
        code, _colon, detail = note.partition(":")
        if code == "scan_page":
            continue
        sentence = _sentences().get(code)
        said.append(sentence % {"detail": detail} if sentence else _("Not read: %(detail)s") % {"detail": note})
    return said


def _sentences() -> dict[str, str]:
    return {
        "encoding_guessed": _("The old encoding of the text was guessed (%(detail)s): look at the letters."),
        "encoding": _("The text stood in the old encoding %(detail)s and was converted."),
        "cut": _("The text was too long and was cut."),
    }
