"""docs/messages.md shows every message, and each of its examples is one."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from smartcut.core import messages, queues
from smartcut.core.messages import Message

PAGE = (Path(__file__).parents[2] / "docs" / "messages.md").read_text()
SECTIONS = dict(re.findall(r"^## `(\w+)`\n(.*?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL))


def models(base: type[Message] = Message) -> Iterator[type[Message]]:
    for model in base.__subclasses__():
        if model.__module__ == messages.__name__ and "task" in vars(model):
            yield model
        yield from models(model)


MODELS = {model.task: model for model in models()}
EXAMPLES = [
    (task, example)
    for task, text in SECTIONS.items()
    for example in re.findall(r"```json\n(.*?)```", text, re.DOTALL)
]


def test_every_message_has_a_section_with_an_example() -> None:
    assert set(MODELS) == set(SECTIONS) == {task for task, _ in EXAMPLES}


@pytest.mark.parametrize(("task", "example"), EXAMPLES)
def test_each_example_is_the_message_on_the_wire(task: str, example: str) -> None:
    fields = json.loads(example)
    assert MODELS[task].model_validate(fields).kwargs() == fields


def test_both_kinds_of_new_files_are_shown() -> None:
    statuses = {json.loads(example)["status"] for task, example in EXAMPLES if task == "new_files"}
    assert statuses == {"in-progress", "uploaded"}


@pytest.mark.parametrize(
    "queue",
    [queues.STARTED_PLUGINS, queues.STOPPED_PLUGINS, queues.PROCESSED_FILES, queues.MAINTENANCE,
     queues.new_files("{plugin_name}")],
)  # fmt: skip
def test_every_queue_is_named(queue: str) -> None:
    assert f"`{queue}`" in PAGE
