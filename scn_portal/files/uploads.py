"""Stops an upload at its limit, before the rest is written anywhere."""

import io

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

from .checks import LARGEST


class StopAtLimit(FileUploadHandler):
    """Lets pass what is within the limit and drops the rest. The form then sees the size, and refuses it."""

    def receive_data_chunk(self, raw_data, start):
        return raw_data if start + len(raw_data) <= LARGEST + self.chunk_size else None

    def file_complete(self, file_size):
        if file_size <= LARGEST:
            return None
        return UploadedFile(io.BytesIO(), self.file_name, self.content_type, file_size, self.charset)
