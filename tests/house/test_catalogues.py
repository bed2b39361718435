"""Everything that is said is said in Vietnamese."""

import string

import pytest
from tools import messages


@pytest.mark.parametrize("app", messages.apps())
def test_no_sentence_is_without_vietnamese(app):
    assert [str(message.id) for message in messages.without_vietnamese(app)] == []


@pytest.mark.parametrize("app", messages.apps())
def test_no_sentence_stands_in_the_catalogue_that_nobody_says(app):
    kept = {(message.id, message.context) for message in messages.merged(app)}
    assert [str(message.id) for message in messages.read(app) if (message.id, message.context) not in kept] == []


@pytest.mark.parametrize("app", messages.apps())
def test_vietnamese_fills_the_same_places_as_the_sentence(app):
    assert [str(message.id) for message in messages.read(app) if message.id and not _same_places(message)] == []


def _same_places(message) -> bool:
    strings = [message.string] if isinstance(message.string, str) else list(message.string)
    ids = [message.id] if isinstance(message.id, str) else list(message.id)
    places = _percent if "python-format" in message.flags else _braces
    wanted = places(ids[-1])
    return all(places(text) <= wanted and (len(ids) > 1 or places(text) == wanted) for text in strings if text)


def _percent(text: str) -> set[str]:
    return {part.split(")")[0] for part in text.split("%(")[1:]}


def _braces(text: str) -> set[str]:
    try:
        return {name for _text, name, _spec, _conversion in string.Formatter().parse(text) if name is not None}
    except ValueError:
        return set()


def test_one_sentence_has_one_vietnamese_everywhere():
    # Django merges all catalogues into one at run time: of two readings, one would vanish without a word.
    readings: dict[tuple, dict[str, list[str]]] = {}
    for app in messages.apps():
        for message in messages.read(app):
            if message.id and message.string:
                said = readings.setdefault((str(message.id), message.context), {})
                said.setdefault(str(message.string), []).append(app)
    assert {key: said for key, said in readings.items() if len(said) > 1} == {}
