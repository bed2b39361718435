"""The shipped indicators cover the forty rows and can be added up as they say."""

import json
import re
import unicodedata
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PATH = ROOT / "src" / "danvan" / "figures" / "data" / "indicators.json"
INDICATORS = json.loads(PATH.read_text(encoding="utf-8"))
BY_CODE = {indicator["code"]: indicator for indicator in INDICATORS}
each = pytest.mark.parametrize("indicator", INDICATORS, ids=lambda indicator: indicator["code"])
FIELDS = ["economy", "culture_society", "security_defence", "political_system"]


def test_codes_are_unique_and_the_forty_rows_are_all_there_in_order():
    assert len(BY_CODE) == len(INDICATORS)
    rows = [indicator["row"] for indicator in INDICATORS]
    assert rows == sorted(rows)
    assert set(rows) == set(range(1, 41))


@each
def test_an_indicator_has_a_code_names_and_measures_in_both_languages(indicator):
    assert re.fullmatch(r"[a-z][a-z0-9_]{1,39}", indicator["code"])
    texts = [indicator[key] for key in ("name_vi", "name_en", "measure_vi", "measure_en", "note")]
    assert all(text and unicodedata.normalize("NFC", text) == text.strip() for text in texts)
    assert indicator["kind"] in {"flow", "stock", "ratio"}
    assert indicator["decimals"] in {0, 1, 2}


@each
def test_only_a_ratio_has_a_numerator_and_a_denominator_and_both_can_be_added(indicator):
    pair = (indicator["numerator"], indicator["denominator"])
    if indicator["kind"] != "ratio":
        assert pair == (None, None)
        return
    for code in pair:
        assert BY_CODE[code]["additive"]
        assert BY_CODE[code]["kind"] in {"flow", "stock"}
    assert BY_CODE[pair[0]]["kind"] == BY_CODE[pair[1]]["kind"]
    assert BY_CODE[pair[0]]["measure_vi"] == BY_CODE[pair[1]]["measure_vi"]
    assert not indicator["additive"]
    assert indicator["measure_vi"] == "%"


@each
def test_what_cannot_be_added_says_why_in_both_languages(indicator):
    reasons = (indicator["why_not_vi"], indicator["why_not_en"])
    assert all(reasons) if not indicator["additive"] else reasons == ("", "")


@each
def test_parts_of_a_breakdown_have_unique_codes_and_names(indicator):
    breakdown = indicator["breakdown"]
    if breakdown is None:
        return
    assert breakdown["name_vi"]
    assert breakdown["name_en"]
    assert len(breakdown["parts"]) >= 2
    for key in ("code", "name_vi", "name_en"):
        values = [part[key] for part in breakdown["parts"]]
        assert all(values)
        assert len(set(values)) == len(values)
    assert indicator["kind"] != "ratio"


@pytest.mark.parametrize("code", ["dvk_registered", "dvk_implemented", "dvk_recognised", "dvk_active"])
def test_skilful_mobilisation_models_are_told_by_the_four_fields(code):
    assert [part["code"] for part in BY_CODE[code]["breakdown"]["parts"]] == FIELDS
