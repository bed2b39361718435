"""What the text asks for or sets as a task, one fact for each task, worded exactly as in the text.

The rules follow how official texts ask: numbered duties ("Một là, …", "Thứ nhất, …", a list below "nhiệm vụ trọng tâm
sau:"), requests ("yêu cầu", "đề nghị", "giao … chủ trì"), duties with "cần", and the sentences after them that begin
with a verb ("Tiếp tục …", "Tăng cường …"). A task begins with its verb and ends with its clause; what follows with
"nhằm" or "góp phần" is its purpose, not the task. Whoever is to do it is its doer, where the sentence says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from danvan.reader.engine.facts.duties import (
    ADVISES,
    AHEAD,
    AHEAD_VERB,
    AIM,
    AIM_WORDS,
    AND_DUTY,
    ASKS,
    BODIES_BEFORE,
    BODY_WORD,
    CLAUSES,
    DOER_START,
    FRAME,
    GIVEN_TO,
    GROUNDS,
    INLINE,
    LEADS,
    LINK,
    MAX_DOER,
    NEED,
    NO_ASK_AFTER,
    NO_ASK_BEFORE,
    NO_SECTION,
    NOUNS_BEFORE,
    NUMBERED,
    OFTEN_NOUN,
    ORDINAL,
    ORDINAL_INSIDE,
    PAST,
    PURPOSE,
    SECTION,
    STATES,
    TO,
    VERB,
    VERB_HEAD,
)
from danvan.reader.engine.facts.reading import Reading, occurrences, reading_of, squeezed
from danvan.reader.engine.facts.sentences import sentences_of
from danvan.reader.engine.model import Asked, Page, Part


class _Task(NamedTuple):
    start: int
    end: int
    doer: str | None
    rule: str
    confidence: float


@dataclass
class _State:
    """What the sentences before have opened: a list of duties, a request that goes on in the same paragraph."""

    section: bool = False
    item: bool = False  # a numbered duty stands in this paragraph; its further sentences explain it
    asking: bool = False
    paragraph: int = -1
    checked: int = 0  # up to here the text was looked through for the beginnings of paragraphs
    ask: int | None = None  # where the words of a request in this sentence end


def find_tasks(page: Page) -> tuple[Asked, ...]:
    """Return what the page asks for or sets as tasks, in the order of the text."""
    reading = reading_of(page)
    state = _State()
    tasks: list[_Task] = []
    text = reading.text
    asks = [at + len(word) for at, word in occurrences(text, ASKS, reading.end) if _is_ask(text, at, word)]
    at = 0
    for start, end in sentences_of(reading):
        if reading.block_at(start).part not in (Part.BODY, Part.LEAD):
            continue
        _new_paragraph(reading, state, start)
        while at < len(asks) and asks[at] <= start:
            at += 1
        state.ask = asks[at] if at < len(asks) and asks[at] <= end else None
        tasks += _of_sentence(text, start, end, state)
    return tuple(_asked(reading, task) for task in tasks)


def _new_paragraph(reading: Reading, state: _State, start: int) -> None:
    paragraph = reading.text.rfind("\n", state.checked, start)
    state.checked = start
    if paragraph >= 0 or state.paragraph < 0:
        state.paragraph = max(paragraph, 0)
        state.asking = False
        state.item = False


def _of_sentence(text: str, start: int, end: int, state: _State) -> list[_Task]:
    sentence = text[start:end]
    ordinal = ORDINAL.match(text, start, end)
    if ordinal and (state.section or _duty_at(text, ordinal.end())):
        state.item = True
        return _of_item(text, ordinal.end(), end, "ordinal_duty")
    numbered = NUMBERED.match(text, start, end)
    if numbered and state.section:
        state.item = True
        return _of_item(text, numbered.end(), end, "listed_duty")
    if _opens_section(sentence):
        state.section = True
        return []
    if _closes_section(sentence):
        state.section = False
        return []
    if state.item:
        return []
    found = _first_found(text, start, end, state)
    state.asking = bool(found)
    return found


def _first_found(text: str, start: int, end: int, state: _State) -> list[_Task]:
    """The tasks of the first rule that finds any; a quick look tells which rules may."""
    if state.ask is not None and (found := list(_requests(text, start, end, state))):
        return found
    if (text.find("cần", start, end) >= 0 or text.find("phải", start, end) >= 0) and (
        found := list(_needs(text, start, end, state))
    ):
        return found
    if found := list(_aims(text, start, end, state)) or list(_ahead(text, start, end, state)):
        return found
    if text.find(":", start, end) >= 0 and (found := list(_inline(text, start, end, state))):
        return found
    return list(_leads(text, start, end)) or list(_goes_on(text, start, end, state))


def _opens_section(sentence: str) -> bool:
    """A heading or a sentence that ends with a colon and announces duties."""
    heading = len(sentence) < 130 and not sentence.endswith((".", ";", "…"))
    if not heading and not (sentence.endswith(":") and len(sentence) <= 400):
        return False
    return SECTION.search(sentence[-220:]) is not None


def _closes_section(sentence: str) -> bool:
    """A heading of another part: results, causes, lessons."""
    return len(sentence) < 200 and not sentence.endswith(".") and NO_SECTION.search(sentence) is not None


def _duty_at(text: str, at: int) -> bool:
    return VERB_HEAD.match(text, at) is not None


def _of_item(text: str, start: int, end: int, rule: str) -> list[_Task]:
    """The first clause of a numbered duty; the rest of the item explains it."""
    clause_end = text.find(";", start, end)
    clause_end = end if clause_end < 0 else clause_end
    task = _clause(text, start, clause_end, rule, 0.9 if rule == "ordinal_duty" else 0.75)
    return [task] if task else []


def _requests(text: str, start: int, end: int, state: _State) -> Iterator[_Task]:
    at = state.ask or start
    while at < end and text[at] in " :,":
        at += 1
    to = TO.match(text, at, end)
    at = to.end() if to else at
    if VERB.search(text, at, end):
        yield from _clauses(text, at, end, "request", 0.85)


def _is_ask(text: str, at: int, word: str) -> bool:
    """Whether the words ask for something; "theo yêu cầu", "đơn đề nghị", "giao ban" do not."""
    start, end = at - 1, at + len(word)
    if start < 0 or text[start] not in ASKS[word] or text[start - 1 : start].isalnum() or text[end : end + 1].isalnum():
        return False
    if word in ("iao", "hân công") and not GIVEN_TO.match(text, end):
        return False
    return NO_ASK_BEFORE.search(text, max(start - 12, 0), start) is None and NO_ASK_AFTER.match(text, end) is None


def _need_in(text: str, start: int, end: int) -> re.Match[str] | None:
    """The first "cần" or "phải" before a verb of duty."""
    for need in NEED.finditer(text, start, end):
        if need.start() == 0 or not text[need.start() - 1].isalnum():
            return need
    return None


def _needs(text: str, start: int, end: int, state: _State) -> Iterator[_Task]:
    need = _need_in(text, start, end)
    if need is None or PAST.search(text, start, need.start()) or text.startswith(("nhu ", "Nhu "), need.start() - 4):
        return
    doer = _doer(text, start, need.start())
    for number, task in enumerate(_clauses(text, need.end(), end, "need", 0.75)):
        yield task if number or doer is None else _Task(task.start, task.end, doer, task.rule, task.confidence)


def _aims(text: str, start: int, end: int, state: _State) -> Iterator[_Task]:
    """ "Để thực hiện …, các đơn vị tăng cường …": an aim, who, and what is to be done."""
    aim = AIM.match(text, start, end)
    if aim is None or not AIM_WORDS.match(aim["aim"]) or PAST.search(text, aim.end(), end):
        return
    at = aim.end()
    while VERB_HEAD.match(text, at, end) or text.startswith("góp phần", at):  # the aim goes on
        comma = text.find(", ", at, end)
        if comma < 0:
            return
        at = comma + 2
    verb = _first_verb(text, at, end)
    if verb is None or verb - at > MAX_DOER:
        return
    helper = ADVISES.match(text, verb, end)
    doer = _doer(text, at, verb)
    for number, task in enumerate(_clauses(text, helper.end() if helper else verb, end, "aim_and_duty", 0.65)):
        yield task if number or doer is None else _Task(task.start, task.end, doer, task.rule, task.confidence)


def _ahead(text: str, start: int, end: int, state: _State) -> Iterator[_Task]:
    """ "Thời gian tới, … tiếp tục …": what is set for the time to come."""
    frame = AHEAD.match(text, start, end)
    if frame is None or PAST.search(text, start, end):
        return
    verb = _first_verb(text, frame.end(), end)
    if verb is None or verb - frame.end() > MAX_DOER or not AHEAD_VERB.match(text, verb):
        return
    doer = _doer(text, frame.end(), verb)
    for number, task in enumerate(_clauses(text, verb, end, "time_ahead", 0.65)):
        yield task if number or doer is None else _Task(task.start, task.end, doer, task.rule, task.confidence)


def _inline(text: str, start: int, end: int, state: _State) -> Iterator[_Task]:
    """Duties listed in the sentence itself: "tập trung vào các nhiệm vụ: Phát huy …; nâng cao …"."""
    lead = INLINE.search(text, start, end)
    if lead is None or not VERB_HEAD.match(text, lead.end(), end) or PAST.search(text, start, lead.start()):
        return
    yield from _clauses(text, lead.end(), end, "duties_in_sentence", 0.7)


def _leads(text: str, start: int, end: int) -> Iterator[_Task]:
    """Who leads the work ("Ban Dân vận chủ trì, phối hợp với …"), or what a document says is to be done."""
    found = LEADS.search(text, start, end) if text.find("chủ trì", start, end) >= 0 else None
    if found and not PAST.search(text, start, end):
        doer = _doer(text, start, found.start())
        task = _clause(text, found.start(), end, "leads", 0.75)
        if task and doer:
            yield _Task(task.start, task.end, doer, task.rule, task.confidence)
        return
    clear = text.find(" rõ", start, end) >= 0 or text.find("nhấn mạnh", start, end) >= 0
    says = STATES.search(text, start, end) if clear else None
    if says is None or PAST.search(text, says.end(), end):
        return
    verb = _first_verb(text, says.end(), end)
    if verb is not None and verb - says.end() <= MAX_DOER and AHEAD_VERB.match(text, verb):
        doer = _doer(text, says.end(), verb)
        for number, task in enumerate(_clauses(text, verb, end, "stated_duty", 0.65)):
            yield task if number or doer is None else _Task(task.start, task.end, doer, task.rule, task.confidence)


def _goes_on(text: str, start: int, end: int, state: _State) -> Iterator[_Task]:
    """A sentence that begins with a verb and follows a request; "Tiếp tục …" also by itself."""
    link = LINK.match(text, start, end)
    at = link.end() if link else start
    head = VERB_HEAD.match(text, at, end)
    if head is None or PAST.search(text, start, end):
        return
    if state.asking or state.section or (text.startswith(("Tiếp tục", "tiếp tục"), at) and end - at > 40):
        yield from _clauses(text, at, end, "goes_on", 0.7 if state.asking else 0.55)


def _clauses(text: str, start: int, end: int, rule: str, confidence: float) -> Iterator[_Task]:
    at = start
    waits = rule == "request"  # the first clause may hold only those who are asked: "yêu cầu các sở; các xã làm …"
    for cut in [*CLAUSES.finditer(text, start, end), None]:
        stop = cut.start() if cut else end
        if waits and cut and stop < end and _first_verb(text, at, stop) is None and not _need_in(text, at, stop):
            waits = False
            continue
        waits = False
        task = _clause(text, at, stop, rule, confidence)
        if task:
            yield from _halves(text, task)
        if cut:
            at = cut.end()


def _halves(text: str, task: _Task) -> Iterator[_Task]:
    """Two duties joined by "và", where the second begins with a verb of its own work."""
    both = AND_DUTY.search(text, task.start + 20, task.end)
    if both is None:
        yield task
        return
    yield _Task(task.start, both.start(), task.doer, task.rule, task.confidence)
    yield _Task(both.end(), task.end, task.doer, task.rule, task.confidence)


def _clause(text: str, start: int, end: int, rule: str, confidence: float) -> _Task | None:
    """One clause as a task: links and doer before the verb go, the purpose after it goes."""
    while start < end and text[start] in " \n-":
        start += 1
    link = LINK.match(text, start, end)
    start = _past_ordinal(text, link.end() if link else start, end)
    aim = AIM.match(text, start, end) or GROUNDS.match(text, start, end)
    start = aim.end() if aim else start
    need = _need_in(text, start, end)
    if need and need.start() - start <= MAX_DOER:
        doer, start = _doer(text, start, need.start()), _past_ordinal(text, need.end(), end)
    else:
        verb = _first_verb(text, start, end)
        doer = None
        if verb is not None and verb > start and verb - start <= MAX_DOER:
            doer = _doer(text, start, verb)
            start = verb if doer else start
        elif verb is None and not DOER_START.match(text, start, end):
            return None
    purpose = PURPOSE.search(text, start + 12, end)
    end = purpose.start() if purpose else end
    while end > start and text[end - 1] in " .,;:…/\n":
        end -= 1
    if end - start < 15 or text.count(" ", start, end) < 3:
        return None
    return _Task(start, end, doer, rule, confidence)


def _past_ordinal(text: str, start: int, end: int) -> int:
    """Where the duty begins behind "Thứ nhất," or "tập trung: Một là"; `start` if no such words lead to one."""
    ordinal = ORDINAL_INSIDE.match(text, start, end)
    return ordinal.end() if ordinal and _duty_at(text, ordinal.end()) else start


def _first_verb(text: str, start: int, end: int) -> int | None:
    """Where the first verb of duty begins, passing by verbs that are nouns."""
    if VERB_HEAD.match(text, start, end):
        return start
    for verb in VERB.finditer(text, start, min(end, start + MAX_DOER + 20)):
        if BODY_WORD.match(text, verb.start()):
            continue
        before = max(verb.start() - 12, start)
        if NOUNS_BEFORE.search(text, before, verb.start()):
            continue
        if BODIES_BEFORE.search(text, before, verb.start()) and OFTEN_NOUN.match(text, verb.start()):
            continue
        return verb.start()
    return None


def _doer(text: str, start: int, end: int) -> str | None:
    words = squeezed(text[start:end]).strip(" ,:")
    words = FRAME.sub("", words).removeprefix("cho ").removeprefix("Giao ").removeprefix("giao ")
    words = words.removesuffix(" sẽ").removesuffix(" cũng")
    link = LINK.match(words)
    words = words[link.end() :] if link else words
    if not 2 <= len(words) <= MAX_DOER or not DOER_START.match(words):
        return None
    return words


def _asked(reading: Reading, task: _Task) -> Asked:
    return Asked(
        text=reading.written(task.start, task.end),
        spans=(reading.span(task.start, task.end),),
        rule=task.rule,
        confidence=task.confidence,
        doer=task.doer,
    )
