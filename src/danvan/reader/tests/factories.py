"""Documents for tests, read as a clerk has them read. Everything in them is invented."""

from __future__ import annotations

from danvan.access.actor import Actor
from danvan.reader import services
from danvan.reader.models import Document
from danvan.reader.queries import keeper_for

REPORT = """Hôm nay:
12

Tỉnh ủy Ánh Dương sơ kết công tác dân vận năm 2020

Ngày 05/01/2021 08:00:00

Năm 2020, các cấp trong tỉnh thực hiện Kết luận số 77-KL/TU của Ban Thường vụ Tỉnh ủy về công tác dân vận, xây dựng \
được 1.200 mô hình "Dân vận khéo", gồm 700 mô hình lĩnh vực kinh tế và 500 mô hình lĩnh vực văn hóa - xã hội.

Đồng chí Nguyễn Văn Mẫu, Trưởng Ban Dân vận Tỉnh ủy đề nghị các cấp ủy tiếp tục thực hiện tốt quy chế dân chủ ở cơ sở.
"""


def document(by: Actor, text: str = REPORT) -> Document:
    """A document with facts that wait."""
    return services.take_text(text, keeper_for(by), by=by)
