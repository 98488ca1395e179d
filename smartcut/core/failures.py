"""Why a worker gives a request up: sentences for the analyst, with the remedy.

Workers fill them in and send English. The web side knows the same sentences and says them in the analyst's
language.
"""

from __future__ import annotations


def gettext_noop(text: str) -> str:
    """Shows a text to `make messages`; there is no Django here."""
    return text


UPLOAD_INCOMPLETE = gettext_noop("The upload is not complete; please choose the video file again.")
REQUEST_UNREADABLE = gettext_noop(
    "The description of this request cannot be read (%(count)s errors); please start the video again."
)
CHUNK_DAMAGED = gettext_noop("Chunk %(chunk)s arrived damaged (%(reason)s); please start the video again.")
PROCESS_LOST = gettext_noop(
    "The recommender's process was lost %(count)s times at %(place)s; "
    "please try another recommender or a larger interval."
)
CALL_TOO_SLOW = gettext_noop(
    "%(plugin)s took longer than %(seconds)s s (%(place)s); "
    "please choose a larger interval or another recommender."
)
CALL_FAILED = gettext_noop(
    "%(plugin)s could not analyse the video (%(place)s): %(reason)s; "
    "please try another recommender or tell your administrator."
)
FEATURES_DIFFER = gettext_noop(
    "The features of the frames from %(start)s s have shape and type %(these)s, those before had %(those)s; "
    "please tell your administrator."
)
DIGEST_LOST = gettext_noop(
    "What was kept of this video for learning is gone or damaged; please search in the video again."
)
DISK_FULL = gettext_noop(
    "The server's disk is full; please tell your administrator and start the video again later."
)

AT_FRAMES = gettext_noop("chunk %(chunk)s, frames from %(start)s s to %(stop)s s")
AT_CHUNK = gettext_noop("chunk %(chunk)s")
AT_ALL_FRAMES = gettext_noop("all %(frames)s frames")
AT_END = gettext_noop("the end of the video")

SENTENCES = (
    UPLOAD_INCOMPLETE,
    REQUEST_UNREADABLE,
    CHUNK_DAMAGED,
    PROCESS_LOST,
    CALL_TOO_SLOW,
    CALL_FAILED,
    FEATURES_DIFFER,
    DIGEST_LOST,
    DISK_FULL,
)
PLACES = (AT_FRAMES, AT_CHUNK, AT_ALL_FRAMES, AT_END)
"""The narrower first: a chunk's name would fit what is said of its frames, too."""
