"""The benchmarks can be run: what is named is there. How fast anything is, is not asked here."""

import benchmarks
import pytest
from benchmarks.__main__ import MODULES, _options


def test_every_named_benchmark_can_be_run_and_told():
    assert tuple(MODULES) == benchmarks.NAMES
    assert all(callable(module.run) and callable(module.said) for module in MODULES.values())


def test_without_a_name_all_are_run_and_an_unknown_name_is_refused(capsys):
    assert _options([]).names == list(benchmarks.NAMES)
    assert _options(["filing"]).names == ["filing"]
    with pytest.raises(SystemExit):
        _options(["nothing"])
    assert "there is no benchmark called nothing" in capsys.readouterr().err
