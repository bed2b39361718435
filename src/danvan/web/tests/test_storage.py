"""The collected style sheet is one file in which nothing is lost."""

import re
from pathlib import Path

from django.core.management import call_command

from danvan.web.storage import bundle

STATIC = Path(__file__).resolve().parents[1] / "static" / "web"


def test_an_import_becomes_its_layer_in_its_place():
    main = '@layer a, b;\n@import url("x.css") layer(a);\n@import url("y/z.css") layer(b);\n'
    text = bundle(main, lambda name: f"/* {name} */\n")
    assert text == "@layer a, b;\n@layer a {\n/* x.css */\n}\n@layer b {\n/* y/z.css */\n}\n"


def test_the_collected_sheet_holds_every_sheet_and_modules_name_each_other_by_their_hashes(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "danvan.web.storage.BundledStorage"},
    }
    call_command("collectstatic", interactive=False, verbosity=0)
    (hashed,) = (tmp_path / "web").glob("main.*.css")
    text = hashed.read_text(encoding="utf-8")
    assert "@import" not in text
    for sheet in STATIC.rglob("*.css"):
        if sheet.name != "main.css":
            assert sheet.read_text(encoding="utf-8").strip() in text, sheet.name
    modules = [*(tmp_path / "web" / "js").glob("*.js"), *(tmp_path / "reports").glob("*.js")]
    imports = [
        (module, name)
        for module in modules
        if re.search(r"\.[0-9a-f]{12}\.js$", module.name)
        for name in re.findall(r'^import .* from "(.*)";', module.read_text(encoding="utf-8"), re.MULTILINE)
    ]
    assert {module.name.split(".")[0] for module, _name in imports} >= {"grid", "rules", "texts", "entry"}
    for module, name in imports:
        assert re.search(r"\.[0-9a-f]{12}\.js$", name)
        assert (module.parent / name).resolve().exists(), name
    assert len(re.findall(r"^@layer \w+ \{", text, re.MULTILINE)) == len(list(STATIC.rglob("*.css"))) - 1
