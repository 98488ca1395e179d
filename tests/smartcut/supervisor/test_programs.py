from __future__ import annotations

from pathlib import Path

from smartcut.core.plugin_name import TAKEN
from smartcut.supervisor import programs
from smartcut.supervisor.output import OWN_NAME


def test_no_plugin_can_take_the_name_of_a_program() -> None:
    assert {*programs.names([]), OWN_NAME} == set(TAKEN)
    assert {programs.redis_program().name, programs.web_program().name} <= set(TAKEN)
    assert {programs.results_program().name, programs.demo_program(Path("demo.mp4")).name} <= set(TAKEN)
