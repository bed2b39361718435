"""What a numeral counts: the head noun behind it.

Not a closed list: any noun may be counted. A stop list says what can not be a counted noun, a list of compound
nouns says where the head noun has more than one syllable.
"""

import re

from danvan.reader.engine.facts.levelled import Levelled
from danvan.reader.engine.facts.vocabulary import words

MULTIPLIERS = {
    "chục": 10,
    "trăm": 100,
    "nghìn": 1_000,
    "ngàn": 1_000,
    "vạn": 10_000,
    "triệu": 1_000_000,
    "tỷ": 1_000_000_000,
    "tỉ": 1_000_000_000,
}
DURATIONS = words("spans of time")
MEASURES = words("measures")
# Words that are never the head of a counted noun: grammar, verbs, qualities.
NOT_COUNTED = words("never counted")
_SINGLE = words("counted in one syllable")
COMPOUNDS = words("counted compounds")
_LONGEST = max(compound.count(" ") for compound in COMPOUNDS) + 1
MAX_SHORT = 7
MAX_SHORT_WORDS = 100  # short words of one text that are looked up in it; each look-up reads the text once
_VOWEL = re.compile("[aeiouyàáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ]")
_WORD = r"[^\W\d_]+[23²³]?"
_WORDS = re.compile(
    rf"[ \n]{{0,3}}(?:(?:tổng )?số )?({_WORD})(?:[ \n]{{1,2}}({_WORD}))?(?:[ \n]{{1,2}}({_WORD}))?"
    rf"(?:[ \n]{{1,2}}({_WORD}))?"
    rf"(?:[ \n]{{1,2}}({_WORD}))?(?:[ \n]{{1,2}}({_WORD}))?"
)


def words_after(reading: Levelled, at: int) -> re.Match[str] | None:
    """Match up to six words that follow each other at `at`, only blanks between them."""
    return _WORDS.match(reading.low, at)


def _known_noun(words: re.Match[str], groups: list[str], first: int) -> tuple[str, int] | None:
    for size in range(min(_LONGEST, len(groups)), 0, -1):
        name = " ".join(groups[:size])
        if name in COMPOUNDS or (size == 1 and (name in _SINGLE or name in MEASURES)):
            return _measure(name), words.end(first + size - 1)
    return None


def head_noun(reading: Levelled, words: re.Match[str], first: int = 1) -> tuple[str, int] | None:
    """Return (unit, its end) of the noun that begins with group `first`, None if no noun can be counted there."""
    groups = [word for word in words.groups()[first - 1 :] if word is not None]
    if not groups:
        return None
    if known := _known_noun(words, groups, first):
        return known
    word = groups[0]
    start = words.start(first)
    if reading.text[start].isupper():
        return _shortened(reading, words, first)
    if word in NOT_COUNTED or word in MULTIPLIERS or not _VOWEL.search(word):
        return None
    if len(groups) > 1 and groups[1] not in NOT_COUNTED and reading.text[words.start(first + 1)].islower():
        if groups[2:3] in (["viên"], ["sĩ"], ["sinh"]):
            return " ".join(groups[:3]), words.end(first + 2)
        return f"{word} {groups[1]}", words.end(first + 1)
    return word, words.end(first)


def _measure(name: str) -> str:
    return name.replace("²", "2").replace("³", "3") if name in MEASURES else name


def _shortened(reading: Levelled, words: re.Match[str], first: int) -> tuple[str, int] | None:
    """Return a noun that is written in capitals for short ("89 CTTN"), where the text round it is not in capitals."""
    start, end = words.span(first)
    short = reading.text[start:end]
    following = words.start(first + 1) if words.group(first + 1) else -1
    if not (short.isupper() and 3 <= len(short) <= MAX_SHORT):
        return None
    if following > 0 and reading.text[following : words.end(first + 1)].isupper():
        return None
    return _written_out(reading, short.lower()), end


def _written_out(reading: Levelled, short: str) -> str:
    """Return the noun that the text gives for a short word: "công trình thanh niên (CTTN)" is "công trình"."""
    if short not in reading.memory and len(reading.memory) < MAX_SHORT_WORDS:
        reading.memory[short] = None
        place = reading.low.find(f"({short})")
        full = reading.low[max(0, place - 12 * len(short)) : max(0, place)].split()[-len(short) :]
        if "".join(word[0] for word in full) == short:
            size = next((n for n in range(min(_LONGEST, len(full)), 0, -1) if " ".join(full[:n]) in COMPOUNDS), 2)
            reading.memory[short] = " ".join(full[:size])
    return reading.memory.get(short) or short


def is_duration(unit: str) -> bool:
    """Tell whether a unit is a span of time: "năm", "nhiệm kỳ"; "nhiệm vụ" and "ngày công" are none."""
    return unit not in COMPOUNDS and unit.partition(" ")[0] in DURATIONS


def is_counted(reading: Levelled, at: int) -> bool:
    """Tell whether a noun that is known to be counted, or a time, stands at `at`: the numeral before is a count."""
    words = words_after(reading, at)
    if words is None:
        return False
    groups = [word for word in words.groups() if word is not None]
    return groups[0] in DURATIONS or groups[0] in MULTIPLIERS or _known_noun(words, groups, 1) is not None
