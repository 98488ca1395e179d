"""``python -m bench.quality_motion VIDEO INTERVAL …``: what ``motion`` finds and what that costs, as JSON.

CPU seconds apart: sampling (the browser does that), and ``extract`` with ``score`` (the worker).
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from smartcut.core.limits import CHUNK_FRAMES
from smartcut.core.segments import segments_from_scores
from workers.evaluation.sampling import frames_sample
from workers.plugins.motion import MotionPlugin
from workers.runtime.calls import scores_make


def main(video: Path, duration_s: float, intervals_s: list[float]) -> None:
    cv2.setNumThreads(1)
    print(json.dumps([_run(video, duration_s, interval_s) for interval_s in intervals_s]))


def _run(video: Path, duration_s: float, interval_s: float) -> dict[str, Any]:
    plugin, started = MotionPlugin(), time.process_time()
    frames = list(frames_sample(video, interval_s, plugin.img_size))
    sampled = time.process_time()
    chunks = [frames[at : at + CHUNK_FRAMES] for at in range(0, len(frames), CHUNK_FRAMES)]
    times = np.array([frame.time for frame in frames])
    scores = scores_make(plugin, times, np.concatenate([plugin.extract(chunk) for chunk in chunks])).values
    worked = time.process_time()
    segments = segments_from_scores(
        times.tolist(),
        scores.tolist(),
        duration=duration_s,
        interval=interval_s,
        thresholds=plugin.thresholds,
    )
    return {
        "interval_s": interval_s,
        "frames": len(frames),
        "segments": [[segment.start, segment.stop] for segment in segments],
        "sampling_s": sampled - started,
        "work_s": worked - sampled,
    }


if __name__ == "__main__":
    main(Path(sys.argv[1]), float(sys.argv[2]), [float(text) for text in sys.argv[3:]])
