"""What is published names no machine of ours and no host of a package index."""

import re

from . import sources

# Written in two parts, so that this file does not hold what it looks for.
HOSTS = ["pypi" + ".org", "pythonhosted" + ".org", "npmjs" + ".com", "npmjs" + ".org", "test.pypi" + ".org"]
FOLDERS = "|".join(["wo" + "rk", "ro" + "ot", r"home/\w+", r"Users/\w+"])
MACHINE = re.compile(rf"(?<![\w.~}}])/(?:{FOLDERS})/|[A-Z]:\\Users")


def _texts():
    for path in sources.files():
        try:
            yield path, path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue


def test_no_file_names_a_path_of_a_machine():
    found = [
        sources.short(path, number)
        for path, text in _texts()
        for number, line in enumerate(text.splitlines(), start=1)
        if MACHINE.search(line)
    ]
    assert found == []


def test_no_file_names_a_host_of_a_package_index():
    assert [sources.short(path) for path, text in _texts() if any(host in text for host in HOSTS)] == []
