"""The editor's panel of links with the work: an author is offered what everybody sees, and what they see themselves."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.panels import InlinePanel

from danvan.access.actor import Actor
from danvan.core import clock
from danvan.directives.models import Directive
from danvan.reviews.models import Review
from danvan.reviews.states import State


class LinkForm(WagtailAdminModelForm):
    """One link. What it points to already may stay, whoever edits the article."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        actor = Actor.of(self.for_user, clock.today()) if self.for_user else None
        directives, reviews = Q(opened__isnull=False), Q(pk=None)
        if actor is not None:
            directives |= Q(pk__in=Directive.objects.visible_to(actor).order_by().values("pk"))
            reviews |= Q(pk__in=Review.objects.visible_to(actor).order_by().values("pk"), state=State.ISSUED)
        here = self.instance
        offered = {
            "directive": Directive.objects.filter(directives | Q(pk=here.directive_id)),
            "review": Review.objects.filter(reviews | Q(pk=here.review_id)),
        }
        for name, rows in offered.items():
            if name in self.fields:
                self.fields[name].queryset = rows


class LinksPanel(InlinePanel):
    """Links with the work, each form knowing who edits."""

    def get_form_options(self) -> dict[str, Any]:
        """The usual ones, with the form that asks who sees what."""
        options = super().get_form_options()
        options["formsets"][self.relation_name] |= {"form": LinkForm, "inherit_kwargs": ["for_user"]}
        return options
