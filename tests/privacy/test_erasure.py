"""Erasure: asked for, answered by somebody without a tie, carried out by a job; nothing that names the person stays."""

import json
from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from cities import models as cities
from cities.lifecycle.membership import end_role
from cities.models import Evidence, JoinRequest, Representative
from scn_portal.accounts.models import User
from scn_portal.audit.models import AuditEntry
from scn_portal.files.models import StoredFile
from scn_portal.jobs import running
from scn_portal.lifecycle import SYSTEM, TransitionRefused
from scn_portal.notifications.models import KeptMail, OutboxMail
from scn_portal.privacy import belongings, erasing, lifecycle
from scn_portal.privacy.inventory import inventory
from scn_portal.privacy.models import ErasureRequest
from tests.factories.cities import a_city, a_membership, a_representative
from tests.factories.joining import a_submitted_request
from tests.factories.privacy import ADDRESS, NAME, OTHER, TELEPHONE, a_full_person
from tests.mailbox import Mailbox
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db
NAMED = (NAME, "Quillfeather", "quillfeather", "Ζηνοβία", ADDRESS, OTHER, TELEPHONE)
COLUMNS = """
    SELECT table_name, column_name FROM information_schema.columns
    JOIN information_schema.tables USING (table_schema, table_name)
    WHERE table_schema = 'public' AND table_type = 'BASE TABLE'
      AND (data_type IN ('text', 'character varying', 'json', 'jsonb', 'inet', 'tsvector') OR data_type = 'ARRAY')
"""


@pytest.fixture
def zenobia(rita):
    return a_full_person(rita)


def hand_over(person):
    """Somebody else becomes lead contact of the person's city."""
    for role in Representative.objects.open().filter(user=person, role="lead_contact"):
        end_role(role, by=SYSTEM)
        a_representative(role.city, since=timezone.now() + timedelta(seconds=1))


def approved(person, by):
    return lifecycle.approve(lifecycle.ask(by=person), by=by)


def let_the_day_come():
    """What was announced is heard, and a day later the job runs."""
    Mailbox().collect()
    with time_machine.travel(timezone.now() + ErasureRequest.WAIT + timedelta(minutes=1), tick=False):
        running.run()


def where(words):
    """Each column of the database, as table.column, in which the words stand."""
    with connection.cursor() as cursor:
        cursor.execute(COLUMNS)
        found = set()
        for table, column in cursor.fetchall():
            cursor.execute(
                f'SELECT count(*) FROM "{table}" WHERE strpos(lower("{column}"::text), lower(%s)) > 0', [words]
            )
            if cursor.fetchone()[0]:
                found.add(f"{table}.{column}")
    return found


def acts_of_office():
    from django.apps import apps

    for entry in inventory().entries.values():
        model = apps.get_model(entry.model)
        for name in entry.acts_of_office:
            yield f"{model._meta.db_table}.{model._meta.get_field(name).column}"


def test_after_erasure_the_old_name_and_addresses_stand_nowhere(zenobia, dev, mailbox):
    for words in NAMED:
        assert len(where(words)) > 0, words  # the world of this test names the person before
    assert len(where(ADDRESS)) >= 8
    hand_over(zenobia)
    request = approved(zenobia, dev)
    let_the_day_come()
    request.refresh_from_db()
    assert request.status == "done"
    left = {words: where(words) - set(acts_of_office()) for words in NAMED}
    assert left == {words: set() for words in NAMED}


def test_what_was_said_in_public_in_an_office_stays(zenobia, dev):
    cities.Testimonial.objects.create(name=NAME, office="Mayor", consent="by mail", consent_on=timezone.now())
    hand_over(zenobia)
    approved(zenobia, dev)
    let_the_day_come()
    assert where(NAME) == {"cities_testimonial.name"}
    assert where(NAME) <= set(acts_of_office())


def test_the_row_stays_as_a_pseudonym_that_cannot_sign_in(client, zenobia, dev):
    hand_over(zenobia)
    number = zenobia.public_id
    approved(zenobia, dev)
    let_the_day_come()
    zenobia.refresh_from_db()
    assert str(zenobia) == zenobia.name == "Former member of the network"
    assert (zenobia.public_id, zenobia.email) == (number, f"erased-{number}@erased.invalid")
    assert not (zenobia.is_active or zenobia.has_usable_password() or zenobia.emailaddress_set.exists())
    answer = client.post("/accounts/login/", {"login": ADDRESS, "password": "a-quiet-harbour-of-tests"})
    assert (answer.status_code, "_auth_user_id" in client.session) == (422, False)


def test_the_public_record_stays_true(zenobia, dev):
    before = list(Representative.objects.filter(user=zenobia).values_list("city__name", "role", "office", "since"))
    acts = AuditEntry.objects.filter(actor=zenobia.public_id).count()
    hand_over(zenobia)
    approved(zenobia, dev)
    let_the_day_come()
    roles = Representative.objects.filter(user=zenobia)
    assert list(roles.values_list("city__name", "role", "office", "since")) == before
    assert not roles.filter(until=None).exists()
    assert AuditEntry.objects.filter(actor=zenobia.public_id).count() >= acts


def test_the_check_stays_though_its_letter_goes(zenobia, dev, django_capture_on_commit_callbacks):
    checks = Evidence.objects.filter(request__status="approved").values_list("kind", "result", "checked_by")
    before, letter = list(checks), StoredFile.objects.get(name="quillfeather.pdf")
    hand_over(zenobia)
    approved(zenobia, dev)
    with django_capture_on_commit_callbacks(execute=True):
        let_the_day_come()
    assert list(checks) == before
    assert not StoredFile.objects.filter(pk=letter.pk).exists()
    assert not letter.content.storage.exists(letter.content.name)


def test_logins_end_and_no_mail_goes_out_any_more(client, zenobia, dev, mailbox):
    sign_in(client, zenobia)
    hand_over(zenobia)
    approved(zenobia, dev)
    let_the_day_come()
    assert client.get("/me/data/").status_code == 302
    OutboxMail.objects.create(key="late", kind="accounts.new_device", person=zenobia)
    mailbox.collect()
    assert not KeptMail.objects.filter(address__contains="erased").exists()
    assert set(OutboxMail.objects.filter(person=zenobia).values_list("state", flat=True)) == {"suppressed"}


def test_erasing_twice_is_erasing_once(zenobia, dev):
    hand_over(zenobia)
    approved(zenobia, dev)
    let_the_day_come()
    zenobia.refresh_from_db()
    first = (zenobia.email, zenobia.name, JoinRequest.objects.values_list("email", flat=True)[0])
    erasing.erase(belongings.whom(zenobia))
    zenobia.refresh_from_db()
    assert (zenobia.email, zenobia.name, JoinRequest.objects.values_list("email", flat=True)[0]) == first


def test_an_open_request_of_the_person_is_taken_back(zenobia, dev):
    a_submitted_request(OTHER, name=NAME)
    hand_over(zenobia)
    approved(zenobia, dev)
    let_the_day_come()
    assert list(JoinRequest.objects.values_list("status", flat=True)) == ["approved"]
    assert AuditEntry.objects.filter(action="cities.withdraw_joinrequest", actor_kind="system").count() == 1


def test_the_pages_of_the_city_say_who_acted_before_by_the_office(client, pia, dora, dev):
    approved(pia, dev)
    let_the_day_come()
    sign_in(client, dora)
    page = client.get("/cities/porto/people/").content.decode()
    assert ("Former member of the network" in page, "Youth office" in page, "Pia" in page) == (True, True, False)


def test_an_administrator_cannot_open_the_account_again(client, pia, dev, ada):
    approved(pia, dev)
    let_the_day_come()
    sign_in(client, ada)
    client.post(f"/admin/accounts/user/{pia.pk}/change/", {"name": "Pia", "is_active": "on", "language": "en"})
    pia.refresh_from_db()
    assert (pia.is_active, pia.name) == (False, "Former member of the network")


# Who may, and when


def test_the_last_lead_contact_hands_over_first(client, ana, paulo, dev):
    with pytest.raises(TransitionRefused, match="lead contact of .*Porto"):
        lifecycle.ask(by=ana)
    sign_in(client, ana)
    page = client.get("/me/data/erase/").content.decode()
    assert "You are the lead contact of" in page
    assert "<button" not in page.partition("How it happens")[2].partition("</main>")[0]
    hand_over(ana)
    assert lifecycle.ask(by=ana).status == "asked"


def test_who_becomes_lead_contact_meanwhile_is_not_erased(pia, porto, dev):
    request = approved(pia, dev)
    a_representative(porto, pia, since=timezone.now())
    let_the_day_come()
    request.refresh_from_db()
    pia.refresh_from_db()
    assert (request.status, pia.name) == ("approved", "Pia")


def test_nobody_decides_about_oneself_or_about_people_of_an_own_city(pia, tess, mia, dev):
    request = lifecycle.ask(by=pia)
    for person in (tess, mia, pia):  # once of Porto; a moderator; the person
        with pytest.raises(PermissionDenied):
            lifecycle.approve(request, by=person)
        with pytest.raises(PermissionDenied):
            lifecycle.refuse(request, by=person, reason="No.")
    assert lifecycle.approve(request, by=dev).decided_by == dev


def test_staff_leave_the_host_before_they_are_erased(mia):
    with pytest.raises(TransitionRefused, match="network's host"):
        lifecycle.ask(by=mia)


def test_only_one_question_is_open_and_it_can_be_taken_back_until_it_is_carried_out(pia, bo, dev):
    request = lifecycle.ask(by=pia)
    with pytest.raises(TransitionRefused, match="asked already"):
        lifecycle.ask(by=pia)
    with pytest.raises(PermissionDenied):
        lifecycle.withdraw(request, by=bo)
    lifecycle.approve(request, by=dev)
    lifecycle.withdraw(request, by=pia)
    let_the_day_come()
    pia.refresh_from_db()
    assert pia.name == "Pia"


def test_a_refusal_says_why_and_the_person_reads_it(client, pia, dev, mailbox):
    request = lifecycle.ask(by=pia)
    with pytest.raises(TransitionRefused):
        lifecycle.refuse(request, by=dev, reason=" ")
    lifecycle.refuse(request, by=dev, reason="The council asks about 2024 still.")
    assert "The council asks about 2024 still." in mailbox.newest(pia.email).text
    sign_in(client, pia)
    assert "The council asks about 2024 still." in client.get("/me/data/").content.decode()


@pytest.mark.parametrize(
    "values",
    [
        {"status": "approved"},
        {"status": "refused", "decided_at": timezone.now()},
        {"status": "asked", "decided_at": timezone.now()},
        {"status": "asked", "done_at": timezone.now()},
    ],
)
def test_the_database_refuses_what_cannot_be(pia, values):
    with pytest.raises(IntegrityError), transaction.atomic():
        ErasureRequest.objects.create(user=pia, **values)


def test_the_database_refuses_who_decides_about_oneself_and_a_second_open_one(pia, dev):
    with pytest.raises(IntegrityError), transaction.atomic():
        ErasureRequest.objects.create(user=dev, status="approved", decided_by=dev, decided_at=timezone.now())
    ErasureRequest.objects.create(user=pia)
    with pytest.raises(IntegrityError), transaction.atomic():
        ErasureRequest.objects.create(user=pia)


# After a restore


def test_a_restored_person_is_erased_again_and_nobody_else(pia, bo, dev, settings):
    approved(pia, dev)
    let_the_day_come()
    User.objects.filter(pk=pia.pk).update(name="Pia", email="pia@porto.example", erased_at=None, is_active=True)
    assert erasing.erase_again(dry_run=True) == [pia.public_id]
    assert User.objects.get(pk=pia.pk).name == "Pia"
    call_command("erase_again")
    assert where("pia@porto.example") == set()
    assert AuditEntry.objects.filter(action="privacy.erase_again_user", actor_kind="system").count() == 1
    assert User.objects.get(pk=bo.pk).name == "Bo"
    assert erasing.erase_again() == []


def test_a_request_from_before_the_account_is_found_by_the_hash_of_its_address(settings, dev):
    a_submitted_request("was.erased@newtown.example", name="Was Erased")
    a_submitted_request("stays@oldtown.example", name="Who Stays")
    line = {
        "at": timezone.now().isoformat(),
        "number": "gone",
        "addresses": [erasing.hash_of("was.erased@newtown.example")],
    }
    settings.ERASURE_LIST.parent.mkdir()
    settings.ERASURE_LIST.write_text(json.dumps(line) + "\n")
    erasing.erase_again()
    assert where("was.erased@newtown.example") == where("Was Erased") == set()
    assert JoinRequest.objects.get().name == "Who Stays"


def test_the_list_tells_nobody_an_address_and_another_key_finds_nothing(pia, dev, settings):
    approved(pia, dev)
    let_the_day_come()
    assert "pia" not in settings.ERASURE_LIST.read_text()
    assert erasing.hash_of("pia@porto.example") != erasing.hash_of("pia@porto.example", "another-secret")
    assert settings.ERASURE_LIST.stat().st_mode & 0o077 == 0


def test_a_former_city_leaves_its_last_contact_free(omar):
    assert lifecycle.ask(by=omar).status == "asked"


def test_a_lead_contact_of_two_cities_reads_both_names(ana):
    city = a_city("Aveiro")
    a_membership(city, confirmed_on=timezone.now().date())
    a_representative(city, ana)
    with pytest.raises(TransitionRefused, match="Aveiro, Porto"):
        lifecycle.ask(by=ana)
