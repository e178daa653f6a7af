"""Many invitations from a table: first looked at, then noted, then sent."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from events.invitations_batch import look_at
from events.lifecycle import invitations
from events.models import Invitation
from scn_portal.jobs import running
from scn_portal.lifecycle import TransitionRefused
from tests.factories.events import a_registration, an_event
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db
TABLE = "Name\tE-mail\tLanguage\nGus\tgus@x.example\tfr\nÂmbar 李\tambar@x.example\t\n"


@pytest.fixture
def event():
    return an_event()


def test_a_table_in_any_usual_form_is_read(event):
    wanted = [
        {"name": "Gus", "email": "gus@x.example", "language": "fr"},
        {"name": "Âmbar 李", "email": "ambar@x.example", "language": "en"},
    ]
    for separator in "\t;,":
        batch = look_at(event, TABLE.replace("\t", separator))
        assert (batch.rows, batch.problems) == (wanted, [])


def test_wrong_rows_are_named_with_column_and_reason(event, mia):
    a_registration(event, email="here@x.example")
    given = {"name": "I", "email": "invited@x.example", "expires_at": timezone.now() + timedelta(days=1)}
    invitations.draft(by=mia, within=event, **given)
    rows = [
        "name,email,language",
        ",gus@x.example,",
        f"{'x' * 201},long@x.example,",
        "Gus,gus-at-x,",
        "Gus,HERE@x.example,",
        "Gus,invited@x.example,",
        "Gus,gus@x.example,xx",
        "Gus,good@x.example,es",
        "Guz,GOOD@X.example,es",
    ]
    batch = look_at(event, "\n".join(rows))
    assert [each["email"] for each in batch.rows] == ["good@x.example"]
    places = [each.partition(":")[0] for each in batch.problems]
    assert places == [
        *("Row 2, name", "Row 3, name", "Row 4, email", "Row 5, email", "Row 6, email", "Row 7, language"),
        "Row 9, email",
    ]


@pytest.mark.parametrize(("table", "words"), [("", "needed"), ("a,b\n1,2", "needed"), ("name;email\n", "")])
def test_a_table_without_its_columns_or_rows_gives_nobody(event, table, words):
    batch = look_at(event, table)
    assert batch.rows == []
    assert all(words in each for each in batch.problems)


def test_all_or_none_of_a_table_is_noted(event, mia, ana):
    rows = look_at(event, TABLE).rows
    with pytest.raises(PermissionDenied):
        invitations.draft_many(event, by=ana, rows=rows, expires_at=timezone.now() + timedelta(days=5))
    with pytest.raises(TransitionRefused, match="invited already"):
        until = timezone.now() + timedelta(days=5)
        invitations.draft_many(event, by=mia, rows=[*rows, {"name": "G", "email": "GUS@x.example"}], expires_at=until)
    assert not Invitation.objects.exists()


def test_noted_ones_are_sent_in_slices_each_once(event, mia, ana):
    rows = [{"name": f"Guest {n}", "email": f"guest{n}@x.example"} for n in range(60)]
    invitations.draft_many(event, by=mia, rows=rows, expires_at=timezone.now() + timedelta(days=5))
    with pytest.raises(PermissionDenied):
        invitations.send_drafts(event, by=ana)
    assert invitations.send_drafts(event, by=mia) == 60
    assert set(Invitation.objects.values_list("status", flat=True)) == {"draft"}
    running.run()
    running.run()
    assert set(Invitation.objects.values_list("status", "times_sent")) == {("sent", 1)}
    with pytest.raises(TransitionRefused, match="waits"):
        invitations.send_drafts(event, by=mia)


def test_an_officer_looks_first_and_confirms_then(client, event, mia):
    sign_in(client, mia)
    address = f"/admin/events/event/{event.code}/act/draft_many/"
    until = f"{timezone.now() + timedelta(days=5):%Y-%m-%dT%H:%M}"
    given = {"draft_many-table": TABLE, "draft_many-category": "guest", "draft_many-expires_at": until}
    answer = client.post(address, given)
    assert (answer.status_code, "2 people can be invited." in answer.content.decode()) == (422, True)
    assert not Invitation.objects.exists()
    answer = client.post(address, given | {"draft_many-is_confirmed": "on"})
    assert answer.status_code == 302
    assert Invitation.objects.count() == 2
    answer = client.post(f"/admin/events/event/{event.code}/act/send_drafts/")
    assert answer.status_code == 302
    running.run()
    assert set(Invitation.objects.values_list("status", flat=True)) == {"sent"}
