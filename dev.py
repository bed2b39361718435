#!/usr/bin/env python3
"""The commands of a working copy, with the standard library alone: setup, run, test, lint, format, rows, docs, bench.

``python3 dev.py run`` and ``python3 dev.py test`` are all a newcomer needs; each makes ``.venv`` first.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import time
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")


def setup(kind: str = "base") -> None:
    """Make ``.venv`` with the pinned packages of ``requirements/<kind>.txt``; quick when nothing changed."""
    if sys.version_info < (3, 11):
        sys.exit("Dân Vận needs Python 3.11 or newer.")
    if not PYTHON.exists():
        print("Making .venv …", flush=True)
        venv.create(VENV, with_pip=True)
    wanted = _digest(kind)
    mark = VENV / f"{kind}.installed"
    if mark.exists() and mark.read_text() == wanted:
        return
    print(f"Installing requirements/{kind}.txt (once) …", flush=True)
    began = time.monotonic()
    _pip("--require-hashes", "-r", str(ROOT / "requirements" / f"{kind}.txt"))
    # The package itself is found by a path file: nothing is built and nothing is fetched for it.
    (next(VENV.glob("lib/python3*/site-packages"), VENV / "Lib" / "site-packages") / "danvan.pth").write_text(
        str(ROOT / "src"), encoding="utf-8"
    )
    mark.write_text(wanted)
    print(f"Installed in {time.monotonic() - began:.0f} s.", flush=True)


def _digest(kind: str) -> str:
    return hashlib.sha256((ROOT / "requirements" / f"{kind}.txt").read_bytes()).hexdigest()


def _pip(*arguments: str) -> None:
    command = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *arguments]
    subprocess.run(command, check=True, cwd=ROOT)


def _python(*arguments: str) -> int:
    """Run the working copy's Python and give back its exit code; Ctrl-C is the child's to handle."""
    process = subprocess.Popen([str(PYTHON), *arguments], cwd=ROOT)
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:
            continue


def run(*arguments: str) -> int:
    """Start everything; further words go to ``danvan``."""
    setup()
    return _python("-m", "danvan.cli", *(arguments or ("run",)))


def test(*arguments: str) -> int:
    """All tests, shared out among the processors; further words go to pytest instead."""
    setup("dev")
    everything = ("-n", str(os.cpu_count() or 1), "--dist", "loadgroup")
    return _python("-m", "pytest", *(arguments or everything))


def lint() -> int:
    """Style, import contracts and complete migrations."""
    setup("dev")
    steps = (
        ("-m", "ruff", "check", "."),
        ("-m", "ruff", "format", "--check", "."),
        ("-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"),
    )
    return max(_python(*step) for step in steps)


def format() -> int:
    """One style for all files."""
    setup("dev")
    return max(_python("-m", "ruff", "check", "--fix", "."), _python("-m", "ruff", "format", "."))


def rows() -> int:
    """Which rows of the feature list and of the threat list passing tests show."""
    setup("dev")
    return _python("tools/rows.py")


def docs() -> int:
    """Take the pictures of the guide from the running program."""
    setup("dev")
    return _python("-m", "pytest", "-q", "-m", "journey", "--pictures")


def bench(*arguments: str) -> int:
    """All benchmarks."""
    setup("dev")
    return _python("-m", "benchmarks", *arguments)


COMMANDS = {
    "setup": setup,
    "run": run,
    "test": test,
    "lint": lint,
    "format": format,
    "rows": rows,
    "docs": docs,
}
COMMANDS["bench"] = bench


def main() -> int:
    """Carry out the command named on the line."""
    name, *arguments = sys.argv[1:] or ["help"]
    if name not in COMMANDS:
        print(__doc__)
        return 0 if name == "help" else 2
    return COMMANDS[name](*arguments) or 0


if __name__ == "__main__":
    sys.exit(main())
