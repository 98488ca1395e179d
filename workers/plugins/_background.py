"""The scene of a fixed camera around each moment, from past and future. Used by ``motion``.

The video is divided into bins of a minute or so. The median of a bin is free of what passes, the median
of the bins around it of what stays for minutes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any, Generic, TypeVar

import cv2
import numpy as np
from numpy.typing import NDArray

from workers.plugins._bands import (
    Bands,
    Picture,
    Steps,
    bands_split,
    detail_of,
    enlarged,
    quantile,
    shrunk,
    spread,
    stepped,
    unstepped,
)
from workers.plugins._overlay import overlay_find

BIN_S, BIN_FRAMES = 60.0, 24
"""Length of a bin, and how many frames it has at least."""
REACH_S = 600.0
"""How far the scene looks into past and future."""
SAMPLES = 9
"""Frames that stand for a bin."""
SLACK = 5
"""An edge may be off its place by half as many pixels: shake, a nudge, wind."""
BLACK = 6.0
"""Grey level added on both sides before brightness is divided."""
STRUCTURE_SHARE = 0.3
"""Part of the local structure by which the same thing may look different in another light."""
NOISE_FACTOR, SHOT_FACTOR, FLOOR = 3.0, 4.0, 2.0
"""Evidence 1 is so many times the noise of the place and of the frame, and two grey levels."""
RELIT = 0.25
"""Part by which the brightness of a place changes when it is lit in another way."""

T = TypeVar("T")


@dataclass(frozen=True)
class Envelope:
    """What ``detail`` may be at each place."""

    low: Picture
    high: Picture
    relit_low: Picture
    """In the light of the scene."""
    relit_high: Picture


@dataclass(frozen=True)
class Scene:
    """What is to be seen at each place, and how much it varies by itself."""

    envelope: Envelope
    """Around that of past and future together, that of the past and that of the future: a lasting change
    agrees with one of them."""
    apart: NDArray[np.intp]
    """Places where there is a gap between the three: only there it matters which of them it is."""
    parts: list[Envelope]
    """The three there."""
    light: Picture
    detail: Picture
    fine: Picture
    unit: Picture
    """Evidence 1 in a frame without noise of its own."""
    structure: Picture
    overlay: Picture | None
    """1 at what is burnt into the picture and beside it, else 0; None without."""
    rich: NDArray[np.intp]
    """Some of the places that have structure."""
    plain: NDArray[np.intp]
    """Some of those that have little."""
    usual_misfit: float
    usual_noise: float


@dataclass(frozen=True)
class Difference:
    """A frame against a scene."""

    evidence: Picture
    """0 where the scene explains the frame; from 1 on hardly by chance."""
    detail: Picture
    fine: Picture
    light: float
    """Share of the picture that is lit in another way."""
    misfit: float
    """By how much the structure differs everywhere, relative to itself."""


@dataclass(frozen=True)
class _Bin:
    light: Steps
    detail: Steps
    fine: Steps
    noise: Steps
    gray: NDArray[np.uint8]


class Background:
    """The scenes of a video, made when asked for; only those near the last one asked for are kept."""

    def __init__(self, times: NDArray[np.float64], pictures: NDArray[Any]) -> None:
        self.pictures = pictures
        self.step_s = float(np.median(np.diff(times))) if len(times) > 1 else 1.0
        length = max(BIN_S, BIN_FRAMES * self.step_s)
        count = max(1, round((times[-1] - times[0]) / length))
        edges = np.linspace(times[0], times[-1], count + 1)[1:-1]
        parts = np.split(np.arange(len(times)), np.searchsorted(times, edges))
        self.bins: list[NDArray[np.intp]] = [part for part in parts if len(part)]
        self._firsts = [part[0] for part in self.bins]
        self.reach = max(3, round(REACH_S / length))
        self._statistics = Recent(self._bin, 3 * self.reach + 3)
        self.scene = Recent(self._scene, self.reach + 2)

    def bin_of(self, frame: int) -> int:
        return int(np.searchsorted(self._firsts, frame, side="right")) - 1

    def samples(self, index: int) -> list[int]:
        """Frames that stand for a bin."""
        frames = self.bins[index]
        chosen = np.linspace(0, len(frames) - 1, min(len(frames), SAMPLES)).round().astype(int)
        return [int(frame) for frame in frames[chosen]]

    def around(self, index: int, reach: int) -> range:
        return range(max(0, index - reach), min(len(self.bins), index + reach + 1))

    def typical(self, index: int) -> Bands:
        """The picture of a bin, free of what passes and of noise."""
        known = self._statistics(index)
        return Bands(unstepped(known.light), unstepped(known.detail), unstepped(known.fine))

    def _bin(self, index: int) -> _Bin:
        samples = self.samples(index)
        light, detail, fine, change = zip(*(self._stepped(frame) for frame in samples), strict=True)
        return _Bin(
            light=quantile(light, 0.5),
            detail=quantile(detail, 0.5),
            fine=quantile(fine, 0.5),
            noise=quantile(change, 0.7),
            gray=quantile([self.pictures[frame] for frame in samples], 0.5),
        )

    def _stepped(self, frame: int) -> tuple[Steps, ...]:
        """The bands of a frame, and by how much the next one differs."""
        bands = bands_split(self.pictures[frame])
        following = detail_of(self.pictures[min(frame + 1, len(self.pictures) - 1)])
        change = np.abs(np.subtract(following, bands.detail, out=following), out=following)
        return stepped(bands.light), stepped(bands.detail), stepped(bands.fine), stepped(change)

    def _scene(self, index: int) -> Scene:
        around = self.around(index, self.reach)
        sides = [[at for at in around if at < index], [at for at in around if at > index]]
        whole = Bands(*(self._median(around, name) for name in ("light", "detail", "fine")))
        return _scene(
            whole,
            [(self._median(side, "light"), self._median(side, "detail")) for side in sides if len(side) > 1],
            _widened(self._median(around, "noise")),
            self._overlay(around, whole.light),
        )

    def _overlay(self, around: Sequence[int], light: Picture) -> Picture | None:
        bins = [self._statistics(at) for at in around]
        found = overlay_find(
            [each.gray for each in bins], [_relit(unstepped(each.light), light) for each in bins]
        )
        return None if found is None else spread(found, SLACK)

    def _median(self, bins: Sequence[int], name: str) -> Picture:
        return unstepped(quantile([getattr(self._statistics(at), name) for at in bins], 0.5))


class Recent(Generic[T]):
    """Remembers the last ``size`` results of a function of a number that rises."""

    def __init__(self, make: Callable[[int], T], size: int) -> None:
        self._make, self._size = make, size
        self._made: dict[int, T] = {}

    def __call__(self, index: int) -> T:
        if index not in self._made:
            while len(self._made) >= self._size:
                del self._made[min(self._made)]
            self._made[index] = self._make(index)
        return self._made[index]


def difference(gray: NDArray[np.uint8], scene: Scene) -> Difference:
    """How far ``gray`` is from all that ``scene`` allows, in its own light and in that of the frame.

    Works in place where it can: fetching memory takes longer than calculating.
    """
    bands = bands_split(gray)
    relit = _relit(bands.light, scene.light)
    gain = _gain(relit, gray)
    excess = _excess(bands.detail, scene, gain)
    detail, fine = _change(bands.detail, scene.detail, gain), _change(bands.fine, scene.fine, gain)
    structure = np.multiply(np.maximum(gain, 1, out=gain), scene.structure, out=gain)
    misfit = _median_at(detail, scene.rich, structure) - scene.usual_misfit
    noise = max(0.0, _median_at(detail, scene.plain) - scene.usual_noise / 2)
    excess -= np.multiply(structure, max(STRUCTURE_SHARE, misfit), out=structure)
    if scene.overlay is not None:
        # it keeps its brightness, so what it stands out by changes as much as the light around it
        excess -= scene.overlay * enlarged(np.abs(bands.light - scene.light), excess)
    unit = np.add(scene.unit, SHOT_FACTOR * noise, out=structure)
    np.divide(np.maximum(excess, 0, out=excess), unit, out=excess)
    return Difference(
        evidence=_inside(excess), detail=detail, fine=fine, light=_relit_share(relit), misfit=misfit
    )


def _relit(light: Picture, before: Picture) -> Picture:
    """By how much brighter each place is than it was, at the size of ``light``."""
    return (light + BLACK) / (before + BLACK)


def _relit_share(relit: Picture) -> float:
    return np.count_nonzero((relit > 1 + RELIT) | (relit < 1 / (1 + RELIT))) / relit.size


def _gain(relit: Picture, like: NDArray[Any]) -> Picture:
    return enlarged(np.clip(relit, 0.05, 8), like)


def _change(now: Picture, before: Picture, gain: Picture) -> Picture:
    change = before * gain
    return np.asarray(cv2.absdiff(now, change, dst=change), np.float32)


def _inside(evidence: Picture) -> Picture:
    """Without the border, where nobody knows what may shake into the picture."""
    width = SLACK // 2
    for border in (np.s_[:width], np.s_[-width:], np.s_[:, :width], np.s_[:, -width:]):
        evidence[border] = 0
    return evidence


def _scene(
    whole: Bands, sides: Sequence[tuple[Picture, Picture]], noise: Picture, overlay: Picture | None
) -> Scene:
    light, detail = whole.light, whole.detail
    structure = spread(np.abs(detail), 7) + np.float32(0.5)
    is_rich = (structure > np.percentile(structure[::4, ::4], 60)).ravel()
    rich, plain = np.flatnonzero(is_rich)[::8], np.flatnonzero(~is_rich)[::8]
    parts = [_envelope(*seen, light) for seen in ((light, detail), *sides)]
    apart = _apart(parts)
    parts_apart = [_at(part, apart) for part in parts]
    for side in parts[1:]:
        _join(parts[0], side)
    return Scene(
        envelope=parts[0],
        apart=apart,
        parts=parts_apart,
        light=light,
        detail=detail,
        fine=whole.fine,
        unit=NOISE_FACTOR * noise + np.float32(FLOOR),
        structure=structure,
        overlay=overlay,
        rich=rich,
        plain=plain,
        usual_misfit=_median_at(noise, rich, structure),
        usual_noise=float(np.median(noise[::4, ::4])),
    )


def _envelope(light: Picture, detail: Picture, scene_light: Picture) -> Envelope:
    relit = _gain(_relit(scene_light, light), detail)
    low, high = shrunk(detail, SLACK), spread(detail, SLACK)
    return Envelope(low, high, low * relit, high * relit)


def _join(envelope: Envelope, other: Envelope) -> None:
    """Makes ``envelope`` reach around ``other``."""
    np.minimum(envelope.low, other.low, out=envelope.low)
    np.maximum(envelope.high, other.high, out=envelope.high)
    np.minimum(envelope.relit_low, other.relit_low, out=envelope.relit_low)
    np.maximum(envelope.relit_high, other.relit_high, out=envelope.relit_high)


def _at(envelope: Envelope, places: NDArray[np.intp]) -> Envelope:
    edges = (envelope.low, envelope.high, envelope.relit_low, envelope.relit_high)
    return Envelope(*(edge.take(places) for edge in edges))


def _apart(parts: Sequence[Envelope]) -> NDArray[np.intp]:
    """Places where there is a gap between them. In other light they only become wider."""
    gaps = np.zeros(parts[0].low.shape, np.uint8)
    for one, other in combinations(parts, 2):
        gaps += (one.low > other.high) | (other.low > one.high)
    # of three, one may be away from another and still be joined to it by the third
    return np.flatnonzero(gaps > (len(parts) == 3))


def _widened(noise: Picture) -> Picture:
    """Noise of the surroundings: what sways does so a few pixels further as well."""
    smooth = cv2.blur(noise, (5, 5))  # or the maximum would be that of the error of the estimate
    return np.asarray(cv2.blur(spread(np.asarray(smooth, np.float32), 9), (9, 9)), np.float32)


def _excess(detail: Picture, scene: Scene, gain: Picture) -> Picture:
    """How far ``detail`` is outside of the nearest of the scene's envelopes; nothing above 0 inside one."""
    excess = _outside(detail, scene.envelope, gain)
    if len(scene.apart):
        there, gains = detail.take(scene.apart), gain.take(scene.apart)
        nearest = np.min([_outside(there, part, gains) for part in scene.parts], axis=0)
        excess.put(scene.apart, nearest)
    return excess


def _outside(detail: Picture, envelope: Envelope, gain: Picture) -> Picture:
    """What lies outside the envelope, be it scaled with the light (things) or not (burnt-in text)."""
    above, below = envelope.relit_high * gain, envelope.relit_low * gain
    np.subtract(detail, np.maximum(above, envelope.high, out=above), out=above)
    np.subtract(np.minimum(below, envelope.low, out=below), detail, out=below)
    np.maximum(above, below, out=above)
    return above


def _median_at(picture: Picture, places: NDArray[np.intp], divisor: Picture | None = None) -> float:
    if not len(places):
        return 0.0
    values = picture.take(places)
    if divisor is not None:
        values /= divisor.take(places)
    middle = len(values) // 2
    return float(np.partition(values, middle)[middle])
