"""The two base views: one that acts for a person, one that shows a register. This is all the framework we have."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.decorators import classonlymethod
from django.views import View

from danvan.core.errors import Refused

SIGNED_IN = "signed-in"


class ActorView(View):
    """A view that declares in ``action`` what its person must be allowed to do (``SIGNED_IN``: nothing more).

    Who lacks the action everywhere gets 404, like a stranger to the record. A subclass finds its record with
    ``find`` and calls one service. A ``Refused`` that the subclass does not place itself becomes a message on the
    page that ``refused`` returns.
    """

    action: ClassVar[str]
    template_name: ClassVar[str] = ""

    @classonlymethod
    def as_view(cls, **initkwargs: Any):
        view = super().as_view(**initkwargs)
        view.action = cls.action
        return view

    @property
    def actor(self):
        """The acting person."""
        return self.request.actor

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.action != SIGNED_IN and not self.actor.may(self.action):
            raise Http404
        try:
            return super().dispatch(request, *args, **kwargs)
        except Refused as reason:
            return self.refused(reason)

    def find(self, queryset: QuerySet, action: str | None = None, **lookup: Any) -> Model:
        """The one record of ``queryset`` on which ``action`` (the view's own) is granted, or 404."""
        try:
            return queryset.permitted(self.actor, action or self.action).get(**lookup)
        except queryset.model.DoesNotExist as missing:
            raise Http404 from missing

    def render(self, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
        """The view's template with ``context``."""
        return render(self.request, self.template_name, context, status=status)

    def refused(self, reason: Refused) -> HttpResponse:
        """A refusal with no place of its own: shown as a page with the reason, status 409."""
        messages.error(self.request, str(reason.message))
        return render(self.request, "web/refused.html", {"reason": reason}, status=409)


class RegisterView(ActorView):
    """A register list: filters in the URL, a stated order, pages, the count always shown, exports of what is shown.

    ``filterset_class`` is a django-filter FilterSet (its ``qs`` is permitted rows only); ``exports`` maps a format
    to a function ``(rows, filter_text, actor) -> HttpResponse``.
    """

    filterset_class: ClassVar[type]
    page_size: ClassVar[int] = 50
    exports: ClassVar[dict[str, Any]] = {}
    export_action: ClassVar[str] = ""

    def rows(self) -> QuerySet:
        """All rows the person may see, before filters, with all that one line of the list needs."""
        raise Http404

    def context(self, filterset: Any) -> dict[str, Any]:
        """What the template needs beside the page of rows."""
        return {}

    def get(self, request: HttpRequest) -> HttpResponse:
        filterset = self.filterset_class(request.GET, queryset=self.rows(), request=request)
        wanted = request.GET.get("format")
        if wanted in self.exports and self.actor.may(self.export_action):
            rows = filterset.qs.permitted(self.actor, self.export_action)
            return self.exports[wanted](rows, filter_text(filterset), self.actor)
        page = Paginator(filterset.qs, self.page_size).get_page(request.GET.get("page"))
        may_export = bool(self.exports) and self.actor.may(self.export_action)
        context = {
            "filter": filterset,
            "page": page,
            "count": page.paginator.count,
            "exports": list(self.exports) if may_export else [],
        }
        return self.render(context | self.context(filterset))


def filter_text(filterset: Any) -> str:
    """The filters in force as words, "label: value; …", for the head of an export."""
    parts = []
    for name, bound in filterset.form.fields.items():
        value = filterset.data.get(name)
        if value:
            choices = {str(key): str(label) for key, label in getattr(bound, "choices", []) or []}
            parts.append(f"{bound.label}: {choices.get(value, value)}")
    return "; ".join(parts)
