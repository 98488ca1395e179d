"""What the pilot promises, in one place; settings may lower or raise the first three."""

MAX_SIZE_BYTES = 25 * 1024**3
MAX_DURATION_S = 24 * 3600.0
MAX_REQUESTS_IN_PROCESS = 3

MIN_INTERVAL_S = 0.2
MAX_INTERVAL_S = 60.0
DEFAULT_INTERVAL_S = 5.0

CHUNK_FRAMES = 50
MAX_CHUNK_BYTES = 32 * 1024**2
MIN_FRAME_SIDE = 16
MIN_SEGMENT_S = 15.0
