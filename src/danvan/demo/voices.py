"""What the communes of the demo say in words. All of it is invented (nội dung minh họa)."""

from __future__ import annotations

import random

from danvan.reports.models import Submission
from danvan.reports.services import DesignPrompt, Written
from danvan.reports.states import Theme

GROUP = "Nhận xét của đơn vị (minh họa)"
PROMPTS = (
    DesignPrompt(
        "Khó khăn, vướng mắc trong kỳ", Theme.DIFFICULTIES, "Một là, …\nHai là, …\nNguyên nhân: …", GROUP, longest=3000
    ),
    DesignPrompt("Cách làm hay, mô hình tốt", Theme.GOOD_PRACTICE, "Tên mô hình: …\nKết quả: …", GROUP, longest=3000),
    DesignPrompt("Đề xuất, kiến nghị với cấp trên", Theme.PROPOSALS, "", GROUP, longest=3000),
)
PLACES = ("ấp 1", "ấp 3", "ấp Thị", "khu dân cư chợ", "ấp ven kênh", "khóm 2", "ấp vùng sâu")
SAYINGS: dict[str, tuple[str, ...]] = {
    Theme.DIFFICULTIES: (
        "Kinh phí dành cho công tác dân vận còn hạn hẹp, chưa đáp ứng yêu cầu nhiệm vụ.",
        "Kinh phí hoạt động của tổ dân vận ở {place} còn hạn hẹp.",
        "Cán bộ làm công tác dân vận kiêm nhiệm nhiều việc, phụ cấp thấp.",
        "Cán bộ dân vận ở {place} kiêm nhiệm, chưa qua tập huấn.",
        "Sau sắp xếp, địa bàn xã rộng, việc nắm tình hình Nhân dân ở {place} còn chậm.",
        "Địa bàn rộng, đi lại giữa các ấp khó khăn trong mùa nước nổi.",
        "Một số hộ ở {place} chưa đồng thuận giá bồi thường khi giải phóng mặt bằng.",
        "Giải phóng mặt bằng tuyến đường qua {place} còn vướng vì giá bồi thường.",
        "Đường truyền mạng ở {place} yếu, khó họp trực tuyến.",
        "Nhiều người dân đi làm ăn xa nên khó tập hợp hội viên, đoàn viên.",
        "Thanh niên {place} đi làm ăn xa, việc tập hợp đoàn viên gặp khó.",
        "Thông tin sai lệch trên mạng xã hội làm một bộ phận người dân lo lắng.",
    ),
    Theme.GOOD_PRACTICE: (
        "Mô hình “Ngày thứ Bảy tình nguyện giúp dân làm thủ tục hành chính” tại {place}.",
        "Tổ chức ngày thứ Bảy tình nguyện hướng dẫn người dân nộp hồ sơ trực tuyến.",
        "Tổ dân vận {place} vận động hiến đất mở rộng đường nông thôn.",
        "Vận động Nhân dân hiến đất, góp ngày công làm đường nông thôn ở {place}.",
        "Mô hình “Camera an ninh” do Nhân dân {place} đóng góp lắp đặt.",
        "Chi hội phụ nữ {place} duy trì mô hình “Nhà sạch, vườn đẹp”.",
        "Cà phê sáng với doanh nhân, gỡ vướng tại chỗ cho hộ kinh doanh.",
        "Dùng nhóm Zalo của {place} để tiếp nhận và trả lời ý kiến người dân trong ngày.",
        "Tiếp nhận, trả lời ý kiến người dân qua nhóm Zalo của ấp.",
    ),
    Theme.PROPOSALS: (
        "Đề nghị tỉnh tổ chức tập huấn kỹ năng dân vận cho cán bộ ấp, khóm.",
        "Kiến nghị mở lớp tập huấn kỹ năng dân vận, ưu tiên cán bộ mới.",
        "Đề nghị tăng mức hỗ trợ kinh phí cho mô hình “Dân vận khéo”.",
        "Kiến nghị hỗ trợ kinh phí nhân rộng mô hình “Dân vận khéo” ở {place}.",
        "Đề nghị nâng cấp tuyến đường vào {place}.",
        "Đề nghị sớm hướng dẫn phụ cấp cho cán bộ kiêm nhiệm sau sắp xếp đơn vị hành chính.",
        "Kiến nghị đầu tư trạm thu phát sóng ở {place}.",
    ),
}
SILENT = {Theme.DIFFICULTIES: 0.12, Theme.GOOD_PRACTICE: 0.05, Theme.PROPOSALS: 0.35}


def written(submission: Submission) -> dict[int, Written]:
    """What one commune answers in one round; the same every time the demo is built on one day."""
    chance = random.Random(f"{submission.round.period} {submission.unit_id}")  # noqa: S311 - invented words
    return {prompt.pk: _answer(prompt.theme, chance) for prompt in submission.round.form_version.prompts.all()}


def _answer(theme: str, chance: random.Random) -> Written:
    if chance.random() < SILENT[Theme(theme)]:
        return Written(nothing=True) if chance.random() < 0.7 else Written("Không có.")
    said = chance.sample(SAYINGS[theme], chance.randint(1, 3))
    lines = [one.format(place=chance.choice(PLACES)) for one in said]
    return Written("\n".join(f"- {line}" for line in lines) if len(lines) > 1 else lines[0])
