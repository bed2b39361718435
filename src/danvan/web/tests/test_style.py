"""The style book renders in both languages, keeps to the content security policy, and leaves no component out."""

import re
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.template import Context, Template, engines
from django.test import RequestFactory
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from danvan.web import drawing, undo
from danvan.web.drawing import MatrixRow, Tile
from danvan.web.style import style_page
from danvan.web.templatetags import danvan as tags

WEB = Path(__file__).resolve().parents[1]
STATIC = WEB / "static" / "web"
TEMPLATES = WEB / "templates"
LANGUAGES = ["vi", "en"]


def page(language: str) -> str:
    with translation.override(language):
        return style_page(RequestFactory().get("/style/")).content.decode()


class Found(HTMLParser):
    """Elements whose attributes or content a strict policy would refuse, and the ids of the page."""

    def __init__(self) -> None:
        super().__init__()
        self.refused: list[str] = []
        self.ids: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = dict(attrs)
        self.ids += [names["id"]] if names.get("id") else []
        wrong = [name for name in names if name == "style" or name.startswith("on")]
        if wrong or tag == "style" or (tag == "script" and not names.get("src")):
            self.refused.append(f"{tag} {wrong}")


def found(language: str) -> Found:
    parser = Found()
    parser.feed(page(language))
    return parser


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_style_book_renders_in_each_language(language):
    text = page(language)
    assert f'<html lang="{language}">' in text
    assert {"vi": "Bảng nhập", "en": "Entry grid"}[language] in text


def test_the_vietnamese_page_leaves_no_message_in_english():
    source = (WEB / "locale/vi/LC_MESSAGES/django.po").read_text(encoding="utf-8")
    body = source.split("\n\n", 1)[1]
    assert not re.findall(r'msgid "[^"]+"\nmsgstr ""\n(?!")', body)
    assert "fuzzy" not in body


@pytest.mark.trust("T17")
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_inline_style_script_or_handler(language):
    assert found(language).refused == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_id_is_given_twice(language):
    ids = found(language).ids
    assert sorted(ids) == sorted(set(ids))


def test_every_style_sheet_is_listed_in_its_layer():
    listed = dict(re.findall(r'@import url\("(.+?)"\) layer\((\w+)\);', (STATIC / "main.css").read_text()))
    sheets = {str(p.relative_to(STATIC)) for p in STATIC.rglob("*.css")} - {"main.css"}
    assert set(listed) == sheets
    assert all(listed[name] == name.split("/")[0] for name in sheets if "/" in name)


def test_colours_are_named_in_the_tokens_alone():
    colour = re.compile(r"#[0-9a-fA-F]{3,8}\b|\b(?:rgba?|hsla?|oklch|color-mix)\(")
    others = [p for p in STATIC.rglob("*.css") if p.name != "tokens.css"]
    assert [p.name for p in others if colour.search(p.read_text())] == []


def test_no_style_sheet_needs_more_than_chrome_109():
    newer = re.compile(r":has\(|&\s*[.:>\[]|@scope|@starting-style|text-wrap: pretty|\bcolor-mix\(")
    assert [p.name for p in STATIC.rglob("*.css") if newer.search(p.read_text())] == []


def test_every_used_token_is_defined():
    defined = set(re.findall(r"(--[\w-]+):", (STATIC / "tokens.css").read_text()))
    used = {name for p in STATIC.rglob("*.css") for name in re.findall(r"var\((--[\w-]+)", p.read_text())}
    assert used <= defined


def test_every_icon_a_template_names_is_in_the_sprite():
    drawn = set(re.findall(r'<symbol id="([\w-]+)"', (STATIC / "icons.svg").read_text()))
    named = {
        name
        for p in TEMPLATES.rglob("*.html")
        for name in re.findall(r'{% icon "([\w-]+)"', p.read_text(encoding="utf-8"))
    }
    assert named <= drawn
    assert {f"mark-{state}" for state in drawing.STATES} <= drawn


def test_every_template_is_short_and_compiles():
    engine = engines["django"].engine
    for path in TEMPLATES.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        assert len(text.splitlines()) <= 120, path.name
        Template(text, engine=engine)


@pytest.mark.parametrize("code", ["403", "404", "500"])
def test_error_pages_need_no_request(code):
    rendered = engines["django"].engine.get_template(f"{code}.html").render(Context())
    assert code in rendered


states = st.sampled_from([state for state in drawing.STATES if state not in ("draft", "info")])
names = st.text(st.characters(blacklist_categories=("Cs", "Cc")), min_size=1, max_size=30)


@given(st.lists(st.builds(MatrixRow, names, names, st.lists(states, min_size=4, max_size=4)), max_size=8))
def test_the_matrix_is_well_formed_and_says_every_row(rows):
    svg = drawing.matrix(sorted(rows, key=lambda row: row.group), ["a", "b", "c", "d"])
    root = ElementTree.fromstring(svg)
    assert len(root.findall(".//g[@role='img']")) == len(rows)
    assert all(row.get("aria-label") for row in root.findall(".//g[@role='img']"))


@given(states, states)
def test_each_state_has_a_shape_of_its_own(one, other):
    assert one == other or drawing.cell_paths(one, 0, 0) != drawing.cell_paths(other, 0, 0)


@given(st.integers(0, 500), st.integers(0, 500), st.integers(0, 500))
def test_a_bar_never_leaves_its_ground(value, total, target):
    root = ElementTree.fromstring(drawing.bar([("done", value)], total, "x", target))
    widths = [float(r.get("width").rstrip("%")) for r in root.findall("rect")[1:]]
    assert all(0 < width <= 100 for width in widths)
    assert 0 <= float(root.find("line").get("x1").rstrip("%")) <= 100


@given(st.lists(st.none() | st.integers(-1000, 1000), max_size=12))
def test_a_sparkline_marks_the_last_known_figure_and_leaves_gaps(values):
    svg = drawing.sparkline(values, "x")
    known = [value for value in values if value is not None]
    assert bool(svg) == bool(known)
    if known:
        assert len(re.findall("[ML]", ElementTree.fromstring(svg)[0].get("d"))) == len(known)


def test_tiles_outside_the_scope_say_nothing():
    svg = drawing.tiles([Tile(0, 0, "A", "late", "/a"), Tile(1, 0, "B", "")], "map")
    assert "A: " in svg
    assert "B" not in ElementTree.fromstring(svg).itertext().__next__()


@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=6), st.integers(-3, 3))
def test_a_proof_has_its_tick_only_when_the_parts_add_up(parts, off):
    shown = tags.proof(sum(parts) + off, parts)
    assert ("proof--off" in shown) == (off != 0)


def test_figures_and_dates_are_written_the_vietnamese_way():
    assert tags.amount(3334) == "3.334"
    assert tags.amount(94.3, 1) == "94,3"
    assert tags.day(date(2026, 3, 5)) == "05/03/2026"
    assert tags.moment(datetime(2026, 11, 20, 3, 42, tzinfo=UTC)) == "10:42 20/11/2026"
    assert tags.day(None) == tags.moment(None) == ""


@pytest.mark.parametrize(
    ("tag", "address"),
    [("undo:/viec/3/", "/viec/3/"), ("undo://other.example/", ""), ("undo:javascript:alert(1)", ""), ("", "")],
)
def test_an_undo_address_is_a_path_of_this_site_or_nothing(tag, address):
    assert undo.address_of(Message(constants.SUCCESS, "x", extra_tags=tag)) == address


def test_the_palette_is_found_without_marks():
    request = RequestFactory().get("/style/", {"palette": "1", "q": "ma tran"})
    with translation.override("vi"):
        found_there = style_page(request).content.decode()
    assert "matrix" in found_there
    assert "Quy" not in found_there
