"""Directives in the one search: every entry of the register, for those who may see it."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from danvan.access.actor import Actor
from danvan.search import services as search
from danvan.search.providers import Entry, Provider, register

from .access import VIEW
from .models import Directive, Mandate

DIRECTIVE = "directive"


def entry_of(one: Directive) -> Entry:
    """What is found of an entry of the register; issuer and aliases are read from it."""
    names = [alias.text for alias in one.aliases.all()]
    return Entry(
        title=f"{one.kind_name_vi} {one.symbol or one.number or ''}: {one.title}",
        text="\n".join([one.issuer.name, *names]),
        url=one.get_absolute_url(),
        shown_on=one.issued_on or timezone.localtime(one.entered_at).date(),
        unit_id=one.keeper_id,
        category=one.kind,
    )


def index(one: Directive) -> None:
    """Write an entry into the index as it stands now."""
    search.put(DIRECTIVE, one.pk, entry_of(one))


def _entries() -> Iterator[tuple[int, Entry]]:
    rows = Directive.objects.select_related("issuer").prefetch_related("aliases").order_by("pk")
    for one in rows.iterator(chunk_size=500):
        yield one.pk, entry_of(one)


def _received(actor: Actor) -> QuerySet:
    """What units in the actor's reach have been sent."""
    return Mandate.objects.standing().filter(unit__in=actor.reach(VIEW)).values("directive")


def connect() -> None:
    """Tell the search that directives can be found."""
    register(Provider(DIRECTIVE, _("Directives"), _entries, action=VIEW, shared=_received))
