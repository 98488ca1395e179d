"""What the pilot promises, in one place; settings may lower or raise the first three."""

MAX_SIZE_BYTES = 25 * 1024**3
DAY_S = 24 * 3600.0
MAX_DURATION_S = DAY_S + 3600
"""A recorder's file of a day may be a little longer, and by an hour when clocks are set back."""
MAX_REQUESTS_IN_PROCESS = 3

MIN_INTERVAL_S = 0.2
MAX_INTERVAL_S = 60.0
DEFAULT_INTERVAL_S = 5.0

CHUNK_FRAMES = 50
MAX_CHUNK_BYTES = 32 * 1024**2
MIN_FRAME_SIDE = 16
MAX_IMG_SIZE = 1920
MIN_SEGMENT_S = 15.0
