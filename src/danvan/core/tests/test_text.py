import itertools
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danvan.core.text import (
    MAX_MARKS,
    clean_line,
    clean_text,
    fold,
    loose,
    modern_tone,
    nfc,
    person_sort_key,
    same_word,
    sort_key,
)

VIETNAMESE = (
    "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệghiìỉĩíịklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvxyỳỷỹýỵ"
    "AÀẢÃÁẠĂẰẲẴẮẶÂẦẨẪẤẬBCDĐEÈẺẼÉẸÊỀỂỄẾỆGHIKLMNOÔỒƠỜPQRSTUƯỪVXYỲ '-–0123456789\u00a0"
)
texts = st.one_of(st.text(max_size=60), st.text(alphabet=VIETNAMESE, max_size=60))


def assert_in_order(words: list[str], key) -> None:
    keys = [key(word) for word in words]
    assert all(a < b for a, b in itertools.pairwise(keys)), keys


def decomposed(s: str) -> str:
    return unicodedata.normalize("NFD", s)


@given(texts)
def test_every_cleaning_changes_nothing_the_second_time(s):
    for clean in (nfc, clean_line, clean_text, fold, loose, modern_tone):
        assert clean(clean(s)) == clean(s)


@given(texts)
def test_composed_and_decomposed_text_come_out_the_same(s):
    for clean in (clean_line, clean_text, fold, loose, sort_key, person_sort_key, modern_tone):
        assert clean(nfc(s)) == clean(decomposed(s))


@given(st.text(alphabet=VIETNAMESE, max_size=60))
def test_vietnamese_folds_to_lower_case_ascii(s):
    assert fold(s).isascii()
    assert fold(s) == fold(s).lower() == fold(s.upper())
    assert fold(s) == fold(modern_tone(s))


def test_folding_drops_marks_and_unifies_dashes_and_blanks():
    assert fold("  Đường\u00a0Nguyễn\tÁi — Quốc ") == "duong nguyen ai - quoc"
    assert fold("464 – QÐ/TU") == "464 - qd/tu"
    assert fold("\u1d9e\u00f0\u0111\u0110\u00d0") == "ddddd"


def test_a_symbol_is_found_however_loosely_it_is_typed():
    assert loose("62-KL/TW") == loose("62kltw") == loose(" 62 – kl / tw") == "62kltw"


def test_clean_line_is_one_line_without_hidden_characters():
    assert clean_line("Ủy\u00a0ban\u202e\r\n\u200bÐ\x00ảng\ufeff ") == "Ủy ban Đảng"


def test_clean_text_keeps_its_lines():
    assert clean_text("\n một\u00a0hai \r\n\tba\u2028bốn\x07\n\n") == " một hai\n ba\nbốn"


@given(texts)
def test_cleaned_text_has_no_control_or_direction_characters(s):
    for c in clean_text(s):
        assert c == "\n" or unicodedata.category(c) not in ("Cc", "Cs")
        assert unicodedata.bidirectional(c) not in ("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI")


def test_letters_sort_by_the_vietnamese_alphabet():
    alphabet = list("aăâbcdđeêghiklmnoôơpqrstuưvxy")
    assert_in_order(alphabet, sort_key)
    words = ["an", "ăn", "ân", "da", "dương", "đa", "đào", "em", "ếch"]
    assert_in_order(words, sort_key)


def test_tones_sort_ngang_huyen_hoi_nga_sac_nang_after_letters():
    tones = ["ma", "mà", "mả", "mã", "má", "mạ", "man"]
    assert_in_order(tones, sort_key)


def test_words_sort_before_longer_words_and_numbers_by_value():
    names = ["Tổ 2", "Tổ 10", "Tổ dân phố 2", "Tổ dân phố 10", "Tổng"]
    assert_in_order(names, sort_key)


def test_the_old_tone_place_sorts_beside_the_new():
    words = ["Hoà", "Hòa", "Hỏa"]
    assert sorted(words, key=sort_key)[2] == "Hỏa"
    assert sort_key("Hoà").split(" ")[:2] == sort_key("Hòa").split(" ")[:2]


def test_apostrophes_stay_inside_a_word():
    assert sort_key("M'Đrắk").split(" ")[0] == sort_key("MĐrắk").split(" ")[0]


def test_names_of_places_sort_as_a_vietnamese_list_does():
    places = ["An Giang", "Ân Thi", "Bắc Ninh", "Cà Mau", "Cao Bằng", "Cần Thơ", "Đà Nẵng", "Đắk Lắk", "Huế"]
    assert_in_order(places, sort_key)


@given(texts, texts)
def test_the_order_is_total_and_byte_order_agrees_with_it(a, b):
    for key in (sort_key, person_sort_key):
        assert (key(a) == key(b)) == (clean_line(a) == clean_line(b))
        assert (key(a) < key(b)) == (key(a).encode() < key(b).encode())


@given(texts)
def test_a_key_has_a_known_greatest_length_and_can_be_stored(s):
    assert len(sort_key(s)) <= 4 * len(clean_line(s)) + 4
    assert "\x00" not in sort_key(s)


@given(st.text(alphabet="abđêơ ", min_size=1, max_size=20), st.text(alphabet="abđêơ", min_size=1, max_size=5))
def test_a_beginning_sorts_before_what_it_begins(start, rest):
    assert sort_key(start.strip()) < sort_key(start.strip() + rest)


def test_people_sort_by_given_name_then_middle_then_family():
    people = ["Trần Thị An", "Nguyễn Văn An", "Trần Văn An", "Lê Văn Ân", "Hồ Thị Hoa", "Bùi An Hòa", "Y"]
    assert_in_order(people, person_sort_key)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("hòa", "hoà"),
        ("HÒA", "HOÀ"),
        ("thúy", "thuý"),
        ("khỏe", "khoẻ"),
        ("Ủy ban", "Uỷ ban"),
        ("hòan", "hoàn"),
        ("qúy", "quý"),
        ("qùa", "quà"),
    ],
)
def test_the_tone_moves_to_the_main_vowel(old, new):
    assert modern_tone(old) == modern_tone(new) == new
    assert same_word(old, new)


@pytest.mark.parametrize("word", ["mùa", "của", "ngài", "hoàn", "khuya", "quý", "thuở", "cúi", "tội", "đưa"])
def test_words_with_one_tone_place_stay_as_they_are(word):
    assert modern_tone(word) == word


def test_other_words_are_not_the_same():
    assert not same_word("hoà", "hoa")
    assert not same_word("hòa", "hỏa")


@given(st.sampled_from(["a", "ò", "9", "- ", "\u0301", "òa", "1a", "\u202e"]), st.integers(1, 2000))
def test_repeating_a_text_makes_its_forms_grow_in_proportion(unit, times):
    for form in (fold, loose, sort_key, person_sort_key, modern_tone, clean_text):
        assert len(form(unit * times)) <= 4 * len(unit) * times + 9


@pytest.mark.parametrize("run", ["\u0301\u0323", "\u05b0\u0591", "\u0f73", "\uff9f\u0301", "\u0344"])
def test_no_run_of_marks_is_long_enough_to_slow_normalisation(run):
    attack = "a" + run * 50_000 + "\u0323" * 50_000 + "\u200d" + run * 50_000
    for form in (nfc, clean_line, clean_text, fold, modern_tone):
        assert len(form(attack)) <= 2 * MAX_MARKS + 2
        assert form(form(attack)) == form(attack)
    assert len(sort_key(attack)) <= 10 * MAX_MARKS


def test_every_character_that_can_lengthen_a_run_of_marks_is_bounded():
    for code in range(0x110000):
        first = unicodedata.normalize("NFKD", chr(code))[0]
        if unicodedata.combining(first):
            assert len(nfc("a" + chr(code) * 100)) <= MAX_MARKS + 1
