"""Redis is stopped, or hangs: people join, approve and sign in as always, and queued work is done after it returns."""

import os
import shutil
import signal
import socket
import sys
import tempfile
import time
from contextlib import ExitStack

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import reverse

from cities.models import JoinRequest, Membership
from scn_portal.demo.homes import Home
from scn_portal.demo.processes import spawn, stop
from scn_portal.demo.servers import Broker
from scn_portal.jobs.models import Fact
from scn_portal.notifications.models import OutboxMail
from tests.cast import PASSWORD, person, staff
from tests.factories.joining import an_approvable_request, the_principles
from tests.signing_in import sign_in

from .processes import environment, manage, report
from .visitor import Visitor

pytestmark = [pytest.mark.drill, pytest.mark.django_db(transaction=True)]
SLOWEST, DONE_WITHIN = 2, 120  # seconds
CELERY = [sys.executable, "-m", "celery", "--quiet", "--app", "scn_portal"]
QUIET = ["--concurrency", "1", "--without-gossip", "--without-mingle", "--without-heartbeat", "--loglevel", "ERROR"]


def a_free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def portal(settings):
    """A web server, a worker and a beat on the tests' database, with a broker of their own: (port, broker)."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    cache.clear()  # limits of the drill before
    with ExitStack() as undo:
        home = Home(tempfile.mkdtemp(prefix="scn-"))
        undo.callback(shutil.rmtree, home.folder, ignore_errors=True)
        broker = Broker(home)
        broker.start()
        undo.callback(broker.stop)
        port, static = a_free_port(), home.folder / "static"
        variables = environment(
            REDIS_URL=broker.url, STATIC_ROOT=static, BASE_URL=f"http://127.0.0.1:{port}", SCN_KEEP_MAIL=1
        )
        assert manage("collectstatic", "--noinput", "-v", "0", variables=variables).wait(60) == 0
        web = [sys.executable, "-m", "gunicorn", "scn_portal.wsgi", "--bind", f"127.0.0.1:{port}", "--threads", "4"]
        web += ["--worker-class", "gthread", "--no-control-socket", "--log-level", "error"]
        for command in (web, [*CELERY, "worker", *QUIET], [*CELERY, "beat", "--pidfile", "", "--loglevel", "ERROR"]):
            process = spawn(command, env=variables, cwd=settings.ROOT)
            undo.callback(stop, process)
        wait_until(lambda: answers(port), "the portal did not start")
        yield port, broker


def answers(port):
    try:
        return Visitor(port).get("/healthz")[0] == 200
    except OSError:
        return False


def wait_until(true, else_say, seconds=60):
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, else_say
        time.sleep(0.3)


def everything_is_done():
    open_mail = OutboxMail.objects.filter(state__in=["pending", "sending"]).exists()
    return not open_mail and not Fact.objects.filter(delivered_at=None).exists()


def tour(port, registrar, request, number):
    """Join, approve, sign in, reset; returns (path, status, seconds) of each request."""
    visitor, member, desk = Visitor(port), Visitor(port), Visitor(port, **cookies_of(registrar))
    for path in ("/", "/healthz", "/readyz", "/status/", "/search/?q=porto"):
        visitor.get(path)
    start = {"email": f"newcomer{number}@newtown.example", "language": "en"}
    assert visitor.post(reverse("cities:join"), reverse("cities:join_start"), **start)[0] == 302
    assert JoinRequest.objects.filter(email=start["email"]).exists()
    visitor.post("/accounts/password/reset/", "/accounts/password/reset/", email="ana@porto.example")
    signed_in = member.post("/accounts/login/", "/accounts/login/", login="ana@porto.example", password=PASSWORD)
    assert signed_in[0] == 302
    assert member.get("/me/inbox/")[0] == 200
    page = reverse("admin:cities_joinrequest_change", args=[request.code])
    act = reverse("admin:cities_joinrequest_act", args=[request.code, "approve"])
    assert desk.post(page, act)[0] == 302
    request.refresh_from_db()
    assert request.status == "approved"
    return visitor.answers + member.answers + desk.answers


def cookies_of(user):
    return {"__Host-session": sign_in(Client(), user).cookies["__Host-session"].value}


def stop_it(broker):
    broker.process.kill()
    broker.process.wait()
    return broker.start


def hang_it(broker):
    os.kill(broker.process.pid, signal.SIGSTOP)
    return lambda: os.kill(broker.process.pid, signal.SIGCONT)


@pytest.mark.parametrize("fault", [stop_it, hang_it], ids=["stopped", "hung"])
def test_the_portal_serves_and_loses_nothing_while_redis_is(portal, fault):
    port, broker = portal
    registrar = staff("Dev", "registrar")
    person("Ana", "ana@porto.example")
    the_principles()
    requests = [an_approvable_request(registrar) for _ in range(2)]
    wait_until(everything_is_done, "the worker did not send the first mails")
    tour(port, registrar, requests[0], 1)
    bring_back = fault(broker)
    try:
        during = tour(port, registrar, requests[1], 2)
        time.sleep(8)
        assert OutboxMail.objects.filter(state="pending").exists(), (
            "mail went out although nothing could wake the relay"
        )
    finally:
        bring_back()
    began = time.monotonic()
    wait_until(everything_is_done, "queued work was not done", DONE_WITHIN)
    slowest = max(seconds for _, _, seconds in during)
    report(
        "without redis",
        fault=fault.__name__,
        requests=len(during),
        slowest=round(slowest, 2),
        done_after=round(time.monotonic() - began, 1),
    )
    assert [answer for answer in during if answer[1] >= 500] == []
    assert slowest < SLOWEST
    assert Membership.objects.count() == 2
    assert set(OutboxMail.objects.values_list("state", flat=True)) <= {"sent", "suppressed"}
    connection.close()
