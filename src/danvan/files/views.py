"""How a stored file goes out. There is no address here: the owner's view asks the rule, then calls ``serve``."""

from __future__ import annotations

from django.http import FileResponse, HttpRequest
from django.utils.translation import gettext_lazy as _

from danvan.core.errors import Refused

from .models import FileType, StoredFile
from .storage import path_of

CONTENT_TYPES = {
    FileType.PDF: "application/pdf",
    FileType.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    FileType.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    FileType.PNG: "image/png",
    FileType.JPG: "image/jpeg",
    FileType.TXT: "text/plain; charset=utf-8",
}


def serve(request: HttpRequest, stored: StoredFile) -> FileResponse:
    """The file as a download that no browser opens in the page, runs or keeps.

    Call it only after the row that owns the file was found for ``request.actor``. Raises Refused (``file-missing``)
    when the blob is gone from the disk.
    """
    try:
        handle = path_of(stored.digest).open("rb")
    except FileNotFoundError as missing:
        message = _("The file is not on the server any more. Ask for it to be restored from the backup.")
        raise Refused(message, code="file-missing") from missing
    response = FileResponse(
        handle, as_attachment=True, filename=stored.name, content_type=CONTENT_TYPES[FileType(stored.type)]
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response
