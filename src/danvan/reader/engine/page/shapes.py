"""What a line is by its language: prose, a caption, a name under an article, the name of a section."""

from __future__ import annotations

import re

from danvan.reader.engine.page.lines import Piece, fold_places

PROSE_WORDS = 28
SHORT_PROSE_WORDS = 12
PROSE_END = (".", ";", ":", "…", ".”", '."', "./", "!", "?", ".)")

# How a report begins: with a time, an occasion or a purpose. A headline hardly ever does.
OPENING = re.compile(
    r"(?:(?:vao )?(?:sang|chieu|trua|toi|dem)(?: nay| qua| cung ngay)?,? (?:ngay )?\d|(?:sang|chieu|"
    r"toi) (?:nay|qua|mai|ngay)\b|"
    r"(?:trong )?(?:hai |ba |cac )?ngay (?:\d|tu)|(?:vao )?(?:hoi|luc) \d|vua qua,|moi day,|hom (?:nay|qua),? |"
    r"tu ngay \d|trong (?:cac|hai|ba|\d+) ngay|"
    r"thuc hien (?:ke hoach|nghi quyet|chi thi|chuong trinh|quyet dinh|chu truong|cong van|ket luan|su chi dao|"
    r"huong dan|quy dinh|phong trao|cong tac|dot|nhiem vu|loi)|"
    r"nham |nhan (?:dip|ky niem|ngay)|huong ung |trong khuon kho|trong nhung nam|trong thoi gian|trong nam|"
    r"nhung (?:nam|ngay) (?:qua|gan)|thoi gian (?:qua|gan)|nam \d{4},|"
    r"(?:sau|qua) \d+ nam|(?:sau|qua) (?:hon|gan) |(?:de|theo) (?:bao cao|ke hoach|thuc hien|trien khai|"
    r"gop phan|tiep tuc|nang cao)|duoi su |tiep tuc (?:chuong trinh|thuc hien)|"
    r"can cu |tinh den |den (?:nay|du|tham)|tham du|xac dinh |voi (?:muc dich|muc tieu|phuong cham|tinh than|"
    r"chu de|mong muon|su)|thuc te |hien nay,)"
)

_TIME_OPENING = re.compile(
    r"(?:vao )?(?:sang|chieu|trua|toi)(?: nay| qua)?,? (?:ngay )?\d|(?:trong )?(?:hai |ba )?ngay \d|vua qua,|"
    r"moi day,|hom (?:nay|qua),"
)
# The name of a body alone, or a person with rank, is no headline.
_BODY_NAME = re.compile(
    r"(?:hoc vien|truong|vien|so|ban|uy ban|hoi|dang uy|huyen uy|tinh uy|thanh uy|van phong|phong|bo|cong an|"
    r"lien doan|"
    r"tinh doan|huyen doan|doan tncs|mttq|ubnd|hdnd|chi cuc|cuc|trung tam|dai uy|thuong uy|trung uy|thieu ta|"
    r"trung ta|"
    r"thuong ta|dai ta|thieu tuong|ths|ts|pgs|gs|tien si|thac si|nha bao)\b"
)
_VERB = re.compile(
    r"\b(?:to chuc|trien khai|day manh|nang cao|tang cuong|kiem tra|tham|trao|du|lam|thuc hien|phat|khai mac|"
    r"tong ket|so ket|"
    r"giao ban|quan triet|ket qua|voi|ve|cho|gop|chung|xay dung|ra|giam sat|hop|gap|chuc|don|tiep|thong bao|ky|"
    r"phoi hop|khao sat|"
    r"huong dan|tap huan|cong bo|bau|chi dao|lanh dao|nhan|chu trong|doi moi|phan bien|gan|vi|cong tac|"
    r"hoi nghi|dai hoi|le|mung|"
    r"co|dat|dong hanh|tu|lan toa|phat huy|giup|ung ho|tang|tri an|bao cao|yeu cau|de nghi|quyet|sap|kien toan|"
    r"dieu dong)\b"
)

_CREDIT = re.compile(r"\(?\s*(?:anh|photo|nguon anh|anh minh hoa|hinh)\s*(?:\d+\s*)?(?:minh hoa)?\s*[:;.]", re.I)
_CREDIT_INSIDE = re.compile(
    r"(?:[.\s(\-–]|^)\(?(?:Ảnh|ẢNH|Nguồn ảnh|Ảnh minh họa|Ảnh tư liệu)\s*(?:[:;]|minh họa\)?|tư liệu\)?)"
)
_SCENE = re.compile(
    r"(?:toan canh|quang canh|khung canh|hinh anh|canh)\s+(?:\w+ ){0,4}?(?:hoi nghi|buoi|le|cuoc|lop|phien|"
    r"dai hoi|hoi thi|hoi thao|toa dam|ky hop|chuong trinh|cac|khu|tai|ngay hoi|dien dan)\b|"
    r"(?:anh|hinh) (?:tren|duoi|\d|minh hoa|tu lieu)"
)
_ACTORS = re.compile(
    r"(?:cac )?(?:dong chi|d/c|ong|ba|dai bieu|lanh dao|dai dien|thuong truc|chu tich|pho chu tich|bi thu|"
    r"pho bi thu|truong ban|pho truong ban|doan|"
    r"thu truong|bo truong|ban (?:thuong|chap|to|dan)|hoi vien|doan vien|can bo|chien si|nguoi dan|nhan dan|"
    r"ba con|hoc sinh|thanh nien|phu nu|thay mat)\b"
)
_ACTS = re.compile(
    r"\b(?:phat bieu(?: (?:chi dao|khai mac|be mac|ket luan|dinh huong|tham luan|y kien|khai mac va \w+|tai|"
    r"\w+ (?:tai|hoi nghi|buoi)))?|trao (?:qua|tang|giay|bang|co|ky niem|bien|hoa|so|tien|thuong|quyet dinh|"
    r"huy)|tang (?:qua|hoa|giay|bang)|"
    r"chup anh|chup hinh|bieu quyet|ky ket|thao luan tai|tham du hoi nghi|tham quan|tham hoi|tham (?:va )?tang|"
    r"du hoi nghi|ra mat|nhan (?:qua|bang)|kiem tra|khao sat|bao cao tai|dieu hanh|"
    r"tham gia (?:don|trong|xay|ve sinh|lam)|chu tri hoi nghi|dang huong|dang hoa|cat bang|thuc hien nghi|bo phieu)\b"
)
_SAID = re.compile(
    r"\b(?:da|duoc|nhan manh|cho biet|de nghi|yeu cau|ghi nhan|danh gia|bieu duong|khang dinh|dong thoi|"
    r"cung du|cung di|chi dao hoi nghi va|den du|ve du|va chu tri|va chi dao|va phat bieu|du va|gom co|"
    r"thay mat|chuc mung|trong do|theo do|tai day|tren dia ban|nhung|se|bao gom)\b"
)

_CAPITAL = "A-ZÀ-ÖØ-ÝĂĐĨŨƠƯẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸ"
_NAME_WORD = re.compile(rf"[{_CAPITAL}][\w.’'/]*$")
_JOINTS = {"-", "–", "—", "&", "và", ",", "/", "+", "|"}
_BYLINE_LABEL = re.compile(
    r"\(?(?:tac gia(?: bai viet)?|nguoi viet|bai viet|nguon(?: tin)?|theo|tin(?:,? ?(?:va )?(?:bai|anh|"
    r"anh va bai)| bai|"
    r" - anh)?|bai(?:,? ?(?:va )?anh| - anh| viet)?|anh(?:,? ?(?:va )?(?:bai|tin))|"
    r"thuc hien|bien tap|tong hop|pv|bbt|ctv|phong vien|cong tac vien|t/h|tin, bai, anh|van ban|"
    r"nguoi cung cap tin|don vi|suu tam|st|bien soan)\s*[:.(/]?\s*"
)
_ROLE = re.compile(
    r"(?:uvbtv|uv\.?btv|uvbch|uy vien|tuv|tinh uy vien|huyen uy vien|thanh uy vien|truong (?:ban|phong|khoi)|"
    r"pho (?:truong|bi thu|chu tich|giam doc|chanh|ban)|bi thu|chu tich|giam doc|chanh|"
    r"ths\b|ts\b|thac si|tien si|pgs|gs\b|nguyen |ban dan van|van phong|phong |so |ubmttq|uy ban|hoi |"
    r"tinh doan|huyen uy|dang uy|ban tuyen giao|trung tam|dai |bao )"
)
_SECTION = re.compile(
    r"(?:tin|bai|cong tac|hoat dong|chuyen muc|chuyen de|chuyen trang|thoi su|chinh tri|kinh te|xa hoi|van hoa|"
    r"xay dung dang|van ban|nghien cuu|thuc tien|trang chu|tu lieu|"
    r"giao duc|quoc phong|an ninh|phap luat|tin tuc|su kien|ban|mat tran|doan the|dan van|dan toc|ton giao|hoi|"
    r"gioi thieu|thong tin|diem tin|guong|ho so|nguoi tot|nong thon moi|"
    r"phong trao|hoc tap|to chuc|tuyen giao|kiem tra|noi chinh|lien he|lich|thu vien|cai cach|y te|the thao|"
    r"du lich|ban doc|phong su|chinh sach|bao chi|dat va nguoi|chinh tri)\b"
)


_LIST_ITEM = re.compile(
    r"(?:[-–+•*]\s|\(?\s?\d{1,2}\s?[.)]\s|[a-đ][.)]\s|(?:mot|hai|ba|bon|nam|sau|bay|tam|chin|muoi|"
    r"thu \w+) la\b)"
)
_SECTION_VERB = re.compile(
    r"\b(?:to chuc|trien khai|day manh|nang cao|tang cuong|kiem tra|tham|trao|du|lam viec|thuc hien|phat|"
    r"khai mac|tong ket|so ket|giao ban|quan triet|ket qua)\b"
)


def is_prose(piece: Piece) -> bool:
    """Tell whether the piece is running text: long, or a sentence of a dozen words with its end."""
    words = piece.words
    if words >= PROSE_WORDS:
        return True
    return words >= SHORT_PROSE_WORDS and piece.text.rstrip("*_ ").endswith(PROSE_END)


def is_list_item(piece: Piece) -> bool:
    """Tell whether the piece is an item of a list of the text ("- …", "1. …", "+ …", "Một là, …")."""
    return _LIST_ITEM.match(piece.head) is not None


def is_row(piece: Piece) -> bool:
    """Tell whether the piece is a row of a table ("Xã Sơn Tây | 12 | 10")."""
    return " | " in piece.text and piece.words <= 80


def opens_report(folded: str) -> bool:
    """Tell whether the text begins as reports begin, with a time, an occasion or a purpose."""
    return OPENING.match(folded) is not None


def is_credit(piece: Piece) -> bool:
    """Tell whether the piece is the credit of a photo and no more ("Ảnh: Thanh Long")."""
    return _CREDIT.match(piece.head) is not None and piece.words <= 10


def is_caption(piece: Piece) -> bool:
    """Tell whether the piece is the line under a photo: it has a credit, or names a scene, or who does what."""
    if piece.words > 60:
        return False
    if is_credit(piece) or _CREDIT_INSIDE.search(piece.text):
        return True
    head = piece.head
    if piece.words > 45 or "\n" in piece.text and piece.words > 35:
        return False
    if _SCENE.match(head):
        return True
    inner = piece.text.rstrip(". ")
    if ". " in inner or ";" in inner or ":" in inner or piece.words < 5:
        return False
    return bool(_ACTORS.match(head) and _ACTS.search(head) and not _SAID.search(head) and piece.words <= 40)


def is_names(text: str) -> bool:
    """Tell whether a short line is names of people alone ("Nguyễn Thành Lượm", "HOÀI DUY - Tố Tuấn")."""
    words = [word.strip("-–") or word for word in text.strip("()*_ .").replace(",", " , ").split()]
    real = [word for word in words if word not in _JOINTS]
    return 1 <= len(real) <= 9 and all(_NAME_WORD.match(word) for word in real) and not any(map(str.isdigit, text))


def is_byline(piece: Piece) -> bool:
    """Tell whether the piece is what stands under an article: its author or source."""
    if piece.words > 14:
        return False
    label = _BYLINE_LABEL.match(piece.head)
    if (
        label
        and label.end()
        and (label.group().rstrip().endswith((":", "/", "(")) or is_names(piece.text[label.end() :]))
    ):
        return True
    name, _, body = piece.text.partition(" - ")
    return is_names(piece.text) or (bool(body) and len(name.split()) <= 5 and is_names(name) and body[:1].isupper())


def is_role(piece: Piece) -> bool:
    """Tell whether the piece is the post of the author, below the name."""
    return piece.words <= 16 and _ROLE.match(piece.head) is not None


def opens_with_time(folded: str) -> bool:
    """Tell whether the text begins with the time of what it reports."""
    return _TIME_OPENING.match(folded) is not None


def is_body_name(piece: Piece) -> bool:
    """Tell whether the piece is the name of a body or of a person with rank alone, without anything that is done."""
    if piece.words > 10 or _BODY_NAME.match(piece.head) is None:
        return False
    # "Lam Giang" is a name and no verb; a headline all in capitals does not tell.
    capitals = piece.text.isupper()
    small = " ".join(word for word in piece.text.split() if capitals or word[0].islower())
    return _VERB.search(fold_places(small), 4 if capitals else 0) is None


def is_section(piece: Piece) -> bool:
    """Tell whether the piece is a name of a section or a path of sections."""
    text, words = piece.text, piece.words
    if words > 12 or text.endswith((".", "…", "!", "?")):
        return False
    if any(sign in text for sign in (" > ", " » ", " / ", " | ", "»", "›")):
        return True
    return words <= 3 or (
        words <= 10 and _SECTION.match(piece.head) is not None and _SECTION_VERB.search(piece.head) is None
    )
