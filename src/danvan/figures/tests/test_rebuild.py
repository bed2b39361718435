"""A full rebuild gives the same totals, loses no filing, and leaves the tables as they were made."""

from decimal import Decimal

import pytest
from django.db import connection

from danvan.figures.checks import wrong_restated, wrong_totals
from danvan.figures.models import Dirty, Restated, Total, Touched
from danvan.figures.services import rebuild, recompute_waiting
from danvan.orgs.models import Unit
from danvan.orgs.services import open_units

from . import histories
from .factories import NA, file
from .test_as_it_is import REFORM

pytestmark = pytest.mark.django_db


def schema() -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute("""
            select indexname, indexdef from pg_indexes
            where tablename in ('figures_total', 'figures_restated') order by 1
        """)
        indexes = cursor.fetchall()
        cursor.execute("""
            select conname, pg_get_constraintdef(oid) from pg_constraint
            where conrelid in ('figures_total'::regclass, 'figures_restated'::regclass) order by 1
        """)
        return indexes + cursor.fetchall()


def cells(model) -> set[tuple]:
    plain = [field.attname for field in model._meta.concrete_fields if field.name not in ("id", "computed_at")]
    return set(model.objects.values_list(*plain))


@pytest.fixture
def filed(country):
    """Three communes filed before the reform, one twice; one of them ended in another."""
    open_units(
        [*histories.commune("C1", "A"), *histories.commune("C2", "B"), *histories.commune("C3", "A", body=False)]
    )
    country.units |= {unit.code: unit for unit in Unit.objects.all()}
    for unit, values in (
        ("C1.DU", {"doc_issued": 3, "inspection": NA}),
        ("C2.DU", {"doc_issued": 4, "doc_issued.plan": 1}),
    ):
        file(country, unit, values, period="2024-05")
    file(country, "C1.DU", {"doc_issued": 5, "letters_received": 2}, period="2024-05", estimate=True)
    file(country, "A1.DU", {"doc_issued": 7})
    histories.end(["C1", "C3"], REFORM)
    histories.change(REFORM, [("C1", "A1", Decimal("0.4")), ("C1", "B1", Decimal("0.6")), ("C3", "B1", Decimal(1))])
    return country


def test_a_rebuild_gives_every_cell_that_the_worker_gives_and_the_same_tables(filed):
    recompute_waiting()
    before, made = cells(Total), schema()
    said = []
    done = rebuild(said.append)
    assert cells(Total) == before
    assert (done.totals, done.restated) == (Total.objects.count(), Restated.objects.count())
    assert Restated.objects.filter(unit__code="B1", indicator__code="doc_issued").get().amount == 3
    assert schema() == made
    assert wrong_totals() + wrong_restated() == []
    assert not Touched.objects.filter(ready=False).exists()
    assert any(text.startswith("commune-party 2024-05") for text in said)
    Total.objects.filter(pk=Total.objects.first().pk).update(amount=99)
    assert len(wrong_totals()) == 1


def test_what_was_filed_during_a_rebuild_is_not_lost(filed):
    recompute_waiting()

    def file_in_between(text: str) -> None:
        if "2024-05" in text and not Dirty.objects.exists():
            file(filed, "C2.DU", {"doc_issued": 40}, period="2024-05")

    rebuild(file_in_between)
    assert not Dirty.objects.exists()
    assert Total.objects.get(unit__code="B", indicator__code="doc_issued", part=None, period="2024-05").amount == 40
    assert wrong_totals() + wrong_restated() == []


def test_a_change_of_units_during_a_rebuild_leaves_its_restated_totals_to_the_worker(filed):
    def change_in_between(text: str) -> None:
        if "(" in text:
            histories.end(["C2"], REFORM)
            histories.change(REFORM, [("C2", "B1", Decimal(1))])

    recompute_waiting()
    rebuild(change_in_between)
    assert not Touched.objects.filter(ready=True).exists()
    assert not Restated.objects.exists()
