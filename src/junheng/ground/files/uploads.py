"""An upload that is too large stops while it arrives; nothing of it is stored."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import TemporaryFileUploadHandler

MEGABYTE = 1024 * 1024
# What a form may add around its files: fields and part headers.
AROUND_BYTES = MEGABYTE


class TooLarge(RequestDataTooBig):
    """A file that is too large: its name, and the size that was announced for it in MB."""

    def __init__(self, name: str, size: int) -> None:
        super().__init__(f"{name}: {size} MB")
        self.name, self.size = name, size


class SizeLimit(TemporaryFileUploadHandler):
    """Writes to a temporary file. Refuses by the announced length as soon as the file's name is known, and by the
    bytes counted as they arrive; what has been written by then is taken away at once.

    TooLarge is answered as 413 by the shell's page, which names the file.
    """

    def __init__(self, request: Any = None) -> None:
        super().__init__(request)
        self.received = 0
        self.announced = 0

    def handle_raw_input(
        self, input_data: Any, META: dict[str, Any], content_length: int, boundary: str, encoding: str | None = None
    ) -> None:
        """This will remember the length that the request announces."""
        del input_data, META, boundary, encoding
        self.announced = content_length

    def new_file(self, *args: Any, **more: Any) -> None:
        """This will refuse a file of a request that says itself that it is too large."""
        super().new_file(*args, **more)
        if self.announced > settings.MAX_UPLOAD_BYTES + AROUND_BYTES:
            self.refuse()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """This will write a chunk, or refuse the file."""
        self.received += len(raw_data)
        if self.received > settings.MAX_UPLOAD_BYTES:
            self.refuse()
        super().receive_data_chunk(raw_data, start)

    def refuse(self) -> None:
        """This will take away what was written. Raises TooLarge."""
        self.upload_interrupted()
        raise TooLarge(self.file_name or "", self.announced // MEGABYTE)
