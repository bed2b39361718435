"""What portals print around an article: counters, buttons, menus, footers. Words over folded text.

The lists hold the language of Vietnamese portals and of the systems that they run on (NukeViet, SharePoint,
Joomla, Liferay, WordPress), not the names of sites.
"""

from __future__ import annotations

import re

from danvan.reader.engine.page.stamps import past, read_stamp
from danvan.reader.engine.patterns import any_of

_NUMBER = r"\d[\d.,]*"

# A counter, label first or number first; it needs its number, so that prose with the same words stays.
_COUNTED = re.compile(
    rf"(?:(?:tong )?(?:so )?(?:luot|lan|nguoi) (?:xem|doc|truy cap|truy nhap|thich|tai|"
    rf"dang online)(?: (?:cac )?(?:bai viet|trang|tin|bai))?"
    rf"|da (?:xem|doc)|xem|doc|hits?|views?|da co|luot|binh luan|phan hoi|y kien|comments?)"
    rf" ?[:(]\s*{_NUMBER}\)?(?: ?(?:lan|luot|nguoi)(?: (?:xem|doc))?)?"
    rf"|(?:hom nay|hom qua|tuan nay|tuan truoc|tuan qua|thang nay|thang truoc|thang qua|nam nay|nam truoc|tat ca"
    rf"|tong(?: cong| so)?(?: luot| so luot)?(?: truy cap)?|truy cap(?: hom nay| hom qua| hien tai)?|"
    rf"dang (?:truy cap|online|xem)"
    rf"|truc tuyen|online|khach(?: vang lai| truy cap| online)?|thanh vien(?: online)?|may chu tim kiem|"
    rf"nguoi online|ip)"
    rf" ?: ?{_NUMBER}"
    rf"|(?:hien )?(?:dang )?co {_NUMBER} (?:khach|nguoi|thanh vien|luot)[\w ,]*(?:online|truc tuyen|truy cap|xem)"
    rf"|{_NUMBER} (?:luot (?:xem|doc|truy cap|thich)|lan xem|luot|views?|binh luan|phan hoi|comments?|"
    rf"nguoi (?:dang )?(?:online|xem))\b"
    rf"|(?:danh gia|xep hang|diem)(?: bai viet)? ?: ?{_NUMBER}[\s/\-]*(?:{_NUMBER})?(?: ?(?:phieu|phieu bau|"
    rf"sao|diem|danh gia|vote)\b)?"
    rf"|tong so diem cua bai viet la ?: ?\d+ trong \d+ danh gia"
)
MENU_WORDS = 3
MENU_LIMIT = 60
_COUNTER_REACH = 60  # a counter has its number so near
_DIGIT = re.compile(r"\d")

# Who put the article up, where that is the site itself.
_POSTER = re.compile(
    r"(?:nguoi (?:dang|gui|nhap)|(?:dang|viet|gui) boi) ?: ?"
    r"(?:admin\w*|quan tri\w*|bbt|editor|\S+@\S+|[\w.]+(?=\s*(?:[|,(\-]|$)))"
)

# Words that are furniture when a whole line consists of them.
_WORDS = (
    "truy cap", "truy cap hien tai", "thong ke", "thong ke truy cap", "luot truy cap", "so luot truy cap", "hom nay",
    "hom qua", "tuan nay", "tuan truoc", "tuan qua", "thang nay", "thang truoc", "thang qua", "nam nay", "nam truoc",
    "tat ca", "tong cong", "tong so", "tong", "tong luot truy cap", "tong so luot truy cap", "tong truy cap",
    "dang truy cap", "dang online", "truc tuyen", "online", "khach", "khach vang lai", "thanh vien",
    "thanh vien online",
    "so nguoi online", "nguoi dang online", "so nguoi truy cap", "so lan xem cac bai viet", "so lan xem", "luot xem",
    "da xem", "views", "xem", "may chu tim kiem",
    "in", "in trang", "in trang nay", "in bai", "in bai viet", "in bai nay", "ban in", "in tin", "in noi dung",
    "print", "email",
    "gui email", "gui mail", "gui bai", "gui bai viet", "gui cho ban be", "gui bai cho ban be", "gui toi ban be",
    "gui tin qua email", "gui tin nay", "luu bai viet nay", "luu", "luu bai", "luu trang",
    "chia se", "chia se bai viet", "chia se len facebook", "chia se qua", "chia se facebook", "share", "tweet",
    "like", "thich", "facebook",
    "zalo", "twitter", "google", "google+", "linkedin", "pinterest", "youtube", "messenger", "telegram", "copy link",
    "sao chep lien ket", "sao chep duong dan", "link", "lien ket", "follow us", "theo doi",
    "phan hoi", "gui phan hoi", "y kien ban doc", "y kien phan hoi", "y kien", "gui y kien", "gui y kien phan hoi",
    "binh luan", "gui binh luan",
    "viet binh luan", "binh luan bai viet", "them binh luan", "chua co binh luan", "chua co binh luan nao",
    "ban can dang nhap de binh luan",
    "dang nhap", "dang ky", "dang xuat", "quen mat khau", "ho va ten", "ho ten", "noi dung", "ma xac nhan",
    "ma bao mat", "tieu de",
    "gui", "gui di", "nhap lai", "huy", "dong", "dong lai", "mo rong", "thu gon", "tim kiem", "tim kiem nang cao",
    "tim",
    "quay lai", "quay tro lai", "tro lai", "tro ve", "tro ve dau trang", "ve dau trang", "ve trang truoc",
    "quay ve", "trang truoc", "trang sau",
    "len dau trang", "dau trang", "dau trang chu", "xem them", "xem tiep", "xem chi tiet", "chi tiet", "doc tiep",
    "doc them", "xem tat ca", "xem toan bo",
    "tat ca tin", "tiep theo", "truoc do", "bai truoc", "bai sau", "bai tiep theo", "tin truoc", "tin sau",
    "truoc", "tiep", "sau", "ke tiep",
    "co chu", "co chu nho", "co chu lon", "doi co chu", "tang co chu", "giam co chu", "phong to", "thu nho",
    "chu nho", "chu lon", "mac dinh", "kich thuoc font",
    "do tuong phan", "tuong phan", "a", "a+", "a-", "aa", "nghe bai viet", "doc bai viet", "nghe doc bai",
    "doc bao", "nghe", "giong nu", "giong nam",
    "giong doc", "toc do", "dung", "tam dung", "phat", "play", "pause", "video", "audio", "hinh anh",
    "thu vien anh", "thu vien video", "media",
    "trang chu", "home", "trang nhat", "gioi thieu", "lien he", "so do site", "so do cong", "so do trang",
    "sitemap", "rss", "hoi dap", "hoi - dap", "gop y",
    "thu dien tu", "english", "tieng viet", "tieng anh", "menu", "danh muc", "chuyen muc", "skip to content",
    "skip to main content", "bo qua noi dung",
    "chuyen den noi dung chinh", "thong bao", "lich cong tac", "van ban", "tin tuc", "tin tuc su kien",
    "tin tuc - su kien", "tin tuc & su kien",
    "dang cap nhat", "xuat ban thong tin", "dang tai", "loading", "logo", "banner", "quang cao", "anh dai dien",
    "hien thi",
    "toan man hinh", "tin nong", "tin noi bat",
    "danh gia", "danh gia bai viet", "click de danh gia bai viet", "binh chon", "ket qua", "tags", "tag",
    "tu khoa", "file dinh kem", "tep dinh kem",
    "tai ve", "download", "tai lieu dinh kem", "van ban dinh kem", "noi dung chi tiet", "noi dung bai viet",
    "chi tiet tin", "chi tiet tin tuc", "chi tiet bai viet",
    "ban dang o day", "ban dang o", "ban dang xem", "vi tri", "doc nhieu", "xem nhieu", "tin xem nhieu",
    "tin doc nhieu", "doc nhieu nhat", "xem nhieu nhat",
    "the", "va", "gmt+7", "null", "undefined", "share this", "share on facebook", "share on twitter", "addthis",
    "powered by", "to top",
)  # fmt: skip

_ALONE = frozenset(
    ("noi dung", "va", "the", "ket qua", "truoc", "sau", "tiep", "dong", "doc", "nghe", "hinh anh", "phat")
)


def _pattern_of_words() -> str:
    """The longest of the words at a place; none is the beginning of a longer word of the text."""
    signs = any_of(words for words in _WORDS if not words[-1].isalnum())
    several = any_of(words for words in _WORDS if words[-1].isalnum() and not words.isalnum())
    single = any_of(words for words in _WORDS if words.isalnum())
    return rf"{signs}|{several}(?![^\W_])|{single}(?!\w)"


_FURNITURE = re.compile(_pattern_of_words())
_GAP = re.compile(r"[\s|/>»›•·,;:.*+\-_=~^<«‹\[\]()#→←↑\\]*")
_NUMBER_ONLY = re.compile(r"[\d\W]+$")

# Headings behind which a portal lists other articles or takes comments: all that follows is furniture.
TAIL = re.compile(
    r"(?:[>»*\-+•]\s*)*(?:(?:nhung|cac|mot so)\s+)?(?:tin(?: tuc| bai)?|bai(?: viet| bao)?|thong tin|su kien|"
    r"chu de|noi dung|video|van ban)"
    r"(?:,? (?:tin|bai)(?: viet)?)?\s+"
    r"(?:khac|lien quan|cung (?:chuyen muc|chu de|loai|muc|nhom|chuyen de)|da (?:dua|dang)(?: tin)?|cu hon|"
    r"moi hon|moi|moi nhat|"
    r"moi dang|moi cap nhat|tiep theo|truoc do|doc nhieu|xem nhieu|noi bat|nong|hot|quan tam|cung su kien|"
    r"trong ngay|trong chuyen muc|cu)"
    r"(?: (?:hon|nhat|khac|da dua|trong muc|cung chuyen muc|trong chuyen muc))?\s*(?:[:.(>»…\[].*)?$"
    r"|(?:phan hoi|y kien ban doc|y kien phan hoi|binh luan(?: bai viet| cua ban)?|gui (?:binh luan|phan hoi|"
    r"y kien)(?: cua ban)?|ban doc binh luan|"
    r"(?:viet|them|de lai) (?:binh luan|mot binh luan|phan hoi|y kien)|leave a (?:reply|comment)|comments?|"
    r"nhan xet|ban can dang nhap)\s*(?:[:(].*)?$"
    r"|(?:co the ban quan tam|co the ban thich|ban co the quan tam|doc them|xem them|xem nhieu|"
    r"doc nhieu(?: nhat)?|tin moi(?: nhat)?|related (?:posts|articles|news)|"
    r"quang cao|lien ket (?:website|web|site)|website lien ket|lien ket|thu vien anh|tags|tu khoa|the|chu de)\s*:?$"
)

# How the furniture behind an article begins where it stands in the same line.
TAIL_START = re.compile(
    r"(?:(?:cac |nhung )?(?:tin|bai)(?: tuc| viet)? (?:khac|lien quan|cung|da dua|da dang|moi|cu)|phan hoi|"
    r"y kien ban doc|"
    r"(?:gui )?binh luan|in (?:trang|bai)|ban in|gui (?:email|cho|bai|y kien)|chia se|quay lai|tro (?:ve|lai)|"
    r"ve dau trang|"
    r"luot (?:xem|doc)|so lan xem|da xem|tags?\b|tu khoa|danh gia|ban quyen|nguoi dang|\d[\d.]* luot xem)"
)

# Lines of a footer or a banner: they need their sign (a colon, ©, a fixed phrase).
_FOOTER = re.compile(
    r"banner\b.{0,120}$|[©®]|copyright|ban quyen (?:thuoc|cua|©)|moi ban quyen|co quan (?:chu quan|quan ly|"
    r"ngon luan)\b ?:?|"
    r"chiu trach nhiem (?:noi dung|chinh|xuat ban)|"
    r"(?:dia chi|tru so|dien thoai|dt|tel|fax|so fax|hotline|duong day nong|e-?mail|hop thu|website|web)\s*:|"
    r"giay phep\b.{0,40}\bso|ghi ro nguon|vui long (?:ghi|dan|dang|nhap)|de nghi ghi ro|"
    r"thiet ke(?: va)?(?: phat trien)?(?: boi)?\s*:|(?:designed|developed|powered) by|"
    r"(?:truong|pho)? ?ban bien tap\s*:|(?:tong|pho tong) bien tap\s*:|"
    r"\*?\s*(?:kinh )?moi (?:ban doc |quy vi |doc gia |cac ban |ban )?(?:(?:va |cac )?(?:ban doc )?)?(?:xem|"
    r"doc|theo doi|nghe|tai)\b.{0,12}(?:video|clip|them|tai day|:)|"
    r"(?:>>+|»)\s*(?:xem|doc|moi)|xem (?:them|video|clip|tai day|chi tiet)\s*[:.]|clip\s*:|video(?: clip)?\s*:|"
    r"(?:tags?|tu khoa|the|chu de|chuyen muc|danh muc|filed under|posted in|keywords?)\s*:|"
    r"(?:tep|file|tai lieu|van ban) (?:dinh kem|kem theo)\s*:?|tai (?:ve|van ban|tai lieu) tai day|"
    r"chao mung (?:ban|quy vi|cac ban)|welcome to|cong thong tin dien tu (?:cua )?[\w ]*$|"
    r"trang thong tin dien tu (?:cua )?[\w ]*$|"
    r"trinh duyet|javascript|your browser|flash player|ban (?:da khong|can|hay|phai) (?:su dung|dang nhap|bat|cai)|"
    r"hien tai khong co|chua co (?:binh luan|y kien|phan hoi)|nhap (?:noi dung|ma|tu khoa|email)|nguoi dang\s*:|"
    r"[\w.\-]+@[\w.\-]+$|https?://\S+$|www\.\S+$|/?upload\S+$"
)
_FOOTER_LENGTH = 300
_IMAGE = re.compile(
    r"!\[[^\]\n]{0,300}\]\([^)\n]{0,500}\)?|\[?!\[|<img\b[^>\n]{0,500}>|^[\w\-%]{1,80}\.(?:jpe?g|png|gif|webp|bmp)$"
)


def peel(folded: str, start: int = 0, dated: bool = True) -> int:
    """Return where one piece of furniture that begins at `start` ends, `start` itself if none begins there."""
    end = _counter_end(folded, start)
    if end > start:
        return end
    stamp = read_stamp(folded, start) if dated else None
    return stamp.end if stamp is not None and stamp.strong else start


def _counter_end(folded: str, start: int) -> int:
    """Return where a counter that begins at `start` ends, `start` if none does."""
    if _DIGIT.search(folded, start, start + _COUNTER_REACH):
        return past(_COUNTED, folded, start)
    return start


def only_furniture(folded: str, dated: bool = True) -> bool:
    """Tell whether the whole line is counters, dates, buttons and signs, such as "In trang | Gửi email"."""
    place, said = 0, []
    while place < len(folded):
        place = past(_GAP, folded, place)
        if place >= len(folded):
            break
        after = _one(folded, place, dated)
        if after == place:
            return False
        said.append(folded[place:after])
        place = after
    return len(said) != 1 or said[0] not in _ALONE


def _one(folded: str, place: int, dated: bool) -> int:
    """Return where the longest piece of furniture that begins at `place` ends, `place` if none does."""
    end = max(_counter_end(folded, place), past(_FURNITURE, folded, place), past(_POSTER, folded, place))
    if end > place:
        return end
    stamp = read_stamp(folded, place) if dated else None
    return stamp.end if stamp is not None else place


def menu_end(folded: str) -> int:
    """Return where a menu that begins the line ends: three or more of its words in a row; 0 if there is none."""
    place = count = 0
    while count < MENU_LIMIT:
        end = past(_FURNITURE, folded, place)
        if end == place:
            break
        count += 1
        place = past(_GAP, folded, end)
    return place if count >= MENU_WORDS else 0


def is_footer(folded: str) -> bool:
    """Tell whether a short line belongs to a footer, a banner, a tag list or an invitation to watch a film."""
    return len(folded) <= _FOOTER_LENGTH and _FOOTER.match(folded) is not None


def is_image(text: str) -> bool:
    """Tell whether a line is what is left of a picture."""
    match = _IMAGE.match(text)
    return match is not None and (match.end() >= len(text) - 2 or text.startswith("![") and len(text) < 900)


def is_number(folded: str) -> bool:
    """Tell whether a line holds figures and signs alone."""
    return _NUMBER_ONLY.match(folded) is not None


def is_signs(text: str) -> bool:
    """Tell whether a line has no letter and no figure: a lone ".", ";" or "|"."""
    return not text[:1].isalnum() and not any(character.isalnum() for character in text[:80])
