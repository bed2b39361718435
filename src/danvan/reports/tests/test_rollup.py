"""Putting answers together: nothing dropped or doubled, the same answer each time, sentences divided as people do."""

from __future__ import annotations

import random
import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from danvan.reports.rollup import RollUp, Voice, group, is_nothing, matching, split

pytestmark = pytest.mark.row(51)

SAID = (
    "Kinh phí dành cho công tác dân vận còn hạn chế, chưa đáp ứng yêu cầu nhiệm vụ.",
    "Kinh phí hoạt động của khối dân vận xã còn hạn hẹp.",
    "Cán bộ làm công tác dân vận phần lớn kiêm nhiệm, chưa qua đào tạo.",
    "Cán bộ phụ trách dân vận ở ấp kiêm nhiệm nhiều việc.",
    "Địa bàn xã rộng sau sắp xếp, đi lại khó khăn trong mùa nước nổi.",
    "Sau sáp nhập, địa bàn rộng nên việc nắm tình hình còn chậm.",
    "Đường truyền mạng ở ấp vùng sâu yếu.",
    "Không có khó khăn, vướng mắc.",
    "1. Thiếu kinh phí.\n2. TP. Long Xuyên chưa bố trí trụ sở!\n- Đ/c Nguyễn V. A. kiêm nhiệm; phụ cấp thấp",
    "",
)
pieces = st.one_of(
    st.sampled_from(SAID),
    st.text(st.sampled_from("aăâbđêKPT. \n;!?-1)“”…"), max_size=60),
    st.text(max_size=40).map(lambda text: unicodedata.normalize("NFC", text)),
)
texts = st.lists(pieces, max_size=4).map("\n".join)


def voices_of(answers: list[tuple[str, bool]]) -> list[Voice]:
    return [Voice(f"v{n}", f"u{n % 7}", f"Xã {n % 7}", text, f"/{n}") for n, (text, _nothing) in enumerate(answers)]


many = st.lists(st.tuples(texts, st.booleans()), max_size=14).map(voices_of)


def sentences_of(whole: RollUp) -> list[str]:
    return [one.key for each in whole.groups for one in each.sentences] + [one.key for one in whole.alone]


def bare(text: str) -> str:
    return re.sub(r"\s", "", text)


@given(texts)
@settings(max_examples=200, deadline=None)
def test_every_sign_of_a_text_is_in_exactly_one_sentence_in_its_order(text):
    spans = split(text)
    assert all(a < b <= c < d for (a, b), (c, d) in zip(spans, spans[1:], strict=False))
    assert bare("".join(text[a:b] for a, b in spans)) == bare(text)
    assert all(text[a:b] == text[a:b].strip() != "" for a, b in spans)


@given(many)
@settings(max_examples=80, deadline=None)
def test_no_voice_is_dropped_or_doubled(voices):
    whole = group(voices)
    keys = sentences_of(whole)
    assert len(keys) == len(set(keys)) == whole.count
    silent = {voice.key for voice in whole.nothing}
    assert len(silent) == len(whole.nothing)
    expected = {f"{v.key}.{a}-{b}" for v in voices if v.key not in silent for a, b in split(v.text)}
    assert set(keys) == expected
    assert all(len(each.sentences) > 1 and each.label for each in whole.groups)


@given(many, st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_the_order_in_which_voices_come_changes_nothing(voices, chance: random.Random):
    mixed = list(voices)
    chance.shuffle(mixed)
    assert group(mixed) == group(voices)


@given(many, st.text(st.sampled_from("kinhphí đa"), max_size=6))
@settings(max_examples=40, deadline=None)
def test_searching_hides_but_never_moves_a_sentence(voices, words):
    whole = group(voices)
    found = matching(whole, words)
    assert set(sentences_of(found)) <= set(sentences_of(whole))
    assert len(sentences_of(found)) == len(set(sentences_of(found)))


def test_what_is_alike_stands_together_and_is_called_by_its_own_words():
    voices = [Voice(f"v{n}", f"u{n}", f"Xã {n}", text, "") for n, text in enumerate(SAID)]
    whole = group(voices)
    together = [{one.voice.key for one in each.sentences} for each in whole.groups]
    assert any({"v0", "v1"} <= keys for keys in together)
    assert any({"v2", "v3"} <= keys for keys in together)
    assert any({"v4", "v5"} <= keys for keys in together)
    assert {"kinh phí", "kiêm nhiệm", "địa bàn"} <= {word for each in whole.groups for word in each.label}
    assert [voice.key for voice in whole.nothing] == ["v7"]
    assert "Đường truyền mạng ở ấp vùng sâu yếu." in [one.text for one in whole.alone]


def test_the_same_words_of_many_units_are_one_group_counted_by_units():
    voices = [
        Voice(f"v{n}", f"u{n // 2}", f"Xã {n}", "Thiếu  kinh phí." if n % 2 else "thiếu kinh phí", "") for n in range(8)
    ]
    [one] = group(voices).groups
    assert (one.units, len(one.sentences)) == (4, 8)


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Một. Hai! Ba?", ["Một.", "Hai!", "Ba?"]),
        ("TP. Long Xuyên có 1.234 hộ. Còn lại 12,5%.", ["TP. Long Xuyên có 1.234 hộ.", "Còn lại 12,5%."]),
        ("1. Thiếu kinh phí. 2. Kiêm nhiệm.", ["1. Thiếu kinh phí.", "2. Kiêm nhiệm."]),
        ("- Kinh phí;\n- Cán bộ", ["- Kinh phí;", "- Cán bộ"]),
        ("Đồng chí Nguyễn V. A. phụ trách. Xong.", ["Đồng chí Nguyễn V. A. phụ trách.", "Xong."]),
        ("Việc giải phóng mặt bằng\ncòn chậm. Đề nghị tỉnh", ["Việc giải phóng mặt bằng\ncòn chậm.", "Đề nghị tỉnh"]),
        ("Nói “đã xong.” Rồi thôi", ["Nói “đã xong.”", "Rồi thôi"]),
        ("v.v. và các việc khác", ["v.v. và các việc khác"]),
        ("a) Một\nb) Hai\nIII. Ba", ["a) Một", "b) Hai", "III. Ba"]),
        ("...", ["..."]),
        (" \n ", []),
    ],
)
def test_sentences_are_divided_as_people_do(text, sentences):
    assert [text[a:b] for a, b in split(text)] == sentences


@pytest.mark.parametrize("text", ["Không có.", "Không phát sinh", "chưa có khó khăn, vướng mắc gì.", "KHÔNG"])
def test_answers_that_say_nothing_are_known(text):
    assert is_nothing(text)


@pytest.mark.parametrize("text", ["Không có kinh phí.", "Khó khăn", "Chưa có trụ sở", "", "..."])
def test_answers_that_say_something_are_not_taken_for_nothing(text):
    assert not is_nothing(text)
