"""Words of the language that several rules share: letters, provinces, family names, types of places, departments."""

from __future__ import annotations

from danvan.reader.engine.patterns import any_of

UPPER = "A-ZÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝĂĐĨŨƠƯ" + "".join(chr(code) for code in range(0x1EA0, 0x1EFA, 2))
LOWER = "a-zàáâãèéêìíòóôõùúýăđĩũơư" + "".join(chr(code) for code in range(0x1EA1, 0x1EFA, 2))

# A word with a capital; names of some peoples have an apostrophe inside (H'Leo, M'Đrắk).
CAP = rf"[{UPPER}][\w']*"


def word_set(text: str) -> frozenset[str]:
    """The words of a text."""
    return frozenset(text.split())


# Provinces and centrally run cities since 1997, of before and after 1 July 2025 (Nghị quyết 202/2025/QH15).
PROVINCES = tuple(
    sorted(
        (
            "Hà Nội", "Hà Giang", "Cao Bằng", "Bắc Kạn", "Tuyên Quang", "Lào Cai", "Điện Biên", "Lai Châu", "Sơn La",
            "Yên Bái", "Hòa Bình", "Thái Nguyên", "Lạng Sơn", "Quảng Ninh", "Bắc Giang", "Phú Thọ", "Vĩnh Phúc",
            "Bắc Ninh", "Hải Dương", "Hải Phòng", "Hưng Yên", "Thái Bình", "Hà Nam", "Nam Định", "Ninh Bình",
            "Thanh Hóa", "Nghệ An", "Hà Tĩnh", "Quảng Bình", "Quảng Trị", "Thừa Thiên Huế", "Thừa Thiên - Huế", "Huế",
            "Đà Nẵng", "Quảng Nam", "Quảng Ngãi", "Bình Định", "Phú Yên", "Khánh Hòa", "Ninh Thuận", "Bình Thuận",
            "Kon Tum", "Gia Lai", "Đắk Lắk", "Đắc Lắc", "Đắk Nông", "Đắc Nông", "Lâm Đồng", "Bình Phước", "Tây Ninh",
            "Bình Dương", "Đồng Nai", "Bà Rịa - Vũng Tàu", "Bà Rịa-Vũng Tàu", "Hồ Chí Minh", "Long An", "Tiền Giang",
            "Bến Tre", "Trà Vinh", "Vĩnh Long", "Đồng Tháp", "An Giang", "Kiên Giang", "Cần Thơ", "Hậu Giang",
            "Sóc Trăng", "Bạc Liêu", "Cà Mau", "Hà Tây", "Bắc Cạn",
        ),
        key=len,
        reverse=True,
    )
)  # fmt: skip
PROVINCE = any_of(PROVINCES)

FAMILY_NAMES = word_set(
    """Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Đào Đoàn Vương Trịnh Trương Đinh Lâm
    Phùng Mai Tô Hà Tạ Cao Châu Chu Cù Diệp Doãn Giang Giàng Hứa Kiều Khổng Khúc Kim Lại La Lò Lò Lữ Lương Lưu Ma Mạc
    Mã Nghiêm Ninh Nông Ông Phí Phó Quách Quan Quàng Sầm Sùng Tăng Thạch Thái Thân Thào Thiều Tiêu Tòng Tống Triệu Từ
    Ung Văn Vàng Vi Vừ Xa Đàm Điêu Đồng Hầu Hoa Lầu Lã Lục Mùa Mùi Cầm Cà Bạch Bế Bàn Âu An Ấu Danh Sơn Siu Rah Rơ
    Kpă Ksor Y H' A K'"""
)

# Family names that hardly ever begin a place's name of three words.
_STRONG = word_set(
    """Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Đinh Trương Trịnh Đoàn Lương Mai Tô Hà Tạ
    Cao Châu Phùng Đào Lâm Vương Nông Hứa Triệu Lò Giàng Quàng Tòng Cầm Tống Thái Trương Kiều Quách Bạch Đàm"""
)
# Wards and communes that bear the full name of a person.
_PERSONS_AS_PLACES = frozenset(
    {
        "Hoàng Văn Thụ", "Trần Hưng Đạo", "Lê Hồng Phong", "Nguyễn Thái Học", "Phan Chu Trinh", "Phan Châu Trinh",
        "Phan Đình Phùng", "Lê Đại Hành", "Trần Quang Diệu", "Nguyễn Văn Cừ", "Nguyễn Văn Trỗi", "Ngô Thì Nhậm",
        "Nguyễn Cư Trinh", "Trần Quang Khải", "Trần Tế Xương", "Lê Thanh Nghị", "Hồ Chí Minh", "Bùi Hữu Nghĩa",
        "Lê Bình", "Hoàng Văn Thái", "Nguyễn Úy", "Lê Hồ", "Phan Bội Châu", "Hồ Tùng Mậu", "Nguyễn Bỉnh Khiêm",
        "Cao Bá Quát", "Bùi Thị Xuân", "Đoàn Thị Điểm", "Lý Thường Kiệt", "Lý Thái Tổ", "Đinh Tiên Hoàng", "Ngô Quyền",
    }
)  # fmt: skip


def is_full_name(words: list[str]) -> bool:
    """Whether these words with capitals, after a type of place or a committee, are a person's name instead."""
    return 3 <= len(words) <= 5 and words[0] in _STRONG and " ".join(words) not in _PERSONS_AS_PLACES


def holds_full_name(text: str) -> bool:
    """Whether a person's name of three words or more stands somewhere in these words."""
    words = text.split(" ")
    return any(
        words[at] in _STRONG and words[at + 1][:1].isupper() and words[at + 2][:1].isupper()
        for at in range(len(words) - 2)
    )


# Types of places, as they are written before the name.
AREA_TYPES = {
    "tỉnh": "tỉnh", "thành phố": "thành phố", "tp.": "thành phố", "tp": "thành phố", "thị xã": "thị xã",
    "tx.": "thị xã", "tx": "thị xã", "thị trấn": "thị trấn", "huyện": "huyện", "quận": "quận", "xã": "xã",
    "phường": "phường", "đặc khu": "đặc khu",
}  # fmt: skip

# Fields of ministries and departments, as their official names write them, the longest first.
DEPARTMENTS = tuple(
    sorted(
        (
            "Nông nghiệp và Phát triển nông thôn", "Nông nghiệp và Phát triển Nông thôn", "Nông nghiệp và Môi trường",
            "Nông nghiệp", "Tài nguyên và Môi trường", "Lao động - Thương binh và Xã hội",
            "Lao động, Thương binh và Xã hội",
            "Lao động - Thương binh - Xã hội", "Văn hóa, Thể thao và Du lịch", "Văn hóa và Thể thao",
            "Văn hóa - Thể thao và Du lịch", "Văn hóa - Thông tin", "Văn hóa và Thông tin", "Văn hóa - Xã hội",
            "Văn hóa", "Giáo dục và Đào tạo", "Kế hoạch và Đầu tư", "Giao thông vận tải", "Giao thông Vận tải",
            "Thông tin và Truyền thông", "Khoa học và Công nghệ", "Nội vụ", "Tư pháp", "Tài chính - Kế hoạch",
            "Tài chính", "Công Thương", "Công thương", "Xây dựng", "Y tế", "Ngoại vụ", "Ngoại giao", "Du lịch",
            "Dân tộc và Tôn giáo", "Dân tộc", "Quốc phòng", "Công an", "Kinh tế - Hạ tầng", "Kinh tế và Hạ tầng",
            "Kinh tế, Hạ tầng và Đô thị", "Kinh tế", "Quản lý đô thị", "Tư lệnh",
        ),
        key=len,
        reverse=True,
    )
)  # fmt: skip
DEPARTMENT = any_of(DEPARTMENTS)
