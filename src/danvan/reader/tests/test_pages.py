"""Headline, date, body and furniture on the project's own invented pages, and on the seeds where they are there."""

import importlib.util
import json
from pathlib import Path

import pytest

from danvan.reader.engine.model import Part
from danvan.reader.engine.reading import as_json, read

PAGES = Path(__file__).parent / "pages"
LABELS = sorted(PAGES.glob("*.json"))
SHARED = Path(__file__).resolve().parents[4].parent / "shared"


def plain(text: str) -> str:
    return " ".join(text.split())


def page_of(label: Path) -> Path:
    return next(path for path in PAGES.glob(f"{label.stem}.*") if path.suffix != ".json")


@pytest.fixture(params=LABELS, ids=[label.stem for label in LABELS])
def labelled(request):
    source = page_of(request.param)
    reading = read(source.read_bytes(), source.name)
    return json.loads(request.param.read_text("utf-8")), as_json(reading), reading


@pytest.mark.row(131)
def test_headline_date_captions_and_author_are_the_labelled_ones(labelled):
    expected, found, _ = labelled
    keys = ("title", "published", "captions", "byline", "duplicate_body")
    assert {key: found[key] for key in keys} == {key: expected[key] for key in keys}


@pytest.mark.row(131)
def test_the_body_begins_where_the_article_begins_and_stands_once(labelled):
    expected, found, _ = labelled
    body = plain(found["body"])
    assert body.startswith(expected["body_start"])
    assert body.count(expected["body_start"]) == 1


@pytest.mark.row(131)
def test_no_furniture_is_left_in_the_body_and_it_is_listed_apart(labelled):
    expected, found, reading = labelled
    assert [piece for piece in expected["furniture"] if plain(piece) in plain(found["body"])] == []
    source = plain(reading.page.source.text)
    listed = plain(" ".join(found["furniture"]))
    assert [piece for piece in expected["furniture"] if plain(piece) in source and plain(piece) not in listed] == []


@pytest.mark.row(128)
def test_every_block_says_where_it_stands_and_no_two_overlap(labelled):
    _, _, reading = labelled
    text = reading.page.source.text
    end = 0
    for block in reading.page.blocks:
        assert block.start >= end
        assert block.text
        assert text[block.start : block.end] == block.text
        end = block.end


def test_nothing_is_lost_between_the_blocks(labelled):
    _, _, reading = labelled
    text, blocks = reading.page.source.text, reading.page.blocks
    edges = [0, *(place for block in blocks for place in (block.start, block.end)), len(text)]
    gaps = [text[start:end] for start, end in zip(edges[::2], edges[1::2], strict=True)]
    assert [gap for gap in gaps if any(character.isalnum() for character in gap)] == []


@pytest.mark.row(132)
def test_the_same_page_gives_the_same_answer(labelled):
    _, found, reading = labelled
    again = as_json(read(reading.page.source.text.encode(), "")) if reading.page.source.kind == "text" else found
    assert again == found


@pytest.mark.row(124)
def test_the_documents_that_the_page_names_are_the_labelled_ones(labelled):
    expected, found, _ = labelled

    def named(rows):
        return sorted((row["kind"], row["number"] or "", row["symbol"] or "") for row in rows)

    assert named(found["citations"]) == named(expected["citations"])


@pytest.mark.row(125)
def test_of_all_figures_of_the_pages_hardly_one_is_missed_or_invented():
    missed, invented, whole = [], [], 0
    for label in LABELS:
        source = page_of(label)
        wanted = [(row["value"], row["unit"]) for row in json.loads(label.read_text("utf-8"))["figures"]]
        found = [(row["value"], row["unit"]) for row in as_json(read(source.read_bytes(), source.name))["figures"]]
        whole += len(wanted)
        for value, unit in wanted:
            match = next((row for row in found if row[0] == value and (row[1] in unit or unit in row[1])), None)
            (missed.append((label.stem, value, unit)) if match is None else found.remove(match))
        invented += [(label.stem, *row) for row in found]
    assert len(missed) + len(invented) <= 0.03 * whole, (missed, invented)


@pytest.mark.row(131)
def test_the_seeds_are_read_as_their_labels_say(tmp_path):
    if not SHARED.is_dir():
        pytest.skip("the labelled seeds are not on this machine (a folder `shared` beside the repository)")
    for seed in sorted((SHARED / "seeds").glob("*.txt")):
        found = as_json(read(seed.read_bytes(), seed.name))
        (tmp_path / f"{seed.stem}.json").write_text(json.dumps(found), "utf-8")
    spec = importlib.util.spec_from_file_location("score", SHARED / "gold" / "score.py")
    score = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(score)
    result = score.evaluate(str(tmp_path), str(SHARED / "gold"))
    assert result["title_accuracy"] == 1
    assert result["published_accuracy"] == 1
    assert result["body_start_exactly_once"] == 1
    assert result["furniture_removed"] >= 0.98


def test_the_sections_of_a_page_are_furniture_but_known():
    reading = read((PAGES / "02_day_of_visit_in_header.txt").read_bytes())
    assert [block.text for block in reading.page.of(Part.SECTION)] == ["Công tác dân vận"]
    assert "Công tác dân vận" in as_json(reading)["furniture"]


@pytest.mark.row(131)
def test_the_author_and_not_the_source_below_it_is_the_byline():
    paragraph = "Sáng 12/3, Đảng ủy xã Tân Lập tổ chức hội nghị triển khai công tác dân vận năm 2022. " * 3
    other = "Các đại biểu đã thảo luận về việc nâng cao chất lượng công tác dân vận của chính quyền cơ sở. " * 3
    text = f"Xã Tân Lập triển khai công tác dân vận năm 2022\n{paragraph}\n{other}\n"
    text += "Tác giả bài viết: Thanh Mẫu\nNguồn tin: Báo Tân Lập\n"
    assert as_json(read(text.encode(), "a.txt"))["byline"] == "Tác giả bài viết: Thanh Mẫu"
