"""Layouts are dated data: the right rule book on every day, each value inside the range the rule allows."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from danvan.documents.profiles import PARTY, STATE, Measure, NoProfile, all_profiles, profile_on

DAYS = st.dates(date(2018, 4, 3), date(2060, 1, 1))


@pytest.mark.parametrize(
    ("family", "on", "code"),
    [
        (PARTY, date(2018, 4, 3), "36-HD/VPTW"),
        (PARTY, date(2026, 5, 26), "36-HD/VPTW"),
        (PARTY, date(2026, 5, 27), "05-HD/VPTW"),
        (STATE, date(2020, 3, 5), "NĐ 30/2020/NĐ-CP"),
        (STATE, date(2026, 11, 21), "NĐ 30/2020/NĐ-CP"),
    ],
)
def test_the_rule_book_of_the_day_is_found(family, on, code):
    assert profile_on(family, on).code == code


@pytest.mark.parametrize(
    ("family", "on"), [(PARTY, date(2018, 4, 2)), (STATE, date(2020, 3, 4)), ("x", date(2026, 1, 1))]
)
def test_a_day_without_a_rule_book_is_a_clear_error(family, on):
    with pytest.raises(NoProfile, match=on.isoformat()) as caught:
        profile_on(family, on)
    assert (caught.value.family, caught.value.on) == (family, on)


@settings(deadline=None)
@given(DAYS)
def test_every_day_since_2018_has_exactly_one_party_layout(on):
    assert len([p for p in all_profiles() if p.family == PARTY and p.covers(on)]) == 1


def test_the_party_layouts_follow_each_other_without_a_gap():
    old, new = (p for p in all_profiles() if p.family == PARTY)
    assert old.valid_to + timedelta(days=1) == new.valid_from


@pytest.mark.parametrize("profile", all_profiles(), ids=lambda p: p.code)
def test_nobody_has_checked_a_layout_yet_and_none_claims_to_be_verified(profile):
    assert profile.checked_by == ""
    assert profile.certainty in {"secondary", "unsure"}
    assert all(e.certainty in {"secondary", "unsure", "house"} for e in profile.elements.values())
    assert profile.basis


def test_a_value_outside_the_range_of_its_rule_is_refused():
    with pytest.raises(ValueError, match="outside"):
        Measure(16, 13, 14)


@pytest.mark.parametrize(
    ("family", "element", "least", "most", "bold"),
    [
        (STATE, "national", 12, 13, True),
        (STATE, "motto", 13, 14, True),
        (STATE, "number", 13, 13, False),
        (STATE, "recipients_list", 11, 11, False),
        (PARTY, "national", 14, 15, True),
        (PARTY, "type_name", 14, 16, True),
        (PARTY, "letter_subject", 12, 12, False),
    ],
)
def test_sizes_are_those_of_the_tables_of_the_rules(family, element, least, most, bold):
    found = profile_on(family, date(2026, 11, 21)).element(element)
    assert (found.size.least, found.size.most, found.bold) == (least, most, bold)


@pytest.mark.parametrize("written", ["TM BAN THƯỜNG VỤ", "TM. BAN THƯỜNG VỤ", "T/M BAN THƯỜNG VỤ"])
def test_authority_to_sign_is_written_as_the_rule_book_says(written):
    assert profile_on(PARTY, date(2026, 1, 1)).signing_prefix(written) == "T/M BAN THƯỜNG VỤ"
    assert profile_on(STATE, date(2026, 1, 1)).signing_prefix(written) == "TM. BAN THƯỜNG VỤ"


def test_a_way_to_sign_that_the_party_does_not_have_is_refused():
    with pytest.raises(ValueError, match="TUQ"):
        profile_on(PARTY, date(2026, 1, 1)).signing_prefix("TUQ. BÍ THƯ")


def test_a_title_without_a_known_prefix_stays_as_it_is():
    assert profile_on(STATE, date(2026, 1, 1)).signing_prefix("CHỦ TỊCH") == "CHỦ TỊCH"


@settings(deadline=None)
@given(DAYS)
def test_days_below_ten_and_the_first_two_months_are_padded(on):
    written = profile_on(PARTY, on).day(on)
    day, month, year = (written.split()[i] for i in (1, 3, 5))
    assert (int(day), int(month), int(year)) == (on.day, on.month, on.year)
    assert len(day) == 2
    assert len(month) == (2 if on.month < 3 or on.month > 9 else 1)
