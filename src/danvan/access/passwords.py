"""Passwords built from the words everyone here would try first are refused."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from danvan.core.text import fold

# Words of the trade and of the calendar, folded; a password that is one of them with figures round it is guessed first.
WORDS = (
    "danvan",
    "danvankheo",
    "mattran",
    "tinhuy",
    "danguy",
    "matkhau",
    "vietnam",
    "password",
    "thanhhoa",
    "hanoi",
)


class PlaceWordsValidator:
    """Refuse a password that is little more than a word of the trade or a place, with or without marks."""

    def validate(self, password: str, user: object | None = None) -> None:
        letters = "".join(character for character in fold(password) if character.isalpha())
        if any(letters == word or letters == word * 2 for word in WORDS):
            raise ValidationError(self.get_help_text(), code="password_place_word")

    def get_help_text(self) -> str:
        return _("The password must not be just the name of a place or of our work.")
