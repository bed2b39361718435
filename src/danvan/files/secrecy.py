"""Does a document carry a stamp of state secrecy (MẬT, TỐI MẬT, TUYỆT MẬT)?

Such a document must not enter this system (Law on protection of state secrets 2018, article 5). What can be seen is
text: the lines of a DOCX, XLSX or TXT, the file's name, and the strings of a PDF that are not compressed. What cannot
be seen: a stamp in a scanned or drawn page, in a picture, in compressed PDF text (nearly all PDFs), in an embedded
object or in a file locked with a password. A person must still look; this detector only catches the plain mistake.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from danvan.core.text import fold, nfc

# "MẬT" and what a keyboard without marks or a reader of scans makes of it; MẶT (face), MẮT (eye), MẤT (lost) are words.
_MAT = "(?:MẬT|MÂT|MẠT|MAT)"
_LEVEL = "(?:T[ỐÔOÓ]I|TUY[ỆÊEẸ]T)"
_STAMP = re.compile(rf"(?:TÀILIỆU|VĂNBẢN|TAILIEU|VANBAN|ĐỘ|DO)?{_LEVEL}?{_MAT}")
_WITH_MORE = re.compile(
    rf"(?:{_LEVEL}\s+)?{_MAT}(?:\s*[-–—/,]\s*|\s+)(?:(?:THƯỢNG\s+)?KHẨN|H[OỎ]A?[ẢA]?\s+TỐC|Số\s*:|SỐ\s*:|Bản\s+số)"
)
_SEGMENTS = re.compile(r"\t|\n|\||\s{4,}")
_NOT_LETTERS = re.compile(r"[\W\d_]+")
_HEADER = re.compile(r"\bdo (?:bao )?mat\s*[:=]\s*[\[(\"]?\s*(tuyet mat|toi mat|mat)\b(?!\s+(?:do|khau|ma|ong))")
_HEADER_OPEN = re.compile(r"\bdo mat\s*:?\s*$")
_LEVEL_ALONE = re.compile(r"(tuyet mat|toi mat|mat)\W*")

_NAME_SEGMENTS = re.compile(r"[_\-–—.,;()\[\]{}+]+")
_BEFORE = frozenset("bí bảo cẩn thân kín mã đường rỉ hoa gặp ra có bề khuôn vắng nước mất đất tổng giải".split())  # noqa: SIM905
_BEFORE_FOLDED = frozenset(fold(word) for word in _BEFORE) | {"be", "ho", "doi", "trai", "tron", "chu"}
_AFTER = frozenset(
    "ong độ mã khẩu vụ thư thiết đạo tịch mía hoa ngữ danh lệnh trận bằng hàng nước phẩm cắp sàn".split()  # noqa: SIM905
)
_AFTER_FOLDED = frozenset(fold(word) for word in _AFTER)


def marked_secret(lines: Iterable[str]) -> bool:
    """Whether some line is a stamp, or a header "Độ mật:" names a level. Running text about secrecy is not."""
    header_open = False
    for line in lines:
        for segment in _SEGMENTS.split(nfc(line)):
            if not segment.strip():
                continue
            plain = fold(segment)
            if _is_stamp(segment) or _HEADER.search(plain) or (header_open and _LEVEL_ALONE.fullmatch(plain)):
                return True
            header_open = bool(_HEADER_OPEN.search(plain))
    return False


def _is_stamp(segment: str) -> bool:
    """A stamp stands alone, in capitals, perhaps spaced ("M Ậ T") or boxed, or with the urgency or number beside it."""
    text = segment.strip()
    if len(text) <= 60 and text == text.upper() and _STAMP.fullmatch(_NOT_LETTERS.sub("", text)):
        return True
    return bool(_WITH_MORE.match(text.lstrip('[(*"“ ')))


def name_marked_secret(name: str) -> bool:
    """Whether a file name says "mật", "tối mật" or "tuyệt mật" as a level and not inside another word."""
    stem = nfc(name).rpartition(".")[0] or nfc(name)
    segments = [part.split() for part in _NAME_SEGMENTS.split(stem)]
    words = [word for part in segments for word in part]
    return _two_words(words) or _one_word(segments)


def _two_words(words: list[str]) -> bool:
    for index, (first, second) in enumerate(zip(words, words[1:], strict=False)):
        exact = (first.lower(), second.lower()) in {("tối", "mật"), ("tuyệt", "mật")}
        unmarked = (first.lower(), second.lower()) in {("toi", "mat"), ("tuyet", "mat")}
        following = words[index + 2].lower() if index + 2 < len(words) else ""
        if (exact or unmarked) and following not in _AFTER and fold(following) not in _AFTER_FOLDED:
            return True
    return False


def _one_word(segments: list[list[str]]) -> bool:
    """A single "mật": alone in its segment, or in capitals, with no neighbour that makes it another word."""
    words = [(word, len(part) == 1) for part in segments for word in part]
    for index, (word, alone) in enumerate(words):
        before = words[index - 1][0].lower() if index else ""
        after = words[index + 1][0].lower() if index + 1 < len(words) else ""
        if word.lower() == "mật" and (alone or word == "MẬT"):
            if before not in _BEFORE and after not in _AFTER:
                return True
        elif word == "MAT" and alone and fold(before) not in _BEFORE_FOLDED and fold(after) not in _AFTER_FOLDED:
            return True
    return False


_PDF_STRING = re.compile(rb"\(((?:[^()\\]|\\.){2,400})\)")


def pdf_strings(data: bytes) -> list[str]:
    """The strings of a PDF that are not compressed, as lines: its title and, in simple files, its text."""
    return [_pdf_text(re.sub(rb"\\(.)", rb"\1", match[1])) for match in _PDF_STRING.finditer(data)]


def _pdf_text(raw: bytes) -> str:
    if raw.startswith(b"\xfe\xff"):
        return raw[2:].decode("utf-16-be", errors="replace")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("latin-1")
