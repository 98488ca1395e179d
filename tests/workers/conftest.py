from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.workers.footage import Footage
from tests.workers.queues_seen import Web, web_open


@pytest.fixture
def web(redis_url: str) -> Iterator[Web]:
    """On an empty Redis."""
    with web_open(redis_url) as opened:
        yield opened


@pytest.fixture
def footage() -> Footage:
    return Footage()
