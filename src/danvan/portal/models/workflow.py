"""A step of approval, in which whoever sends an article back says why."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.models import AbstractGroupApprovalTask


class Approval(AbstractGroupApprovalTask):
    """Somebody of the group lets the article pass, or sends it back with the reason."""

    class Meta:
        verbose_name = _("approval")

    def get_form_for_action(self, action: str) -> Any:
        """The form that asks for the reason or, when it passes, for a remark."""
        came = super().get_form_for_action(action)
        if action != "reject":
            return came
        reason = forms.CharField(label=_("What is to be changed"), widget=forms.Textarea({"rows": 3}))
        return type("ReasonForm", (came,), {"comment": reason})
