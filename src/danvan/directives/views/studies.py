"""After the first report of thorough study: another occasion, and mending what was reported."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from danvan.core.errors import Refused, Stale
from danvan.directives import access, services
from danvan.directives.forms import StudyReportForm
from danvan.directives.models import Dissemination, Mandate
from danvan.directives.services import Held
from danvan.web.undo import tell
from danvan.web.views import ActorView


class AddStudy(ActorView):
    """A unit that studied the directive once more."""

    action = access.ANSWER
    template_name = "directives/study.html"

    def mandate(self, public_id) -> Mandate:
        seen = Mandate.objects.visible_to(self.actor).standing().with_units(self.actor.day)
        return self.find(seen.select_related("directive"), public_id=public_id)

    def study(self, mandate: Mandate, study_id: UUID | None) -> Dissemination | None:
        """The report to mend: one of this mandate that no other took the place of."""
        if study_id is None:
            return None
        found = mandate.disseminations.standing().filter(public_id=study_id).first()
        if found is None:
            raise Http404
        return found

    def get(self, request: HttpRequest, public_id, study_id: UUID | None = None) -> HttpResponse:
        mandate = self.mandate(public_id)
        study = self.study(mandate, study_id)
        if not mandate.may_mend_study:
            return redirect(mandate)
        initial = {"version": mandate.version}
        if study:
            names = ("held_on", "form", "attendance", "note")
            initial |= {name: getattr(study, name) for name in names}
        return self.show(mandate, study, StudyReportForm(initial=initial))

    def post(self, request: HttpRequest, public_id, study_id: UUID | None = None) -> HttpResponse:
        mandate = self.mandate(public_id)
        study = self.study(mandate, study_id)
        form, status = StudyReportForm(request.POST), 422
        try:
            if form.is_valid():
                data, common = form.cleaned_data, {"by": self.actor, "version": form.cleaned_data["version"]}
                held = Held(data["held_on"], data["form"], data["attendance"], data["note"])
                if study:
                    services.mend_study(study, held, **common)
                else:
                    services.add_study(mandate, held, **common)
                tell(request, _("Recorded."))
                return redirect(mandate)
        except Refused as reason:
            form.place(reason)
            if isinstance(reason, Stale) or reason.code in ("not-now", "mended"):
                status = 409
                form.data = form.data.copy()
                form.data["version"] = str(mandate.version)
        return self.show(mandate, study, form, status=status)

    def show(
        self, mandate: Mandate, study: Dissemination | None, form: StudyReportForm, *, status: int = 200
    ) -> HttpResponse:
        return self.render({"mandate": mandate, "study": study, "form": form}, status=status)
