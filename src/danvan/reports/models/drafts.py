"""What officers type: kept as it was typed, right or wrong, until it is filed and after."""

from __future__ import annotations

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q

from danvan.reports.states import CellState

from .forms import Item
from .rounds import Submission


@pghistory.track()
class DraftCell(models.Model):
    """The text of one cell, what it says, who typed it and when."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="cells")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+")
    raw = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=14, choices=CellState.choices)
    amount = models.DecimalField(max_digits=24, decimal_places=4, null=True)
    updated_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    updated_at = models.DateTimeField()

    class Meta:
        ordering = ["submission", "item"]
        constraints = [
            models.UniqueConstraint(fields=["submission", "item"], name="cell_once"),
            models.CheckConstraint(
                condition=Q(state=CellState.VALUE, amount__isnull=False)
                | (~Q(state=CellState.VALUE) & Q(amount__isnull=True)),
                name="cell_value_has_amount",
            ),
        ]

    def __str__(self) -> str:
        return self.raw


@pghistory.track()
class Explanation(models.Model):
    """Why a line is as it is although it looks wrong: parts that do not add up, a leap from last period."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="explanations")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+")
    text = models.CharField(max_length=500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["submission", "item"]
        constraints = [
            models.UniqueConstraint(fields=["submission", "item"], name="explanation_once"),
            models.CheckConstraint(condition=~Q(text=""), name="explanation_says_something"),
        ]

    def __str__(self) -> str:
        return self.text
