"""What stands out in one frame, down to next to nothing."""

from __future__ import annotations

import numpy as np
import pytest

from workers.plugins._blobs import CALM, FOUND, LEVEL, Look, blobs_find


@pytest.mark.parametrize("evidence", [0.0, CALM / 2, (CALM + LEVEL) / 2, 2 * LEVEL])
@pytest.mark.parametrize("shape", [(180, 320), (3, 3)])
def test_one_thing_is_found_as_strong_as_it_is(shape: tuple[int, int], evidence: float) -> None:
    blobs = np.zeros(shape, np.float32)
    blobs[1, 1] = evidence
    found = blobs_find(Look(raw=evidence, blobs=blobs, light=0.0, misfit=0.0), np.zeros_like(blobs))
    row = dict(zip(FOUND.names or (), found, strict=True))
    assert row["top"] == pytest.approx(evidence)
    assert row["scatter"] == 0
    assert row["mass"] == pytest.approx(evidence if evidence >= CALM else 0)


def test_many_things_of_one_size_are_scattered() -> None:
    blobs = np.zeros((180, 320), np.float32)
    blobs[10:170:20, 10:310:20] = 2 * LEVEL
    found = blobs_find(Look(raw=2 * LEVEL, blobs=blobs, light=0.0, misfit=0.0), np.zeros_like(blobs))
    assert dict(zip(FOUND.names or (), found, strict=True))["scatter"] == pytest.approx(1)
