"""How allauth behaves here: accounts are made by administrators, and nobody signs up from outside."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from .models import User


class AccountAdapter(DefaultAccountAdapter):
    """No public sign-up; names of accounts are lower case."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def set_password(self, user: User, password: str) -> None:
        """A password that its owner chose is not temporary."""
        user.password_is_temporary = False
        super().set_password(user, password)
