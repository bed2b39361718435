"""Arithmetic between the figures of one text: do parts add up, is a share right, does a change fit.

Nothing is corrected: a check says what stands, what the parts give, and whether the two agree.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from decimal import ROUND_HALF_UP, Decimal

from danvan.reader.engine.facts.amounts import decimals
from danvan.reader.engine.model import Block, Check, Figure, Page

MAX_PARTS = 40
MAX_GAP = 400  # characters between two figures that belong together
_END = re.compile(r"[.!?…](?=\s)|\n\s*\n")
_WHOLE = re.compile(r"(?<!\w)(?:gồm|bao gồm|cụ thể|chia ra|chia thành|trong đó)(?!\w)|^[^;.\d]{0,60}:\s")
_NESTED = re.compile(r"(?<!\w)(?:gồm|bao gồm|cụ thể|trong đó|riêng)(?!\w)")
_SUBSET = re.compile(r"(?<!\w)(?:trong đó|riêng|nhất là)(?!\w)")
_NEXT_SENTENCE = re.compile(r"\.\s{1,2}(?=(?:cụ thể|trong đó|bao gồm)(?!\w))")
_OPENS = re.compile(r"\s?(?:[\"“][^\"”()\d]{1,60}[\"”] ?)?\(")
_OTHER_TALK = re.compile(r"(?<!\w)(?:tăng|giảm|so với|cùng kỳ|đạt|năm trước)(?!\w)")
_RATE_FAR = re.compile(r"[^;%\n]{0,120}[,(]\s?(?:đạt|chiếm|bằng|tương đương)\s(?:tỷ lệ\s|tỉ lệ\s)?")
_SAYS_PART = re.compile(r"(?<!\w)(?:trong đó|trong tổng số|thực hiện)(?!\w)")
_TOTAL = re.compile(r"(?:trong|trên) (?:tổng )?số $")
_RATE = re.compile(r"[\s(,]{0,3}(?:đạt|chiếm|bằng|tương đương|=)?\s?(?:tỷ lệ|tỉ lệ)?\s?[(:]?\s?")
_RATE_AFTER = re.compile(r"\s?(?:kế hoạch|chỉ tiêu|so với|nghị quyết|dự toán|cùng kỳ)")
_CHANGE = re.compile(r"[\s,(;-]{0,3}(tăng|giảm)(?: thêm)?\s(?:hơn |gần |khoảng )?")
_AGAINST = re.compile(r"\s?(?:\([^()]{0,20}\)\s)?(?:so với|so)\s[^.;\n]{0,60}?(?:\(|là |có |đạt |với )$")

# Words that count what the next word says; "tổ" and "đồng" are none ("tổ chức", "đồng chí").
_CLASSIFIERS = frozenset(("buổi", "ca", "chuyến", "cuộc", "đợt", "lần", "lớp", "lượt", "phiên", "trận", "vụ"))

_Place = tuple[int, int, int]  # start, end, place in the list of figures


def find_checks(figures: tuple[Figure, ...], page: Page) -> tuple[Check, ...]:
    """Return what can be recomputed between the figures, in the order of the wholes."""
    places = sorted((span.start, span.end, at) for at, figure in enumerate(figures) for span in figure.spans)
    blocks = sorted(page.readable, key=lambda block: block.start)
    checks: list[Check] = []
    for at in range(len(places)):
        block = _block_of(blocks, places[at][0])
        if block is None:
            continue
        rest = places[at : at + MAX_PARTS + 2]
        checks += [
            check
            for check in (_sum(figures, rest, block), _share(figures, places, at, block), _change(figures, rest, block))
            if check is not None
        ]
    return tuple(dict.fromkeys(checks))


def _block_of(blocks: list[Block], start: int) -> Block | None:
    at = bisect_right(blocks, start, key=lambda block: block.start) - 1
    return blocks[at] if at >= 0 and start < blocks[at].end else None


def _gap(block: Block, start: int, end: int) -> str | None:
    """Return the text between two figures in small letters, None if they are not in one block, or far apart."""
    if not block.start <= start <= end <= block.end or end - start > MAX_GAP:
        return None
    return block.text[start - block.start : end - block.start].lower()


def _sum(figures: tuple[Figure, ...], places: list[_Place], block: Block) -> Check | None:
    whole = figures[places[0][2]]
    if len(places) < 3 or whole.unit == "%" or whole.of is not None:
        return None
    if bracketed := _in_brackets(figures, places, block):
        return bracketed
    parts: list[int] = []
    subset = exact = False
    for before, place in zip(places, places[1:], strict=False):
        gap = _gap(block, before[1], place[0])
        if gap is None or _END.search(gap if parts else _NEXT_SENTENCE.sub(" ", gap)):
            break
        if before is places[0]:
            cue = _WHOLE.search(gap)
            if cue is None or _OTHER_TALK.search(gap):
                return None
            subset = _SUBSET.search(gap) is not None
            exact = not subset
        elif parts and _NESTED.search(gap):
            exact = False  # a part has parts of its own
            break
        part = figures[place[2]]
        if _alike(part, whole) and part.of is None:
            if _OTHER_TALK.search(gap) and parts:
                exact = False
                break
            parts.append(place[2])
    if len(parts) < 2:
        return None
    total = float(sum(Decimal(str(figures[part].value)) for part in parts))
    holds = _equal(total, whole.value)
    if not holds and not (exact or total > whole.value):
        return None
    rule = "check.subset" if subset else "check.sum"
    return Check("sum", places[0][2], tuple(parts), whole.value, total, holds, rule)


def _in_brackets(figures: tuple[Figure, ...], places: list[_Place], block: Block) -> Check | None:
    """Check "1.536 đơn (tồn 40 đơn, mới 1.496 đơn)"; of parts with other units only an agreement is told."""
    whole = figures[places[0][2]]
    gap = _gap(block, places[0][1], places[1][0])
    if gap is None or not _OPENS.match(gap) or ")" in gap:
        return None
    close = block.text.find(")", places[1][0] - block.start, places[1][0] - block.start + MAX_GAP)
    inside = [place[2] for place in places[1:] if place[1] <= close + block.start]
    parts = [part for part in inside if figures[part].unit != "%" and figures[part].of is None]
    if close < 0 or len(parts) < 2 or len(parts) != len(inside):
        return None
    total = float(sum(Decimal(str(figures[part].value)) for part in parts))
    holds = _equal(total, whole.value)
    text = block.text[places[0][1] - block.start : close].lower()
    alike = all(_alike(figures[part], whole) for part in parts)
    if not holds and (not alike or _OTHER_TALK.search(text) or (_SUBSET.search(text) and total < whole.value)):
        return None
    return Check("sum", places[0][2], tuple(parts), whole.value, total, holds, "check.brackets")


def _alike(part: Figure, whole: Figure) -> bool:
    """Tell whether two units are one: "ý kiến" are parts of "lượt ý kiến"."""
    if part.unit == whole.unit or whole.unit.endswith(f" {part.unit}") or part.unit.endswith(f" {whole.unit}"):
        return True
    # "532 cuộc giám sát, trong đó cấp tỉnh 12 cuộc": the parts have the whole's first word alone.
    return whole.unit.startswith(f"{part.unit} ") and part.unit in _CLASSIFIERS


def _equal(one: float, other: float) -> bool:
    return abs(one - other) <= 1e-6 * max(1.0, abs(other))


def _share(figures: tuple[Figure, ...], places: list[_Place], at: int, block: Block) -> Check | None:
    """Check a percentage against the two counts before it, or against "a/b" before it."""
    rate = figures[places[at][2]]
    if rate.unit != "%" or at == 0:
        return None
    before = places[at - 1]
    part = figures[before[2]]
    gap = _gap(block, before[1], places[at][0])
    if gap is None or part.unit == "%":
        return None
    near = _RATE.fullmatch(gap) is not None
    if not near and not _RATE_FAR.fullmatch(gap):
        return None
    if part.of is not None:
        check = _share_check(rate, (part.value, part.of), places[at][2], (before[2],))
        return check if near or check.holds else None
    return _share_of_two(figures, places[at - 2 : at + 1], block, near=near) if at > 1 else None


def _share_of_two(figures: tuple[Figure, ...], places: list[_Place], block: Block, *, near: bool) -> Check | None:
    """Check "đăng ký 3.334 mô hình, thực hiện 3.145 mô hình, đạt 94,3%": whole, part, percentage."""
    earlier, before, at = places
    whole, part, rate = figures[earlier[2]], figures[before[2]], figures[at[2]]
    end = at[1] - block.start
    if _RATE_AFTER.match(block.text[end : end + 20].lower()):
        return None
    gap = _gap(block, earlier[1], before[0])
    total = _TOTAL.search(block.text[max(0, earlier[0] - block.start - 16) : earlier[0] - block.start].lower())
    if gap is None or _END.search(gap) or not (_alike(part, whole) or total) or whole.of is not None:
        return None
    if not 0 < part.value <= whole.value:
        return None
    check = _share_check(rate, (part.value, whole.value), at[2], (before[2], earlier[2]))
    # The two counts need not be part and whole: only an agreement is certain, or a word that says so.
    return check if check.holds or (near and _SAYS_PART.search(gap)) else None


def _share_check(rate: Figure, counts: tuple[float, float], whole: int, parts: tuple[int, ...]) -> Check:
    numeral = re.match(r"[\d.,]+", rate.text)
    shown = decimals(numeral.group()) if numeral else 0
    exact = Decimal(str(counts[0])) * 100 / Decimal(str(counts[1]))
    expected = float(exact.quantize(Decimal(1).scaleb(-shown), ROUND_HALF_UP))
    return Check("share", whole, parts, rate.value, expected, _equal(expected, rate.value), "check.share")


def _change(figures: tuple[Figure, ...], places: list[_Place], block: Block) -> Check | None:
    """Check "120 mô hình, tăng 20 mô hình so với năm 2019 (100 mô hình)", the change counted or in per cent."""
    if len(places) < 3:
        return None
    (_, new_end, new), (start, end, change), (old_start, _, old) = places[:3]
    now, step, past = figures[new], figures[change], figures[old]
    gap, against = _gap(block, new_end, start), _gap(block, end, old_start)
    if gap is None or against is None or now.unit != past.unit or step.unit not in (now.unit, "%"):
        return None
    verb = _CHANGE.fullmatch(gap)
    if verb is None or now.unit == "%" or not _AGAINST.fullmatch(against):
        return None
    difference = now.value - past.value if verb.group(1) == "tăng" else past.value - now.value
    if step.unit == "%":
        if not past.value:
            return None
        return _rated(step, (difference, past.value), (change, new, old))
    expected = float(round(Decimal(str(difference)), 6))
    holds = _equal(expected, step.value)
    return Check("change", change, (new, old), step.value, expected, holds, "check.change")


def _rated(step: Figure, counts: tuple[float, float], at: tuple[int, int, int]) -> Check:
    share = _share_check(step, counts, at[0], at[1:])
    return Check("change", share.whole, share.parts, share.stated, share.expected, share.holds, "check.change")
