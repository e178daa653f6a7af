"""What stays on this machine between two starts: one folder, held by one portal at a time."""

import fcntl
import json
import os
import secrets
import time

LET_THE_LAST_ONE_END = 45  # seconds


def private_text(path, make):
    """The text kept in `path`, made on the first call and readable by nobody else."""
    if not path.exists():
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(make())
    return path.read_text()


def signing_key(folder):
    return private_text(folder / "secret", lambda: secrets.token_urlsafe(64))


class Claim:
    """The right to use a state folder.

    Two locks tell two things apart: `lock` is held by the portal that runs, and `children` is shared by all that it
    has started. After a kill the first is free at once, the second when the last process of the old portal has ended.
    """

    def __init__(self, folder, address):
        folder.mkdir(parents=True, exist_ok=True)
        self.lock = os.open(folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        self.children = os.open(folder / "children", os.O_RDWR | os.O_CREAT, 0o600)
        if not self._take(self.lock):
            holder = json.loads(os.read(self.lock, 1000) or b'{"address": "an address it has not told yet"}')
            raise SystemExit(f"The portal already runs at {holder['address']}. Stop that one first.")
        os.ftruncate(self.lock, 0)
        os.write(self.lock, json.dumps({"address": address, "process": os.getpid()}).encode())
        deadline = time.monotonic() + LET_THE_LAST_ONE_END
        while not self._take(self.children):
            if time.monotonic() > deadline:
                raise SystemExit(f"Processes of an earlier start still hold {folder}. End them first.")
            time.sleep(0.05)

    @staticmethod
    def _take(handle):
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
