"""The pages of django-allauth that we offer, one by one: no sign-up, no mail, no reset by mail.

allauth asks for these names without a namespace, so they stand apart from ``urls``. Each view that needs a person
declares so in ``action``, like our own.
"""

from __future__ import annotations

from collections.abc import Callable

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from django.contrib.auth.decorators import login_required
from django.urls import path

from danvan.web.views import SIGNED_IN

from . import views


def _signed_in(view: Callable) -> Callable:
    """The same view for people who are signed in, saying so."""
    guarded = login_required(view)
    guarded.action = SIGNED_IN
    guarded.login_required = True  # allauth marks its sign-out as open; ours is not
    return guarded


urlpatterns = [
    path("dang-nhap/", views.SignIn.as_view(), name="account_login"),
    path("dang-nhap/ma/", mfa.authenticate, name="mfa_authenticate"),
    path("dang-xuat/", _signed_in(account.logout), name="account_logout"),
    path("da-dong/", account.account_inactive, name="account_inactive"),
    path("quen-mat-khau/", views.ask_administrator, name="account_reset_password"),
    path("mat-khau/", _signed_in(account.password_change), name="account_change_password"),
    path("xac-nhan/", _signed_in(account.reauthenticate), name="account_reauthenticate"),
    path("hai-buoc/", _signed_in(mfa.index), name="mfa_index"),
    path("hai-buoc/xac-nhan/", _signed_in(mfa.reauthenticate), name="mfa_reauthenticate"),
    path("hai-buoc/bat/", _signed_in(totp.activate_totp), name="mfa_activate_totp"),
    path("hai-buoc/tat/", _signed_in(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("hai-buoc/ma-du-phong/", _signed_in(codes.view_recovery_codes), name="mfa_view_recovery_codes"),
    path("hai-buoc/ma-du-phong/moi/", _signed_in(codes.generate_recovery_codes), name="mfa_generate_recovery_codes"),
    path("hai-buoc/ma-du-phong/tai/", _signed_in(codes.download_recovery_codes), name="mfa_download_recovery_codes"),
]
