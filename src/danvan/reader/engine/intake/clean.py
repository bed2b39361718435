"""Text as every later step expects it: NFC, \\n line ends, no control, direction or invisible characters."""

from __future__ import annotations

import re
import unicodedata

from danvan.core.text import nfc

_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029]")


def _dropping() -> dict[int, None]:
    """Control, direction, tag and zero-width characters and lone surrogates; the no-break space stays."""
    table: dict[int, None] = {code: None for code in (*range(0x20), *range(0x7F, 0xA0)) if chr(code) not in "\t\n"}
    areas = ((0x80, 0x3100), (0xD800, 0xE000), (0xF900, 0x14000), (0x1BCA0, 0x1D180), (0xE0000, 0xE0080))
    codes = (code for area in areas for code in range(*area))
    table |= {code: None for code in codes if unicodedata.category(chr(code)) in ("Cf", "Cs")}
    return table | dict.fromkeys((65532, 65534, 65535))


_DROPPED = _dropping()
# Anything but composed Latin letters and usual signs; a text without it is clean, and most are.
_UNUSUAL = re.compile("[^\t\n\x20-\x7e\xa0-\xac\xae-\u02ff\u1e00-\u1eff\u2010-\u2015\u2018-\u201f\u2022\u2026\u20ab]")


def clean(text: str) -> str:
    """Return `text` cleaned; letters, figures, signs, the no-break space and the eth (Ð) stay as written."""
    if not _UNUSUAL.search(text):
        return text
    return nfc(_LINE_ENDS.sub("\n", text).translate(_DROPPED))


def clean_hint(text: str, limit: int = 500) -> str:
    """Return a statement of a file about itself as one clean line of at most `limit` characters."""
    return " ".join(clean(text[: limit * 4]).split())[:limit]
