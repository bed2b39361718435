"""The design page: a specialist makes a form without code, by its buttons, and what it asks is what units get."""

from __future__ import annotations

import re
from datetime import date
from uuid import uuid4

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from danvan.figures.models import Indicator, Line
from danvan.reports import services
from danvan.reports.models import Form, Round
from danvan.reports.sketch import Line as SketchLine
from danvan.reports.sketch import RuleRow, Section, Sketch
from danvan.reports.sketching import act

from . import factories as make
from .browsing import enter, page_of

BUTTON = re.compile(r'<button[^>]*name="act"[^>]*value="([^"]*)"')


class Page:
    """The design page in a browser without script: its fields are sent back with one button."""

    def __init__(self, client, url: str) -> None:
        self.client, self.url, self.status = client, url, 0
        self._take(client.get(url))

    def _take(self, answer) -> None:
        self.answer, self.status = answer, answer.status_code
        if answer.status_code in {200, 422}:
            self.text = answer.content.decode()

    def fields(self) -> dict[str, list[str]]:
        """What the browser would send; of a choice its chosen value, else the first."""
        text = self.text[self.text.index('id="designer"') :]
        text = text[: text.index("</form>")]
        found: dict[str, list[str]] = {}
        for tag in re.findall(r"<input[^>]*>", text):
            name, value = re.search(r'\bname="([^"]*)"', tag), re.search(r'\bvalue="([^"]*)"', tag)
            if name and not ('type="checkbox"' in tag and " checked" not in tag):
                found.setdefault(name[1], []).append(value[1] if value else "on")
        for name, body in re.findall(r'<select[^>]*\bname="([^"]*)"[^>]*>(.*?)</select>', text, re.DOTALL):
            chosen = re.search(r'value="([^"]*)"[^>]* selected', body) or re.search(r'value="([^"]*)"', body)
            found.setdefault(name, []).append(chosen[1] if chosen else "")
        return found

    def press(self, button: str, **typed) -> None:
        """Send the page with what was typed over it."""
        if button not in {"save", "preview", "find"}:
            assert button in BUTTON.findall(self.text), f"no button {button}"
        sent = self.fields() | {name: value if isinstance(value, list) else [value] for name, value in typed.items()}
        self._take(self.client.post(self.url, sent | {"act": [button]}))


def pk(code: str) -> int:
    return Indicator.objects.get(code=code).pk


FACTS = {"code": "MT-Q", "name_vi": "Báo cáo Mặt trận quý", "period_type": "quarter", "remind_before": "3"}


@pytest.mark.django_db
@pytest.mark.usefixtures("noon")
@pytest.mark.row(40)
@pytest.mark.row(46)
def test_a_specialist_makes_a_form_by_its_buttons_and_a_commune_meets_its_rule(country):
    page = Page(enter(country, "provincial_specialist", "A"), reverse("reports:form_new"))
    page.press("section", **FACTS, line=str(Line.objects.get(code="commune-front").pk), due_after="5")
    page.press("find", **{"name-1": "Dân vận khéo"}, find="khéo đăng ký")
    page.press(f"add:{pk('dvk_registered')}")
    page.press("section")
    page.press("find", **{"name-2": "Nhân dân đóng góp"}, find="nhà đại đoàn kết")
    page.press(f"add:{pk('houses_built')}")
    page.press("up:s2")
    page.press("rule")
    page.press(
        "find",
        **{"leftmore-1": str(pk("houses_built")), "op-1": "<=", "rightmore-1": str(pk("dvk_registered"))},
        **{"say-1": "Nhà nhiều hơn mô hình?", "constant-1": "mười"},
    )
    page.press("save", **{"ask-1": "Khó khăn gì?", "askneeded-1": ""})
    assert page.status == 422
    assert "mười" in page.text, "what was typed stays, and the error stands at the rule"
    assert "design-rule--wrong" in page.text
    page.press("preview")
    preview = page.text
    assert preview.index("Nhân dân đóng góp") < preview.index("Dân vận khéo")
    page = Page(page.client, page.url)
    assert not Form.objects.filter(code="MT-Q").exists(), "a preview stores nothing"


@pytest.mark.django_db
@pytest.mark.usefixtures("noon")
@pytest.mark.row(40)
def test_form_round_and_refusal_from_the_door(country):
    client = enter(country, "provincial_specialist", "A")
    page = Page(client, reverse("reports:form_new"))
    page.press("section", **FACTS, line=str(Line.objects.get(code="commune-front").pk), due_after="5")
    page.press("find", **{"name-1": "Nhân dân đóng góp"}, find="Nhà Đại đoàn kết")
    page.press(f"add:{pk('houses_built')}")
    page.press("find", find="nội dung hòa giải")
    page.press("find", find="hoa giai thanh")
    page.press(f"add:{pk('mediation_success')}")
    page.press("rule")
    page.press(
        "save",
        **{"leftmore-1": str(pk("houses_built")), "op-1": "<=", "constant-1": "100", "say-1": "Quá trăm nhà?"},
        **{"ask-1": "Khó khăn gì?"},
    )
    assert page.status == 302, page.text
    form = Form.objects.get(code="MT-Q")
    version = form.versions.get()
    named = [(item.indicator.code, item.part.code if item.part else "", item.group) for item in version.items.all()]
    assert named[0] == ("houses_built", "", "Nhân dân đóng góp")
    assert [code for code, part, _group in named if not part] == ["houses_built", "mediation_success"]
    assert {rule.kind for rule in version.rules.all()} == {"parts_add_up", "compare"}
    url = f"{reverse('reports:round_new')}?form={form.public_id}"
    assert client.post(url, {"period": "2026-Q3", "area": country["A"].pk}).status_code == 302
    opened = Round.objects.get(form_version=version)
    assert (opened.window_start, opened.window_end) == (date(2026, 6, 15), date(2026, 9, 14))
    report = make.submission_of(opened, country, "A1.MTTQ")
    commune = enter(country, "commune_officer", "A1")
    fill = reverse("reports:fill", args=[report.public_id])
    typed = make.cells(report, {"houses_built": "101", "houses_built.built": "100", "houses_built.repaired": "1",
                                "mediation_success": "0"})  # fmt: skip
    sent = page_of(commune, report) | {f"cell-{item}": raw for item, raw in typed.items()}
    sent |= {f"text-{prompt.pk}": "Không" for prompt in version.prompts.all()} | {"act": "file"}
    answer = commune.post(fill, sent)
    assert answer.status_code == 422
    assert "Quá trăm nhà?" in answer.content.decode()
    again = Page(client, reverse("reports:form", args=[form.public_id]))
    again.press("save")
    assert again.status == 302
    assert form.versions.count() == 2
    again.press("save")
    assert again.status == 422, "a second click, or somebody else's page, makes no third edition unseen"
    assert form.versions.count() == 2
    said = commune.get(fill).content.decode()
    assert "mới hơn" in said, "the open draft keeps its edition, and its page says so"


names = st.text("abc", max_size=3)
fake = [Indicator(pk=n, code=f"c{n}", name_vi=f"n{n}") for n in range(1, 7)]
ACTS = st.sampled_from(
    [f"{verb}:{key}" for verb in ("up", "down") for key in ("i1", "i2", "i3", "i6", "s1", "s2", "s9")]
)


@pytest.mark.row(40)
@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.permutations(fake), st.lists(st.integers(0, 5), min_size=2, max_size=2), st.lists(ACTS, max_size=12))
def test_moving_up_and_down_never_loses_or_doubles_a_line(order, cuts, acts):
    low, high = sorted(cuts)
    sections = (
        Section(0, "", tuple(map(SketchLine, order[:low]))),
        Section(1, "x", tuple(map(SketchLine, order[low:high]))),
        Section(2, "y", tuple(map(SketchLine, order[high:]))),
    )
    sketch = Sketch(sections)
    for said in acts:
        after = act(sketch, said, {})
        assert sorted(line.key for line in after.lines) == sorted(line.key for line in sketch.lines)
        verb, _colon, key = said.partition(":")
        back = act(after, f"{'down' if verb == 'up' else 'up'}:{key}", {})
        assert after == sketch or back == sketch, "the other button undoes it"
        sketch = after
    assert {section.number for section in sketch.sections} == {0, 1, 2}


def test_a_button_that_nobody_made_changes_nothing():
    sketch = Sketch((Section(0),), (RuleRow(1),))
    for said in ("", "up:", "drop:s0", "unpick:x:1:2", "explode:i1", "add:9"):
        assert act(sketch, said, {}) == sketch


@pytest.mark.django_db
@pytest.mark.usefixtures("noon")
@pytest.mark.row(40)
def test_editions_are_compared_and_one_in_use_stays(country):
    first = make.form_version(country)
    make.open_round(country, version=first)
    lines = (make.LINES[1], make.LINES[0], *make.LINES[2:-1], make.DesignLine("houses_built"))
    by = country.actor("provincial_specialist", "A")
    prompts = (make.PROMPTS[0],)
    changed = make.design(lines=lines, rules=(), prompts=prompts)
    services.design_form(changed, owner=country["A"], by=by, form=first.form)
    client = enter(country, "provincial_specialist", "A")
    url = reverse("reports:form_editions", args=[first.form.public_id])
    found = client.get(url).context["difference"]
    assert [len(rows) for rows in (found.added, found.removed, found.changed)] == [1, 1, 1]
    assert len(found.rules_removed) == 1
    assert found.questions_added == ["Khó khăn, vướng mắc của xã"]
    assert client.get(url, {"a": "1", "b": "1"}).context["difference"] is None
    assert first.items.count() == len(make.LINES)
    assert enter(country, "provincial_specialist", "B").get(url).status_code == 404
    assert client.get(reverse("reports:form_editions", args=[uuid4()])).status_code == 404
