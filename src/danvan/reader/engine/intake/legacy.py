"""Vietnamese before Unicode: TCVN3 (ABC) and VNI, as bytes and as text that was decoded wrongly.

Tables: TCVN 5712:1993 (VN3, the ABC fonts) and the VNI-Windows fonts. Both put Vietnamese letters where
Windows-1252 has others, so their text looks like "C«ng t¸c d©n vËn" or "Coâng taùc daân vaän".
"""

from __future__ import annotations

import re
import unicodedata
from itertools import islice

_TCVN3 = (
    "A1Ă A2Â A3Ê A4Ô A5Ơ A6Ư A7Đ A8ă A9â AAê ABô ACơ ADư AEđ B5à B6ả B7ã B8á B9ạ BBằ BCẳ BDẵ BEắ C6ặ C7ầ C8ẩ C9ẫ "
    "CAấ CBậ CCè CEẻ CFẽ D0é D1ẹ D2ề D3ể D4ễ D5ế D6ệ D7ì D8ỉ DCĩ DDí DEị DFò E1ỏ E2õ E3ó E4ọ E5ồ E6ổ E7ỗ E8ố E9ộ "
    "EAờ EBở ECỡ EDớ EEợ EFù F1ủ F2ũ F3ú F4ụ F5ừ F6ử F7ữ F8ứ F9ự FAỳ FBỷ FCỹ FDý FEỵ"
)
TCVN3 = {int(entry[:2], 16): entry[2:] for entry in _TCVN3.split()}

_HUYEN, _SAC, _NGA, _HOI, _NANG = "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"
_BREVE, _CIRCUMFLEX, _HORN = "\u0306", "\u0302", "\u031b"
_TONES = {"ø": _HUYEN, "ù": _SAC, "õ": _NGA, "û": _HOI, "ï": _NANG}
_ROOFS = {"â": "", "à": _HUYEN, "á": _SAC, "ã": _NGA, "å": _HOI, "ä": _NANG}
_BREVES = {"ê": "", "è": _HUYEN, "é": _SAC, "ü": _NGA, "ú": _HOI, "ë": _NANG}
_SINGLES = {"ì": "ì", "í": "í", "ó": "ĩ", "æ": "ỉ", "ò": "ị", "ô": "ơ", "ö": "ư", "î": "ỵ", "ñ": "đ"}


def _vni() -> dict[str, str]:
    table = dict(_SINGLES)
    for base, letter in (("a", "a"), ("e", "e"), ("o", "o"), ("u", "u"), ("y", "y"), ("ô", "ơ"), ("ö", "ư")):
        for sign, tone in _TONES.items():
            table[base + sign] = unicodedata.normalize("NFC", letter + tone)
    for base in "aeo":
        for sign, tone in _ROOFS.items():
            table[base + sign] = unicodedata.normalize("NFC", base + _CIRCUMFLEX + tone)
    for sign, tone in _BREVES.items():
        table["a" + sign] = unicodedata.normalize("NFC", "a" + _BREVE + tone)
    both = dict(table)
    for code, letter in table.items():
        both[code.upper()] = letter.upper()
        both[code[0].upper() + code[1:]] = letter.upper()
    return both


VNI = _vni()
_VNI_CODES = re.compile("|".join(sorted(map(re.escape, VNI), key=len, reverse=True)))
_WORD = re.compile(r"[^\W\d_]+")
_ONE_BYTE = re.compile("[\x80-\xff]")
_COMPOSED = re.compile("[\u1ea0-\u1ef9]")  # letters that Unicode alone has
_LINE = re.compile(r"[^\n]+")
_PLAIN_SMALL = re.compile("[a-z]")
_PLAIN_CAPITAL = re.compile("[A-Z]")
_COMMON = frozenset(
    [
        "và",
        "của",
        "các",
        "được",
        "trong",
        "cho",
        "những",
        "người",
        "với",
        "đã",
        "là",
        "có",
        "một",
        "này",
        "không",
        "đảng",
        "tỉnh",
        "ủy",
        "công",
        "tác",
        "dân",
        "vận",
        "đồng",
        "chí",
        "nhân",
        "thực",
        "hiện",
        "hội",
        "nghị",
        "huyện",
        "xã",
        "ban",
        "quốc",
        "chính",
        "quyền",
        "tổ",
        "chức",
        "đến",
        "về",
        "ở",
        "nước",
        "lãnh",
        "đạo",
        "phát",
        "triển",
        "xây",
        "dựng",
        "kinh",
        "tế",
        "văn",
        "hóa",
        "năm",
        "số",
        "ngày",
        "nhà",
        "việt",
        "nam",
        "cộng",
        "hòa",
        "chủ",
        "nghĩa",
        "độc",
        "lập",
        "tự",
        "do",
        "hạnh",
        "phúc",
        "quyết",
        "định",
        "kế",
        "hoạch",
        "báo",
        "cáo",
        "mặt",
        "trận",
        "đoàn",
        "thể",
    ]
)
BROKEN_SHARE = 0.05
ENOUGH = 0.08  # of all words: every Vietnamese page has more common words than that


def from_tcvn3(text: str) -> str:
    """Return Unicode for TCVN3 characters (code points as the bytes).

    The ABC fonts have capitals with tones only in separate fonts with the same codes: in a word whose plain
    letters are capitals, and in a line of such words, the others are capitals too.
    """
    return _LINE.sub(lambda line: _raised(line.group()), text.translate(TCVN3))


def _raised(line: str) -> str:
    words = _WORD.findall(line)
    small = sum(1 for word in words if _PLAIN_SMALL.search(word[1:]))
    large = sum(1 for word in words if len(_PLAIN_CAPITAL.findall(word)) > 1)
    if not large:
        return line
    capitals = large > small

    def raised(match: re.Match[str]) -> str:
        word = match.group()
        if word.isascii() or _PLAIN_SMALL.search(word):
            return word
        return word.upper() if capitals or _PLAIN_CAPITAL.search(word, 1) else word

    return _WORD.sub(raised, line)


def from_vni(text: str) -> str:
    """Return Unicode for VNI-Windows text (base letter and sign are two characters)."""
    return _VNI_CODES.sub(lambda match: VNI[match.group()], text)


def from_mojibake(text: str) -> str | None:
    """Return the text whose UTF-8 bytes were taken for Windows-1252, None if it is not such a text."""
    data = bytearray()
    for character in text:
        code = ord(character)
        if code < 0x100:
            data.append(code)
            continue
        try:
            data += character.encode("cp1252")
        except UnicodeEncodeError:
            data.append(0xFF)  # no byte of UTF-8: counted as broken below
    decoded = data.decode("utf-8", errors="replace")
    return decoded if decoded.count("\ufffd") <= len(decoded) * BROKEN_SHARE else None


def vietnamese(text: str, limit: int = 20_000) -> float:
    """Return the share of words that are among the commonest Vietnamese words with a mark, 0 to 1."""
    words = _WORD.findall(unicodedata.normalize("NFC", text[:limit]).lower())
    hits = sum(1 for word in words if word in _COMMON and not word.isascii())
    return hits / len(words) if words else 0.0


def repaired(text: str, deep: bool = True) -> tuple[str, str]:
    """Return (text, encoding) with wrongly decoded Vietnamese set right; encoding is "" if nothing was wrong."""
    if text.isascii() or not _ONE_BYTE.search(text, 0, 200_000):
        return text, ""
    if _is_composed(text) and not _looks_spoilt(text):
        return text, ""
    best, name, share = text, "", vietnamese(text)
    if deep and ("Ã" in text or "á»" in text or "Â" in text):
        outer, known = _twice(text)
        if known and vietnamese(outer) > share * 1.5:
            return outer, known
    if share >= ENOUGH and not _looks_spoilt(text):
        return text, ""
    for encoding, candidate in (("tcvn3", from_tcvn3(text)), ("vni", from_vni(text))):
        if candidate is not None and (found := vietnamese(candidate)) > max(share * 1.5, ENOUGH):
            best, name, share = candidate, encoding, found
    return best, name


def _is_composed(text: str) -> bool:
    """Tell whether enough letters that Unicode alone has stand at the beginning."""
    return next(islice(_COMPOSED.finditer(text, 0, 4_000), 39, None), None) is not None


def _twice(text: str) -> tuple[str, str]:
    """Undo UTF-8 that was decoded wrongly, and TCVN3 or VNI below it."""
    outer = from_mojibake(text)
    if outer is None or outer == text:
        return text, ""
    below, name = repaired(outer, deep=False)
    return (below, name or "utf-8-twice") if vietnamese(below) >= ENOUGH else (text, "")


def _looks_spoilt(text: str) -> bool:
    """Tell whether a good part of the words has signs that no Vietnamese word has, beside good ones."""
    sample = text[:20_000]
    odd = sum(sample.count(sign) for sign in "¸©«¬®¹µ×ÕÑØ")
    return odd > 20
