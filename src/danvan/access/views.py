"""Signing in, one's own account, and the rooms of the account administrator, who sees people and no content."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from allauth.account.views import LoginView
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from danvan.core.errors import Refused
from danvan.web.views import SIGNED_IN, ActorView, RegisterView

from . import services
from .access import MANAGE_ACCOUNTS
from .filters import PeopleFilter
from .forms import GrantForm, NewAccountForm, SignInForm, WithdrawalForm
from .models import Grant, Post, User
from .presenting import grant_lines, post_lines, rights


class SignIn(LoginView):
    """The door. Where the demo runs, its invented accounts stand beside the form."""

    form_class = SignInForm

    def get_context_data(self, **extra: Any) -> dict[str, Any]:
        known = import_string(settings.DANVAN_DEMO_ACCOUNTS)() if settings.DEMO else ()
        return super().get_context_data(**extra) | {"demo_accounts": known}


@require_safe
@login_not_required
def ask_administrator(request: HttpRequest) -> HttpResponse:
    """Nothing is sent by mail here: a forgotten password is renewed by the unit's account administrator."""
    return render(request, "access/ask_administrator.html")


class MyAccount(ActorView):
    """One's posts, one's rights and until when, and what each of them allows."""

    action = SIGNED_IN
    template_name = "access/my_account.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        posts = request.user.posts.not_over(self.actor.day).with_unit_names(self.actor.day)
        return self.render({"posts": post_lines(posts), "rights": rights(self.actor)})


class People(RegisterView):
    """Everybody whom the administrator manages, by given name."""

    action = MANAGE_ACCOUNTS
    template_name = "access/people.html"
    filterset_class = PeopleFilter

    def rows(self) -> QuerySet:
        day = self.actor.day
        posts = Post.objects.visible_to(self.actor).not_over(day).with_unit_names(day).order_by("id")
        grants = Grant.objects.visible_to(self.actor).not_over(day).with_unit_names(day).order_by("id")
        return User.objects.visible_to(self.actor).prefetch_related(
            Prefetch("posts", posts, to_attr="current_posts"), Prefetch("grants", grants, to_attr="current_grants")
        )


class NewAccount(ActorView):
    """A new account; its one-time password is shown on the answer and nowhere else."""

    action = MANAGE_ACCOUNTS
    template_name = "access/new_account.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.render({"form": NewAccountForm(actor=self.actor)})

    def post(self, request: HttpRequest) -> HttpResponse:
        form = NewAccountForm(request.POST, actor=self.actor)
        if not form.is_valid():
            return self.render({"form": form}, status=422)
        try:
            person, password = services.open_account(**form.cleaned_data, by=self.actor)
        except Refused as reason:
            form.add_error(reason.field if reason.field in form.fields else None, reason.message)
            return self.render({"form": form}, status=422)
        return render(request, "access/password_shown.html", {"holder": person, "password": password})


class PersonView(ActorView):
    """What stands behind every page about one account."""

    action = MANAGE_ACCOUNTS
    template_name = "access/person.html"

    def person(self, public_id: UUID) -> User:
        """The account, when the administrator manages it; 404 otherwise."""
        return self.find(User.objects.visible_to(self.actor), public_id=public_id)

    def page(self, person: User, form: GrantForm, *, status: int = 200) -> HttpResponse:
        """The person's page with this form of a new right."""
        day = self.actor.day
        context = {
            "holder": person,
            "posts": post_lines(person.posts.with_unit_names(day).order_by("valid")),
            "grants": grant_lines(person.grants.with_unit_names(day).select_related("unit").order_by("valid"), day),
            "form": form,
            "own": person.pk == self.actor.user_id,
        }
        return self.render(context, status=status)


class Person(PersonView):
    """Posts and rights of one account, with dates."""

    def get(self, request: HttpRequest, public_id: UUID) -> HttpResponse:
        return self.page(self.person(public_id), GrantForm(actor=self.actor))


class GiveRight(PersonView):
    """Give a role on a unit."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, public_id: UUID) -> HttpResponse:
        person = self.person(public_id)
        form = GrantForm(request.POST, actor=self.actor)
        if form.is_valid():
            data = form.cleaned_data
            try:
                services.give_role(person, data["role"], unit=data["unit"], by=self.actor, **form.days())
            except Refused as reason:
                form.add_error(reason.field if reason.field in form.fields else None, reason.message)
            else:
                messages.success(request, _("The right was given."))
                return redirect("access:person", person.public_id)
        return self.page(person, form, status=422)


class WithdrawRight(PersonView):
    """Take a right back; the person's sessions end at once."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, public_id: UUID) -> HttpResponse:
        person = self.person(public_id)
        form = WithdrawalForm(request.POST)
        if form.is_valid():
            which = {"user": person, "role": form.cleaned_data["role"], "unit__public_id": form.cleaned_data["unit"]}
            day = self.actor.day
            held = Grant.objects.visible_to(self.actor).not_over(day).filter(**which).order_by("valid").first()
            if held is not None:
                services.take_back(held, by=self.actor)
                messages.success(request, _("The right was withdrawn and the person's sessions were ended."))
        return redirect("access:person", person.public_id)


class RenewPassword(PersonView):
    """A new one-time password, shown once."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, public_id: UUID) -> HttpResponse:
        person = self.person(public_id)
        password = services.renew_password(person, by=self.actor)
        return render(request, "access/password_shown.html", {"holder": person, "password": password})


class CloseAccount(PersonView):
    """Nobody signs in with it any more."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, public_id: UUID) -> HttpResponse:
        person = self.person(public_id)
        services.shut(person, by=self.actor)
        messages.success(request, _("The account was closed and its sessions were ended."))
        return redirect("access:person", person.public_id)
