"""A whole portal in a folder of its own, started as people start it, to be killed in every way."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
OUTSIDE = {"DATABASE_URL", "DATABASE_OWNER_URL", "DATABASE_WEB_URL", "DATABASE_NO_LIMITS", "REDIS_URL", "SECRET_KEY"}
SUPERVISOR = [sys.executable, "-m", "scn_portal.demo"]
# `make run` as it stands, but with the environment in which the tests run
MAKE = ["make", "--no-print-directory", "-o", "environment", "run", f"BIN={Path(sys.executable).parent}"]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Portal:
    def __init__(self, state, port=None):
        self.state, self.port = state, port or free_port()
        self.address = f"http://localhost:{self.port}"
        own = {"SCN_STATE": str(state), "PORT": str(self.port)}
        self.variables = {name: value for name, value in os.environ.items() if name not in OUTSIDE} | own
        self.variables.pop("MAKEFLAGS", None)
        self.process, self.starts = None, []

    def start(self, command, within):
        """Start in a session of its own, as a terminal would, until it says that it is open. Returns the seconds."""
        self.command, began = command, time.monotonic()
        self.log = self.state.parent / "portal.log"
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                command, cwd=ROOT, env=self.variables, stdout=log, stderr=log, start_new_session=True
            )
        while f"The portal is open at {self.address}" not in self.log.read_text():
            assert self.process.poll() is None, self.log.read_text()[-3000:]
            assert time.monotonic() - began < within, f"not ready in {within} s: {self.log.read_text()[-3000:]}"
            time.sleep(0.1)
        assert self.answers()
        self.starts.append(time.monotonic() - began)
        return self.starts[-1]

    def page(self, path):
        with urllib.request.urlopen(self.address + path, timeout=20) as response:
            return response.read().decode()

    def answers(self):
        try:
            return self.page("/healthz") != ""
        except (urllib.error.URLError, OSError):
            return False

    def refused_start(self, **variables):
        """Start a second one beside it; returns what it says when it gives up."""
        ended = subprocess.run(
            SUPERVISOR, cwd=ROOT, env=self.variables | variables, capture_output=True, text=True, timeout=30
        )
        assert ended.returncode == 1
        return ended.stderr

    def processes(self):
        """Every living process of this portal, found by the state folder in its environment."""
        marker = f"SCN_STATE={self.state}".encode()
        found = {}
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                if marker in (folder / "environ").read_bytes().split(b"\0"):
                    found[int(folder.name)] = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            except OSError:  # ended meanwhile, or somebody else's
                continue
        return found

    def wait_until_gone(self, within):
        began = time.monotonic()
        while left := self.processes():
            self.process.poll()
            assert time.monotonic() - began < within, f"left after {within} s: {left}"
            time.sleep(0.1)
        self.process.wait()
        return time.monotonic() - began

    def forget(self):
        """Remove the data of the servers, if they had to live elsewhere."""
        note = self.state / "servers.elsewhere"
        if note.exists():
            shutil.rmtree(note.read_text())

    def supervisor(self):
        """The process that all others depend on, also when make stands above it."""
        (pid,) = (pid for pid, line in self.processes().items() if "-m scn_portal.demo" in line and "make" not in line)
        return pid
