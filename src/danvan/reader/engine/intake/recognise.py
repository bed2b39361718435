"""Optical recognition through an installed `tesseract`, only where a caller asks for it."""

from __future__ import annotations

import shutil
import subprocess

from danvan.reader.engine.intake.clean import clean

SECONDS = 120
MAX_PICTURES = 4


def available() -> bool:
    """Tell whether an engine is installed on this machine."""
    return shutil.which("tesseract") is not None


def recognised(page) -> str:
    """Return the text of the pictures of a PDF page, "" if there is no engine or it finds nothing."""
    program = shutil.which("tesseract")
    if program is None:
        return ""
    texts = []
    for picture in list(page.images)[:MAX_PICTURES]:
        done = subprocess.run(  # noqa: S603  the program is looked up, its arguments are fixed
            [program, "stdin", "stdout", "-l", "vie"],
            input=picture.data,
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
        if done.returncode == 0:
            texts.append(clean(done.stdout.decode("utf-8", errors="replace")).strip())
    return "\n".join(text for text in texts if text)
