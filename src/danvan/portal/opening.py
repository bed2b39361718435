"""Pages of officials between the work and the portal: make a directive public, write an article about one."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from danvan.core.errors import Refused
from danvan.directives import access as directives
from danvan.directives.models import Directive
from danvan.reviews.models import Review
from danvan.reviews.states import State
from danvan.web.views import ActorView

from .access import WRITE
from .models import ArticlePage, CategoryPage, PublicDirective
from .queries import categories
from .services import close_directive, draft_about, draft_about_review, open_directive


class MakePublic(ActorView):
    """What will be public, and the deliberate act; the same page takes it back."""

    action = directives.PUBLISH
    template_name = "portal/make_public.html"

    def get(self, request: HttpRequest, public_id) -> HttpResponse:
        return self._show(self._directive(public_id))

    def post(self, request: HttpRequest, public_id) -> HttpResponse:
        one = self._directive(public_id)
        if request.POST.get("act") == "close":
            close_directive(one, by=self.actor)
            messages.success(request, _("The public sees this document no longer."))
            return redirect(one)
        try:
            open_directive(one, by=self.actor, with_file="with_file" in request.POST)
        except Refused as reason:
            return self._show(one, error=str(reason.message), status=422)
        messages.success(request, _("Everybody may read this document now."))
        return redirect(one)

    def _directive(self, public_id) -> Directive:
        return self.find(Directive.objects.visible_to(self.actor).select_related("issuer", "file"), public_id=public_id)

    def _show(self, one: Directive, *, error: str = "", status: int = 200) -> HttpResponse:
        opened = PublicDirective.objects.visible_to(self.actor).filter(directive=one).first()
        context = {
            "directive": one,
            "opened": opened,
            "error": error,
            "crumbs": [(_("Directives"), reverse("directives:list")), (one.short, one.get_absolute_url())],
        }
        return self.render(context, status=status)


class _WriteAbout(ActorView):
    """Choose the category; the draft opens in the editor. The right to write is the view's own."""

    action = WRITE
    template_name = "portal/write_about.html"

    def get(self, request: HttpRequest, public_id) -> HttpResponse:
        return self._show(self.record(public_id))

    def post(self, request: HttpRequest, public_id) -> HttpResponse:
        record = self.record(public_id)
        category = get_object_or_404(categories(), slug=request.POST.get("category", "")[:255].replace("\x00", ""))
        page = self.draft(record, category)
        return redirect("wagtailadmin_pages:edit", page.pk)

    def _show(self, record: Directive | Review) -> HttpResponse:
        back, about, said = record.get_absolute_url(), *self.named(record)
        crumbs = [self.above(), (about, back)]
        return self.render({"about": about, "said": said, "back": back, "categories": categories(), "crumbs": crumbs})


class WriteAbout(_WriteAbout):
    """An article about a directive that the author may see in the work."""

    def record(self, public_id) -> Directive:
        """The directive at this address."""
        seen = Directive.objects.visible_to(self.actor).select_related("issuer")
        return get_object_or_404(seen, public_id=public_id)

    def draft(self, one: Directive, category: CategoryPage) -> ArticlePage:
        """The draft about it."""
        return draft_about(one, category, by=self.actor)

    def named(self, one: Directive) -> tuple[str, str]:
        """Its short name, and what it is about."""
        return one.short, one.title

    def above(self) -> tuple[str, str]:
        """The list that it stands in."""
        return _("Directives"), reverse("directives:list")


class WriteAboutReview(_WriteAbout):
    """An article about an issued report that the author may see."""

    def record(self, public_id) -> Review:
        """The report at this address."""
        return get_object_or_404(Review.objects.visible_to(self.actor), public_id=public_id, state=State.ISSUED)

    def draft(self, one: Review, category: CategoryPage) -> ArticlePage:
        """The draft about it."""
        return draft_about_review(one, category, by=self.actor)

    def named(self, one: Review) -> tuple[str, str]:
        """Its number, and what it is about."""
        return one.number_text, one.subject

    def above(self) -> tuple[str, str]:
        """The list that it stands in."""
        return _("Review reports"), reverse("reviews:list")
