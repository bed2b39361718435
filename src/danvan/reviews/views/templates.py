"""The Word templates of one's own: a list, an upload, a sample to begin with."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from danvan.core.errors import Refused
from danvan.files.views import serve
from danvan.reviews import services
from danvan.reviews.access import TEMPLATES
from danvan.reviews.forms import TemplateForm
from danvan.reviews.models import ReviewTemplate
from danvan.reviews.own_templates import sample_template
from danvan.web.views import ActorView

from .reading import DOCX


class TemplatesView(ActorView):
    """All templates of the person's bodies, those in use first, and a form for one more."""

    action = TEMPLATES
    template_name = "reviews/templates.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page(TemplateForm(self.actor))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = TemplateForm(self.actor, request.POST, request.FILES)
        if form.is_valid():
            data = form.cleaned_data
            try:
                services.keep_template(form.units[data["unit"]], data["name"], data["file"], by=self.actor)
            except Refused as reason:
                form.add_error(reason.field if reason.field in form.fields else None, reason.message)
            else:
                messages.success(request, _("The template can be chosen on the head of a report."))
                return redirect("reviews:templates")
        return self.page(form, status=422)

    def page(self, form: TemplateForm, *, status: int = 200) -> HttpResponse:
        """The list under the form."""
        rows = ReviewTemplate.objects.visible_to(self.actor).select_related("file", "added_by")
        names = {unit.pk: unit.name for unit in form.units.values()}
        shown = [(one, names.get(one.unit_id, "")) for one in sorted(rows, key=lambda one: one.retired_at is not None)]
        return self.render({"form": form, "rows": shown}, status=status)


class SampleView(ActorView):
    """A template to begin with."""

    action = TEMPLATES

    def get(self, request: HttpRequest) -> HttpResponse:
        response = HttpResponse(sample_template(), content_type=DOCX)
        response["Content-Disposition"] = 'attachment; filename="khuon-mau-bao-cao.docx"'
        response["X-Content-Type-Options"] = "nosniff"
        return response


class TemplateFileView(ActorView):
    """The file as it was uploaded."""

    action = TEMPLATES

    def get(self, request: HttpRequest, public_id: UUID) -> HttpResponse:
        rows = ReviewTemplate.objects.visible_to(self.actor).select_related("file")
        return serve(request, self.find(rows, public_id=public_id).file)


class RetireView(ActorView):
    """Offer it no longer."""

    action = TEMPLATES

    def post(self, request: HttpRequest, public_id: UUID) -> HttpResponse:
        template = self.find(ReviewTemplate.objects.visible_to(self.actor), public_id=public_id)
        services.retire_template(template, by=self.actor)
        messages.success(request, _("The template is not offered any more."))
        return redirect("reviews:templates")
