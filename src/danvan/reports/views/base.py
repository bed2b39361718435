"""Finding a round or a submission that the person may see or act on."""

from __future__ import annotations

import uuid

from danvan.core import clock
from danvan.reports.models import Round, Submission
from danvan.web.views import ActorView


class OfSubmission(ActorView):
    """A view of one submission; who may not do the view's action on it gets 404."""

    def submission(self, public_id: uuid.UUID) -> Submission:
        """The submission with its due day, lateness, names, round and form."""
        rows = Submission.objects.permitted(self.actor, self.action).with_lateness(clock.today()).with_names()
        rows = rows.with_place().select_related(
            "round__form_version__form__line",
            "round__area",
            "unit",
            "filed_by",
            "checked_by",
            "accepted_by",
            "released_by",
        )
        return self.find(rows, public_id=public_id)


class OfRound(ActorView):
    """A view of one round."""

    def round(self, public_id: uuid.UUID) -> Round:
        """The round with its form."""
        rows = Round.objects.permitted(self.actor, self.action).select_related("form_version__form__line", "area")
        return self.find(rows, public_id=public_id)
