"""Words of the language that several rules share: letters, provinces, family names, types of places, departments."""

from __future__ import annotations

import re

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
PROVINCE = "|".join(re.escape(name) for name in PROVINCES)

FAMILY_NAMES = word_set(
    """Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Đào Đoàn Vương Trịnh Trương Đinh Lâm
    Phùng Mai Tô Hà Tạ Cao Châu Chu Cù Diệp Doãn Giang Giàng Hứa Kiều Khổng Khúc Kim Lại La Lò Lò Lữ Lương Lưu Ma Mạc
    Mã Nghiêm Ninh Nông Ông Phí Phó Quách Quan Quàng Sầm Sùng Tăng Thạch Thái Thân Thào Thiều Tiêu Tòng Tống Triệu Từ
    Ung Văn Vàng Vi Vừ Xa Đàm Điêu Đồng Hầu Hoa Lầu Lã Lục Mùa Mùi Cầm Cà Bạch Bế Bàn Âu An Ấu Danh Sơn Siu Rah Rơ
    Kpă Ksor Y H' A K'"""
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
DEPARTMENT = "|".join(re.escape(name) for name in DEPARTMENTS)

# The vocabulary of posts: with these words a post begins.
POST_START = (
    r"(?:[Qq]uyền |[Nn]guyên |[Cc]ố )?(?:"
    r"[ỦÚủ]y viên|UV(?:BTV|BCH|TV|TW)?\b|BT\b|PBT\b|Bí thư|Phó|PCT\b|CT\b|Trưởng|Chủ tịch|"
    r"Chủ nhiệm|Giám đốc|Chánh|"
    r"(?:Tỉnh|Thành|Huyện|Quận|Thị|Đảng) ủy viên|Thường trực|Thứ trưởng|Bộ trưởng|Thủ tướng|Tổng|Hiệu trưởng|"
    r"Viện trưởng|Cục trưởng|Vụ trưởng|Chi cục trưởng|Đội trưởng|Chỉ huy|Chính ủy|Chính trị viên|Tư lệnh|"
    r"Đại tướng|Thượng tướng|Trung tướng|Thiếu tướng|Đại tá|Thượng tá|Trung tá|Thiếu tá|Đại úy|Thượng úy|"
    r"Đại biểu Quốc hội|Kiểm sát viên|Chánh án|Chủ nhiệm|Hàm|Trợ lý|Thư ký|Tổ trưởng|Đồn trưởng|Phụ trách|"
    r"[bB]í thư|[pP]hó [bcgtđBCGTĐ]|[tT]rưởng (?:[bB]an|[pP]hòng|[đĐ]oàn|[kK]hối|[tT]hôn|"
    r"[bB]ản|[ấẤ]p|[kK]hu|[cC]ông an)|"
    r"[cC]hủ tịch|[gG]iám đốc|[cC]hánh [vV]ăn phòng|[hH]iệu trưởng|[tT]ổ trưởng"
    r")"
)
