"""The invented people of the demo. Their accounts exist only where the demo was built."""

from __future__ import annotations

from dataclasses import dataclass

PASSWORD = "minh-hoa-2026"  # noqa: S105 - printed at every start of the demo, and made nowhere else
COMMUNE = "Linh Sơn"
COMMISSION = "Ban Tuyên giáo và Dân vận Tỉnh ủy"


@dataclass(frozen=True)
class Account:
    """A demo account: who it is, and what the role lets it do."""

    username: str
    password: str
    name: str
    title: str
    unit: str
    role: str


def accounts() -> tuple[Account, ...]:
    """The accounts that a visitor may sign in with."""
    rows = (
        ("chuyenvien", "Lê Thị Hồng Minh", "Chuyên viên", COMMISSION, "provincial_specialist"),
        ("lanhdao", "Phạm Quốc Hưng", "Phó Trưởng ban", COMMISSION, "provincial_head"),
        ("canboxa", "Hà Văn Thuận", "Công chức kiêm nhiệm", f"Đảng ủy xã {COMMUNE}", "commune_officer"),
        ("lanhdaoxa", "Lò Thị Xuân", "Phó Bí thư Thường trực", f"Đảng ủy xã {COMMUNE}", "commune_head"),
        ("nguoidoc", "Trần Văn Hậu", "Người đọc", f"{COMMISSION} Thanh Hóa", "reader"),
        ("tacgia", "Đỗ Minh Châu", "Cộng tác viên Cổng thông tin", COMMISSION, "portal_author"),
        ("bientap", "Ngô Thu Hà", "Biên tập viên Cổng thông tin", COMMISSION, "portal_editor"),
        ("xuatban", "Bùi Đức Long", "Phó Trưởng Ban biên tập", COMMISSION, "portal_publisher"),
        ("quantri", "Vũ Đình Khoa", "Quản trị tài khoản", "Văn phòng Tỉnh ủy", "account_administrator"),
    )
    return tuple(Account(username, PASSWORD, *rest) for username, *rest in rows)
