import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danvan.core import symbol_tables as tables
from danvan.core.symbols import MAX_LENGTH, BadSymbol, parse_symbol

READINGS = [
    ("62-KL/TW", "62-KL/TW", "party", "KL", "TW", None),
    ("464 – QĐ/TU", "464-QĐ/TU", "party", "QĐ", "TU", None),
    ("217- QĐ/TW", "217-QĐ/TW", "party", "QĐ", "TW", None),
    ("217/QĐ-TW", "217-QĐ/TW", "party", "QĐ", "TW", None),
    ("11-QĐi/TW", "11-QĐi/TW", "party", "QĐi", "TW", None),
    ("147-CTHĐ/TU", "147-CTHĐ/TU", "party", "CTHĐ", "TU", None),
    ("490-CV/BDVTW", "490-CV/BDVTW", "party", "CV", "BDVTW", None),
    ("367-QĐ/TWĐTN-VP", "367-QĐ/TWĐTN-VP", "party", "QĐ", "TWĐTN", "VP"),
    ("79-Ctr/BDVTW–BCSĐCP", "79-CTr/BDVTW-BCSĐCP", "joint", "CTr", ("BDVTW", "BCSĐCP"), None),
    ("Số: 15/QĐ-BNV", "15/QĐ-BNV", "state", "QĐ", "BNV", None),
    ("15/QĐ/UBND", "15/QĐ-UBND", "state", "QĐ", "UBND", None),
    ("147/BC-UBMTTQ", "147/BC-UBMTTQ", "state", "BC", "UBMTTQ", None),
    ("23/TTr-MTTW-BTT", "23/TTr-MTTW-BTT", "state", "TTr", "MTTW-BTT", None),
    ("05/BNV-VP", "05/BNV-VP", "letter", None, "BNV", "VP"),
    ("249/MTTQ-BTT", "249/MTTQ-BTT", "letter", None, "MTTQ-BTT", None),
    ("10/2022/QH15", "10/2022/QH15", "law", None, "QH15", None),
    ("30/2020/NĐ-CP", "30/2020/NĐ-CP", "law", "NĐ", "CP", None),
    ("06/2024/QĐ-UBND", "06/2024/QĐ-UBND", "law", "QĐ", "UBND", None),
    ("01/QCPH/UBND-UBMTTQ", "01/QCPH/UBND-UBMTTQ", "joint", "QCPH", ("UBND", "UBMTTQ"), None),
    (
        "403/2017/NQLT-UBTVQH14-CP-ĐCTUBTWMTTQVN",
        "403/2017/NQLT-UBTVQH14-CP-ĐCTUBTWMTTQVN",
        "joint",
        "NQLT",
        ("UBTVQH14", "CP", "ĐCTUBTWMTTQVN"),
        None,
    ),
]
NORMALS = sorted({row[1] for row in READINGS})


@pytest.mark.row(124)
@pytest.mark.parametrize(("raw", "normal", "family", "kind", "issuer", "drafter"), READINGS)
def test_the_symbols_of_real_documents_are_read(raw, normal, family, kind, issuer, drafter):
    reading = parse_symbol(raw)
    assert (reading.normal, reading.family, reading.type_code) == (normal, family, kind)
    assert (reading.issuer_code, reading.drafter_code, reading.issuer_known) == (issuer, drafter, True)
    assert reading.raw == raw
    assert parse_symbol(normal) == reading


noise = st.sampled_from(["", " ", "\u00a0", "  "])
dashes = st.sampled_from("-–—‑−")


@given(st.sampled_from(NORMALS), st.data())
def test_dashes_blanks_case_and_form_never_change_a_reading(normal, data):
    noisy = "".join(
        data.draw(noise) + (data.draw(dashes) if sign == "-" else sign) + data.draw(noise) if sign in "-/" else sign
        for sign in normal
    )
    noisy = data.draw(st.sampled_from([noisy, noisy.lower(), noisy.upper(), noisy.swapcase()]))
    noisy = data.draw(st.sampled_from(["", "Số ", "Số: ", "SỐ:", "so "])) + noisy + data.draw(noise)
    noisy = unicodedata.normalize(data.draw(st.sampled_from(["NFC", "NFD"])), noisy)
    assert parse_symbol(noisy) == parse_symbol(normal)


codes = st.text(alphabet="ABCDĐEGHIKLMNOPQTUƯVXY", min_size=1, max_size=8)


@given(
    st.integers(1, 99999),
    st.sampled_from(sorted({row.code for row in tables.document_types()})),
    st.lists(codes, min_size=1, max_size=3),
    st.sampled_from(["{n}-{t}/{i}", "{n}/{t}-{i}", "{n}/2024/{t}-{i}", "{n}/{t}/{i}"]),
)
def test_the_canonical_text_of_any_reading_reads_back_the_same(number, kind, issuers, form):
    reading = parse_symbol(form.format(n=number, t=kind, i="-".join(issuers)))
    again = parse_symbol(reading.normal)
    assert (again, again.normal) == (reading, reading.normal)
    assert reading.number_value == number
    assert reading.possible_types


@given(st.one_of(st.text(max_size=40), st.text(alphabet="0126-/ QĐqđKLTWtuBNVố:.–", max_size=30)))
def test_any_text_is_read_stably_or_refused_with_its_place(raw):
    refusal = reading = None
    try:
        reading = parse_symbol(raw)
    except BadSymbol as error:
        refusal = error
    if refusal is None:
        assert parse_symbol(reading.normal) == reading
    else:
        assert str(refusal.message)
        assert (refusal.position or 1) in range(1, len(unicodedata.normalize("NFC", raw)) + 2)


@pytest.mark.parametrize(
    ("raw", "normal"),
    [
        ("464-QÐ/TU", "464-QĐ/TU"),
        ("464-qd/tu", "464-QĐ/TU"),
        ("36-СТ/ТW", "36-CT/TW"),
        ("5-KL/TW", "05-KL/TW"),
        ("005-KL/TW.", "05-KL/TW"),
    ],
)
def test_look_alikes_and_slips_of_the_keyboard_are_put_right(raw, normal):
    assert parse_symbol(raw).normal == normal


def test_the_number_is_kept_as_written():
    assert [parse_symbol(raw).number for raw in ("5-KL/TW", "05-KL/TW")] == ["5", "05"]


@pytest.mark.parametrize(
    ("raw", "types"),
    [
        ("464-QĐ/TU", ("decision", "regulation")),
        ("15/QĐ-BNV", ("decision",)),
        ("23/TTr-MTTW-BTT", ("submission", "circular_notice")),
        ("12/TTr-PXYZ", ("submission", "circular_notice")),
        ("12-TTr/TU", ("submission",)),
        ("62-KL/TW", ("conclusion",)),
        ("05-TT/TU", ("circular_notice",)),
        ("05/2021/TT-TTCP", ("circular",)),
        ("10/2022/QH15", ("law", "resolution")),
        ("7288/UBND-KGVX", ("official_letter",)),
    ],
)
def test_what_a_code_can_mean_is_all_given_and_not_guessed(raw, types):
    reading = parse_symbol(raw)
    assert reading.possible_types == types
    assert reading.ambiguous == (len(types) > 1)


def test_an_unknown_issuer_is_read_and_said_to_be_unknown():
    reading = parse_symbol("12-kh/xyzđu")
    assert (reading.issuer_code, reading.issuer_known) == ("XYZĐU", False)
    assert reading.issuers_valid_on(date(2026, 1, 1)) is None


def test_an_issuer_closed_in_2025_is_not_in_use_after():
    reading = parse_symbol("34-KH/HU")
    assert reading.issuers_valid_on(date(2025, 6, 30)) is True
    assert reading.issuers_valid_on(date(2025, 7, 1)) is False


@pytest.mark.parametrize(
    ("raw", "code", "position"),
    [
        ("", "empty", None),
        (" Số: ", "empty", None),
        ("62", "missing_symbol", None),
        ("62-", "empty_part", 3),
        ("-KL/TW", "empty_part", 1),
        ("62--KL/TW", "empty_part", 4),
        ("Nghị quyết 25", "bad_character", 5),
        ("464-QĐ/TU ngày 3", "bad_character", 10),
        ("62-KL/Т_W", "bad_character", 8),
        ("62-KЛ/TW", "bad_character", 5),
        ("123456-KL/TW", "bad_number", 1),
        ("Số 0-KL/TW", "bad_number", 4),
        ("10/22/QH15", "bad_year", 4),
        ("62-XX/TU", "unknown_type", 4),
        ("15/QDD-BNV", "unknown_type", 4),
        ("15/ABC", "unknown_type", 4),
        ("62-KL", "missing_issuer", 6),
        ("62-KL - TW", "bad_separator", 7),
        ("62-KL/TW/TU", "bad_separator", 9),
        ("1" * (MAX_LENGTH + 1), "too_long", None),
        ("-" * 10**6, "too_long", None),
    ],
)
def test_a_wrong_symbol_is_refused_with_its_place(raw, code, position):
    with pytest.raises(BadSymbol) as caught:
        parse_symbol(raw)
    assert (caught.value.code, caught.value.position) == (code, position)
    assert "62-KL/TW" in str(caught.value.message)


def test_every_type_has_one_spelling_and_every_issuer_one_row():
    kinds = {row.code for row in tables.document_types()}
    assert len({code.casefold() for code in kinds}) == len(kinds)
    plain = [row.code for row in tables.issuer_codes() if not row.numbered]
    assert len({code.casefold() for code in plain}) == len(plain)
    assert not kinds & set(plain)
    assert all(tables.type_code(code.lower()) == code for code in kinds)
    assert all(tables.issuer_code(code.lower()) == code for code in plain)


def test_every_row_says_how_it_is_known():
    for row in (*tables.document_types(), *tables.issuer_codes()):
        assert row.certainty in ("verified", "secondary", "memory")
        assert row.code == unicodedata.normalize("NFC", row.code)
    for row in tables.document_types():
        assert row.family in ("party", "state", "law", "joint")
        assert row.basis or row.certainty == "memory"
