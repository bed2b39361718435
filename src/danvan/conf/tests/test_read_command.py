"""`danvan read`: works without Django and a database, and one bad file does not stop the others."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from danvan import cli, reader

PAGES = Path(reader.__file__).parent / "tests" / "pages"
PAGE = PAGES / "04_agency_mark_photo_lines.txt"


@pytest.mark.row(132)
def test_reading_loads_neither_django_nor_a_database_driver():
    code = (
        "import sys; from danvan import cli; "
        f"cli.main(['read', {str(PAGE)!r}]); "
        "print([name for name in ('django', 'psycopg') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_json_has_the_keys_of_the_labels_and_the_places_of_the_facts(capsys):
    assert cli.main(["read", str(PAGE), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    label = json.loads(PAGE.with_suffix(".json").read_text("utf-8"))
    assert set(label) <= set(found)
    lists = {"organisations", "people", "places", "events", "tasks", "movements", "checks", "section", "body"}
    assert lists <= set(found)
    assert {"citations", "figures", "people"} <= set(found["facts"])


def test_each_file_gets_its_own_json_in_the_folder(tmp_path):
    files = [str(PAGE), str(PAGES / "10_page.htm")]
    assert cli.main(["read", *files, "--json", "--out", str(tmp_path / "out")]) == 0
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "04_agency_mark_photo_lines.json",
        "10_page.json",
    ]


@pytest.mark.parametrize(("lang", "said"), [("vi", "tệp không có nội dung"), ("en", "the file is empty")])
def test_a_file_that_cannot_be_read_is_named_and_the_others_are_done(tmp_path, capsys, lang, said):
    empty = tmp_path / "empty.txt"
    empty.touch()
    assert cli.main(["read", str(tmp_path / "missing.txt"), str(empty), str(PAGE), "--lang", lang]) == 1
    told = capsys.readouterr()
    assert f"{empty}: {said} [empty]" in told.err
    assert "[missing]" in told.err
    assert "Trưởng ban Dân vận Tỉnh ủy thăm" in told.out


@pytest.mark.row(132)
def test_the_same_file_gives_the_same_json_twice(capsys):
    said = []
    for _ in range(2):
        cli.main(["read", str(PAGE), "--json"])
        said.append(capsys.readouterr().out)
    assert said[0] == said[1]
