"""All units of a round with all lines of its form: what each filed last, read in portions none cut off."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from django.db.models import F

from danvan.figures.models import Value
from danvan.reports.models import Filed, Submission

from .past import Key, Known

PORTION = 200  # submissions read at once: some 12,000 figures of a form of 60 lines


def filed_figures(rows: Sequence[Submission]) -> Iterator[tuple[Submission, Mapping[Key, Known]]]:
    """Each submission in its order with the figures of its newest revision; none were filed: an empty mapping.

    A returned report shows what was filed before it was returned. Two queries for each portion.
    """
    for start in range(0, len(rows), PORTION):
        portion = rows[start : start + PORTION]
        newest = Filed.objects.filter(
            submission__in=[row.pk for row in portion if row.revision], revision=F("submission__revision")
        )
        filings = dict(newest.values_list("submission_id", "filing_id"))
        figures = _figures(list(filings.values()))
        for row in portion:
            yield row, figures.get(filings.get(row.pk), {})


def _figures(filings: list[int]) -> dict[int | None, dict[Key, Known]]:
    found: dict[int | None, dict[Key, Known]] = {}
    columns = ("filing_id", "indicator_id", "part_id", "amount", "not_applicable")
    for filing, indicator, part, amount, not_applicable in (
        Value.objects.filter(filing__in=filings).order_by().values_list(*columns)
    ):
        if amount is not None or not_applicable:
            found.setdefault(filing, {})[indicator, part] = Known(amount)
    return found
