from __future__ import annotations

import sys

import pytest

from smartcut.core.requirements import missing_words, modules_missing


def test_it_works() -> None:
    assert modules_missing(("json", "nowhere", "nowhere.deeper", "json.nothing")) == (
        "nowhere",
        "nowhere.deeper",
        "json.nothing",
    )


def test_a_missing_module_is_not_imported_to_find_out() -> None:
    assert modules_missing(("this",)) == ()
    assert "this" not in sys.modules


@pytest.mark.parametrize("name", ["", "..", "json..x"])
def test_what_is_no_module_name_is_missing(name: str) -> None:
    assert modules_missing((name,)) == (name,)


@pytest.mark.parametrize(
    ("missing", "command"),
    [
        (("nowhere", "nowhere.deeper"), f"{sys.executable} -m pip install nowhere"),
        (("PIL", "sklearn.svm"), f"{sys.executable} -m pip install pillow scikit-learn"),
        (("torch", "timm"), "make run-all"),
        (("onnxruntime",), "make weights"),
        (("torch", "nowhere"), f"{sys.executable} -m pip install torch nowhere"),
    ],
)
def test_the_words_end_with_the_command_that_gets_it(missing: tuple[str, ...], command: str) -> None:
    words = missing_words("helmet", missing)
    assert words == (
        f"The plugin 'helmet' needs {', '.join(missing)}, not installed here; install with: {command}"
    )
