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

from danvan.reader.engine.facts.reading import Reading, reading_of, squeezed
from danvan.reader.engine.facts.sentences import sentences_of
from danvan.reader.engine.model import Asked, Page, Part

# Verbs with which a duty begins. Two-word verbs first, so that the longer one is found.
VERBS = (
    "tiếp tục|tăng cường|đẩy mạnh|nâng cao|nâng chất|đổi mới|chú trọng|quan tâm|tập trung|"
    "thực hiện|làm tốt|làm rõ|phát huy|"
    "chủ động|chủ trì|tích cực|phối hợp|tham mưu|xây dựng|triển khai|tổ chức|rà soát|kiểm tra|"
    "đôn đốc|củng cố|kiện toàn|nắm chắc|"
    "nắm bắt|nắm|bám sát|vận động|tuyên truyền|phát động|thường xuyên|kịp thời|hoàn thành|"
    "hoàn thiện|khẩn trương|nghiên cứu|"
    "đề xuất|chỉ đạo|lãnh đạo|hướng dẫn|quán triệt|bảo đảm|đảm bảo|giải quyết|xử lý|sơ kết|"
    "tổng kết|nhân rộng|lựa chọn|phấn đấu|"
    "duy trì|mở rộng|đa dạng hóa|thể chế hóa|cụ thể hóa|gắn|khắc phục|báo cáo|bố trí|đào tạo|"
    "bồi dưỡng|giám sát|theo dõi|xác định|"
    "đi sâu|sâu sát|gương mẫu|lắng nghe|đối thoại|tiếp thu|sửa đổi|bổ sung|ban hành|công khai|"
    "huy động|khơi dậy|động viên|"
    "khuyến khích|hỗ trợ|giúp đỡ|chăm lo|giữ vững|ngăn chặn|phòng ngừa|chấn chỉnh|lồng ghép|"
    "tranh thủ|nêu cao|đề cao|cải cách|"
    "cải tiến|linh hoạt|sáng tạo|quyết liệt|nghiêm túc|coi trọng|ưu tiên|chuẩn bị|đăng ký|lập|"
    "cử|rút kinh nghiệm|tạo điều kiện|"
    "tạo sự|kiên quyết|cung cấp|trao đổi|phân công|đánh giá|thống nhất|phản ánh|tiến hành|"
    "thúc đẩy|phổ biến|giữ gìn|hướng mạnh"
)
_VERB = re.compile(rf"(?<!\w)(?:{VERBS})(?!\w)")
_VERB_HEAD = re.compile(
    rf"(?:{'|'.join(f'[{verb[0]}{verb[0].upper()}]{verb[1:]}' for verb in VERBS.split('|'))})(?!\w)"
)
# After these words a verb is a noun ("công tác tuyên truyền", "các tổ chức", "sự lãnh đạo", "cán bộ lãnh đạo").
_NOUNS_BEFORE = re.compile(
    r"(?:tác|các|những|mọi|sự|việc|bộ|quan|vị|đạo,|người|của|ban|Ban|cấp|và|ngành|kế hoạch|hoạt động|đoàn|sở) $"
)
_ORDINAL = re.compile(
    r"(?:(?:Một|Hai|Ba|Bốn|Năm|Sáu|Bảy|Tám|Chín|Mười) là|Thứ (?:nhất|hai|ba|tư|năm|sáu|bảy|tám|"
    r"chín|mười))(?:,|:| là,?)? ?"
)
_NUMBERED = re.compile(r"(?:\d{1,2}(?:\.\d{1,2})?[.)/-] ?|[-+*•] ?|[a-zđ]\) ?)(?:\(\d\) ?)?")
_ASK = re.compile(
    r"(?<!\w)(?P<ask>[Yy]êu cầu|[Đđ]ề nghị|[Kk]iến nghị|[Ll]ưu ý|[Gg]iao(?= (?:cho )?[A-ZĐỦ]|"
    r" các| cho)|[Pp]hân công(?= [A-ZĐỦ]| các))(?!\w)"
)
_NO_ASK_BEFORE = re.compile(
    r"(?:đáp ứng|theo|các|những|với|trước|đích,|bảo đảm|đảm bảo|đạt|nội dung|và|bàn|được|số|"
    r"một số|nhiều|đơn|văn bản|ý kiến|mọi|"
    r"đúng|cao|phù hợp|tờ trình|khi có|là|,) $"
)
_NO_ASK_AFTER = re.compile(
    r" (?:nhiệm vụ|của|đề ra|đặt ra|công tác|phát triển|về|trong|chính đáng|thực tiễn|cao|mới|"
    r"khen|tặng|xét|công nhận)(?!\w)"
)
_NEED = re.compile(r"(?<!\w)(?:cần|phải)(?: phải)? (?=(?:" + VERBS + r")(?!\w))")
_SECTION = re.compile(
    r"(?:[Nn]hiệm vụ|[Gg]iải pháp|[Yy]êu cầu|[Đđ]ề nghị|[Kk]iến nghị|[Pp]hương hướng|"
    r"[Tt]rọng tâm|NHIỆM VỤ|GIẢI PHÁP|PHƯƠNG HƯỚNG|"
    r"[Nn]ội dung sau|[Vv]iệc sau|TỔ CHỨC THỰC HIỆN|[Tt]ổ chức thực hiện)[^.\n]{0,160}$"
)
_NO_SECTION = re.compile(r"(?:[Kk]ết quả|KẾT QUẢ|[Nn]guyên nhân|[Hh]ạn chế|[Tt]hực trạng|[Bb]ài học)[^.\n]{0,120}$")
_AIM = re.compile(
    r"(?:[Đđ]ồng thời|[Dd]o đó|[Vv]ì vậy|[Bb]ên cạnh đó|[Tt]rong thời gian tới|"
    r"[Tt]hời gian tới)?,? ?[Đđ]ể (?P<aim>[^.;\n]{8,220}?), "
)
_AIM_WORDS = re.compile(
    r"(?:triển khai|thực hiện|làm tốt|góp phần|nâng cao|tiếp tục|phát huy|đạt được|hoàn thành|"
    r"đẩy mạnh|tạo|khắc phục)"
)
_PAST = re.compile(
    r"(?<!\w)(?:đã|được (?:quan tâm|thực hiện|triển khai|củng cố|nâng|các)|đạt được|"
    r"góp phần tích cực|từng bước được|ngày càng được)(?!\w)"
)
_PURPOSE = re.compile(
    r",? nhằm (?!vào)|, (?:qua đó|từ đó|góp phần|tạo (?:sự|chuyển|điều|động|niềm|tiền|nền)|"
    r"phấn đấu (?:xây|đưa|trở|đến|đạt)|để (?:tạo|nâng|góp|từ))| “[Vv]ề "
)
_LINK = re.compile(
    r"(?:(?:[Đđ]ồng thời|[Đđ]ặc biệt(?: là)?|[Bb]ên cạnh đó|[Nn]goài ra|[Cc]ùng với đó|"
    r"[Tt]rong đó|[Nn]hất là|[Tt]rước mắt|[Ss]ong song với đó|"
    r"[Tt]rong thời gian tới|[Tt]hời gian tới|[Vv]ới vai trò đó|[Mm]ặt khác|[Tt]iếp đó|và)(?:,|:)? )+"
)
_CLAUSES = re.compile(r"; ?|, đồng thời,? |\. ?$")
_DOER_START = re.compile(
    r"(?:[Cc]ác|[Hh]ệ thống|[Cc]ấp ủy|[Mm]ỗi|[Tt]ừng|[Tt]oàn|[Nn]gười đứng đầu|[Ll]ực lượng|"
    r"[Tt]hường trực|[Đđ]ội ngũ|[Cc]án bộ|[Cc]hính quyền|"
    r"[Hh]uyện|[Tt]ỉnh|[Xx]ã|[Cc]ơ quan|[Đđ]ơn vị|[Bb]an|[Kk]hối|cho |[A-ZĐỦ])"
)
_MAX_DOER = 170


@dataclass(frozen=True)
class _Task:
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


def find_tasks(page: Page) -> tuple[Asked, ...]:
    """Return what the page asks for or sets as tasks, in the order of the text."""
    reading = reading_of(page)
    state = _State()
    tasks: list[_Task] = []
    for start, end in sentences_of(reading):
        if reading.block_at(start).part not in (Part.BODY, Part.LEAD):
            continue
        _new_paragraph(reading, state, start)
        tasks += _of_sentence(reading.text, start, end, state)
    return tuple(_asked(reading, task) for task in tasks)


def _new_paragraph(reading: Reading, state: _State, start: int) -> None:
    paragraph = reading.text.rfind("\n", max(state.paragraph, 0), start)
    if paragraph >= 0 and paragraph != state.paragraph or state.paragraph < 0:
        state.paragraph = max(paragraph, 0)
        state.asking = False
        state.item = False


def _of_sentence(text: str, start: int, end: int, state: _State) -> list[_Task]:
    sentence = text[start:end]
    ordinal = _ORDINAL.match(text, start, end)
    if ordinal and (state.section or _duty_at(text, ordinal.end())):
        state.item = True
        return _of_item(text, ordinal.end(), end, "ordinal_duty")
    numbered = _NUMBERED.match(text, start, end)
    if numbered and state.section:
        state.item = True
        return _of_item(text, numbered.end(), end, "listed_duty")
    if _opens_section(sentence):
        state.section = True
        return []
    if _NO_SECTION.search(sentence[-200:]) and len(sentence) < 200:
        state.section = False
        return []
    if state.item:
        return []
    for finder in (_requests, _needs, _aims, _goes_on):
        found = list(finder(text, start, end, state))
        if found:
            state.asking = True
            return found
    state.asking = False
    return []


def _opens_section(sentence: str) -> bool:
    """A heading or a sentence that ends with a colon and announces duties."""
    if len(sentence) > 400 or not _SECTION.search(sentence[-220:]):
        return False
    return sentence.endswith(":") or (len(sentence) < 130 and not sentence.endswith((".", ";", "…")))


def _duty_at(text: str, at: int) -> bool:
    return _VERB_HEAD.match(text, at) is not None


def _of_item(text: str, start: int, end: int, rule: str) -> list[_Task]:
    """The first clause of a numbered duty; the rest of the item explains it."""
    clause_end = text.find(";", start, end)
    clause_end = end if clause_end < 0 else clause_end
    task = _clause(text, start, clause_end, rule, 0.9 if rule == "ordinal_duty" else 0.75)
    return [task] if task else []


def _requests(text: str, start: int, end: int, state: _State) -> Iterator[_Task]:
    for ask in _ASK.finditer(text, start, end):
        if _NO_ASK_BEFORE.search(text, max(ask.start() - 12, start), ask.start()) or _NO_ASK_AFTER.match(
            text, ask.end()
        ):
            continue
        at = ask.end()
        while at < end and text[at] in " :,":
            at += 1
        rest = re.compile(r"(?:cho |với |rằng |thêm )?").match(text, at)
        tasks = [*_clauses(text, rest.end() if rest else at, end, "request", 0.85)]
        if tasks and (_VERB.search(text, at, end)):
            yield from tasks
            return


def _needs(text: str, start: int, end: int, state: _State) -> Iterator[_Task]:
    need = _NEED.search(text, start, end)
    if need is None or _PAST.search(text, start, need.start()) or text.startswith(("nhu ", "Nhu "), need.start() - 4):
        return
    doer = _doer(text, start, need.start())
    for number, task in enumerate(_clauses(text, need.end(), end, "need", 0.75)):
        yield task if number or doer is None else _Task(task.start, task.end, doer, task.rule, task.confidence)


def _aims(text: str, start: int, end: int, state: _State) -> Iterator[_Task]:
    """ "Để thực hiện …, các đơn vị tăng cường …": an aim, who, and what is to be done."""
    aim = _AIM.match(text, start, end)
    if aim is None or not _AIM_WORDS.match(aim["aim"]) or _PAST.search(text, aim.end(), end):
        return
    at = aim.end()
    while _VERB_HEAD.match(text, at, end) or text.startswith("góp phần", at):  # the aim goes on
        comma = text.find(", ", at, end)
        if comma < 0:
            return
        at = comma + 2
    verb = _first_verb(text, at, end)
    if verb is None or verb - at > _MAX_DOER:
        return
    helper = re.compile(r"tham mưu cho (?:các )?cấp ủy(?:, chính quyền)? (?=" + VERBS + ")").match(text, verb, end)
    doer = _doer(text, at, verb)
    for number, task in enumerate(_clauses(text, helper.end() if helper else verb, end, "aim_and_duty", 0.65)):
        yield task if number or doer is None else _Task(task.start, task.end, doer, task.rule, task.confidence)


def _goes_on(text: str, start: int, end: int, state: _State) -> Iterator[_Task]:
    """A sentence that begins with a verb and follows a request; "Tiếp tục …" also by itself."""
    link = _LINK.match(text, start, end)
    at = link.end() if link else start
    head = _VERB_HEAD.match(text, at, end)
    if head is None or _PAST.search(text, start, end):
        return
    if state.asking or state.section or (text.startswith(("Tiếp tục", "tiếp tục"), at) and end - at > 40):
        yield from _clauses(text, at, end, "goes_on", 0.7 if state.asking else 0.55)


def _clauses(text: str, start: int, end: int, rule: str, confidence: float) -> Iterator[_Task]:
    at = start
    for cut in [*_CLAUSES.finditer(text, start, end), None]:
        stop = cut.start() if cut else end
        task = _clause(text, at, stop, rule, confidence)
        if task:
            yield from _halves(text, task)
        if cut:
            at = cut.end()


_AND_DUTY = re.compile(
    r" và (?=(?:nghiên cứu tham mưu|chủ trì|báo cáo kết quả (?:về|với|cho)|xây dựng kế hoạch)(?!\w))"
)


def _halves(text: str, task: _Task) -> Iterator[_Task]:
    """Two duties joined by "và", where the second begins with a verb of its own work."""
    both = _AND_DUTY.search(text, task.start + 20, task.end)
    if both is None:
        yield task
        return
    yield _Task(task.start, both.start(), task.doer, task.rule, task.confidence)
    yield _Task(both.end(), task.end, task.doer, task.rule, task.confidence)


def _clause(text: str, start: int, end: int, rule: str, confidence: float) -> _Task | None:
    """One clause as a task: links and doer before the verb go, the purpose after it goes."""
    while start < end and text[start] in " \n-":
        start += 1
    link = _LINK.match(text, start, end)
    start = link.end() if link else start
    aim = _AIM.match(text, start, end) or re.compile(r"[Cc]ăn cứ [^,;.\n]{5,160}, ").match(text, start, end)
    start = aim.end() if aim else start
    need = _NEED.search(text, start, end)
    if need and need.start() - start <= _MAX_DOER:
        doer, start = _doer(text, start, need.start()), need.end()
    else:
        verb = _first_verb(text, start, end)
        doer = None
        if verb is not None and verb > start and verb - start <= _MAX_DOER:
            doer = _doer(text, start, verb)
            start = verb if doer else start
        elif verb is None and not _DOER_START.match(text, start, end):
            return None
    purpose = _PURPOSE.search(text, start + 12, end)
    end = purpose.start() if purpose else end
    while end > start and text[end - 1] in " .,;:…/\n":
        end -= 1
    if end - start < 15 or text.count(" ", start, end) < 3:
        return None
    return _Task(start, end, doer, rule, confidence)


def _first_verb(text: str, start: int, end: int) -> int | None:
    """Where the first verb of duty begins, passing by verbs that are nouns."""
    if _VERB_HEAD.match(text, start, end):
        return start
    for verb in _VERB.finditer(text, start, min(end, start + _MAX_DOER + 20)):
        if not _NOUNS_BEFORE.search(text, max(verb.start() - 12, start), verb.start()):
            return verb.start()
    return None


def _doer(text: str, start: int, end: int) -> str | None:
    words = squeezed(text[start:end]).strip(" ,:")
    words = words.removeprefix("cho ")
    link = _LINK.match(words)
    words = words[link.end() :] if link else words
    if not 2 <= len(words) <= _MAX_DOER or not _DOER_START.match(words):
        return None
    return words


def _asked(reading: Reading, task: _Task) -> Asked:
    return Asked(
        text=reading.raw(task.start, task.end),
        spans=(reading.span(task.start, task.end),),
        rule=task.rule,
        confidence=task.confidence,
        doer=task.doer,
    )
