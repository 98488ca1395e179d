"""What one message asks for: the storage says what is there and what is lacking, the message only hints."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from celery import Celery
from pydantic import ValidationError

from smartcut.core import failures
from smartcut.core.failure_file import FailureFile
from smartcut.core.folder import RequestFolder, chunk_name
from smartcut.core.messages import (
    Answer,
    FailedFiles,
    NewFiles,
    ProcessedChunk,
    ProcessedFiles,
    answer_send,
    new_files_send,
)
from smartcut.core.request_file import RequestFile
from workers.runtime import storage
from workers.runtime.errors import RequestFailedError, disk_full_told
from workers.runtime.extracting import chunk_extract
from workers.runtime.loading import PluginHost
from workers.runtime.scoring import FeaturesDamagedError, has_digest, scores_read, video_score
from workers.runtime.sending import send_patiently

logger = logging.getLogger(__name__)

BUDGET_S = 10.0
"""After this long a video steps back: others have their turn, and no message looks lost."""


@dataclass(frozen=True)
class Work:
    """A message that keeps to the schema, and the folder that it points at."""

    app: Celery
    host: PluginHost
    message: NewFiles
    folder: RequestFolder
    index: int | None
    is_redelivered: bool

    def do(self) -> None:
        try:
            with disk_full_told():
                self._take()
        except RequestFailedError as error:
            logger.exception("%s failed", self.folder.path)
            self._answer(FailedFiles, error=str(error))

    def _take(self) -> None:
        if self.index is None:
            self._video_take()
        else:
            self._chunk_take(self.index)

    def _chunk_take(self, index: int) -> None:
        """``in-progress``: the features of one chunk, made now or before."""
        if not storage.file_exists(self.folder.features(index)):
            self._extract(index, self._request_read())
        self._answer(ProcessedChunk, processed_chunk=chunk_name(index))

    def _video_take(self) -> None:
        """``uploaded``: the features that are lacking, then the scores; or a step back."""
        request = self._request_read()
        try:
            self._video_answer(request)
        except RequestFailedError:
            if request.taught:
                file = FailureFile(taught=request.taught)
                storage.file_write(self.folder.failure, file.model_dump_json().encode())
            raise

    def _video_answer(self, request: RequestFile) -> None:
        result = scores_read(self.folder, request)
        if result is None:
            if not self._is_prepared(request):
                return self._step_back()
            try:
                result = video_score(
                    self.host.plugin(), self.folder, request, is_redelivered=self.is_redelivered
                )
            except FeaturesDamagedError:
                return self._step_back()
        return self._answer(ProcessedFiles, timestamps=result.segments)

    def _request_read(self) -> RequestFile:
        try:
            return RequestFile.model_validate_json(storage.file_read(self.folder.request))
        except ValidationError as error:
            values = {"count": error.error_count()}
            raise RequestFailedError(failures.REQUEST_UNREADABLE % values) from error

    def _is_prepared(self, request: RequestFile) -> bool:
        return has_digest(self.host.plugin_class, self.folder, request) or self._is_extracted(request)

    def _is_extracted(self, request: RequestFile) -> bool:
        """Extracts until the budget is used up; whether nothing is lacking then."""
        deadline = time.monotonic() + BUDGET_S
        for index in self._lacking(request):
            if time.monotonic() >= deadline:
                return False
            self._extract(index, request)
            self._answer(ProcessedChunk, processed_chunk=chunk_name(index))
        return True

    def _lacking(self, request: RequestFile) -> Iterator[int]:
        if request.chunks is None:
            raise RequestFailedError(failures.UPLOAD_INCOMPLETE)
        names = storage.file_names(self.folder.path)
        for index in range(request.chunks):
            if self.folder.features(index).rsplit("/", 1)[-1] not in names:
                yield index

    def _extract(self, index: int, request: RequestFile) -> None:
        chunk_extract(self.host.plugin(), self.folder, request, index, is_redelivered=self.is_redelivered)

    def _step_back(self) -> None:
        """The same message to the end of the queue, before this one is acknowledged."""
        name = self.host.plugin_class.plugin_name
        send_patiently(lambda: new_files_send(self.app, self.message, name))

    def _answer(self, kind: type[Answer], **fields: Any) -> None:
        answer = kind(
            user_id=self.message.user_id,
            user_request_uid=self.folder.user_request_uid,
            video_name=self.folder.video_name,
            plugin_name=self.host.plugin_class.plugin_name,
            **fields,
        )
        send_patiently(lambda: answer_send(self.app, answer))
