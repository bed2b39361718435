"""The inbox."""

from __future__ import annotations

import uuid

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from danvan.web.views import SIGNED_IN, ActorView

from . import services
from .models import Notice

PAGE = 50


class Inbox(ActorView):
    """A person's own notices, newest first."""

    action = SIGNED_IN
    template_name = "notices/inbox.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        own = Notice.objects.visible_to(self.actor)
        page = Paginator(own, PAGE).get_page(request.GET.get("page"))
        return self.render({"page": page, "unread": own.unread().count()})


class Open(ActorView):
    """Marks one notice read and goes where it leads. Only POST: looking at the inbox changes nothing."""

    action = SIGNED_IN

    def post(self, request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
        notice = get_object_or_404(Notice.objects.visible_to(self.actor), public_id=public_id)
        services.mark_read(notice, by=self.actor)
        return redirect(notice.url)


class ReadAll(ActorView):
    """Marks all notices read."""

    action = SIGNED_IN

    def post(self, request: HttpRequest) -> HttpResponse:
        services.mark_all_read(by=self.actor)
        return redirect("notices:inbox")
