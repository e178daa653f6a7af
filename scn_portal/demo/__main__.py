"""`make run`: the whole portal on this machine, in one process group that leaves nothing behind.

Starts the database, the broker, then web, worker and beat; stops them in the opposite order, stores last.
"""

import os
import signal
import socket
import sys
import time
from contextlib import ExitStack, suppress
from pathlib import Path

from . import setting_up
from .crew import Crew
from .homes import Home
from .processes import stop_with_parent_if_asked
from .servers import embedded
from .state import Claim, signing_key

LOOPBACK = "127.0.0.1"


class Stopped(BaseException):
    """A signal asked us to stop. Not an Exception: nothing on the way may swallow it."""


def stop_on_signals():
    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

    def leave(*_):
        for number in numbers:
            signal.signal(number, signal.SIG_IGN)  # we are leaving; a second Ctrl-C must not interrupt that
        raise Stopped

    for number in numbers:
        signal.signal(number, leave)


def environment(state, port, address):
    """The variables of every process of the portal. What the caller has set wins, except where it must be loopback."""
    ours = {
        "DJANGO_SETTINGS_MODULE": "scn_portal.settings",
        "BASE_URL": address,
        "STATIC_ROOT": str(state / "static"),
        "SCN_KEEP_MAIL": "0" if "DATABASE_URL" in os.environ else "1",
    }
    fixed = {
        "SECRET_KEY": os.environ.get("SECRET_KEY") or signing_key(state),
        "SCN_ON_THIS_MACHINE": "1",
        "SCN_STATE": str(state),
        "PORT": str(port),
        "PYTHONUNBUFFERED": "1",
    }
    return ours | os.environ | fixed


def refuse_other_addresses():
    asked = os.environ.get("HOST", LOOPBACK)
    if asked not in {LOOPBACK, "localhost"}:
        raise SystemExit(
            f"This portal keeps its mail on a page and speaks plain HTTP, so it serves {LOOPBACK} only, not {asked}. "
            "docs/operations.md says how to serve others."
        )


def refuse_a_taken_port(port):
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            raise SystemExit(f"Port {port} is taken by another program. Choose one: make run PORT=8001") from None


def run(state, port):
    began = time.monotonic()
    address = f"http://localhost:{port}"  # by name: a passkey cannot be bound to a bare number
    with ExitStack() as running:
        claim = Claim(state, address)
        refuse_a_taken_port(port)
        shared = {"pass_fds": [claim.children]}
        variables = environment(state, port, address)
        variables |= running.enter_context(embedded(Home(state / "servers"), **shared))
        crew = running.enter_context(Crew(variables, **shared))
        setting_up.prepare(crew, state)
        crew.start_everything(address)
        crew.say(setting_up.welcome(address, state, time.monotonic() - began))
        crew.watch()


def main():
    if stop_with_parent_if_asked(sys.argv[1:]):
        raise SystemExit(__doc__)
    refuse_other_addresses()
    stop_on_signals()
    state = Path(os.environ.get("SCN_STATE", ".local")).resolve()
    port = os.environ.get("PORT", "8000")
    if not port.isdecimal():
        raise SystemExit(f"PORT is {port!r}; it must be a number, as in: make run PORT=8001")
    try:
        run(state, int(port))
    except Stopped:
        with suppress(OSError):
            print("Stopped; nothing is left running.", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
