"""What is in focus: things out of it are near the lens, insects and drops mostly. Used by ``motion``."""

from __future__ import annotations

from typing import Any

import numpy as np

from workers.plugins._background import Background, Difference
from workers.plugins._bands import Bands, Picture, spread

SHARPNESS = (0.4, 0.55)
"""Share of fine structure below which a thing is out of focus, and from which it is in focus; of a camera
whose picture is sharp."""
CAMERA_SHARES, LEAST_SHARPNESS = (0.15, 0.62), 0.4
"""Share of fine structure in a camera's picture when hardly any is left, and from which it is sharp; to what
part ``SHARPNESS`` falls between. What is near the lens is out of focus in a soft picture, too: not to 0."""
AROUND = 11
"""Fine and other structure are compared over so many pixels."""
LOOKS = 12
"""Bins by which a camera is judged."""


def sharpness_of(background: Background) -> float:
    """Of a camera, up to 1: how much fine structure its picture has where it has structure at all.

    Soft are an analog camera's picture, one made larger than it was, and one through a dirty dome.
    """
    last = len(background.bins) - 1
    chosen = np.unique(np.linspace(0, last, LOOKS).round().astype(int))
    shares = [_fine_share(background.typical(int(index))) for index in chosen]
    return float(np.interp(np.quantile(shares, 0.75), CAMERA_SHARES, (LEAST_SHARPNESS, 1)))


def evidence_sharp(found: Difference, evidence: Picture, sharpness: float) -> Picture:
    """``evidence`` where it is in focus, as far as anything is in the picture of this camera."""
    detail = spread(found.detail, AROUND)
    detail += 1
    focus = spread(found.fine, AROUND)
    focus /= detail
    low, high = SHARPNESS
    ramp(focus, (sharpness * low, sharpness * high), out=focus)
    return np.multiply(focus, evidence, out=focus)


def ramp(value: Any, bounds: tuple[float, float], out: Any = None) -> Any:
    """0 up to the first bound, 1 from the second."""
    low, high = bounds
    raised = np.subtract(value, low, out=out)
    return np.clip(np.divide(raised, high - low, out=out), 0, 1, out=out)


def _fine_share(bands: Bands) -> float:
    """Where there is structure, without the noise that is everywhere."""
    structure, detail, fine = (
        spread(np.abs(band), size)[::4, ::4]
        for band, size in ((bands.detail, 7), (bands.detail, AROUND), (bands.fine, AROUND))
    )
    plain, rich = structure <= np.quantile(structure, 0.2), structure >= np.quantile(structure, 0.6)
    detail, fine = (np.sqrt(np.maximum(seen**2 - np.median(seen[plain]) ** 2, 0)) for seen in (detail, fine))
    return float(np.quantile(fine[rich] / (detail[rich] + 1), 0.9))
