"""One parameter of an address says how figures are read; nonsense is refused."""

from datetime import date

import pytest

from danvan.core.periods import Period
from danvan.figures.modes import AS_IT_WAS, BadMode, Mode

TODAY = date(2026, 11, 20)


@pytest.mark.row(58)
def test_the_address_names_both_ways_and_any_day():
    assert Mode.parse(None, TODAY) == Mode.parse("", TODAY) == Mode.parse("was", TODAY) == AS_IT_WAS
    assert Mode.parse("now", TODAY) == Mode(TODAY)
    assert Mode.parse("2025-07-01", TODAY) == Mode(date(2025, 7, 1))
    for mode in (AS_IT_WAS, Mode(TODAY)):
        assert Mode.parse(mode.code, TODAY) == mode


@pytest.mark.parametrize("text", ["then", "2025", "2025-13-01", "20250701", "0001-01-01", "9999-12-31", "2025-W27-2"])
def test_nonsense_is_refused(text):
    with pytest.raises(BadMode):
        Mode.parse(text, TODAY)


def test_a_period_that_ends_after_the_day_is_read_as_it_was():
    mode = Mode(date(2025, 6, 30))
    assert mode.carries(Period.parse("2025-06"))
    assert not mode.carries(Period.parse("2025-07"))
    assert not AS_IT_WAS.carries(Period.parse("2014"))
