"""However the portal is stopped, nothing is left running, and it starts again at once."""

import json
import os
import re
import signal
import sys
from pathlib import Path

import pytest

from .portal import MAKE, SUPERVISOR, Portal

pytestmark = [
    pytest.mark.drill,
    pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="finds processes in /proc: Linux only"),
]
FIRST_START, LATER_START, GONE = 400, 60, 30  # seconds that a busy machine may take


@pytest.fixture(scope="module")
def portal(tmp_path_factory):
    portal = Portal(tmp_path_factory.mktemp("launcher") / "state")
    portal.start(SUPERVISOR, within=FIRST_START)
    yield portal
    if portal.processes():
        os.kill(portal.supervisor(), signal.SIGTERM)
        portal.wait_until_gone(within=GONE)
    portal.forget()


def test_the_first_start_prints_and_keeps_who_can_sign_in(portal):
    cast = json.loads((portal.state / "cast.json").read_text())
    staff = {"administrator", "registrar", "moderator", "second moderator"}
    assert staff | {"lead contact", "deputy", "practitioner"} <= {person["role"] for person in cast}
    assert {person["role"] for person in cast if person["totp_secret"]} == staff
    assert all(person["email"].endswith(".example") for person in cast)
    said = portal.log.read_text()
    assert all(person["email"] in said and person["password"] in said for person in cast)


def test_the_first_start_serves_the_member_cities(portal):
    assert re.search(r"\b91 cities\b", portal.page("/cities/"))
    assert "91 member cities of 39 countries" in portal.log.read_text()


def test_what_is_secret_is_readable_by_its_owner_only(portal):
    assert [(portal.state / name).stat().st_mode & 0o777 for name in ("cast.json", "secret")] == [0o600, 0o600]
    servers = portal.state / "servers"
    assert not servers.exists() or servers.stat().st_mode & 0o777 == 0o700


def test_a_second_start_is_refused_and_told_the_address_of_the_first(portal):
    assert portal.refused_start() == f"The portal already runs at {portal.address}. Stop that one first.\n"
    assert portal.answers()


def test_it_refuses_to_serve_other_machines(portal):
    assert "serves 127.0.0.1 only, not 0.0.0.0" in portal.refused_start(HOST="0.0.0.0")


def test_a_port_that_is_taken_is_named(portal, tmp_path):
    assert f"Port {portal.port} is taken" in portal.refused_start(SCN_STATE=str(tmp_path / "other"))


def kill_supervisor(number):
    return lambda portal: os.kill(portal.supervisor(), number)


def ctrl_c(portal):
    os.killpg(portal.process.pid, signal.SIGINT)  # the terminal sends it to make and to the supervisor alike


WAYS = {
    "ctrl-c": (MAKE, ctrl_c),
    "sigterm-to-make": (MAKE, lambda portal: portal.process.terminate()),
    "sigkill-to-make": (MAKE, lambda portal: portal.process.kill()),
    "sigint-to-supervisor": (SUPERVISOR, kill_supervisor(signal.SIGINT)),
    "sigterm-to-supervisor": (SUPERVISOR, kill_supervisor(signal.SIGTERM)),
    "sigkill-to-supervisor": (SUPERVISOR, kill_supervisor(signal.SIGKILL)),
}


AT_EACH_COMMIT = {"ctrl-c", "sigterm-to-make", "sigkill-to-supervisor"}


@pytest.mark.parametrize(
    "way", [pytest.param(way, marks=() if way in AT_EACH_COMMIT else pytest.mark.nightly) for way in WAYS]
)
def test_no_process_is_left_and_it_starts_again(portal, way):
    command, kill = WAYS[way]
    if portal.command != command:
        os.kill(portal.supervisor(), signal.SIGTERM)
        portal.wait_until_gone(within=GONE)
        portal.start(command, within=LATER_START)
    assert len(portal.processes()) > 6
    kill(portal)
    gone = portal.wait_until_gone(within=GONE)
    again = portal.start(command, within=LATER_START)
    sys.stdout.write(json.dumps({"drill": way, "gone_s": round(gone, 1), "again_s": round(again, 1)}) + "\n")


def test_a_start_right_after_a_kill_waits_for_the_old_processes(portal):
    os.kill(portal.supervisor(), signal.SIGKILL)
    portal.process.wait()
    portal.start(SUPERVISOR, within=LATER_START + GONE)
    assert portal.answers()
