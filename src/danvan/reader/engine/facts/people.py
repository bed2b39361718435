"""Officials in the posts that the text gives them; nobody without a post is taken (authors, farmers, photographers).

Three ways of writing: the name before its post ("đồng chí Nguyễn Văn An, Phó Bí thư Tỉnh ủy"; "Nguyễn Văn An - Phó
Bí thư"), several names with one post ("Phó Trưởng Ban: A, B, C"; "các đồng chí A, B - Phó Trưởng Ban"), and the
post before the name ("Bí thư Tỉnh ủy Nguyễn Văn An"). A signature gives the post on the line below.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from danvan.reader.engine.facts.posts import POST, POST_START, post_end
from danvan.reader.engine.facts.reading import Reading, reading_of, squeezed
from danvan.reader.engine.facts.words import (
    CAP,
    FAMILY_NAMES,
    PROVINCES,
    holds_full_name,
    is_full_name,
    word_set,
)
from danvan.reader.engine.model import Page, Part, Person

_NAME = rf"{CAP}(?: {CAP}){{1,5}}"
_NAME_ALONE = re.compile(_NAME)
# A name and what leads over to its post. The blank before the dash may be missing ("Hồng- Phó Bí thư").
_THEN_POST = re.compile(rf"(?:,| ?-|:| ?\() ?(?={POST_START})")
_HONORIFIC = re.compile(
    r"(?:[Đđ]ồng chí|[Đđ]/c|ĐC|[Đđ]\.c|[ÔôBb](?:ng|à)|TS\.?|ThS\.?|PGS\.?|GS\.?|BS\.?|"
    r"[Ll]uật sư|[Ll]inh mục)[:,]? $"
)
_PEERS = re.compile(rf"(?:, | và |,|; )(?=({_NAME}))")
_HOLDS_POST = re.compile(
    rf" (?:(?:đã |vừa )?được [\w ,]{{2,60}}?)?(?:giữ (?:chức|cương vị)(?: vụ| danh)?|làm|là) (?={POST_START})"
)
_TITLES = frozenset({"TS", "TS.", "ThS", "PGS", "GS", "BS", "Ông", "Bà", "Cô", "Anh", "Chị", "NSƯT", "LS"})

# What every post has of, to see quickly whether words may hold one.
_POST_MARKS = ("thư", "tịch", "rưởng", "đốc", "viên", "nhiệm", "hánh ", "Chính ủy", "Tư lệnh")
# Words of posts and bodies that are in no person's name.
_POST_WORDS = word_set(
    """Bí Phó Trưởng Chủ Giám Ủy Ban Bộ Sở Phòng Hội Đoàn Mặt Tỉnh Huyện Thành Đảng Khối Liên Viện Tòa UBND HĐND MTTQ
    Tuyên Ủy Cục Vụ Trường"""
)
_NOT_OFFICIALS = frozenset({"Hồ Chí Minh", "Bác Hồ", "Trung Ương", "Việt Nam"})


class Seen(NamedTuple):
    """One mention: the name's place, the post's place (None if only the name stands)."""

    start: int
    end: int
    name: str
    post: tuple[int, int] | None
    rule: str
    confidence: float


def find_people(page: Page) -> tuple[Person, ...]:
    """Return the officials that the page names with their posts, each once, in the order of the first mention."""
    return people_of(reading_of(page))


def people_of(reading: Reading) -> tuple[Person, ...]:
    """As `find_people`; kept with the reading for the finder of places."""
    if "people" not in reading.memory:
        seen = [*_named_first(reading), *_post_first(reading), *_signed(reading)]
        reading.memory["people"] = _facts(reading, seen)
    return reading.memory["people"]


def _named_first(reading: Reading) -> list[Seen]:
    text, found = reading.text, []
    for start, end in reading.long_runs():
        lead = _lead_to_post(text, end)
        name = _name_in(text, start, end) if lead else None
        if lead is None or name is None:
            glued = _glued(text, start, end)
            found += [glued] if glued else []
            continue
        post = (lead.end(), post_end(text, lead.end()))
        found.append(_seen(text, name, post, "person_then_post", 0.95))
        found += [_seen(text, peer, post, "people_share_post", 0.8) for peer in _peers_before(text, name[0])]
    for start, _end in reading.long_runs():
        named = _post_before(text, start - 2) if text.startswith(": ", start - 2) else None
        if named is not None:
            found += [_seen(text, name, named, "post_then_list", 0.85) for name in _names_from(text, start)]
    return [seen for seen in found if _is_person(seen.name)]


_SIGNS = frozenset({",", "-", ":", "("})
_BLANK_SIGNS = frozenset({" -", " ("})
_BLANK_VERBS = frozenset({" đ", " v", " g", " l"})


def _lead_to_post(text: str, end: int) -> re.Match[str] | None:
    """The sign or the verb between a name and its post."""
    sign = text[end : end + 2]
    if sign[:1] in _SIGNS or sign in _BLANK_SIGNS:
        return _THEN_POST.match(text, end)
    return _HOLDS_POST.match(text, end) if sign in _BLANK_VERBS else None


def _glued(text: str, start: int, end: int) -> Seen | None:
    """ "Ông Vi Văn Hữu Bí thư Đảng ủy": the post follows without a sign."""
    first = text[start:end].partition(" ")[0]
    if first in _TITLES and len(first) < end - start:
        start += len(first) + 1
    elif not _HONORIFIC.search(text, max(start - 14, 0), start):
        return None
    if " " not in text[start:end]:
        return None
    at = text.find(" ", text.find(" ", start, end) + 1, end)
    while at > 0:
        if POST.match(text, at + 1):
            return _seen(text, (start, at), (at + 1, post_end(text, at + 1)), "person_then_post", 0.8)
        at = text.find(" ", at + 1, end)
    return None


def _seen(text: str, name: tuple[int, int], post: tuple[int, int], rule: str, confidence: float) -> Seen:
    start, end = name
    return Seen(start, end, text[start:end], post, rule, confidence)


_CLAUSE = frozenset("\n,;:.(-")


def _name_in(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The person's name that these words with capitals are, None if they are something else."""
    words = text[start:end].split(" ")
    titled = False
    while len(words) > 2 and words[0] in _TITLES:
        start, titled = start + len(words[0]) + 1, True
        words = words[1:]
    if not 2 <= len(words) <= 6:
        return None
    before = text[max(start - 14, 0) : start]
    if titled or _HONORIFIC.search(before):
        return start, end
    at_clause = not before.strip() or before.rstrip(" ")[-1:] in _CLAUSE or before.endswith((" và ", " gồm ", " có "))
    if not at_clause or words[0] not in FAMILY_NAMES or " ".join(words) in PROVINCES:
        return None
    return start, end


def _peers_before(text: str, start: int) -> list[tuple[int, int]]:
    """Names that stand before the one at `start` and share its post: "các đồng chí A, B, C - Phó Trưởng Ban"."""
    head = text.rfind("các đồng chí", max(start - 400, 0), start)
    if head < 0:
        return []
    between = text[head + len("các đồng chí") : start]
    names = _PEER_LIST.fullmatch(between)
    if not names:
        return []
    offset = head + len("các đồng chí") + names.start(1)
    return [(offset + name.start(), offset + name.end()) for name in _NAME_ALONE.finditer(names.group(1))]


_POST_LENGTH = 160
_PEER_LIST = re.compile(rf":? ((?:{_NAME}(?:, | và ))+)")


def _post_before(text: str, colon: int) -> tuple[int, int] | None:
    """The post that ends at a colon: "các đồng chí Phó Trưởng Ban Dân vận Trung ương: …"."""
    window = max(colon - _POST_LENGTH, 0)
    at = max(window, *(text.rfind(sign, window, colon) + 1 for sign in "\n.;:("))
    while at < colon:
        if text[at] != " " and POST.match(text, at) and post_end(text, at) == colon:
            return at, colon
        blank = text.find(" ", at, colon)
        at = blank + 1 if blank >= 0 else colon
    return None


def _names_from(text: str, at: int) -> list[tuple[int, int]]:
    names, name = [], _NAME_ALONE.match(text, at)
    while name is not None:
        if _THEN_POST.match(text, name.end()):
            break  # it has a post of its own
        names.append(name.span())
        more = _PEERS.match(text, name.end())
        name = _NAME_ALONE.match(text, more.end()) if more else None
    return names


def _post_first(reading: Reading) -> list[Seen]:
    text, found = reading.text, []
    for start, end in reading.long_runs():
        words = text[start:end].split(" ")
        if not 2 <= len(words) <= 8:
            continue
        first = next((n for n, word in enumerate(words[:-1]) if word in FAMILY_NAMES), None)
        if first is None or any(word in _POST_WORDS for word in words[first + 1 :]):
            continue
        begin = start + sum(len(word) + 1 for word in words[:first])
        name = text[begin:end]
        if name in PROVINCES or not _is_person(name):
            continue
        if _place_word(text, begin) and not is_full_name(words[first:]):
            continue
        if first == 1 and _place_word(text, start):
            continue  # "xã Lạc Dương Ya": the place's name holds a family name
        led = _LED.search(text, max(begin - 16, 0), begin)
        stop = led.start() if led else begin - 1
        post = _post_up_to(text, stop)
        if post is not None:
            found.append(Seen(begin, end, name, (post, stop), "post_then_person", 0.8))
    return found


# What may stand between a post and the name: "Chủ tịch UBND tỉnh - bà Nguyễn Thị An".
_LED = re.compile(r"(?:,| -|:)? (?:[Bb]à|[ÔôO]ng|[Đđ]ồng chí) $")


def _post_up_to(text: str, end: int) -> int | None:
    """Where the post begins that ends at `end`, just before a name."""
    window = max(end - _POST_LENGTH, 0)
    clause = text[window:end]
    if not clause or not any(mark in clause for mark in _POST_MARKS):
        return None
    at = window + max(*(clause.rfind(sign) for sign in '\n;:(“"'), _sentence_end(clause)) + 1
    while 0 <= at < end:
        if text[at] != " " and POST.match(text, at) and post_end(text, at) >= end and not holds_full_name(text[at:end]):
            return at
        blank = text.find(" ", at, end)
        if blank < 0:
            return None
        at = blank + 1
    return None


def _sentence_end(clause: str) -> int:
    """Where the last full stop stands that is not of "TP."."""
    at = clause.rfind(". ")
    while at >= 0 and clause[:at].endswith(("TP", "TX", "Tp")):
        at = clause.rfind(". ", 0, at)
    return at


_PLACE_ENDS = tuple(
    f"{word} "
    for word in (
        "tỉnh", "huyện", "xã", "phường", "phố", "trấn", "quận", "TP", "TP.", "ủy", "bộ", "thôn", "bản", "khu", "trường",
        "án",
    )
)  # fmt: skip


def _place_word(text: str, start: int) -> bool:
    """Whether the word before is a type of place or a committee, so that the capitalised words are its name."""
    return text[max(start - 10, 0) : start].endswith(_PLACE_ENDS)


_SIGNATURE = re.compile(rf"(?P<name>{_NAME}) ?(?:\n+ ?|, | - )(?P<post>{POST_START}[^\n]*)")


def _signed(reading: Reading) -> list[Seen]:
    """A signature with a post: the name on one line, the post on the next."""
    found = []
    for number, block in enumerate(reading.blocks):
        if block.part is not Part.BYLINE:
            continue
        at = reading.offsets[number]
        text = reading.text[at : at + len(block.text)]
        signature = _SIGNATURE.search(text)
        if signature and POST.match(signature["post"]):
            start, end = signature.span("name")
            post = (at + signature.start("post"), at + signature.end("post"))
            found.append(Seen(at + start, at + end, signature["name"], post, "signature", 0.9))
    return found


def _is_person(name: str) -> bool:
    words = name.split(" ")
    return (
        2 <= len(words) <= 6
        and name not in _NOT_OFFICIALS
        and (words[0] not in _POST_WORDS or words[0] in FAMILY_NAMES)
        and not name.startswith(("Hồ Chí", "Ban ", "Đảng "))
        and any(word[1:].islower() or len(word) == 1 for word in words) | name.isupper()
    )


def _facts(reading: Reading, seen: list[Seen]) -> tuple[Person, ...]:
    by_name: dict[str, list[Seen]] = {}
    known: set[tuple[str, int]] = set()
    for one in sorted(seen, key=lambda one: (one.start, -one.confidence)):
        key = one.name.casefold()
        if (key, one.start) not in known:
            known.add((key, one.start))
            by_name.setdefault(key, []).append(one)
    people = [_person(reading, mentions) for mentions in by_name.values()]
    return tuple(sorted(people, key=lambda person: min(person.spans)))


def _by_words(reading: Reading) -> dict[str, list[int]]:
    """Where each stretch of words with capitals stands: the later mentions that give a name alone are among them."""
    if "by_words" not in reading.memory:
        places: dict[str, list[int]] = {}
        for start, end in reading.long_runs():
            places.setdefault(reading.text[start:end], []).append(start)
        reading.memory["by_words"] = places
    return reading.memory["by_words"]


def _person(reading: Reading, mentions: list[Seen]) -> Person:
    best = max(mentions, key=lambda one: (one.confidence, one.post[1] - one.post[0] if one.post else 0, -one.start))
    raw_name = reading.text[best.start : best.end]
    places = [(one.start, one.end) for one in mentions]
    places += [(start, start + len(raw_name)) for start in _by_words(reading).get(raw_name, ())]
    post = reading.written(*best.post) if best.post else None
    return Person(
        text=reading.written(best.start, best.end),
        spans=reading.spans((best.start, best.end), places),
        rule=best.rule,
        confidence=best.confidence,
        name=squeezed(raw_name).title() if raw_name.isupper() else squeezed(raw_name),
        post=squeezed(post) if post else None,
    )
