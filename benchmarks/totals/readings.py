"""The five readings: our stored totals, GROUP BY over a plain table, and DuckDB, key by key in one connection.

Ours is the SQL that ``danvan.figures.queries`` sends, caught as it is sent and then sent again by itself, so that all
three are SQL with its answer fetched; the whole call in Python is told beside it. All three answers to every key must
be equal, otherwise there is no number.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from statistics import median
from typing import Any

from . import country, load, plan
from .country import LINE
from .plan import DENSE, DENSE_MONTHS

KEYS, ROUNDS = 30, 3
COMMUNES_ASKED = 166
SAMPLE = 10
# Restated amounts are kept to this many places; the peers round nowhere.
SAME = Decimal("0.001")

NATION = "nation, 1 cell"
PROVINCE = "province, 12 months"
PROVINCES = "all provinces, 12 months"
COMMUNES = "communes of a province, 30 indicators"
RESTATED = "restated province, 120 months"

Statement = tuple[str, Any]
Answer = dict[tuple[int, ...], Decimal]


class Differ(AssertionError):
    """Two of the three told different figures."""


@dataclass(frozen=True)
class Asked:
    """One key: units, indicators, months; ``top`` is the province in question. ``day``: as it is on that day."""

    units: tuple[int, ...]
    indicators: tuple[Any, ...]
    periods: tuple[Any, ...]
    top: int = 0
    day: Any = None

    @property
    def params(self) -> dict[str, Any]:
        """What the peers' statements need."""
        months = [number(period) for period in self.periods]
        return {
            "indicator": self.indicators[0].pk,
            "indicators": [one.pk for one in self.indicators],
            "period": months[0],
            "first": months[0],
            "last": months[-1],
            "top": self.top,
        }


@dataclass(frozen=True)
class Reading:
    """One kind of reading. The peers' statements are the same but for the marks of their parameters."""

    name: str
    keys: list[Asked]

    def postgres(self, key: Asked) -> Statement:
        """For psycopg."""
        return PEERS[self.name].format(**{name: f"%({name})s" for name in key.params}), key.params

    def duckdb(self, key: Asked) -> Statement:
        """For DuckDB: only the parameters that stand in it."""
        wanted = {name: value for name, value in key.params.items() if f"{{{name}}}" in PEERS[self.name]}
        return PEERS[self.name].format(**{name: f"${name}" for name in wanted}), wanted


def number(period: Any) -> int:
    """2025-09 as 202509."""
    return int(period.code[:4]) * 100 + int(period.code[5:7])


PEERS = {
    NATION: "select sum(amount) from bench.value where indicator = {indicator} and period = {period}",
    PROVINCE: """
        select period, sum(amount) from bench.value
        where unit in (select unit from bench.place where province = {top} and until = 999912)
          and indicator = {indicator} and period between {first} and {last}
        group by period""",
    PROVINCES: """
        select province, period, sum(amount) from bench.value join bench.place using (unit)
        where until = 999912 and indicator = {indicator} and period between {first} and {last}
        group by province, period""",
    COMMUNES: """
        select unit, indicator, sum(amount) from bench.value
        where unit in (select unit from bench.place where province = {top} and until = 999912)
          and indicator = any({indicators}) and period = {period}
        group by unit, indicator""",
    RESTATED: """
        select period, sum(amount * weight) from bench.value join bench.carry on source = unit
        where province = {top} and indicator = {indicator} and period between {first} and {last}
          and period between since and until
        group by period""",
}
# The columns of an answer's key, in the peers' order.
KEYED = {
    NATION: (),
    PROVINCE: ("period",),
    PROVINCES: ("unit", "period"),
    COMMUNES: ("unit", "indicator"),
    RESTATED: ("period",),
}


def measure(
    duck: Any, loaded: dict[str, Any], report: Callable[[str], None], names: Sequence[str] = tuple(PEERS)
) -> list[dict[str, Any]]:
    """Every reading: p50 of ours, of GROUP BY and of DuckDB, and of the whole call in Python, in milliseconds."""
    rows = []
    world = _World(loaded)
    for name in names:
        reading = Reading(name, world.keys(name))
        report(f"reading: {name}")
        caught = _warm(reading, duck)
        times = _time(reading, caught, duck)
        key = reading.keys[0]
        rows.append({
            "query": name,
            **{f"{who}_ms": round(median(ms), 3) for who, ms in times.items()},
            **_inside(reading, caught),
            "keys": len(reading.keys),
            "cells": len(key.units) * len(key.indicators) * len(key.periods),
            "our_statements": len(caught[0]),
        })  # fmt: skip
    return rows


class _World:
    """What there is to ask for. The keys are drawn at random, the same ones in each run over the same world."""

    def __init__(self, loaded: dict[str, Any]) -> None:
        from danvan.core import clock
        from danvan.core.periods import Period
        from danvan.orgs.models import Unit

        self.today = clock.today()
        self.periods = tuple(Period.parse(code) for code in plan.months(self.today))
        self.items = load.items()
        self.items_by_month = loaded["items_by_month"]
        self.nation = Unit.objects.get(code="VN").pk
        self.provinces = country.order()[: loaded["provinces"]]
        self.below = country.communes_below(self.provinces, self.today)
        merged = country.merged()
        self.merged = [pk for pk in self.provinces if pk in merged]

    def keys(self, name: str) -> list[Asked]:
        """The keys of one reading."""
        draw = random.Random(name)
        key = {
            NATION: self._cell,
            PROVINCE: self._province,
            PROVINCES: self._provinces,
            COMMUNES: self._communes,
            RESTATED: self._restated,
        }[name]
        return [key(draw) for _ in range(KEYS)]

    @property
    def _year(self) -> tuple[Any, ...]:
        return self.periods[-DENSE_MONTHS:]

    def _cell(self, draw: random.Random) -> Asked:
        place = draw.randrange(len(self.periods))
        return Asked((self.nation,), (self.items[draw.randrange(self.items_by_month[place])],), (self.periods[place],))

    def _province(self, draw: random.Random) -> Asked:
        province = draw.choice(self.provinces)
        return Asked((province,), (self.items[draw.randrange(DENSE)],), self._year, province)

    def _provinces(self, draw: random.Random) -> Asked:
        return Asked(tuple(self.provinces), (self.items[draw.randrange(DENSE)],), self._year)

    def _communes(self, draw: random.Random) -> Asked:
        """Thanh Hóa's 166, or of another province with about as many, in a month of the last year."""
        big = min(self.below, key=lambda pk: abs(len(self.below[pk]) - COMMUNES_ASKED))
        return Asked(tuple(self.below[big]), tuple(self.items[:DENSE]), (draw.choice(self._year),), big)

    def _restated(self, draw: random.Random) -> Asked:
        """A province made of several in 2025, an indicator that is there in every month."""
        item = self.items[draw.randrange(min(self.items_by_month))]
        province = draw.choice(self.merged)
        return Asked((province,), (item,), self.periods, province, self.today)


def _ours(key: Asked) -> Any:
    """The call that a page makes."""
    from danvan.figures.modes import Mode
    from danvan.figures.queries import cells

    mode = {"mode": Mode(key.day)} if key.day else {}
    return cells(key.units, _line(), key.indicators, key.periods, **mode)


@cache
def _line() -> Any:
    from danvan.figures.models import Line

    return Line.objects.get(code=LINE)


def _told(name: str, key: Asked, found: Any) -> Answer:
    """Our cells in the shape of the peers' answer; what nobody told is left out there too."""
    answer: Answer = {}
    for unit in key.units:
        for indicator in key.indicators:
            for period in key.periods:
                amount = found.of(unit, indicator, None, period).amount
                if amount is not None:
                    facts = {"unit": unit, "indicator": indicator.pk, "period": number(period)}
                    answer[tuple(facts[column] for column in KEYED[name])] = amount
    return answer


def _warm(reading: Reading, duck: Any) -> list[list[Statement]]:
    """Ask everything once: the pages are in memory, the three answers are the same, our statements are caught."""
    from django.db import connection

    caught = []
    for key in reading.keys:
        with _catch() as statements:
            found = _ours(key)
        caught.append(statements)
        answer = _told(reading.name, key, found)
        with connection.cursor() as cursor:
            cursor.execute(*reading.postgres(key))
            peer = _rows(cursor.fetchall())
        other = _rows(duck.execute(*reading.duckdb(key)).fetchall())
        _require_same(reading.name, answer, peer, other)
    return caught


def _rows(rows: Sequence[tuple[Any, ...]]) -> Answer:
    return {tuple(row[:-1]): Decimal(row[-1]) for row in rows if row[-1] is not None}


def _require_same(name: str, *answers: Answer) -> None:
    first = answers[0]
    for other in answers[1:]:
        near = first.keys() == other.keys() and all(abs(first[key] - other[key]) < SAME for key in first)
        if not near or not first:
            raise Differ(f"{name}: {len(first)} cells told, {len(other)} by a peer, or other amounts")


def _time(reading: Reading, caught: Sequence[Sequence[Statement]], duck: Any) -> dict[str, list[float]]:
    """The four take turns, key by key."""
    from django.db import connection

    raw = connection.connection
    times: dict[str, list[float]] = {name: [] for name in ("ours", "groupby", "duckdb", "ours_python")}
    turns = [place for _ in range(ROUNDS) for place in range(len(reading.keys))]
    random.Random(len(turns)).shuffle(turns)
    for place in turns:
        key = reading.keys[place]
        with raw.cursor() as cursor:
            began = time.perf_counter()
            for statement in caught[place]:
                cursor.execute(*statement)
                cursor.fetchall()
            times["ours"].append(_since(began))
            statement = reading.postgres(key)
            began = time.perf_counter()
            cursor.execute(*statement)
            cursor.fetchall()
            times["groupby"].append(_since(began))
        text, params = reading.duckdb(key)
        began = time.perf_counter()
        duck.execute(text, params).fetchall()
        times["duckdb"].append(_since(began))
        began = time.perf_counter()
        _ours(key)
        times["ours_python"].append(_since(began))
    return times


def _inside(reading: Reading, caught: Sequence[Sequence[Statement]]) -> dict[str, float]:
    """What PostgreSQL itself takes to plan and run, without sending the answer and reading it in Python."""
    ours = [sum(_in_server(statement) for statement in statements) for statements in caught[:SAMPLE]]
    peer = [_in_server(reading.postgres(key)) for key in reading.keys[:SAMPLE]]
    return {"ours_in_server_ms": round(median(ours), 3), "groupby_in_server_ms": round(median(peer), 3)}


def _in_server(statement: Statement) -> float:
    from django.db import connection

    with connection.connection.cursor() as cursor:
        cursor.execute(f"explain (analyze, timing off, format json) {statement[0]}", statement[1])
        plan_ = cursor.fetchone()[0][0]
    return plan_["Planning Time"] + plan_["Execution Time"]


def _since(began: float) -> float:
    return (time.perf_counter() - began) * 1000


@contextmanager
def _catch() -> Iterator[list[Statement]]:
    """The statements that are sent inside."""
    from django.db import connection

    statements: list[Statement] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        statements.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield statements
