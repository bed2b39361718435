from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danvan.core.numbers import format_amount, format_percent, parse_amount, percent

amounts = st.integers(0, 4).flatmap(
    lambda places: st.tuples(
        st.decimals(-(10**10), 10**10, places=places, allow_nan=False, allow_infinity=False), st.just(places)
    )
)


@given(amounts)
def test_what_is_written_is_read_back(pair):
    amount, places = pair
    for text in (format_amount(amount), format_amount(amount, places)):
        parsed = parse_amount(text, places, allow_negative=True)
        assert (parsed.state, parsed.amount) == ("value", amount)
        spaced = parse_amount(f" {text.replace('.', chr(0xA0))} ", places, allow_negative=True)
        assert spaced.amount == amount


@given(st.text(max_size=80), st.integers(0, 4), st.booleans())
def test_any_text_gets_exactly_one_answer(raw, decimals, allow_negative):
    parsed = parse_amount(raw, decimals, allow_negative=allow_negative)
    assert (parsed.amount is not None) == (parsed.state == "value")
    assert (parsed.message is not None) == bool(parsed.code) == (parsed.state == "error") == (not parsed.ok)


@given(st.text(alphabet="0123456789.,- ", max_size=20), st.integers(0, 3))
def test_a_figure_that_is_read_keeps_every_digit_in_place(raw, decimals):
    parsed = parse_amount(raw, decimals, allow_negative=True)
    if parsed.state == "value":
        typed = raw.strip().replace(".", "").replace(" ", "").replace(",", ".")
        assert parsed.amount == Decimal(typed)
        assert parse_amount(format_amount(parsed.amount), decimals, allow_negative=True).amount == parsed.amount


@pytest.mark.parametrize(
    ("raw", "decimals", "amount"),
    [
        ("0", 0, "0"),
        ("05", 0, "5"),
        ("1234", 0, "1234"),
        ("1.234", 0, "1234"),
        ("1 234 567", 0, "1234567"),
        ("\u00a01\u00a0234,5 ", 1, "1234.5"),
        ("1.234,5", 1, "1234.5"),
        ("1234,5", 2, "1234.5"),
        ("0,001", 3, "0.001"),
        ("999999999999999", 0, "999999999999999"),
    ],
)
def test_right_figures_are_read(raw, decimals, amount):
    assert parse_amount(raw, decimals).amount == Decimal(amount)


@pytest.mark.parametrize("raw", ["", "  ", "\u00a0", "-", "–", " — "])
def test_nothing_and_a_lone_dash_are_empty_and_not_zero(raw):
    assert parse_amount(raw, 0).state == "empty"


@pytest.mark.parametrize("raw", ["K", "k", " K "])
def test_k_is_not_applicable(raw):
    assert parse_amount(raw, 0).state == "not_applicable"


@pytest.mark.parametrize(
    ("raw", "decimals", "code"),
    [
        ("1.23", 2, "decimal_point"),
        ("1234.5", 1, "decimal_point"),
        ("0.123", 3, "decimal_point"),
        ("1,234.5", 1, "point_after_comma"),
        ("1,234,567", 0, "bad_comma"),
        (",5", 1, "bad_comma"),
        ("5,", 1, "bad_comma"),
        ("1, 5", 1, "bad_comma"),
        ("12.34.567", 0, "bad_groups"),
        ("1.234 567", 0, "bad_groups"),
        ("1 2", 0, "bad_groups"),
        ("1.2,5", 1, "bad_groups"),
        (".", 0, "bad_groups"),
        ("12a", 0, "not_a_number"),
        ("94,3 %", 1, "not_a_number"),
        ("--", 0, "not_a_number"),
        ("١٢", 0, "not_a_number"),
        ("-5", 0, "negative"),
        ("–5", 0, "negative"),
        ("1,50", 1, "too_many_decimals"),
        ("1,000", 0, "whole_number"),
        ("1234567890123456", 0, "too_many_digits"),
        ("1" * 65, 0, "too_long"),
    ],
)
def test_unclear_figures_are_refused_with_their_reason(raw, decimals, code):
    assert parse_amount(raw, decimals).code == code


def test_negative_figures_are_read_only_where_they_may_be():
    assert parse_amount("- 1.234,5", 1, allow_negative=True).amount == Decimal("-1234.5")
    assert parse_amount("−0", 0, allow_negative=True).amount == 0
    assert not parse_amount("-0", 0, allow_negative=True).amount.is_signed()


def test_a_refusal_quotes_what_was_typed_and_says_how_to_write_it():
    assert "1,23" in str(parse_amount("1.23", 2).message)
    assert "12 {nhà}" in str(parse_amount("12 {nhà}", 0).message)


@pytest.mark.parametrize(
    ("amount", "decimals", "text"),
    [
        (3334, None, "3.334"),
        (Decimal("94.3"), None, "94,3"),
        (Decimal("3334.0000"), None, "3.334"),
        (Decimal("1E+3"), None, "1.000"),
        (Decimal("0.25"), 1, "0,3"),
        (Decimal("-0.04"), 1, "0,0"),
        (Decimal("-1234567.5"), 2, "-1.234.567,50"),
        (Decimal("-0.00"), None, "0"),
        (None, None, "–"),
        (10**40 + 1, 1, "10" + ".000" * 12 + ".001,0"),
    ],
)
def test_amounts_are_written_the_vietnamese_way(amount, decimals, text):
    assert format_amount(amount, decimals) == text


@pytest.mark.parametrize("amount", [Decimal("NaN"), Decimal("Infinity"), Decimal("1E+100000")])
def test_what_is_no_amount_is_not_written(amount):
    with pytest.raises(ValueError, match="cannot write"):
        format_amount(amount)


def test_shares_round_half_up_and_have_none_without_a_base():
    assert percent(1, 8, 1) == Decimal("12.5")
    assert percent(125, 10000, 1) == Decimal("1.3")
    assert percent(-125, 10000, 1) == Decimal("-1.3")
    assert percent(5, 0) is percent(None, 5) is percent(5, None) is None
    assert format_percent(943, 1000) == "94,3 %"
    assert format_percent(1, 1) == "100,0 %"
    assert format_percent(1, 0) == format_percent(1, None) == "–"


@given(st.integers(0, 10**12), st.integers(1, 10**12))
def test_a_share_is_within_half_a_unit_of_the_exact_one(numerator, denominator):
    assert abs(percent(numerator, denominator) * denominator - 100 * numerator) * 20 <= denominator
