"""Short ways to make reviews in tests; every figure is invented (số liệu minh họa)."""

from __future__ import annotations

import io
from decimal import Decimal
from uuid import uuid4

import docx
from django.core.files.uploadedfile import SimpleUploadedFile

from danvan.core import clock
from danvan.core.periods import Period
from danvan.figures import services as figures
from danvan.figures.models import Line
from danvan.reviews import services
from danvan.reviews.charting import ChartPlan
from danvan.reviews.models import Block, Review, ReviewTemplate
from danvan.reviews.own_templates import sample_template
from danvan.reviews.services import NewReview, Paper

YEAR, BEFORE = "2026", "2025"
# registered, carried out, then carried out by field
COMMUNES = {"A1.DU": (40, 30, (12, 10, 5, 3)), "A2.DU": (20, 18, (8, 6, 3, 1)), "A3.DU": (10, 9, (3, 3, 2, 1))}
FIELDS = ("economy", "culture_society", "security_defence", "political_system")


def file(country, unit: str, values: dict[str, int], *, period: str = YEAR, source: str = "Báo cáo năm"):
    """File figures of one body along the communes' Party line."""
    rows = []
    for item, amount in values.items():
        code, _dot, part = item.partition(".")
        rows.append(figures.NewValue(code, part or None, Decimal(amount)))
    by = country.actor("provincial_specialist", "A")
    return figures.file_values(country[unit], "commune-party", period, rows, by=by, token=uuid4(), source=source)


def file_models(country, *, units=("A1.DU", "A2.DU"), period: str = YEAR, more: int = 0) -> None:
    """The "Dân vận khéo" figures of some communes, and their totals made anew."""
    for unit in units:
        registered, carried_out, fields = COMMUNES[unit]
        values = {"dvk_registered": registered, "dvk_implemented": carried_out + more}
        values |= {f"dvk_implemented.{field}": n for field, n in zip(FIELDS, fields, strict=True)}
        values["dvk_implemented.economy"] += more
        file(country, unit, values | {"dialogue_conf": 4, "dialogue_attend": 250}, period=period)
    figures.recompute_waiting()


def drafted(country, *, outline: str = "yearly", unit: str = "A.BTGDV", by=None, **more) -> Review:
    """A review of the province's year by its commission."""
    wanted = NewReview(
        unit=country[unit],
        area=country["A"],
        period=Period.parse(YEAR),
        line=Line.objects.get(code="commune-party"),
        outline=outline,
        **more,
    )
    return services.draft(wanted, by=by or country.actor("provincial_specialist", "A"))


def charted(country, review: Review, **changes) -> Block:
    """A chart at the beginning of a draft: models carried out, by unit unless told otherwise."""
    plan = {"caption": "Mô hình đã thực hiện", "form": "bar", "over": "units", "indicators": ("dvk_implemented",)}
    by = country.actor("provincial_specialist", "A")
    return services.add_chart(review, ChartPlan(**plan | changes), by=by)


def word_file(*lines: str, name: str = "khuon-mau.docx") -> SimpleUploadedFile:
    """A Word file of plain paragraphs; without lines, the sample template."""
    raw = io.BytesIO(sample_template())
    if lines:
        word = docx.Document()
        for line in lines:
            word.add_paragraph(line)
        raw = io.BytesIO()
        word.save(raw)
    return SimpleUploadedFile(name, raw.getvalue())


def template(country, *lines: str, name: str = "Mẫu của Ban") -> ReviewTemplate:
    """A template of the province's commission, kept by the administrator of its units."""
    by = country.actor("unit_administrator", "A")
    return services.keep_template(country["A.BTGDV"], name, word_file(*lines), by=by)


def submitted(country, **more) -> Review:
    """The same, handed in by the specialist."""
    review = drafted(country, **more)
    return services.submit(review, by=country.actor("provincial_specialist", "A"), version=review.version)


def paper(**changes) -> Paper:
    """What the head fills in to issue it."""
    words = {
        "number": 5, "symbol": "BC/BTGDVTU", "dated_on": clock.today(), "place": "Ánh Dương",
        "superior": "Tỉnh ủy Ánh Dương", "issuer": "Ban Tuyên giáo và Dân vận", "signer_prefix": "",
        "signer_title": "TRƯỞNG BAN", "signer_name": "Trần Văn Mẫu", "recipients": "Tỉnh ủy (để báo cáo)\nLưu",
    }  # fmt: skip
    return Paper(**words | changes)


def issued(country, **more) -> Review:
    """The same, issued by the head."""
    review = submitted(country, **more)
    services.issue(review, paper(), by=country.actor("provincial_head", "A"), version=review.version)
    return Review.objects.get(pk=review.pk)
