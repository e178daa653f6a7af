"""The processes of one portal: steps that run and end, services that stay. Their output gets their name before it."""

import os
import selectors
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import suppress
from dataclasses import dataclass

from .processes import spawn, stop

PYTHON = sys.executable
READY_WITHIN = 60  # seconds
COLOURS = {"setup": 32, "web": 36, "worker": 33, "solver": 34, "beat": 35}


@dataclass
class Service:
    """A part that runs as long as the portal does. `when_orphaned`: the signal it gets if we are killed."""

    command: list
    variables: dict
    when_orphaned: int = signal.SIGTERM
    patience: int = 15


def services(variables):
    """In the order of their start; they are stopped in the opposite order."""
    celery = [PYTHON, "-m", "celery", "--quiet", "--app", "scn_portal"]
    quiet = ["--without-gossip", "--without-mingle", "--without-heartbeat"]
    gunicorn = [PYTHON, "-m", "gunicorn", "scn_portal.wsgi", "--worker-class", "gthread", "--preload"]
    bind = f"127.0.0.1:{variables['PORT']}"
    return {
        "web": Service(
            [*gunicorn, "--no-control-socket", "--bind", bind, "--workers", "2", "--threads", "4"],
            {},
            patience=35,  # gunicorn lets requests finish for 30 seconds
        ),
        "worker": Service(
            [*celery, "worker", "--concurrency", "2", "--loglevel", "WARNING", *quiet],
            {"SCN_WORKER": "1", "PYTHONWARNINGS": "ignore:You're running the worker"},  # as root: on this machine only
            when_orphaned=signal.SIGKILL,  # without its broker it may not end when asked; the sweep resumes its work
        ),
        "solver": Service(
            [
                *celery,
                "worker",
                "--pool",
                "solo",
                "--queues",
                "alone",
                "--hostname",
                "solver@%h",
                "--loglevel",
                "WARNING",
            ]
            + quiet,
            {"SCN_WORKER": "1", "PYTHONWARNINGS": "ignore:You're running the worker"},
            when_orphaned=signal.SIGKILL,  # what it worked on begins again when its lease is over
        ),
        "beat": Service(
            [*celery, "beat", "--loglevel", "WARNING", "--pidfile", "", "--schedule", f"{variables['SCN_STATE']}/beat"],
            {"SCN_WORKER": "1"},
        ),
    }


class Crew:
    """Starts processes, shows what they say, and stops them when left."""

    def __init__(self, variables, **options):
        self.variables, self.options = variables, options
        self.outputs = selectors.DefaultSelector()
        self.running = {}

    def __enter__(self):
        return self

    def __exit__(self, *_):
        known = services(self.variables)
        for name, process in reversed(self.running.items()):
            stop(process, patience=known[name].patience if name in known else 15)
            self.show(0)

    def run(self, *command):
        """Run one step to its end; the portal cannot start if it fails."""
        process = self._start("setup", [PYTHON, "manage.py", *command])
        while process.poll() is None:
            self.show(0.1)
        del self.running["setup"]
        if process.returncode:
            raise SystemExit(f"`manage.py {' '.join(command)}` failed; the portal was not started.")

    def start_everything(self, address):
        """Start the services, and wait until the portal answers."""
        for name, service in services(self.variables).items():
            self._start(name, service.command, service.variables, service.when_orphaned)
        deadline = time.monotonic() + READY_WITHIN
        while not answers(f"{address}/healthz"):
            self.show(0.1)
            self._all_must_run()
            if time.monotonic() > deadline:
                raise SystemExit(f"The portal did not answer within {READY_WITHIN} seconds.")

    def watch(self):
        while True:
            self.show(1)
            self._all_must_run()

    def show(self, seconds):
        """Print what has been said, waiting up to `seconds` for the first word."""
        for key, _ in self.outputs.select(seconds):
            name, rest = key.data
            said = os.read(key.fd, 65536)
            *lines, rest[:] = (bytes(rest) + said).split(b"\n")
            for line in lines:
                self.say(line.decode(errors="replace"), name)
            if not said:
                self.outputs.unregister(key.fileobj)
                key.fileobj.close()

    def say(self, text, name=None):
        prefix = f"{name:<6} | " if name else ""
        if prefix and sys.stdout.isatty():
            prefix = f"\033[{COLOURS[name]}m{prefix}\033[0m"
        with suppress(OSError):  # nobody reads any more: the terminal was closed
            print(prefix + text, flush=True)

    def _start(self, name, command, variables=(), when_orphaned=signal.SIGTERM):
        process = self.running[name] = spawn(
            command,
            when_orphaned=when_orphaned,
            env=self.variables | dict(variables),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            **self.options,
        )
        self.outputs.register(process.stdout, selectors.EVENT_READ, (name, bytearray()))
        return process

    def _all_must_run(self):
        for name, process in self.running.items():
            if process.poll() is not None:
                self.show(0.1)
                raise SystemExit(f"The {name} process ended by itself with code {process.returncode}; stopping.")


def answers(address):
    try:
        with urllib.request.urlopen(address, timeout=1) as response:  # noqa: S310
            return response.status == 200
    except (urllib.error.URLError, OSError):
        return False
