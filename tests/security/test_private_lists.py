"""A private list cannot be inferred: two rounds that differ in one line of one list look the same, byte for byte."""

import re

import pytest
import time_machine
from django.apps import apps
from django.db import connection, transaction
from django.test import Client

from scn_portal.audit.models import AuditEntry
from scn_portal.jobs import running
from tests.factories.cities import a_country, a_member
from tests.factories.twinning import a_round, a_run, an_entry
from tests.security.conftest import without_secrets
from tests.signing_in import sign_in
from twinning.lifecycle import entries, rounds
from twinning.models import Entry, Veto
from twinning.tasks.rounds import move_rounds_on

pytestmark = pytest.mark.django_db
AT, CLOSED = "2026-11-10T12:00:00Z", "2026-11-25T12:00:00Z"
CHANGING = re.compile(rb'name="submission_key" value="[^"]*"|nonce-[^\'"]*')


class Rolledback(Exception):  # noqa: N818
    """Ends a world: nothing of it stays."""


@pytest.fixture
def scene(settings, tmp_path, ana, linn, pia, mia, ada, porto, malmo):
    third = a_member("Kwale", country=a_country("KE", "KEN", "Africa", "Eastern Africa", "002"))
    return {"porto": porto, "malmo": malmo, "kwale": third, "people": [ana, linn, pia, mia, ada], "ana": ana}


def in_a_world(scene, listed):
    """What everybody can read of a round in which Porto put `listed` on its private list; then all is undone.

    Keys are drawn from sequences that no transaction takes back, so they are set to where they stood.
    """
    try:
        with time_machine.travel(AT, tick=False) as clock, transaction.atomic():
            found = played(scene, listed, clock)
            raise Rolledback
    except Rolledback:
        return found


def played(scene, listed, clock):
    set_sequences()
    round = a_round(slug="autumn", title="Autumn round", opens_at="2026-11-01T00:00Z", closes_at="2026-11-20T00:00Z")
    for number, name in enumerate(("porto", "malmo", "kwale")):
        rich = {"youth": 3, "families": 2}
        an_entry(round, scene[name], needs=rich, offers=rich, code=f"entry{number}")
    own = Entry.objects.get(round=round, city=scene["porto"])
    entries.keep_private_list(own, by=scene["ana"], cities=listed)
    found = {"open": everything(scene)}
    clock.move_to(CLOSED)
    move_rounds_on()
    found["closed"] = everything(scene)
    round.refresh_from_db()
    rounds.take_back_choice(round)
    a_run(round, "queued", code="run1")
    found["being matched"] = everything(scene)
    running.run()
    found["mails"] = rows_of("notifications", "jobs")
    found["audit"] = list(AuditEntry.objects.order_by("pk").values("action", "changed", "before", "after"))
    return found


def set_sequences():
    with connection.cursor() as cursor:
        cursor.execute("SELECT sequencename FROM pg_sequences WHERE schemaname = 'public'")
        for (name,) in cursor.fetchall():
            cursor.execute("SELECT setval(%s::regclass, 100000)", [name])


ADDRESSES = [
    "/twinning/",
    "/twinning/rounds/",
    "/twinning/rounds/autumn/",
    "/twinning/rounds/autumn/entry/",
    "/twinning/rounds/autumn/marks/",
    "/twinning/rounds/autumn/propose/",
    "/twinning/rounds/autumn/runs/run1/",
    "/twinning/network/",
    "/admin/twinning/round/",
    "/admin/twinning/round/autumn/change/",
    "/admin/twinning/round/export/csv/",
    "/admin/",
    "/me/",
    "/me/inbox/",
    "/me/data/",
    "/api/v1/openapi.json",
    "/search/?q=porto",
]
BY_CHANCE = ("request_number", "message_id", "code", "created_at")  # drawn, or the clock of the database
OWN = "/twinning/rounds/autumn/private-list/"


def everything(scene):
    """{(person, address): (status, bytes)} for all but the leads of Porto; they read all but their list the same."""
    found = {}
    for reader in scene["people"]:
        client = Client()
        sign_in(client, reader)
        addresses = ADDRESSES if reader != scene["ana"] else [each for each in ADDRESSES if "rounds/autumn" not in each]
        for address in [*addresses, *([] if reader == scene["ana"] else [OWN])]:
            answer = client.get(address)
            body = b"".join(answer.streaming_content) if answer.streaming else without_secrets(answer)
            found[reader.name, address] = (answer.status_code, CHANGING.sub(b"", body))
    return found


def rows_of(*labels):
    """Every row of these apps, without what is drawn by chance."""
    rows = {}
    for label in labels:
        for model in apps.get_app_config(label).get_models():
            names = [each.name for each in model._meta.concrete_fields if each.name not in BY_CHANCE]
            rows[model._meta.label] = [str(each) for each in model._base_manager.order_by("pk").values_list(*names)]
    return rows


def assert_same(first, second):
    assert first.keys() == second.keys()
    for stage in first:
        if isinstance(first[stage], dict):
            differing = [key for key in first[stage] if first[stage][key] != second[stage][key]]
            assert not differing, (stage, [(key, first[stage][key], second[stage][key]) for key in differing])
        else:
            assert first[stage] == second[stage], stage


def test_until_the_groups_are_proposed_nobody_reads_anything_of_a_private_list(scene):
    nothing, one, other = ([], [scene["malmo"]], [scene["kwale"]])
    seen = in_a_world(scene, nothing)
    assert_same(seen, in_a_world(scene, one))
    assert_same(seen, in_a_world(scene, other))
    assert any(status == 200 and b"Autumn round" in body for status, body in seen["open"].values())


def test_the_comparison_can_fail(scene, monkeypatch):
    """The control: a page that counts the lists is found out."""
    from twinning.models import Round

    monkeypatch.setattr(Round, "__str__", lambda self: f"{self.title} {Veto.objects.count()}")
    with pytest.raises(AssertionError):
        assert_same(in_a_world(scene, []), in_a_world(scene, [scene["malmo"]]))


def test_no_model_admin_no_export_and_no_line_of_the_audit_trail_names_a_private_list(scene):
    from django.contrib import admin

    assert not [each for each in admin.site._registry if each.__name__ == "Veto"]
    entry = an_entry(a_round(), scene["porto"])
    entries.keep_private_list(entry, by=scene["ana"], cities=[scene["malmo"]])
    written = AuditEntry.objects.get(action="twinning.keep_private_list_entry")
    told = " ".join(str(value) for value in vars(written).values())
    assert (written.changed, scene["malmo"].name in told, scene["malmo"].slug in told) == ([], False, False)


def test_only_leads_of_the_own_city_open_the_list(scene, client):
    round = a_round(slug="autumn")
    an_entry(round, scene["porto"], vetoes=[scene["malmo"]])
    answers = {}
    for reader in scene["people"]:
        sign_in(client, reader)
        answers[reader.name] = client.get(OWN).status_code
    assert answers == {"Ana": 200, "Linn": 404, "Pia": 403, "Mia": 403, "Ada": 403}
