"""The sentences for what services and checks refuse."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from apps.api import ApiError
from apps.upload.services import MissingChunks, NotUploading
from smartcut.core.chunks import ChunkError
from smartcut.core.limits import MAX_CHUNK_BYTES

CHUNK_REASONS = {
    "not_a_zip": gettext_lazy("The chunk is not a complete zip file."),
    "frame_count": gettext_lazy("The chunk has %(frames)s frames; it must have 1 to %(max_frames)s."),
    "name": gettext_lazy("The name %(name)s is not a frame's time in milliseconds, like 0000005000.jpg."),
    "order": gettext_lazy("The frames are not in the order of their times, or two have the same time."),
    "compressed": gettext_lazy("The frame %(name)s is compressed or encrypted; it must be stored as it is."),
    "too_large": gettext_lazy("The chunk has %(bytes)s bytes; at most %(max_bytes)s are taken."),
    "damaged": gettext_lazy("The frame %(name)s was damaged on its way."),
    "not_a_jpeg": gettext_lazy("The frame %(name)s is not a JPEG picture."),
    "dimensions": gettext_lazy(
        "The frame %(name)s is %(width)s × %(height)s pixels; "
        "each side must have %(min_side)s to %(img_size)s."
    ),
}


def bad_chunk(error: ChunkError) -> ApiError:
    reason = str(CHUNK_REASONS[error.code]) % error.params
    return ApiError(422, "bad_chunk", reason, reason=error.code)


def chunk_too_large() -> ApiError:
    message = _("The chunk is larger than %(megabytes)s MB.") % {"megabytes": MAX_CHUNK_BYTES // 1024**2}
    return ApiError(413, "chunk_too_large", message)


def chunk_out_of_range() -> ApiError:
    return ApiError(422, "invalid", _("The video cannot have a chunk of this number."))


def too_many_chunks() -> ApiError:
    return ApiError(422, "invalid", _("The video cannot have so many chunks."))


def other_chunk() -> ApiError:
    return ApiError(409, "other_chunk", _("A different chunk with this number has been stored already."))


def not_uploading(error: NotUploading) -> ApiError:
    message = _("The request takes no more frames: it is finished, cancelled or expired.")
    return ApiError(409, "not_uploading", message, state=error.state)


def missing_chunks(error: MissingChunks) -> ApiError:
    count = len(error.missing)
    message = ngettext("%(count)s chunk has not come yet.", "%(count)s chunks have not come yet.", count) % {
        "count": count
    }
    return ApiError(409, "missing_chunks", message, missing=error.missing)


def surplus_chunks() -> ApiError:
    return ApiError(422, "invalid", _("More chunks have been stored than the upload is said to have."))


def plugin_unavailable() -> ApiError:
    message = _("This recommender is not running now. Choose another one, or try again in a minute.")
    return ApiError(409, "plugin_unavailable", message)


def not_teachable() -> ApiError:
    message = _("There is nothing to learn from: the video is not ready, or what was kept of it is gone.")
    return ApiError(409, "not_teachable", message)


def nothing_judged() -> ApiError:
    message = _("Mark a segment as relevant or irrelevant first, or correct the list.")
    return ApiError(409, "nothing_judged", message)


def too_many_requests() -> ApiError:
    limit = settings.MAX_REQUESTS_IN_PROCESS
    message = ngettext(
        "%(limit)s video is in process already. Wait until it is ready, or cancel it.",
        "%(limit)s videos are in process already. Wait until one is ready, or cancel one.",
        limit,
    ) % {"limit": limit}
    return ApiError(429, "too_many_requests", message)
