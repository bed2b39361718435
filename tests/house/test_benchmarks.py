"""The benchmarks can be run: what is named is there. How fast anything is, is not asked here."""

import subprocess
import sys

import benchmarks
import pytest
from benchmarks.__main__ import MODULES, _options
from benchmarks.totals import goals, plan, readings
from hypothesis import given
from hypothesis import strategies as st

from danvan import cli


def test_every_named_benchmark_can_be_run_and_told():
    assert tuple(MODULES) == benchmarks.NAMES
    assert all(callable(module.run) and callable(module.said) for module in MODULES.values())


def test_without_a_name_all_are_run_and_an_unknown_name_is_refused(capsys):
    assert _options([]).names == list(benchmarks.NAMES)
    assert _options(["filing"]).names == ["filing"]
    with pytest.raises(SystemExit):
        _options(["nothing"])
    assert "there is no benchmark called nothing" in capsys.readouterr().err


def test_a_goal_that_is_missed_is_called_missed():
    row = {"query": readings.NATION, "ours_ms": 1.0, "groupby_ms": 10.0, "duckdb_ms": 7.999}
    result = {"readings": [row], "rebuild_s": 10.1, "plain_sql_rebuild_s": 10.0, "freshness_s": 2.0}
    judged = goals.judged(result)
    assert [goal["reached"] for goal in judged] == [True, False, True, False]
    assert goals.said({"goals": judged}).count("MISSED") == 2


@given(st.lists(st.integers(1, 50), min_size=12, max_size=60), st.integers(30, 50), st.floats(0, 1))
def test_the_months_hold_exactly_the_values_asked_for(bodies, most, share):
    least = plan.least(bodies)
    wanted = least + int((sum(bodies) * most - least) * share)
    codes = [str(number) for number in range(len(bodies))]
    months = plan.spread(codes, bodies, wanted, most)
    assert sum(month.values for month in months) == wanted
    assert all(month.items <= most and month.more < month.bodies for month in months)
    with pytest.raises(plan.TooFew):
        plan.spread(codes, bodies, least - 1, most)
    with pytest.raises(plan.TooMany):
        plan.spread(codes, bodies, sum(bodies) * most + 1, most)


def test_ten_years_end_with_the_last_full_month():
    from datetime import date

    codes = plan.months(date(2026, 1, 20))
    assert (codes[0], codes[-1], len(codes)) == ("2016-01", "2025-12", plan.MONTHS)


def test_bench_is_the_working_copys_and_hands_its_words_on(monkeypatch):
    asked = []

    class Ended:
        def __init__(self, command, **options):
            asked.append(command)

        __enter__ = lambda self: self
        __exit__ = lambda self, *error: None
        wait = lambda self: 7

    monkeypatch.setattr(subprocess, "Popen", Ended)
    assert cli.main(["bench", "totals", "--values", "20000", "--json"]) == 7
    assert asked == [
        [sys.executable, "-m", "benchmarks", "totals", "--values", "20000", "--json", "--flat"],
    ]
