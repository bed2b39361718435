"""Vietnamese text: cleaning, folding for search, sorting by the Vietnamese alphabet, tone placement.

Every function runs in time linear in the length of its text: one pass per step, no nested quantifiers, and no
run of combining marks longer than 30, because Unicode normalisation itself sorts a run in quadratic time.
"""

import re
import unicodedata
from collections.abc import Iterator

_HUYEN, _SAC, _NGA, _HOI, _NANG = "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"
_BREVE, _CIRCUMFLEX, _HORN = "\u0306", "\u0302", "\u031b"

# Dictionary order of the tones: ngang, huyền, hỏi, ngã, sắc, nặng.
_TONE_RANK = {_HUYEN: "1", _HOI: "2", _NGA: "3", _SAC: "4", _NANG: "5"}

# A marked letter follows every word that begins with its plain letter: "{" and "|" are greater than "z".
_LETTER_RANK = {
    ("a", _BREVE): "a{",
    ("a", _CIRCUMFLEX): "a|",
    ("d", "đ"): "d{",
    ("e", _CIRCUMFLEX): "e{",
    ("o", _CIRCUMFLEX): "o{",
    ("o", _HORN): "o|",
    ("u", _HORN): "u{",
}

_LEVEL_BREAK = " "  # lower than everything else in a key
_WORD_BREAK = "!"  # lower than digits and letters
_OTHER_SCRIPT = "~"  # greater than every Latin letter
_MAX_DIGITS = 99
MAX_MARKS = 30  # the limit of Unicode's stream-safe text (UAX 15); Vietnamese needs two

_APOSTROPHES = frozenset("'\u2019\u02bc")
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2043\u2212\ufe58\ufe63\uff0d"
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029]")


def _build_cleaner() -> dict[int, str | None]:
    table: dict[int, str | None] = {}
    for code in (*range(0x20), *range(0x7F, 0xA0)):
        if not chr(code).isspace():
            table[code] = None
    invisible = (0xAD, 0x61C, 0x180E, 0x200B, 0x200E, 0x200F, 0x2060, 0xFEFF, 0xFFF9, 0xFFFA, 0xFFFB)
    for code in (*invisible, *range(0x202A, 0x202F), *range(0x2066, 0x206A), *range(0xE0000, 0xE0080)):
        table[code] = None
    for code in range(0xD800, 0xE000):  # lone surrogates cannot be stored as UTF-8
        table[code] = None
    # Fonts draw these like Đ and đ; old keyboards and scanners produce them.
    table.update({0xD0: "Đ", 0x189: "Đ", 0xF0: "đ", 0x256: "đ"})
    return table


def _build_long_runs() -> re.Pattern[str]:
    # Besides the characters of a combining class these begin with one when they are taken apart.
    marks = "\u0344\u0f73\u0f75\u0f81\uff9e\uff9f" + "".join(
        chr(code) for code in range(0x300, 0x20000) if unicodedata.combining(chr(code))
    )
    return re.compile(f"[{re.escape(marks)}]{{{MAX_MARKS + 1},}}")


_CLEANER = _build_cleaner()
_LONG_RUNS = _build_long_runs()
_FOLDER = {ord(dash): "-" for dash in _DASHES} | {ord("đ"): "d", ord("Đ"): "d"}
_FOLD_CLEANER = _CLEANER | {0x200C: None, 0x200D: None}


def nfc(s: str) -> str:
    """Return `s` in Unicode composed form (NFC), the form that is stored everywhere.

    Of a run of more than 30 combining marks, which no writing has, the rest is dropped.
    """
    return _bounded(unicodedata.normalize("NFC", _bounded(s)))


def _bounded(s: str) -> str:
    return _LONG_RUNS.sub(lambda run: run.group()[:MAX_MARKS], s)


def clean_line(s: str) -> str:
    """Return one clean line: NFC, no control or direction characters, Đ for eth, single blanks.

    Line ends, tabs and no-break blanks become a blank; blanks at both ends go.
    """
    return " ".join(nfc(s.translate(_CLEANER)).split())


def clean_text(s: str) -> str:
    """Return clean text of several lines: as `clean_line`, but line ends (as \\n) and inner blanks stay.

    Blanks at the end of each line and empty lines at both ends go; every kind of blank becomes a plain one.
    """
    lines = _LINE_ENDS.sub("\n", nfc(s.translate(_CLEANER))).split("\n")
    plain = ("".join(" " if c.isspace() else c for c in line).rstrip() for line in lines)
    return "\n".join(plain).strip("\n")


def _is_mark(c: str) -> bool:
    """Tell whether `c` is a combining mark of Latin script; a mark of another script is a letter."""
    return "\u0300" <= c <= "\u036f" or "\u1ab0" <= c <= "\u1aff" or "\u1dc0" <= c <= "\u1dff"


def _unmarked(s: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", s) if not _is_mark(c))


def fold(s: str) -> str:
    """Return the search form: lower case, no marks, đ as d, one kind of dash, single blanks.

    Vietnamese text comes out as ASCII; letters of other scripts stay. `fold(fold(s)) == fold(s)`.
    """
    bare = _unmarked(_unmarked(nfc(s.translate(_FOLD_CLEANER))).casefold()).translate(_CLEANER)
    return " ".join(_bounded(bare).translate(_FOLDER).split())


def loose(s: str) -> str:
    """Return `fold(s)` with letters and digits only, so that `62kltw` finds `62-KL/TW`."""
    return "".join(c for c in fold(s) if c.isalnum())


def _tokens(s: str) -> Iterator[tuple[str, str]]:
    """Yield (primary, tone) for each sign of a clean line; a digit run is one sign: 2 precedes 10."""
    digits = ""
    for c in s.lower():
        if c in "0123456789":
            digits += c
            if len(digits) == _MAX_DIGITS:
                yield _number_rank(digits), ""
                digits = ""
            continue
        if digits:
            yield _number_rank(digits), ""
            digits = ""
        yield _sign_rank(c)
    if digits:
        yield _number_rank(digits), ""


def _number_rank(digits: str) -> str:
    value = digits.lstrip("0") or "0"
    return f"{len(value):02d}{value}"


def _sign_rank(c: str) -> tuple[str, str]:
    """Return (primary, tone) of one lower-case sign; the primary of a word break is `_WORD_BREAK`."""
    if c == "đ":
        return _LETTER_RANK["d", "đ"], ""
    base, *marks = unicodedata.normalize("NFD", c)
    tone = "".join(_TONE_RANK.get(mark, "") for mark in marks)
    if "a" <= base <= "z":
        for mark in marks:
            if (base, mark) in _LETTER_RANK:
                return _LETTER_RANK[base, mark], tone
        return base, tone
    if _is_mark(c):
        return "", _TONE_RANK.get(c, "")
    if c in _APOSTROPHES:  # H'Leo, M'Đrắk: one word
        return "", ""
    if c.isalnum() or unicodedata.category(c).startswith("M"):
        return _OTHER_SCRIPT + c, ""
    return _WORD_BREAK, ""


def _levels(line: str) -> str:
    """Return the letters of a clean line and then its tones, one or more tone figures for each word."""
    letters: list[str] = []
    tones: list[str] = []
    word_open = False
    for primary, tone in _tokens(line):
        if primary == _WORD_BREAK:
            word_open = False
            continue
        if primary and not word_open:
            if letters:
                letters.append(_WORD_BREAK)
            tones.append("0")
            word_open = True
        letters.append(primary)
        if tone:
            if tones and tones[-1] == "0":
                tones.pop()
            tones.append(tone)
    return "".join(letters) + _LEVEL_BREAK + "".join(tones)


def sort_key(s: str) -> str:
    """Return a text that sorts, byte by byte ("C" collation), as Vietnamese sorts `s`.

    Levels: letters (a ă â b c d đ e ê g … o ô ơ … u ư v x y, word by word, figures by value, other scripts
    last), then tones (ngang, huyền, hỏi, ngã, sắc, nặng), then the text itself, so that only equal clean
    lines have equal keys. Two styles of tone placement (hoà, hòa) stand side by side. A key is at most
    four times the clean line plus four characters.
    """
    line = clean_line(s)
    return _levels(line) + _LEVEL_BREAK + line


def person_sort_key(name: str) -> str:
    """Return a key as `sort_key` for a person's name: given name (last word), middle names, family name.

    "Nguyễn Văn An" sorts under An, then Văn, then Nguyễn. A name of one word is a given name. The
    rule is the Kinh one; names that put the given name first (Y Bhiŏ Niê) still sort by their last word.
    """
    line = clean_line(name)
    words = line.split(" ")
    given, middle = words[-1], " ".join(words[1:-1])
    family = words[0] if len(words) > 1 else ""
    return _LEVEL_BREAK.join([*map(_levels, (given, middle, family)), line])


_TONED_O = "òóỏõọÒÓỎÕỌ"
_TONED_U = "ùúủũụÙÚỦŨỤ"
_OLD_STYLE = re.compile(f"[{_TONED_O}][aeAE]|[{_TONED_U}][yY]|(?<=[qQ])[{_TONED_U}][aeiAEIâêơÂÊƠ]")


def _move_tone(match: re.Match[str]) -> str:
    first, second = match.group()
    base, tone = unicodedata.normalize("NFD", first)
    return base + nfc(second + tone)


def modern_tone(s: str) -> str:
    """Return `s` (NFC) with the tone on the main vowel of oa, oe, uy and after qu: hòa → hoà, thúy → thuý.

    Both styles are right Vietnamese; this one form serves comparison, the text as written is what is kept.
    """
    return nfc(_OLD_STYLE.sub(_move_tone, nfc(s)))


def same_word(a: str, b: str) -> bool:
    """Tell whether two texts are the same words apart from case, blanks and the place of the tone mark."""
    return modern_tone(clean_line(a)).casefold() == modern_tone(clean_line(b)).casefold()
