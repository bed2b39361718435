"""The command that brings the reform of 2025 into the database."""

import csv
from argparse import Namespace

import pytest

from danvan.conf import commands
from danvan.orgs.models import Reach


@pytest.mark.row(60)
@pytest.mark.django_db
def test_the_country_is_imported_with_its_numbers_and_open_questions_and_a_broken_tree_is_told(tmp_path, capsys):
    written = tmp_path / "open.csv"
    assert commands.import_units(Namespace(open_list=str(written))) == 0
    with written.open(encoding="utf-8", newline="") as handle:
        assert len({row["old_code"] for row in csv.DictReader(handle)}) == 442
    said = capsys.readouterr().out
    assert "On 2025-06-30: 63 provinces, 696 districts, 10,035 communes" in said
    assert "On 2025-07-01: 34 provinces, 0 districts, 3,321 communes" in said
    assert "divides 442 old communes" in said
    assert "Of 30 old communes a far heir was left out" in said
    assert "9 strands are doubtful" in said
    assert "Units are whole." in said
    Reach.objects.filter(above__code="01", below__code="00004").delete()
    assert commands.import_units(Namespace(open_list=None)) == 1
    said = capsys.readouterr().out
    assert "new: 0 units" in said
    assert "reach missing" in said
