"""``manage.py up`` starts the plugins that are installed; one that cannot run disturbs no other."""

from __future__ import annotations

from pathlib import Path

from tests.plugin_package import package_install, plugin_source
from tests.stack import stack_run, until

NO_WEIGHTS = """
    def load(self, device: str) -> None:
        raise FileNotFoundError("no weights at gates.pt; get them with: make gates")

    def extract("""
NO_NETWORK = """img_size = 320
    requires = ("no_such_network",)"""


def test_what_is_missing_is_told_once_and_the_others_run(tmp_path: Path) -> None:
    installed = package_install(
        tmp_path,
        doors=plugin_source("doors"),
        gates=plugin_source("gates").replace("\n    def extract(", NO_WEIGHTS),
        trucks=plugin_source("trucks").replace("img_size = 320", NO_NETWORK),
        cranes="class Cranes(:\n",
    )
    wanted = "motion,doors,gates,trucks,cranes"
    with stack_run(tmp_path, PYTHONPATH=str(installed), SMARTCUT_PLUGINS=wanted) as stack:
        until(lambda: {"doors", "motion"} <= set(stack.health.get("plugins", [])), "the plugins that can run")
        until(lambda: "gates is left out for now" in stack.log_text(), "the end of gates")
        pids = stack.pids
    log = stack.log_text()
    assert "doors" in pids
    assert not {"gates", "trucks", "cranes"} & set(pids)
    for words in (
        "left out: The plugin 'trucks' needs no_such_network, not installed here; install with: ",
        "left out: The plugin 'cranes' cannot be read (acme_plugins.cranes: invalid syntax",
        "gates    | The plugin 'gates' cannot be loaded: no weights at gates.pt; get them with: make gates",
    ):
        assert log.count(words) == 1, log
    assert "Traceback" not in log
