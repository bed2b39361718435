"""The form in which an article is written."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.pages import WagtailAdminPageForm

from danvan.access.actor import Actor
from danvan.core import clock
from danvan.orgs.models import Unit

from .access import WRITE


class ArticleForm(WagtailAdminPageForm):
    """An article; a new one belongs to the body for which its author writes, and names the author."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False  # an empty address is made from the title
        self.own_unit: int | None = None
        if self.for_user is None:
            return
        actor = Actor.of(self.for_user, clock.today())
        own = actor.roots(WRITE)
        if "unit" in self.fields:
            # Every unit of the country would be a list that nobody can use.
            kept = [self.instance.unit_id] if self.instance.unit_id else []
            self.fields["unit"].queryset = Unit.objects.filter(pk__in=[*own, *kept])
        if self.instance.pk is None:
            self.own_unit = own[0] if own else None
            self.initial["byline"] = self.instance.byline or actor.name
            self.initial["unit"] = self.instance.unit_id or self.own_unit

    def clean(self) -> dict[str, Any]:
        """No date of tomorrow, and no lead photo without its alternative text once the article is sent on."""
        values = super().clean()
        if self.own_unit and not values.get("unit"):
            values["unit"] = Unit.objects.get(pk=self.own_unit)
        shown_on, photo = values.get("shown_on"), values.get("lead_photo")
        if shown_on and shown_on > clock.now():
            self.add_error("shown_on", _("This date lies in the future. To publish later, use the schedule."))
        if photo and not photo.alternative and not self.is_deferred_validation:
            message = _("The lead photo lacks its alternative text. Open the photo and write what it shows.")
            self.add_error("lead_photo", message)
        return values
