from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from danvan.core.periods import (
    MAX_CODE_LENGTH,
    BadPeriod,
    NoWindow,
    Period,
    PeriodType,
    WindowRule,
    window,
)

days = st.dates(date(1900, 1, 1), date(2199, 12, 31))
names = st.from_regex(r"[a-z0-9]{1,8}(-[a-z0-9]{1,7}){0,2}", fullmatch=True)
campaigns = st.builds(lambda name, a, b: Period.campaign(name, min(a, b), max(a, b)), names, days, days)
regular = st.builds(Period.containing, days, st.sampled_from([t for t in PeriodType if t != "campaign"])).filter(bool)
periods = st.one_of(regular, campaigns)


@given(periods)
def test_a_code_reads_back_as_its_period_and_fits_its_column(period):
    assert Period.parse(period.code) == period
    assert len(period.code) <= MAX_CODE_LENGTH
    assert period.code.encode().isascii()
    assert "/" not in period.code


@given(periods, periods)
def test_the_order_is_total_and_follows_the_last_day(a, b):
    assert (a < b) + (b < a) + (a == b) == 1
    if a.last_day < b.last_day:
        assert a < b
    assert sorted([a, b]) == sorted([b, a])


@given(regular, regular)
def test_codes_of_one_type_sort_as_their_periods_do(a, b):
    assume(a.type == b.type)
    assert (a < b) == (a.code < b.code)


@given(regular)
def test_next_and_previous_undo_each_other_without_a_gap(period):
    after = period.next()
    if after is not None:
        assert after.previous() == period
        assert after > period
        if period.type is not PeriodType.NINE_MONTHS:
            assert after.first_day == period.last_day + timedelta(days=1)
    before = period.same_last_year()
    if before is not None:
        assert (before.year, before.index, before.type) == (period.year - 1, period.index, period.type)


@given(regular)
def test_the_months_inside_cover_the_period_exactly(period):
    months = period.months()
    assert (months[0].first_day, months[-1].last_day) == (period.first_day, period.last_day)
    assert all(period.contains(month) for month in months)
    assert list(months) == sorted(months)
    assert sum((m.last_day - m.first_day).days + 1 for m in months) == (period.last_day - period.first_day).days + 1


@given(days, st.sampled_from([t for t in PeriodType if t != "campaign"]))
def test_the_period_found_for_a_day_holds_it(day, kind):
    period = Period.containing(day, kind)
    assert (period is None) == (kind is PeriodType.NINE_MONTHS and day.month > 9)
    assert period is None or period.contains(day)


@pytest.mark.parametrize(
    ("code", "first", "last", "vi", "en"),
    [
        ("2014", "2014-01-01", "2014-12-31", "năm 2014", "2014"),
        ("2014-H1", "2014-01-01", "2014-06-30", "6 tháng đầu năm 2014", "first half of 2014"),
        ("2014-H2", "2014-07-01", "2014-12-31", "6 tháng cuối năm 2014", "second half of 2014"),
        ("2014-09M", "2014-01-01", "2014-09-30", "9 tháng năm 2014", "nine months of 2014"),
        ("2014-Q1", "2014-01-01", "2014-03-31", "quý I/2014", "quarter 1 of 2014"),
        ("2014-Q4", "2014-10-01", "2014-12-31", "quý IV/2014", "quarter 4 of 2014"),
        ("2014-05", "2014-05-01", "2014-05-31", "tháng 5/2014", "May 2014"),
        ("2016-02", "2016-02-01", "2016-02-29", "tháng 2/2016", "February 2016"),
        (
            "C-tet-2026.2026-01-10.2026-02-20",
            "2026-01-10",
            "2026-02-20",
            "đợt tet-2026 (10/01/2026 – 20/02/2026)",
            "campaign tet-2026 (2026-01-10 to 2026-02-20)",
        ),
    ],
)
@pytest.mark.row(41)
def test_every_type_of_period_has_its_days_and_names(code, first, last, vi, en):
    period = Period.parse(code)
    assert (period.first_day, period.last_day) == (date.fromisoformat(first), date.fromisoformat(last))
    assert (period.label_vi(), period.label_en(), str(period)) == (vi, en, code)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "bad_text"),
        ("14", "bad_text"),
        ("2014-13", "bad_text"),
        ("2014-00", "bad_text"),
        ("2014-5", "bad_text"),
        ("2014-h1", "bad_text"),
        ("2014-H3", "bad_text"),
        ("2014-Q5", "bad_text"),
        ("2014-06M", "bad_text"),
        (" 2014", "bad_text"),
        ("2014\n", "bad_text"),
        ("２０１４", "bad_text"),
        ("0000", "bad_year"),
        ("2200-01", "bad_year"),
        ("C-a.2026-02-30.2026-03-01", "bad_days"),
        ("C-a.2026-03-02.2026-03-01", "bad_days"),
        ("C-a--b.2026-03-01.2026-03-02", "bad_name"),
        ("C--a.2026-03-01.2026-03-02", "bad_name"),
        ("C-" + "a" * 100, "bad_text"),
    ],
)
def test_bad_text_is_refused_with_its_reason(text, code):
    with pytest.raises(BadPeriod) as caught:
        Period.parse(text)
    assert caught.value.code == code
    assert str(caught.value.message)


@given(st.text(max_size=60))
def test_any_text_is_a_period_or_refused(text):
    try:
        code = Period.parse(text).code
    except BadPeriod:
        return
    assert code == text


def test_parts_that_make_no_period_are_refused():
    for parts in ((PeriodType.QUARTER, 2014, 5), (PeriodType.YEAR, 2014, 2), (PeriodType.MONTH, 2014, 0)):
        with pytest.raises(BadPeriod) as caught:
            Period(*parts)
        assert caught.value.code == "bad_index"
    with pytest.raises(BadPeriod):
        Period(PeriodType.YEAR, 2014, name="tet")


def test_periods_that_end_together_sort_from_the_shortest():
    codes = ["2014-12", "2014-Q4", "2014-H2", "2014"]
    assert sorted(map(Period.parse, reversed(codes))) == [Period.parse(code) for code in codes]


def test_a_period_contains_only_what_lies_wholly_inside():
    half = Period.parse("2014-H1")
    assert half.contains(Period.parse("2014-Q2"))
    assert half.contains(date(2014, 6, 30))
    assert not half.contains(Period.parse("2014-09M"))
    assert not half.contains(date(2014, 7, 1))


def test_a_campaign_has_no_neighbours_and_only_whole_months():
    campaign = Period.parse("C-tet.2025-12-10.2026-02-28")
    assert campaign.previous() is campaign.next() is campaign.same_last_year() is None
    assert [month.code for month in campaign.months()] == ["2026-01", "2026-02"]
    assert campaign.year == 2025


# Example rows in the shape of the state rule (day 15 to day 14) for the tests below.
ROWS = [WindowRule(kind, -1, 15, 0, 14, date(2019, 3, 12)) for kind in PeriodType if kind != "campaign"]


@pytest.mark.parametrize(
    ("code", "start", "end"),
    [
        ("2020-05", date(2020, 4, 15), date(2020, 5, 14)),
        ("2020-01", date(2019, 12, 15), date(2020, 1, 14)),
        ("2020-Q1", date(2019, 12, 15), date(2020, 3, 14)),
        ("2020-H1", date(2019, 12, 15), date(2020, 6, 14)),
        ("2020-H2", date(2020, 6, 15), date(2020, 12, 14)),
        ("2020", date(2019, 12, 15), date(2020, 12, 14)),
        ("C-tet.2020-01-03.2020-01-09", date(2020, 1, 3), date(2020, 1, 9)),
    ],
)
def test_the_window_follows_the_row_of_the_regime(code, start, end):
    assert window(Period.parse(code), ROWS) == (start, end)


def test_a_day_past_the_end_of_a_month_is_its_last():
    rule = WindowRule(PeriodType.MONTH, 0, 1, 0, 31)
    assert rule.window_of(Period.parse("2024-02")) == (date(2024, 2, 1), date(2024, 2, 29))
    assert WindowRule(PeriodType.MONTH, 0, 1, 1, 31).window_of(Period.parse("2024-12"))[1] == date(2025, 1, 31)


@given(regular)
def test_windows_of_neighbours_meet_without_gap_or_overlap(period):
    assume(period.type is not PeriodType.NINE_MONTHS and period.next() and period.first_day.year > 2019)
    assert window(period.next(), ROWS)[0] == window(period, ROWS)[1] + timedelta(days=1)


def test_a_period_without_exactly_one_row_has_no_window():
    for rows, code in (([], "no_rule"), (ROWS + ROWS, "overlapping_rules")):
        with pytest.raises(NoWindow) as caught:
            window(Period.parse("2020-05"), rows)
        assert caught.value.code == code
    with pytest.raises(NoWindow):
        window(Period.parse("2019-02"), ROWS)


def test_a_row_of_a_data_file_becomes_a_rule():
    row = {
        "period_type": "month",
        "start_month_offset": -1,
        "start_day": 15,
        "end_month_offset": 0,
        "end_day": 14,
        "valid_from": "2019-03-12",
        "valid_to": None,
        "basis": "any other key",
    }
    assert WindowRule.from_row(row) == ROWS[0]


def test_a_row_for_one_half_leaves_the_other_alone():
    row = {"start_month_offset": 0, "start_day": 1, "end_month_offset": 0, "end_day": 31}
    rules = [WindowRule.from_row({**row, "period_type": kind}) for kind in ("half_1", "half_2", "nine_months")]
    assert [rule.index for rule in rules] == [1, 2, None]
    for code in ("2014-H1", "2014-H2", "2014-09M"):
        period = Period.parse(code)
        assert [rule.applies_to(period) for rule in rules].count(True) == 1
        assert window(period, rules) == (period.first_day, period.last_day)
