"""The knife: what is a word, what a symbol, and how a question is read."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from danvan.core.text import nfc
from danvan.search.asking import MOST_TERMS, read
from danvan.search.marking import marked
from danvan.search.words import symbols_of, vectors, words_of


@pytest.mark.row(115)
@pytest.mark.parametrize(
    ("text", "symbols"),
    [
        ("Kết luận 62-KL/TW ngày", ["62kltw"]),
        ("464 – QĐ/TU và 217- QĐ/TW", ["464qdtu", "217qdtw"]),
        ("399/2025/QĐ-TTg", ["3992025qdttg"]),
        ("ngày 15/7/2026, 1.165 người", []),
    ],
)
def test_a_symbol_is_one_word_however_it_is_joined(text, symbols):
    assert [symbol.plain for symbol in symbols_of(text, words_of(text))] == symbols


@pytest.mark.row(115)
def test_a_word_with_marks_asks_for_itself_and_one_without_for_all_of_its_letters():
    asked = read('dan vận "công tac" 62-kl/tw "mở')
    assert asked.exact == "'vận' & 'công' & 'mở'"
    assert asked.plain == "'dan' & ('cong' <-> 'tac') & '62kltw':*"


def test_two_ways_to_place_a_tone_are_one_word():
    assert words_of("hòa")[0].exact == words_of("hoà")[0].exact


@pytest.mark.trust("T24")
@given(st.text(max_size=400))
@settings(max_examples=200)
def test_whatever_the_text_its_vector_and_its_question_are_sound(text):
    exact, plain = vectors(text, text)
    for vector in (exact, plain):
        assert vector.count("'") % 2 == 0
        assert "\\" not in vector
        assert "\x00" not in vector
    asked = read(text)
    assert len(asked.terms) <= MOST_TERMS
    assert "\\" not in asked.exact + asked.plain + asked.ranking


@pytest.mark.trust("T24")
@pytest.mark.parametrize("piece", ["a", "1-", "62-KL/", "ế", " ", "\u0301", '"', "a " * 9, "đ\u0323"])
def test_a_long_text_is_cut_in_bounded_pieces(piece):
    text = nfc(piece * 20_000)
    exact, plain = vectors(text, text)
    assert max(len(exact), len(plain)) < 2_000_000
    assert len(read(text).text) <= 200


@pytest.mark.trust("T16")
@given(st.text("<>&\"' dânvậ", max_size=60))
@settings(max_examples=100)
def test_what_is_marked_holds_no_other_mark(text):
    shown = marked(text, read("dân vận")).replace("<mark>", "").replace("</mark>", "")
    assert "<" not in shown
    assert ">" not in shown
