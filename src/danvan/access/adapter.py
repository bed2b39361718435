"""How allauth behaves here: accounts are made by administrators, and nobody signs up from outside."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    """No public sign-up; names of accounts are lower case."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
