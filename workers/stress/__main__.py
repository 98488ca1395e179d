"""``python -m workers.stress KIND OUT.mp4``: footage of one kind, and ``OUT.json`` with its truth."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from workers.stress.film import stress_video_write
from workers.stress.kinds import KINDS


def main(arguments: Sequence[str] | None = None) -> None:
    """Command line."""
    parser = argparse.ArgumentParser(prog="python -m workers.stress", description=__doc__)
    parser.add_argument("kind", choices=sorted(KINDS))
    parser.add_argument("path", type=Path, metavar="OUT.mp4")
    parser.add_argument("--seed", type=int, default=1, help="another scene, other events; default 1")
    parser.add_argument("--duration", type=float, default=600.0, help="seconds, default 600")
    options = parser.parse_args(arguments)
    stress_video_write(options.path, options.kind, seed=options.seed, duration_s=options.duration)


if __name__ == "__main__":
    main()
