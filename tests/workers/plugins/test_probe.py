"""The probe of ``examples``: no torch needed."""

from __future__ import annotations

import numpy as np
import pytest

from workers.plugins._probe import logit_of, probe_fit, rate_of

random = np.random.default_rng(8)
INPUTS = random.normal(size=(200, 5))
IS_RELEVANT = INPUTS[:, 1] > 0
NOTHING, EVEN, RIDGE = np.zeros(200), np.ones(200), np.ones(5)


def test_it_learns_what_tells_them_apart() -> None:
    learned = probe_fit(INPUTS, NOTHING, IS_RELEVANT, EVEN, RIDGE)
    assert np.abs(learned).argmax() == 1
    assert ((INPUTS @ learned > 0) == IS_RELEVANT).mean() > 0.97


def test_the_slope_is_zero_where_it_ends() -> None:
    weight, ridge = random.uniform(0.1, 3, 200), random.uniform(0.5, 4, 5)
    offset = random.normal(size=200)
    learned = probe_fit(INPUTS, offset, IS_RELEVANT, weight, ridge)
    rate = rate_of(offset + INPUTS @ learned)
    assert INPUTS.T @ (weight * (IS_RELEVANT - rate)) == pytest.approx(ridge * learned, abs=1e-6)


def test_without_rows_nothing_is_learned() -> None:
    none = np.zeros(0)
    assert probe_fit(np.zeros((0, 5)), none, none.astype(bool), none, RIDGE).tolist() == [0] * 5


def test_scores_that_are_right_already_move_little() -> None:
    right = np.where(IS_RELEVANT, 4.0, -4.0)
    learned = probe_fit(INPUTS, right, IS_RELEVANT, EVEN, RIDGE)
    free = probe_fit(INPUTS, NOTHING, IS_RELEVANT, EVEN, RIDGE)
    assert np.abs(learned).max() < 0.3 * np.abs(free).max()


def test_a_stronger_ridge_learns_less() -> None:
    lengths = [
        float(np.linalg.norm(probe_fit(INPUTS, NOTHING, IS_RELEVANT, EVEN, ridge * RIDGE)))
        for ridge in (0.1, 1.0, 10.0, 1e6)
    ]
    assert lengths == sorted(lengths, reverse=True)
    assert lengths[-1] < 1e-3


def test_rate_and_logit_are_inverse_between_the_limits() -> None:
    scores = np.linspace(0.02, 0.98, 9)
    assert rate_of(logit_of(scores)) == pytest.approx(scores)
    assert np.isfinite(logit_of(np.array([0.0, 1.0]))).all()
