"""Figures of a round to look at again, with what the unit says about them."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from danvan.reports.access import VIEW
from danvan.reports.models import Submission
from danvan.reports.queries.outliers import FEWEST, How, far_figures
from danvan.reports.states import HANDED_IN

from .base import OfRound


class Outliers(OfRound):
    """Filed figures that lie far from what the same unit filed before."""

    action = VIEW
    template_name = "reports/outliers.html"

    def get(self, request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
        round_ = self.round(public_id)
        asked = request.GET.get("how", "")
        how = asked if asked in How.values else How.ROBUST.value
        filed = Submission.objects.visible_to(self.actor).filter(round=round_, state__in=HANDED_IN)
        odd = far_figures(round_, list(filed.values_list("pk", flat=True)), how=how)
        named = filed.filter(pk__in={row.submission_id for row in odd.rows}).with_names().in_bulk()
        return self.render(
            {
                "round": round_,
                "odd": odd,
                "rows": [(named[row.submission_id], row) for row in odd.rows],
                "fewest": FEWEST,
                "switch": [{"label": label, "url": f"?how={key}", "current": key == how} for key, label in How.choices],
                "crumbs": [
                    (_("Periodic reports"), reverse("reports:rounds")),
                    (round_.period_name, round_.get_absolute_url()),
                    (_("Figures to look at again"), None),
                ],
            }
        )
