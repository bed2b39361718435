"""The grammar of the names of bodies: what may follow which head word, and the official form of the name.

A parser looks at one place of the plain text and gives the end of the name with its normalised form. The heads are
those of the Party, the Front, the State and the organisations, as the official papers of each write them.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from danvan.reader.engine.facts.words import (
    CAP,
    DEPARTMENT,
    DEPARTMENTS,
    FAMILY_NAMES,
    PROVINCE,
    PROVINCES,
    is_full_name,
)

_LEVEL = (
    r"[Tt]ỉnh|[Tt]hành phố|TP\.?|[Tt]hị xã|TX\.?|[Tt]hị trấn|[Hh]uyện|[Qq]uận|[Xx]ã|[Pp]hường|"
    r"[Đđ]ặc khu|[Tt]hôn|[Bb]ản|[Ấấ]p|[Bb]uôn"
)
_RUN = rf"{CAP}(?: {CAP}){{0,3}}"
_AREA = re.compile(rf" (?P<level>{_LEVEL})(?![\w])(?: (?P<place>(?:{PROVINCE})(?!\w)|{_RUN}|\d+\b))?")
_CITY = re.compile(r" (?:TP|Tp)\.? ?HCM(?!\w)")
_PLACE = re.compile(rf" (?P<place>(?:{PROVINCE})(?!\w)|{_RUN})")
_SHORT_LEVELS = {"tp": "thành phố", "tp.": "thành phố", "tx": "thị xã", "tx.": "thị xã"}
_PARTY = re.compile(
    r"(?:(?P<what>[Tt]ỉnh|[Tt]hành|[Hh]uyện|[Qq]uận|[Tt]hị|[Đđ]ảng) ủy(?! viên|\w)|"
    r"Đảng bộ(?= (?:Quân|Công|MTTQ|Mặt|các cơ|Khối|Các)))"
    r"(?P<more> (?:[Qq]uân sự|[Cc]ông an(?: Trung ương)?|[Bb]ộ đội [Bb]iên phòng|"
    r"(?:[Kk]hối )?[Cc]ác cơ quan(?: [Đđ]ảng)?"
    r"|[Kk]hối [Cc]ơ quan và [Dd]oanh nghiệp|[Kk]hối [Dd]oanh nghiệp|Khối|Chính phủ|Quốc hội|"
    r"UBND|Ủy ban nhân dân|HĐND|"
    r"(?:MTTQ|"
    r"Mặt trận Tổ quốc)(?: \(MTTQ\))?(?: Việt Nam)?(?:,? (?:và )?(?:các )?đoàn thể(?: chính trị)?(?: Trung ương)?)?))?"
)
_FRONT = re.compile(
    r"(?:(?P<board>(?:Ban [Tt]hường trực|BTT) )?(?P<committee>(?:[Ủủ]y ban|UB) ?(?P<top>Trung ương |TW ?)?)?"
    r"(?:[Mm]ặt trận [Tt]ổ quốc|MTTQ|Mặt trận TQ|(?<=UB)MT(?= (?:xã|huyện|tỉnh|"
    r"phường)))(?: \(MTTQ\))?(?P<vn> ?(?:Việt Nam|VN)(?!\w))?)"
)
_DEPT = re.compile(rf" (?P<name>(?i:{DEPARTMENT})(?!\w)|{CAP}(?: {CAP}){{0,4}})")
_VIETNAM = re.compile(r" (?:Việt Nam|VN)(?!\w)")
_CENTRE = re.compile(r" (?:Trung ương|trung ương|TW|T\.Ư|TƯ)(?!\w)(?: Đảng(?!\w))?")
_UNION = re.compile(
    r"(?P<name>[Hh]ội (?:[Nn]ông dân|ND|PN|[Ll]iên hiệp [Pp]hụ nữ|LHPN|[Pp]hụ nữ|[Cc]ựu chiến binh|CCB|"
    r"[Nn]gười cao tuổi|"
    r"[Cc]hữ thập đỏ|[Kk]huyến học|[Ll]uật gia|[Nn]hà báo|[Ll]iên hiệp [Tt]hanh niên|LHTN|"
    r"[Cc]ựu [Tt]hanh niên xung phong|"
    r"[Nn]gười mù|[Đđ]ông y|[Ll]àm vườn|[Ss]inh viên|[Nn]ạn nhân chất độc da cam(?:/dioxin)?|"
    r"[Vv]ăn học [Nn]ghệ thuật|"
    r"[Bb]ảo trợ người khuyết tật và trẻ mồ côi)|"
    r"HLHPN|HPN|HND|HCCB|Liên đoàn [Ll]ao động|Tổng Liên đoàn [Ll]ao động|LĐLĐ|"
    r"Đoàn (?:[Tt]hanh niên(?: [Cc]ộng sản(?: Hồ Chí Minh)?| CSHCM)?|TNCS(?: Hồ Chí Minh| HCM)?|TN(?!\w))|ĐTN|"
    r"(?:[Tt]ỉnh|[Hh]uyện|[Tt]hành|[Qq]uận|[Tt]hị|[Xx]ã|[Pp]hường) [Đđ]oàn(?! (?:viên|thể|kết|"
    r"công tác|kiểm tra|giám sát))|"
    r"Công đoàn (?:[Vv]iên chức|[Nn]gành (?:" + DEPARTMENT + r")|[Cc]ơ sở)|Liên minh [Hh]ợp tác xã|"
    r"Liên hiệp các (?:[Tt]ổ chức [Hh]ữu nghị|[Hh]ội [Kk]hoa học và [Kk]ỹ thuật)|"
    r"Trung ương (?:Đoàn|Hội (?:[Nn]ông dân|[Ll]iên hiệp [Pp]hụ nữ|LHPN|[Cc]ựu chiến binh))|"
    r"Giáo hội Phật giáo|Ủy ban Đoàn kết Công giáo)"
)
# How a union's name is written in full; keys are lower case.
_UNION_NAMES = {
    "hội nông dân": "Hội Nông dân", "hội nd": "Hội Nông dân",
    "hội pn": "Hội Liên hiệp Phụ nữ",
    "hnd": "Hội Nông dân", "hội liên hiệp phụ nữ": "Hội Liên hiệp Phụ nữ",
    "hội lhpn": "Hội Liên hiệp Phụ nữ", "hlhpn": "Hội Liên hiệp Phụ nữ", "hpn": "Hội Liên hiệp Phụ nữ",
    "hội phụ nữ": "Hội Liên hiệp Phụ nữ", "hội cựu chiến binh": "Hội Cựu chiến binh", "hội ccb": "Hội Cựu chiến binh",
    "hccb": "Hội Cựu chiến binh", "liên đoàn lao động": "Liên đoàn Lao động", "lđlđ": "Liên đoàn Lao động",
    "tổng liên đoàn lao động": "Tổng Liên đoàn Lao động", "đoàn thanh niên": "Đoàn Thanh niên",
    "đoàn tn": "Đoàn Thanh niên", "đtn": "Đoàn Thanh niên", "hội lhtn": "Hội Liên hiệp Thanh niên",
    "đoàn thanh niên cộng sản": "Đoàn Thanh niên Cộng sản Hồ Chí Minh",
    "đoàn thanh niên cộng sản hồ chí minh": "Đoàn Thanh niên Cộng sản Hồ Chí Minh",
    "đoàn tncs": "Đoàn Thanh niên Cộng sản Hồ Chí Minh",
    "đoàn tncs hồ chí minh": "Đoàn Thanh niên Cộng sản Hồ Chí Minh",
    "đoàn tncs hcm": "Đoàn Thanh niên Cộng sản Hồ Chí Minh",
    "đoàn thanh niên cshcm": "Đoàn Thanh niên Cộng sản Hồ Chí Minh", "liên minh hợp tác xã": "Liên minh Hợp tác xã",
    "trung ương hội lhpn": "Trung ương Hội Liên hiệp Phụ nữ",
}  # fmt: skip


class Body(NamedTuple):
    """A name read at one place: `end` in the text, `owned` tells whether it says whose body or of what area."""

    end: int
    name: str
    kind: str
    owned: bool = False


def area_after(text: str, at: int, *, bare: bool = False) -> tuple[int, str]:
    """Read " tỉnh An Giang", " huyện" (or, with `bare`, " An Giang") after a name; returns its end and its form."""
    if not text.startswith(" ", at):
        return at, ""
    if city := _CITY.match(text, at):
        return city.end(), " Thành phố Hồ Chí Minh"
    found = _AREA.match(text, at)
    if found:
        level = found["level"].lower()
        level = _SHORT_LEVELS.get(level, level)
        if not found["place"]:
            return found.end(), f" {level}"
        end, place = trimmed(text, found.start("place"), found.end("place"))
        return (end, f" {level} {place}") if place else (found.start("place") - 1, f" {level}")
    if bare:
        found = _PLACE.match(text, at)
        if found:
            end, place = trimmed(text, found.start("place"), found.end("place"))
            if place and not _NOT_PLACES.match(place):
                return end, f" {place}"
    return at, ""


# Capitalised words after a committee that begin something else than its place.
_NOT_PLACES = re.compile(
    r"(?:Trung|Ban|Bộ|Sở|Phòng|Ủy|Hội|Đoàn|Mặt|Văn phòng|Phó|Bí|Chủ|Trưởng|Đảng|Khóa|Tỉnh|"
        r"Huyện|Thành|Nghị|Quyết|Chỉ|"
    r"Kết|Quy|Kế|UB|MTTQ|HĐND|Công|Quân|Việt Nam|Nhà|Chính|Quốc|Khối|Nhân|Dân vận|Đồng chí|"
        r"Tham|Dự|Cùng|Tại|Đồng|Năm)(?!\w)"
)  # fmt: skip


def trimmed(text: str, start: int, end: int) -> tuple[int, str]:
    """Cut a person's name that follows a place's without a comma ("xã Tân Lập Nguyễn Văn An")."""
    words = text[start:end].split(" ")
    if text[start:end] in _PROVINCE_SET:
        return end, text[start:end]
    if is_full_name(words):
        return start, ""
    for number in range(1, len(words) - 1):
        if words[number] in FAMILY_NAMES and len(words) - number >= 2 and number >= 2:
            words = words[:number]
            break
    return start + len(" ".join(words)), " ".join(words)


_PROVINCE_SET = frozenset(PROVINCES)


_SHORT_BODIES = (("UBND", "Ủy ban nhân dân"), ("HĐND", "Hội đồng nhân dân"), ("MTTQ", "Mặt trận Tổ quốc"))


def read_party(text: str, at: int) -> Body | None:
    """Tỉnh ủy, Huyện ủy Lang Chánh, Đảng ủy xã Tân Lập, Đảng ủy Quân sự tỉnh."""
    found = _PARTY.match(text, at)
    if not found:
        return None
    name = f"{found['what'].capitalize()} ủy" if found["what"] else "Đảng bộ"
    more = found["more"] or ""
    for short, full in _SHORT_BODIES if more else ():
        more = more.replace(f"({short})", "").replace(short, full).replace("  ", " ")
    end, area = area_after(text, found.end(), bare=True)
    return Body(end, name + more + area, name.lower(), bool(area or more))


def read_front(text: str, at: int) -> Body | None:
    """Mặt trận Tổ quốc Việt Nam tỉnh X, its committee and its standing board."""
    found = _FRONT.match(text, at)
    if not found:
        return None
    top = bool(found["top"])
    committee = "Ủy ban " if found["committee"] else ""
    name = committee + ("Trung ương " if top else "") + "Mặt trận Tổ quốc" + (" Việt Nam" if found["vn"] else "")
    kind = "ủy ban mặt trận tổ quốc" if committee else "mặt trận tổ quốc"
    if found["board"]:
        name, kind = f"Ban Thường trực {name}", "ban thường trực"
    end, area = area_after(text, found.end(), bare=bool(committee))
    if not area and (centre := _CENTRE.match(text, end)):
        end, area = centre.end(), " Trung ương"
    return Body(end, name + area, kind, True)


_STATE = re.compile(
    r"(?P<head>UBND|[ỦÚủ]y ban [Nn]hân dân|HĐND|[Hh]ội đồng [Nn]hân dân|[Đđ]oàn (?:đại biểu|"
    r"ĐB) ?Quốc hội|[Đđ]oàn ĐBQH|"
    r"Viện [Kk]iểm sát [Nn]hân dân|VKSND|Tòa án [Nn]hân dân|TAND|Công an|"
    r"Bộ [Cc]hỉ huy [Qq]uân sự|BCHQS|Bộ CHQS|"
    r"Ban [Cc]hỉ huy [Qq]uân sự|Ban CHQS|Bộ [Cc]hỉ huy [Bb]ộ đội [Bb]iên phòng|"
    r"Bộ đội [Bb]iên phòng|BĐBP|Bảo hiểm xã hội|"
    r"BHXH|Thanh tra|Kho bạc Nhà nước|Đảng bộ|Chi bộ|Cục (?:[Tt]huế|[Tt]hống kê)|"
    r"Chi cục (?:[Tt]huế|[Tt]hống kê))(?!\w)"
)
_STATE_NAMES = {
    "ubnd": "Ủy ban nhân dân", "ủy ban nhân dân": "Ủy ban nhân dân", "úy ban nhân dân": "Ủy ban nhân dân",
    "hđnd": "Hội đồng nhân dân", "hội đồng nhân dân": "Hội đồng nhân dân", "đoàn đbqh": "Đoàn đại biểu Quốc hội",
    "đoàn đại biểu quốc hội": "Đoàn đại biểu Quốc hội",
    "đoàn đb quốc hội": "Đoàn đại biểu Quốc hội",
    "viện kiểm sát nhân dân": "Viện Kiểm sát nhân dân",
    "vksnd": "Viện Kiểm sát nhân dân", "tòa án nhân dân": "Tòa án nhân dân", "tand": "Tòa án nhân dân",
    "bộ chỉ huy quân sự": "Bộ Chỉ huy Quân sự", "bchqs": "Bộ Chỉ huy Quân sự", "bộ chqs": "Bộ Chỉ huy Quân sự",
    "ban chỉ huy quân sự": "Ban Chỉ huy Quân sự", "ban chqs": "Ban Chỉ huy Quân sự",
    "bộ chỉ huy bộ đội biên phòng": "Bộ Chỉ huy Bộ đội Biên phòng", "bộ đội biên phòng": "Bộ đội Biên phòng",
    "bđbp": "Bộ đội Biên phòng", "bhxh": "Bảo hiểm xã hội",
}  # fmt: skip


def read_state(text: str, at: int) -> Body | None:
    """Bodies that stand at a level: UBND tỉnh, HĐND xã Tân Lập, Công an huyện, Đảng bộ tỉnh; None without a level."""
    found = _STATE.match(text, at)
    if not found:
        return None
    head = found["head"]
    name = _STATE_NAMES.get(head.lower(), head)
    end, area = area_after(text, found.end(), bare=name.startswith(("Đảng", "Chi bộ", "Công an", "Tòa", "Viện")))
    if name == "Bộ Chỉ huy Quân sự" and area and not area.startswith((" tỉnh", " thành phố", " Thành")):
        name = "Ban Chỉ huy Quân sự"
    return Body(end, name + area, name.lower(), bool(area))


def read_union(text: str, at: int) -> Body | None:
    """The socio-political organisations and the associations, with level and place."""
    found = _UNION.match(text, at)
    if not found:
        return None
    head = found["name"]
    name = _UNION_NAMES.get(head.lower())
    if name is None:
        name = head[0].upper() + head[1:].replace("LHPN", "Liên hiệp Phụ nữ")
    name = re.sub(r" Đoàn$", " đoàn", name) if not name.startswith("Trung") else name
    end = found.end()
    if vietnam := _VIETNAM.match(text, end):
        name, end = f"{name} Việt Nam", vietnam.end()
    end, area = area_after(text, end)
    if not area and name.endswith(" đoàn"):
        end, area = area_after(text, end, bare=True)
    return Body(end, name + area, name.split(" Việt")[0].lower(), bool(area) or "Việt Nam" in name)


def read_centre(text: str, at: int) -> Body | None:
    """Trung ương Đảng, Trung ương as the owner of a board."""
    found = _CENTRE.match(text, at - 1) if at else None
    if not found:
        return None
    name = "Trung ương Đảng" if found.group().endswith("Đảng") else "Trung ương"
    return Body(found.end(), name, "trung ương", True)


_OWNERS = (read_party, read_front, read_state, read_union, read_centre)


def read_owner(text: str, at: int) -> Body | None:
    """Whose board it is: the body that begins at `at`."""
    for reader in _OWNERS:
        body = reader(text, at)
        if body is not None:
            return body
    return None


def read_department(text: str, at: int) -> tuple[int, str] | None:
    """The field of a department after "Sở", "Bộ", "Phòng", official spelling of known ones."""
    found = _DEPT.match(text, at)
    if not found:
        return None
    return found.end(), _DEPARTMENT_NAMES.get(found["name"].lower(), found["name"])


_DEPARTMENT_NAMES = {name.lower(): name for name in DEPARTMENTS}
_DEPARTMENT_NAMES["công thương"] = "Công Thương"

# What a longer name of the same body adds to a shorter one.
REMAINDER = re.compile(
    r"(?: Việt Nam)?(?: (?:tỉnh|thành phố|huyện|quận|thị xã|thị trấn|xã|phường|đặc khu|"
    rf"thôn)(?: .+)?| (?!{_NOT_PLACES.pattern}){_RUN})?"
)

# Bodies that are known by their first word: the pattern of the name, and the kind.
OTHER_BODIES = (
    (re.compile(r"Ngân hàng (?:Nhà nước|[Cc]hính sách [Xx]ã hội|CSXH|Nông nghiệp và Phát triển [Nn]ông thôn|"
                rf"{CAP}(?: {CAP}){{0,4}})(?: Việt Nam)?(?: [Cc]hi nhánh(?: tỉnh| huyện|"
                    rf" thành phố)?(?: {CAP}){{1,3}})?"), "ngân hàng"),
    (re.compile(r"Trường (?:[Tt]iểu học|THCS|THPT|TH|PTDTNT|[Mm]ầm non|[Đđ]ại học|[Cc]ao đẳng|[Cc]hính trị|"
        r"Sĩ quan|Quân sự)"
                rf"(?: [Tt]ỉnh| và THCS)?(?: {CAP}){{0,4}}"), "trường"),
    (re.compile(rf"Báo (?:Nhân Dân|Nhân dân|{CAP}(?: {CAP}){{0,2}})"), "báo"),
    (re.compile(r"Đài (?:[Pp]hát thanh(?: và | - |-)[Tt]ruyền hình|PT-?TH|"
        rf"Tiếng nói)(?: [Tt]ỉnh)?(?: {CAP}){{0,3}}"), "đài"),
    (re.compile(rf"Công ty (?:TNHH|[Cc]ổ phần|CP)(?: MTV| [Mm]ột thành viên)?(?: {CAP}){{1,5}}"), "công ty"),
    (re.compile(rf"(?:Hợp tác xã|HTX)(?: {CAP}(?: nông nghiệp)?){{1,4}}"), "hợp tác xã"),
    (re.compile(rf"Học viện(?: {CAP}){{1,2}}(?: chính trị| quốc gia)*(?: {CAP}){{0,3}}"), "học viện"),
    (re.compile(r"Trung tâm (?:[Cc]hính trị|[Bb]ồi dưỡng chính trị|Y tế|Văn hóa|"
        r"[Hh]ành chính công)(?: [Hh]uyện| [Tt]ỉnh| [Xx]ã)?"
                rf"(?: {CAP}){{0,3}}"), "trung tâm"),
    (re.compile(rf"Bệnh viện (?:[Đđ]a khoa )?(?:[Tt]ỉnh |[Hh]uyện )?{CAP}(?: {CAP}){{0,3}}"), "bệnh viện"),
    (re.compile(r"Quân khu (?:\d|Thủ đô)"), "quân khu"),
    (re.compile(r"(?:Ban [Cc]hỉ đạo|BCĐ) (?:\d{1,4}|[^,.;:\n“\"]{3,90}?)(?= (?:tỉnh|huyện|xã|phường|thành phố|"
        r"Trung ương)(?!\w))"), "ban chỉ đạo"),
    (re.compile(r"Ban Quản lý (?:[^,.;:\n“\"]{3,60}?)(?= (?:tỉnh|huyện|xã|phường|thành phố)(?!\w))"), "ban quản lý"),
)  # fmt: skip
