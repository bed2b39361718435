"""What a figure counts, when and where, as far as its sentence says so."""

import re
from bisect import bisect_right
from typing import NamedTuple, TypeVar

from danvan.reader.engine.facts.levelled import Levelled
from danvan.reader.engine.facts.vocabulary import words

# What is searched begins with one set, so that the search skips quickly.
_SENTENCE = re.compile(r"[.!?…\n](?:(?<=\n)|(?=\s))")
_CLAUSE = re.compile(r"[,.;:()\s](?:(?<=[,.])(?!\d)|(?<=[;:()\n])|(?<=\s)-\s)")
_PERIOD = re.compile(
    r"[\dgnqt](?:(?<=\d)\d? tháng (?:đầu|cuối) năm(?: \d{4})?|(?<=g)iai đoạn \d{4} ?- ?\d{4}|"
    r"(?<=n)hiệm kỳ \d{4} ?- ?\d{4}|(?<=q)uý (?:[ivx]{1,3}|\d)(?:/| năm | )\d{4}|"
    r"(?<=t)háng \d{1,2} ?[/-] ?\d{4}|(?<=t)ừ năm \d{4} đến (?:năm )?\d{4}|(?<=n)ăm (\d{4})(?! ?- ?\d))"
)
_PLACE = re.compile(
    r"(?<!\w)(?:[Tt]ỉnh|[Tt]hành phố|[Hh]uyện|[Tt]hị xã|[Qq]uận|[Xx]ã|[Pp]hường|[Tt]hị trấn|[Đđ]ặc khu|"
    r"[Tt]hôn|[Bb]ản|[Bb]uôn|TP) "
    r"(?:[^\W\d_]+(?=\W))(?: [^\W\d_]+){0,3}"
)
_PHRASE = re.compile(r"[^,;:.()\n]{0,80}")
_NUMERAL = re.compile(r"^[\d.,/ -]+")
_NEXT_COUNT = re.compile(r"/(?=\d)")
_FUNCTION = words("around a count")
_STOP_AFTER = words("behind a count")
T = TypeVar("T")
MAX_AFTER = 7
MAX_LEAD = 8
MAX_SENTENCE = 500  # characters before a figure in which its period and place are looked for


class Setting(NamedTuple):
    """The thing counted (`thing` is the noun phrase, `lead` what stands before the numeral), period and place."""

    thing: str
    lead: str
    period: str | None
    place: str | None

    @property
    def what(self) -> str | None:
        """The thing counted in words."""
        return " ".join(part for part in (self.thing, self.lead) if part) or None


def settings_of(reading: Levelled, figures: list[tuple[int, int]]) -> list[Setting]:
    """Return the setting of each figure; the figures (start, end) come in the order of the text."""
    if not figures:
        return []
    sentences, periods, places = [0], [], []
    for start, end in _near(figures):
        sentences += [m.end() for m in _SENTENCE.finditer(reading.low, start, end)]
        periods += [(m.start(), m.group(1) or m.group()) for m in _PERIOD.finditer(reading.low, start, end)]
        places += [(m.start(), m) for m in _PLACE.finditer(reading.text, start, end)]
    result = []
    for start, end in figures:
        opening = max(sentences[bisect_right(sentences, start) - 1], start - MAX_SENTENCE)
        result.append(
            Setting(
                _after(reading, start, end),
                _before(reading, max(opening, start - 120), start),
                _last(periods, opening, start),
                _place(_last(places, opening, start)),
            )
        )
    return result


def _near(figures: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the stretches before the figures in which their sentences lie, each character at most once."""
    stretches: list[tuple[int, int]] = []
    for start, _end in figures:
        floor = max(0, start - MAX_SENTENCE)
        if stretches and floor <= stretches[-1][1]:
            stretches[-1] = stretches[-1][0], max(start, stretches[-1][1])
        else:
            stretches.append((floor, start))
    return stretches


def _last(items: list[tuple[int, T]], floor: int, start: int) -> T | None:
    at = bisect_right(items, start, key=lambda item: item[0]) - 1
    return items[at][1] if at >= 0 and items[at][0] >= floor else None


def _place(found: re.Match[str] | None) -> str | None:
    if found is None:
        return None
    words = found.group().split(" ")
    size = 2 if words[0].lower() in ("thành", "thị", "đặc") else 1
    name = []
    for word in words[size:]:
        if not word[0].isupper():
            break
        name.append(word)
    return " ".join([*words[:size], *name]) if name else None


def _after(reading: Levelled, start: int, end: int) -> str:
    """Return the noun phrase of the unit: "mô hình “Dân vận khéo”"."""
    found = _PHRASE.match(reading.text, end)
    words = _NEXT_COUNT.split(found.group())[0].split() if found else []
    phrase = []
    for word in words[:MAX_AFTER]:
        if word.lower() in _STOP_AFTER or word[0].isdigit():
            break
        phrase.append(word)
    unit = _NUMERAL.sub("", reading.text[start:end])
    return " ".join(" ".join([unit, *phrase]).replace(" /", "/").split())


def _before(reading: Levelled, floor: int, start: int) -> str:
    """Return the words before the numeral since the last break: "Lĩnh vực kinh tế"."""
    breaks = [m.end() for m in _CLAUSE.finditer(reading.text, floor, start)]
    begin = breaks[-1] if breaks else floor
    if breaks and reading.text[max(0, breaks[-1] - 3) : breaks[-1]] == " - ":
        begin = breaks[-2] if len(breaks) > 1 else floor  # "Văn hóa - xã hội" is one name
    words = reading.text[begin:start].split()[-MAX_LEAD:]
    while words and words[-1].lower() in _FUNCTION:
        words.pop()
    while words and words[0].lower() in _FUNCTION:
        words.pop(0)
    return " ".join(words)
