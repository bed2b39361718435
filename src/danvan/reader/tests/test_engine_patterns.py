"""A tree of letters finds what a list of words finds, the longest first."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danvan.reader.engine.patterns import any_of, in_both_cases

LETTERS = st.text("ab ộ.", min_size=1, max_size=5)


@given(st.lists(LETTERS, min_size=1, max_size=8), st.text("ab ộ.", max_size=30))
def test_a_tree_of_letters_finds_what_the_words_find(words, text):
    listed = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    assert [found.span() for found in re.finditer(any_of(words), text)] == [
        found.span() for found in re.finditer(f"(?:{listed})", text)
    ]


@given(st.lists(LETTERS, min_size=1, max_size=8), st.text("ab ộ.", max_size=30))
def test_where_the_longest_word_does_not_end_a_shorter_one_may(words, text):
    listed = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    assert [found.span() for found in re.finditer(rf"{any_of(words)}(?!\w)", text)] == [
        found.span() for found in re.finditer(rf"(?:{listed})(?!\w)", text)
    ]


@pytest.mark.parametrize(
    ("text", "found"), [("hội nghị", "hội nghị"), ("Hội nghị", "Hội nghị"), ("HỘI NGHỊ", None), ("đề án", "đề án")]
)
def test_words_are_found_as_they_are_and_with_a_capital(text, found):
    match = re.match(any_of(in_both_cases(("hội", "hội nghị", "đề án"))), text)
    assert (match.group() if match else None) == found


def test_of_no_words_nothing_is_made():
    assert any_of(()) == ""
