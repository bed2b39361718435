"""Writing a first draft: the sentences of the outline whose figures are known, with live numbers in their places."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from danvan.figures.models import Indicator
from danvan.figures.queries import indicators as all_indicators

from .asking import Question, answers
from .models import BlockKind
from .outlines import PLACEHOLDER, Outline, ParagraphPlan, RankPlan, Section, TablePlan
from .ranks import MOST
from .tokens import place

# Columns that still fit on a page laid on its side; the annex by indicator holds all of them.
MOST_COLUMNS = 8
ANNEX_BY_INDICATOR = "Kết quả theo chỉ tiêu"
ANNEX_BY_UNIT = "Kết quả theo đơn vị"
CLOSING = "Trên đây là báo cáo {subject}."


@dataclass(frozen=True)
class Subject:
    """What the review is about, as its questions and its sentences name it.

    ``previous`` is the same period of the year before ("" for a campaign), ``last`` the period just before ("" where
    that is the same). ``as_of`` is the ISO day to whose units the figures are carried, "" for those of the time.
    """

    unit: str
    period: str
    previous: str
    line: str
    directive: str = ""
    words: Mapping[str, str] = field(default_factory=dict)
    last: str = ""
    as_of: str = ""

    def scope(self) -> Question:
        """The part that all questions share."""
        scope = {"unit": self.unit, "period": self.period, "line": self.line}
        return scope | {"as_of": self.as_of} if self.as_of else scope


@dataclass
class NewBlock:
    """A block to be written; ``ref`` names the figure that holds the rows of a block made from the data."""

    kind: str
    text: str
    level: int = 1
    ref: str = ""


@dataclass
class Draft:
    """All blocks in order, and the questions by key."""

    blocks: list[NewBlock] = field(default_factory=list)
    questions: dict[str, Question] = field(default_factory=dict)


def question_of(placeholder: str, subject: Subject) -> Question | None:
    """The question of a placeholder such as ``share dvk_implemented dvk_registered``; None when it is a word."""
    kind, *names = placeholder.split(" ")
    if kind in ("coverage", "attendance"):
        if kind == "attendance":
            return {"ask": kind, "directive": subject.directive, "unit": subject.unit}
        return {"ask": kind} | subject.scope()
    if kind == "step":
        return {"ask": kind, "directive": subject.directive, "unit": subject.unit, "step": names[0]}
    if not names:
        return None
    code, _dot, part = names[0].partition(".")
    question: Question = {"ask": kind, "indicator": code, "part": part or None} | subject.scope()
    if kind == "share":
        question |= {"of": names[1], "of_part": None}
    if kind == "change":
        question["since"] = subject.previous
    if kind == "since_last":
        question |= {"ask": "change", "since": subject.last}
    return question


def rank_question(plan: RankPlan, subject: Subject) -> Question:
    """The question of a list of units that lead or trail."""
    asked: Question = {"ask": "trailing" if plan.trails else "leading", "indicator": plan.indicator, "most": MOST}
    return asked | ({"of": plan.of} if plan.of else {}) | subject.scope()


class Writer:
    """Drafts one paper: first everything that the outline could say is asked at once, then the sentences fall out."""

    def __init__(self, outline: Outline, subject: Subject) -> None:
        self.outline = outline
        self.subject = subject
        self.draft = Draft()
        self._keys: dict[str, str] = {}
        self._indicators = {indicator.code: indicator for indicator in all_indicators()}
        self._questions = self._possible()
        self._said = answers(self._questions)

    def write(self) -> Draft:
        """The whole draft with its annexes."""
        for section in self.outline.sections:
            self._section(section)
        self._add(BlockKind.PARAGRAPH, self._words(CLOSING))
        if self.outline.annexes:
            self._annexes()
        return self.draft

    def _possible(self) -> dict[str, Question]:
        """Every question that a sentence, a table or an annex may need, by the placeholder that asks it."""
        found = {}
        for text in _texts(self.outline):
            for name in PLACEHOLDER.findall(text):
                question = question_of(name, self.subject)
                if question is not None and self._can_ask(question):
                    found[name] = question
        for section in self.outline.sections:
            found |= {_rank_name(plan): rank_question(plan, self.subject) for plan in section.ranks}
        for code, indicator in self._indicators.items():
            for name in (f"figure {code}", f"target {code}", f"of_target {code}"):
                found[name] = question_of(name, self.subject)
            for part in indicator.parts.all():
                found[f"figure {code}.{part.code}"] = question_of(f"figure {code}.{part.code}", self.subject)
        return found

    def _can_ask(self, question: Question) -> bool:
        """A change needs an earlier period, a step a directive."""
        if question["ask"] == "change":
            return bool(question["since"])
        return question["ask"] not in ("step", "attendance") or bool(self.subject.directive)

    def _section(self, section: Section) -> None:
        self._add(BlockKind.HEADING, self._words(section.heading), level=section.level)
        for plan in section.paragraphs:
            self._paragraph(plan)
        if section.table:
            self._table(section.table)
        if section.targets:
            self._targets(section.targets)
        for plan in section.ranks:
            self._rank(plan)
        if section.lagging:
            question = {"ask": "lagging", "directive": self.subject.directive} | self.subject.scope()
            self._add(BlockKind.LAGGING, self._words(section.lagging), ref=self._key("lagging", question))

    def _paragraph(self, plan: ParagraphPlan) -> None:
        written = [self._filled(sentence) for sentence in plan.sentences if self._is_known(sentence)]
        text = " ".join(written) or self._words(plan.missing)
        if text:
            self._add(BlockKind.PARAGRAPH, text)

    def _is_known(self, sentence: str) -> bool:
        asked = [name for name in PLACEHOLDER.findall(sentence) if question_of(name, self.subject) is not None]
        return all(name in self._said and self._said[name].known for name in asked)

    def _filled(self, sentence: str) -> str:
        """The sentence with words filled in and numbers given their places."""

        def one(found) -> str:
            name = found[1]
            if name in self._questions:
                return place(self._key(name, self._questions[name]))
            return self.subject.words[name]

        return PLACEHOLDER.sub(one, sentence)

    def _words(self, text: str) -> str:
        return PLACEHOLDER.sub(lambda found: self.subject.words[found[1]], text)

    def _key(self, name: str, question: Question) -> str:
        """The key of a question, the same one wherever it is asked in the paper."""
        if name not in self._keys:
            self._keys[name] = f"s{len(self._keys) + 1}"
            self.draft.questions[self._keys[name]] = question
        return self._keys[name]

    def _add(self, kind: str, text: str, *, level: int = 1, ref: str = "") -> None:
        self.draft.blocks.append(NewBlock(kind, text, level, ref))

    def _number(self, name: str) -> str:
        """The place of a number, or a dash when it is not known."""
        return place(self._key(name, self._questions[name])) if self._said[name].known else "–"

    def _table(self, plan: TablePlan) -> None:
        """The parts of some indicators side by side, their wholes as the sum."""
        wanted = [code for code in plan.indicators if self._said[f"figure {code}"].known]
        if not wanted:
            return
        parts = list(self._indicators[wanted[0]].parts.all())
        names = {code: _column(self._indicators[code]) for code in wanted}
        lines = [self._words(plan.caption), " | ".join(["Lĩnh vực", *names.values()])]
        for part in parts:
            lines.append(" | ".join([part.name_vi, *(self._number(f"figure {code}.{part.code}") for code in wanted)]))
        lines.append("=" + " | ".join(["Tổng cộng", *(self._number(f"figure {code}") for code in wanted)]))
        self._add(BlockKind.TABLE, "\n".join(lines))

    def _rank(self, plan: RankPlan) -> None:
        """Only where there is an order: somebody told a number, and not all told the same."""
        name = _rank_name(plan)
        if self._said[name].amount:
            kind = BlockKind.LAGGING if plan.trails else BlockKind.LEADING
            self._add(kind, self._words(plan.caption), ref=self._key(name, self._questions[name]))

    def _targets(self, none: str) -> None:
        """One line for every target that was set for the area in the period."""
        items = []
        for code, indicator in self._indicators.items():
            if not self._said[f"target {code}"].known:
                continue
            target, result = self._number(f"target {code}"), self._number(f"figure {code}")
            measure = "" if indicator.is_ratio else f" {indicator.measure_vi}"
            text = f"{indicator.name_vi}: {result}{measure}, chỉ tiêu {target}{measure}"
            if self._said[f"of_target {code}"].known:
                text += f", đạt {self._number(f'of_target {code}')}"
            items.append(f"{text};" if self._said[f"figure {code}"].known else f"{text} (chưa có kết quả);")
        if items:
            items[-1] = items[-1].removesuffix(";") + "."
            self._add(BlockKind.LIST, "\n".join(items))
        else:
            self._add(BlockKind.PARAGRAPH, self._words(none))

    def _annexes(self) -> None:
        """All indicators with a result; then by unit those that the text speaks of."""
        known = [code for code in self._indicators if self._said[f"figure {code}"].known]
        if not known:
            return
        mentioned = {question.get("indicator") for question in self.draft.questions.values()}
        self._add(BlockKind.ANNEX, f"{ANNEX_BY_INDICATOR}, {self.subject.words['period']}")
        lines = ["", "TT | Chỉ tiêu | Đơn vị tính | Kết quả | Chỉ tiêu được giao | Tỷ lệ đạt"]
        for number, code in enumerate(known, start=1):
            one = self._indicators[code]
            cells = [str(number), one.name_vi, one.measure_vi]
            cells += [self._number(f"{kind} {code}") for kind in ("figure", "target", "of_target")]
            lines.append(" | ".join(cells))
        self._add(BlockKind.TABLE, "\n".join(["Biểu 1", *lines[1:]]))
        columns = [code for code in known if code in mentioned and self._indicators[code].additive]
        self._add(BlockKind.ANNEX, f"{ANNEX_BY_UNIT}, {self.subject.words['period']}")
        for number, start in enumerate(range(0, len(columns), MOST_COLUMNS), start=2):
            codes = columns[start : start + MOST_COLUMNS]
            question = {"ask": "grid", "indicators": codes} | self.subject.scope()
            key = self._key(f"grid {number}", question)
            self._add(BlockKind.COMMUNES, f"Biểu {number}", ref=key)


def _rank_name(plan: RankPlan) -> str:
    return f"rank {plan.trails} {plan.indicator} {plan.of}"


def _column(indicator: Indicator) -> str:
    """A short head for a column: what comes after the quoted name of the movement, or the whole name."""
    return indicator.name_vi.rpartition("” ")[2].capitalize()


def _texts(outline: Outline) -> Iterable[str]:
    for section in outline.sections:
        for plan in section.paragraphs:
            yield from plan.sentences
