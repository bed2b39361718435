"""One chart gives one specification, and from it the same picture every time, for page and paper."""

import io
import re
from decimal import Decimal
from xml.etree import ElementTree as Xml

import docx
import pytest
from docx.oxml.ns import qn

from danvan.documents.charts import Chart, Form, Mark, NotDrawable, Series, forget, png, specification, svg
from danvan.documents.docx import Heading, Picture, write_docx
from danvan.documents.tests.samples import PARTY_05, replace

EVIL = '<script>alert(1)</script>"&{{7*7}}'


def chart(form=Form.BAR, **changes) -> Chart:
    """An invented chart (số liệu minh họa)."""
    said = {
        "form": form,
        "finding": "Cao nhất xã Hoằng Mẫu: 1.234,5",
        "categories": ("Quý I", "Quý II", "Quý III"),
        "series": (
            Series("Đăng ký", (Decimal("1234.5"), Decimal(2), None)),
            Series("Thực hiện", (Decimal(1000), Decimal(1), Decimal(0))),
        ),
        "measure": "mô hình",
        "source": "Nguồn: số liệu minh họa",
        "marks": (Mark("Quý III", "Sắp xếp đơn vị 01/07/2025"),),
    }
    return Chart(**said | changes)


@pytest.mark.parametrize("form", list(Form))
def test_the_same_chart_is_the_same_bytes_and_says_its_figures_as_vietnamese_writes_them(form):
    one = svg(chart(form))
    forget()
    assert svg(chart(form)) == one
    words = " ".join(Xml.fromstring(one).itertext())
    assert "1.000" in words
    assert "Đăng ký" in words
    assert "Thực hiện" in words
    assert "mô hình" in words
    assert "Sắp xếp đơn vị 01/07/2025" in words


def test_a_picture_drawn_anew_has_the_same_bytes_at_200_dots_an_inch():
    first = png(chart()).data
    forget()
    again = png(chart())
    assert again.data == first
    assert 155 < again.width_mm < 167
    # pHYs of a PNG: dots a metre.
    place = first.index(b"pHYs") + 4
    assert round(int.from_bytes(first[place : place + 4], "big") * 0.0254) == 200


def test_what_people_typed_stays_text_in_the_picture():
    drawn = svg(chart(categories=(EVIL, "b", "c"), measure=EVIL, source=EVIL, finding=EVIL))
    root = Xml.fromstring(drawn)
    assert not [node for node in root.iter() if node.tag.endswith(("script", "image", "foreignObject"))]
    assert not re.search(r"\son\w+=|href=", drawn)
    assert EVIL in "".join(root.itertext())


def test_a_figure_is_data_never_an_expression():
    spec = specification(chart(categories=("datum.v * 2", "b", "c")))
    assert "expr" not in str(spec)
    assert "signal" not in str(spec)
    assert "'url'" not in str(spec)


def test_series_can_be_told_apart_without_colour():
    lines = svg(chart(Form.LINE))
    assert 'stroke-dasharray="6,3"' in lines
    fills = {int(h[1:3], 16) * 299 + int(h[3:5], 16) * 587 + int(h[5:], 16) * 114
             for h in re.findall(r'aria-roledescription="bar"[^>]*fill="(#\w{6})"', svg(chart()))}  # fmt: skip
    assert len(fills) == 2
    assert max(fills) - min(fills) > 100_000


def test_nothing_known_is_not_drawn():
    with pytest.raises(NotDrawable):
        specification(chart(series=(Series("Đăng ký", (None, None, None)),)))


def test_the_word_file_holds_the_picture_with_its_caption_and_what_it_says():
    drawn = png(chart())
    picture = Picture(drawn.data, drawn.width_mm, alt="Cao nhất Quý I: 1.234,5", caption="Biểu đồ 1. Đăng ký")
    word = docx.Document(io.BytesIO(write_docx(replace(PARTY_05, blocks=(Heading(1, "A"), picture)))))
    inline = next(word.element.body.iter(qn("wp:inline")))
    assert inline.find(qn("wp:docPr")).get("descr") == "Cao nhất Quý I: 1.234,5"
    part = word.part.related_parts[next(inline.iter(qn("a:blip"))).get(qn("r:embed"))]
    assert part.blob == drawn.data
    texts = [p.text for p in word.paragraphs]
    at = texts.index("Biểu đồ 1. Đăng ký")
    assert word.paragraphs[at - 1].paragraph_format.keep_with_next
    assert abs(word.inline_shapes[0].width.mm - drawn.width_mm) < 0.5
