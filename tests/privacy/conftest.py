"""Mail is kept, and files lie in a folder of the test."""

import pytest


@pytest.fixture(autouse=True)
def _own_state(settings, tmp_path, mailbox):
    settings.MEDIA_ROOT, settings.ERASURE_LIST = tmp_path / "media", tmp_path / "list/erasures.jsonl"
