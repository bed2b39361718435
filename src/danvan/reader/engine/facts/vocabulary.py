"""The word lists of the rules, read once from the data file beside this module.

`vocabulary.txt` has sections `[name]`, comments with `#`, and entries parted by `|`. Lists are data: a word that a
new page teaches is added there, not in a rule.
"""

from functools import cache
from importlib.resources import files


@cache
def _sections() -> dict[str, tuple[str, ...]]:
    text = files("danvan.reader.engine.facts").joinpath("vocabulary.txt").read_text(encoding="utf-8")
    found: dict[str, list[str]] = {}
    name = ""
    for line in text.splitlines():
        if line.startswith("["):
            name = line.strip("[] ")
            found[name] = []
        elif line and not line.startswith("#"):
            found[name] += [entry.strip() for entry in line.split("|") if entry.strip()]
    return {section: tuple(entries) for section, entries in found.items()}


def entries(section: str) -> tuple[str, ...]:
    """Return the entries of a section in the order of the file; KeyError if there is no such section."""
    return _sections()[section]


def words(section: str) -> frozenset[str]:
    """Return the entries of a section as a set."""
    return frozenset(entries(section))
