"""A review in a Word template of one's own: what a template may name, a sample of it, and the filled paper.

What fills the places is plain data (strings, lists, dicts) made of the pieces of the paper. See
``docs/how-to/own-docx-templates.md`` for those who write templates.
"""

from __future__ import annotations

import base64
import io
from datetime import date
from typing import Any

import docx
from django.utils.translation import gettext as _

from danvan.core.errors import Refused
from danvan.documents import charts
from danvan.documents.profiles import Profile
from danvan.documents.templating import Fault, fill
from danvan.files.storage import path_of

from .charting import drawing
from .models import Review
from .paper import Piece, plain

TYPE_NAME = "Báo cáo"
BLOCK = {
    "kind": "paragraph", "level": 1, "number": "", "text": "Nội dung mẫu.", "caption": "Bảng mẫu",
    "items": ["Ý thứ nhất"], "columns": ["TT", "Đơn vị"], "rows": [["1", "Đơn vị mẫu"]], "total": ["", "Tổng cộng"],
    "picture": "",
}  # fmt: skip
# Every name that a template may use. All of it is invented.
SAMPLE: dict[str, Any] = {
    "superior": "TỈNH ỦY MẪU", "issuer": "BAN TUYÊN GIÁO VÀ DÂN VẬN", "symbol": "05-BC/BTGDVTU", "place": "Mẫu",
    "dated": "ngày 05 tháng 02 năm 2026", "type_name": "BÁO CÁO", "subject": "Kết quả công tác dân vận (mẫu)",
    "notice": "Dự thảo", "blocks": [BLOCK, BLOCK | {"kind": "heading", "number": "I- "}],
    "signer": {"prefix": "T/M BAN", "title": "TRƯỞNG BAN", "name": "Nguyễn Văn Mẫu"}, "recipients": ["Như trên", "Lưu"],
}  # fmt: skip


def filled(review: Review, pieces: list[Piece], profile: Profile, day: date, notice: str) -> bytes:
    """The review in its own template. Refused (``template``) when the template does not take it."""
    template = path_of(review.template.file.digest).read_bytes()
    try:
        return fill(template, context_of(review, pieces, profile, day, notice), SAMPLE)
    except Fault as fault:
        raise refusal(fault, field=None) from fault


def context_of(review: Review, pieces: list[Piece], profile: Profile, day: date, notice: str) -> dict[str, Any]:
    """The paper as plain data; numbers and days written as the profile does."""
    prefix = profile.signing_prefix(review.signer_prefix) if review.signer_prefix else ""
    return {
        "superior": review.superior,
        "issuer": review.issuer,
        "symbol": profile.symbol(review.number, review.symbol),
        "place": review.place,
        "dated": profile.day(review.dated_on or day, numbered=review.number is not None),
        "type_name": TYPE_NAME.upper(),
        "subject": review.subject,
        "notice": notice,
        "blocks": [_block(piece) for piece in pieces],
        "signer": {"prefix": prefix, "title": review.signer_title, "name": review.signer_name},
        "recipients": [line.strip().lstrip("- ") for line in review.recipients.splitlines() if line.strip()],
    }


def _block(piece: Piece) -> dict[str, Any]:
    """One block; every key is there whatever its kind, empty where there is nothing."""
    return {
        "kind": piece["kind"],
        "level": piece["level"],
        "number": piece.get("number", ""),
        "text": plain(piece.get("runs", [])),
        "caption": plain(piece.get("caption", [])),
        "items": [plain(item) for item in piece.get("items", ())],
        "columns": [plain(cell) for cell in piece.get("columns", ())],
        "rows": [[plain(cell) for cell in row] for row in piece.get("rows", ())],
        "total": [plain(cell) for cell in piece.get("total") or ()],
        "picture": _picture(piece.get("chart")),
    }


def _picture(chart: dict[str, Any] | None) -> Any:
    if not chart:
        return ""
    drawn = charts.png(drawing(chart))
    png = base64.b64encode(drawn.data).decode()
    return {"png": png, "width_mm": drawn.width_mm, "alt": chart["finding"]}


def refusal(fault: Fault, *, field: str | None = "file") -> Refused:
    """What is wrong with a template, in words, with the place where it stands."""
    said = {"what": fault.what, "place": fault.place}
    words = {
        "broken": _("The Word file is damaged or is not a .docx."),
        "outside": _("The template fetches something from elsewhere (%(what)s) and is not taken."),
        "too-large": _("The template is too large: 2 MB at most."),
        "too-slow": _("Filling in the template takes too long. Use fewer loops."),
        "syntax": _("This place is not written correctly: “%(place)s” (%(what)s)."),
        "no-place": _("The template has no place to fill in, such as {{ subject }}."),
        "unknown-name": _("There is no “%(what)s” to fill in here: “%(place)s”."),
        "not-allowed": _("This is not allowed in a template (%(what)s): “%(place)s”."),
        "loop": _(
            "This loop is not allowed: “%(place)s”. A loop runs over a list of the paper, or of the row it is in."
        ),
    }
    text = words[fault.code]
    return Refused(text % said if "%(" in text else text, code=f"template-{fault.code}", field=field)


LINES = (
    "{{ superior }}", "{{ issuer }}", "Số {{ symbol }}", "{{ place }}, {{ dated }}", "{{ type_name }}", "{{ subject }}",
    "{%p for block in blocks %}",
    "{%p if block.kind == 'heading' %}", "{{ block.number }}{{ block.text }}", "{%p endif %}",
    "{%p if block.kind == 'annex' %}", "Phụ lục: {{ block.text }}", "{%p endif %}",
    "{%p if block.kind == 'paragraph' or block.kind == 'lagging' or block.kind == 'leading' %}", "{{ block.text }}",
    "{%p endif %}",
    "{%p for item in block['items'] %}", "- {{ item }}", "{%p endfor %}",
    "{%p if block.picture %}", "{{ block.picture }}", "{%p endif %}",
    "{%p if block.caption %}", "{{ block.number }}{{ block.caption }}", "{%p endif %}",
    "{%p for row in block.rows %}", "{{ row | join(' | ') }}", "{%p endfor %}",
    "{%p endfor %}",
    "{{ signer.prefix }}", "{{ signer.title }}", "{{ signer.name }}", "Nơi nhận:",
    "{%p for one in recipients %}", "- {{ one }}", "{%p endfor %}",
)  # fmt: skip


def sample_template() -> bytes:
    """A template to begin with: every name once, to be laid out in Word as one likes."""
    word = docx.Document()
    for line in LINES:
        word.add_paragraph(line)
    raw = io.BytesIO()
    word.save(raw)
    return raw.getvalue()
