"""Search in a great many documents: how long a question takes, by how common its words are.

The documents are sentences of invented words around some real ones, whose shares are set; most are public, the others
belong to bodies of a province. What is measured is ``danvan.search.queries.find`` as the pages call it: the question
read, old names and slips looked for, permission, the newest 2,000 hits ranked, twenty of them marked.

The peer, over the same rows, in the same run and on the same connection: ranking every hit with ``ts_rank`` and
counting all of them, as PostgreSQL's handbook shows it.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

from .table import percentile, table

DOCUMENTS, WORDS = 200_000, 300
# So many texts differ; each stands in the table several times, with other days, bodies and addresses.
TEXTS = 20_000
ROUNDS = 8
FIRST_DAY, DAYS = date(2006, 1, 1), 7_600
HIDDEN = 0.2

# Word or phrase, and the share of documents that hold it.
SHARES = (
    ("Dân vận khéo", 0.25),
    ("công tác dân vận", 0.95),
    ("đồng bào", 0.5),
    ("tôn giáo", 0.12),
    ("người có uy tín", 0.06),
    ("hiến đất", 0.02),
    ("Mường Lát", 0.004),
    ("cà phê", 0.0005),
    ("62-KL/TW", 0.001),
)
CLASSES = {
    "one common word": ("van", "dân", "tac", "đồng"),
    "one word of the middle": ("tôn", "giao", "tín", "hiến"),
    "one rare word": ("phê", "mường", "62kltw", "lat"),
    "two words": ("dân vận", "dong bao", "ton giao", "cà phê"),
    "three words": ("dan van kheo", "công tác dân", "người uy tín", "dong bao muong"),
    "mixed marks": ("dan vận", "đồng bao", "hien đất", "tôn giao đồng bao"),
    "phrase": ('"dân vận khéo"', '"hien dat"', '"người có uy tín"', '"cong tac dan van"'),
    "rare beside common": ("van phê", "dân lát", "công tác cà", "62-KL/TW dân vận"),
    "never together": ("zzkhông vận", "phê 62kltw", "lát phê uy", "mường cà 62kltw"),
    "a slip of the pen": ("dan vna kheo", "đồn bàoo", "uy tínn", "hiến đấtt"),
}
ONSETS = (
    "b",
    "c",
    "ch",
    "d",
    "đ",
    "gi",
    "h",
    "k",
    "kh",
    "l",
    "m",
    "n",
    "ng",
    "nh",
    "ph",
    "qu",
    "s",
    "t",
    "th",
    "tr",
    "v",
    "x",
)
RIMES = (
    "a",
    "an",
    "ang",
    "ao",
    "âm",
    "ân",
    "ê",
    "em",
    "en",
    "i",
    "inh",
    "iên",
    "o",
    "on",
    "ong",
    "ôn",
    "ơi",
    "u",
    "ung",
    "uôn",
    "ưa",
)
TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")


def run(report: Callable[[str], None], documents: int = DOCUMENTS) -> dict[str, Any]:
    """Fill the table, measure every class of questions beside its peers; see README.md."""
    from danvan.access.models import User

    if _filled() != documents:
        _fill(documents, report)
    person = User.objects.filter(username="benchmark.search").first() or _person()
    rows = []
    for name, questions in CLASSES.items():
        report(name)
        rows.append({"class": name, **_measured(questions, person)})
    return {"documents": documents, "words": WORDS, "rounds": ROUNDS, "classes": rows, "plans": _plans(report)}


def said(result: dict[str, Any]) -> str:
    """The table of a run."""
    head = ("class", "p50 ms", "p95 ms", "officer p50", "officer p95", "rank all p50")
    keys = ("class", "p50_ms", "p95_ms", "officer_p50_ms", "officer_p95_ms", "rank_all_p50_ms")
    return table(head, [[row.get(key, "–") for key in keys] for row in result["classes"]])


def _syllables() -> list[str]:
    import unicodedata

    made = random.Random(5)
    all_of_them = [
        unicodedata.normalize("NFC", onset + rime[:1] + tone + rime[1:])
        for onset in ONSETS
        for rime in RIMES
        for tone in TONES
    ]
    return made.sample(all_of_them, 2_500)


def texts(documents: int) -> Iterator[tuple[str, str]]:
    """Title and text of each document, the same in every run: syllables as frequent as words are, and real phrases."""
    made = random.Random(7)
    syllables = _syllables()
    weights = [1 / (place + 2.7) for place in range(len(syllables))]
    stock = made.choices(syllables, weights, k=2_000_000)
    for number in range(documents):
        start = made.randrange(len(stock) - WORDS - 12)
        words = stock[start : start + WORDS]
        title = stock[start + WORDS : start + WORDS + made.randint(6, 12)]
        for phrase, share in SHARES:
            if made.random() < share:
                words[made.randrange(len(words))] = phrase
                if made.random() < 0.1:
                    title[made.randrange(len(title))] = phrase
        yield f"{' '.join(title).capitalize()} {number}", " ".join(words).capitalize() + "."


def _filled() -> int:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("select count(*) from search_searchdoc")
        return cursor.fetchone()[0]


def _fill(documents: int, report: Callable[[str], None]) -> None:
    """Written past the services: what is measured is asking."""
    from django.db import connection

    from danvan.core.text import fold
    from danvan.search.services import count_words
    from danvan.search.words import vectors

    report(f"{min(documents, TEXTS)} texts of {WORDS} words")
    bodies = [unit.pk for unit in _units().values()]
    made = random.Random(11)
    with connection.cursor() as cursor:
        cursor.execute("truncate search_searchdoc")
        cursor.execute("drop index if exists search_doc_words")
        with cursor.copy(
            "copy search_searchdoc (kind, row, category, unit_id, action, public, shown_on, year, url, title,"
            " title_fold, text, exact, folded) from stdin"
        ) as copy:
            for number, (title, text) in enumerate(texts(min(documents, TEXTS))):
                hidden = made.random() < HIDDEN
                day = FIRST_DAY + timedelta(days=made.randrange(DAYS))
                exact, folded = vectors(title, text)
                copy.write_row((
                    "directive" if hidden else "article", number, "", made.choice(bodies),
                    "directives.view" if hidden else "", not hidden, day, day.year, f"/tin/x/{number}/", title,
                    fold(title), text, exact, folded,
                ))  # fmt: skip
        report(f"{documents} documents of them")
        cursor.execute(MORE, {"texts": TEXTS, "documents": documents, "first": FIRST_DAY, "days": DAYS})
        report("the index of words")
        cursor.execute(
            "create index search_doc_words on search_searchdoc using gin (exact, folded) with (fastupdate = off)"
        )
    report("counting words")
    count_words()


MORE = """
insert into search_searchdoc (kind, row, category, unit_id, action, public, shown_on, year, url, title, title_fold,
    text, exact, folded)
select kind, copy * %(texts)s + row, category, unit_id, action, public, day, extract(year from day), url || copy, title,
    title_fold, text, exact, folded
from search_searchdoc, generate_series(1, %(documents)s / %(texts)s - 1) copy,
    lateral (select %(first)s::date + (hashint8(copy * 1000003 + row) & 2147483647) %% %(days)s as day) days
"""


PROVINCE, COMMUNES = "bm-search", 166


def _units() -> dict[str, Any]:
    """A province with as many communes as Thanh Hóa, each with its Party committee."""
    from danvan.orgs.kinds import Kind
    from danvan.orgs.models import Unit
    from danvan.orgs.services import Opening, open_units

    since = date(2025, 7, 1)
    known = {unit.code: unit for unit in Unit.objects.filter(code__startswith=PROVINCE)}
    if known:
        return known
    openings = [
        Opening("VN", Kind.NATION, "Việt Nam", "Việt Nam", None, since),
        Opening(PROVINCE, Kind.PROVINCE, "Tỉnh Thử Tìm", "Thử Tìm", "VN", since),
    ]
    for number in range(COMMUNES):
        code = f"{PROVINCE}-{number}"
        openings.append(Opening(code, Kind.COMMUNE, f"Xã Thử {number}", f"Thử {number}", PROVINCE, since))
        openings.append(
            Opening(f"{code}.DU", Kind.PARTY_COMMITTEE, f"Đảng ủy xã Thử {number}", f"ĐU {number}", code, since)
        )
    return {code: unit for code, unit in open_units(openings).items() if code.startswith(PROVINCE)}


def _person() -> Any:
    from danvan.access import services as access

    user = access.create_account("benchmark.search", "Người thử", password=None)
    access.grant(user, "provincial_specialist", _units()[PROVINCE], since=date(2025, 7, 1))
    return user


def _measured(questions: tuple[str, ...], person: Any) -> dict[str, Any]:
    from danvan.access.actor import Actor
    from danvan.core import clock
    from danvan.search.queries import find

    today = clock.today()
    officer = Actor.of(person, today)
    ways: dict[str, Callable[[str], Any]] = {
        "": lambda question: find(question, None, today=today),
        "officer_": lambda question: find(question, officer, today=today),
        "rank_all_": _rank_all,
    }
    times: dict[str, list[float]] = {way: [] for way in ways}
    for turn in range(ROUNDS + 1):
        for question in questions:
            for way, ask in ways.items():
                # The peer ranks every hit for as long as it takes: one turn is enough to know it.
                if way == "rank_all_" and turn != 1:
                    continue
                began = time.perf_counter()
                ask(question)
                if turn:
                    times[way].append((time.perf_counter() - began) * 1000)
    found = {question: find(question, None, today=today) for question in questions}
    return {
        "questions": {question: f"{'>' if one.more else ''}{one.count}" for question, one in found.items()},
    } | {f"{way}p{share}_ms": round(percentile(spent, share), 1) for way, spent in times.items() for share in (50, 95)}


def _rank_all(question: str) -> None:
    """The same words as PostgreSQL's handbook does it: every hit ranked, all of them counted."""
    from django.db import connection

    from danvan.search.asking import read

    asked = read(question)
    with connection.cursor() as cursor:
        cursor.execute(
            "select id, ts_rank(folded, q) as rank, count(*) over () from search_searchdoc, cast(%s as tsquery) q"
            " where folded @@ q and public order by rank desc limit 20",
            [asked.ranking],
        )
        cursor.fetchall()


def _plans(report: Callable[[str], None]) -> dict[str, str]:
    """How PostgreSQL goes about one common and one rare word, as it tells."""
    from danvan.search.asking import read
    from danvan.search.models import SearchDoc

    report("plans")
    rows = SearchDoc.objects.visible_to(None)
    return {
        question: rows.matching(read(question)).newest()[:2000].values("pk").explain() for question in ("dân", "phê")
    }
