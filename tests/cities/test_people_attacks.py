"""What somebody might try who wants more than the role gives, or whose right has just ended."""

import io
import zipfile
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone
from openpyxl import Workbook

from cities import growth
from cities.balance import members_by_region
from cities.lifecycle import handovers, invitations
from cities.models import City, Handover, Invitation, Membership, Representative
from cities.register.reading import Unreadable, rows_of
from cities.rules import sits_on
from cities.status import city_status, today
from scn_portal.lifecycle import TransitionRefused, may
from scn_portal.privacy import erasing
from scn_portal.privacy.belongings import whom
from tests.cities.handing_over import page_of, status_of
from tests.factories.governance import a_seat_person, a_seat_term
from tests.factories.joining import an_invitation
from tests.factories.people import a_decision, a_forced_handover, a_handover, a_suspension
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db
HEADINGS = ["name", "country", "type"]


# A handover that a registrar has started


@pytest.mark.parametrize("act", ["cancel", "renew"])
def test_a_lead_neither_takes_back_nor_puts_off_what_a_registrar_started(client, ana, paulo, porto, dev, act):
    handover = a_forced_handover(porto, dev)
    for lead in (ana, paulo):
        assert sign_in(client, lead).post(page_of(handover, f"{act}/")).status_code == 403
        assert not may(lead, f"cities.{act}_handover", handover)
    assert status_of(handover) == "open"
    assert Handover.objects.get().objection_until == handover.objection_until
    getattr(handovers, act)(handover, by=dev)


# Mail to strangers


@pytest.mark.parametrize("acts", [invitations, handovers])
def test_nobody_is_written_to_again_and_again_by_sending_the_link_anew(porto, ana, acts):
    row = an_invitation(porto, by=ana) if acts is invitations else a_handover(porto)
    for _each in range(3):
        row = acts.renew(row, by=ana)
    with pytest.raises(TransitionRefused, match="several times within an hour"):
        acts.renew(row, by=ana)
    row.refresh_from_db()
    assert row.link_issue == 4


# The status of past days


def test_an_invitation_that_ended_does_not_fill_the_days_since_with_a_contact(porto, ana, paulo, dev):
    Representative.objects.filter(user=ana).update(until=timezone.now() - timedelta(days=20))
    invitation = an_invitation(porto, "lead_contact", by=paulo, expires_at=timezone.now() - timedelta(days=5))
    Invitation.objects.update(created_at=timezone.now() - timedelta(days=35))
    gap = today() - timedelta(days=3)
    assert city_status(porto, gap) == "no_contact"
    Invitation.objects.filter(pk=invitation.pk).update(status="expired")
    with pytest.raises(TransitionRefused, match="has ended"):
        invitations.renew(invitation, by=dev)
    assert city_status(porto, gap) == "no_contact"


def test_notice_that_is_over_counts_nowhere_though_no_worker_wrote_it_down(porto, ana):
    assert growth.by_year(today())[-1].cities == sum(members_by_region(today())[0].values()) == 1
    Membership.objects.update(notice_on=today() - timedelta(days=30))
    assert city_status(porto) == "ended"
    assert growth.by_year(today())[-1].cities == sum(members_by_region(today())[0].values()) == 0
    assert growth.by_year(today() - timedelta(days=1))[-1].cities == 1


def test_the_figures_do_not_tell_how_many_cities_are_suspended(client, porto, malmo, ana):
    a_suspension(porto.memberships.get())
    listed = City.objects.listed(silent=True).count()
    assert growth.by_year(today())[-1].cities == sum(members_by_region(today())[0].values()) == listed
    yesterday = today() - timedelta(days=1)
    assert growth.by_year(yesterday)[-1].cities == sum(members_by_region(yesterday)[0].values()) == listed + 1


def test_nobody_sits_in_the_committee_for_a_suspended_city(porto, ana):
    a_seat_person(a_seat_term(porto), ana, since=timezone.now() - timedelta(days=10))
    a_suspension(porto.memberships.get())
    assert not sits_on("steering")(ana)
    assert sits_on("steering")(ana, today() - timedelta(days=3))


def test_the_list_of_decisions_calls_none_more_open_than_it_is(client, ada):
    levels = {a_decision(sharing=2): "AMBER", a_decision(sharing=1): "GREEN", a_decision(status="proposed"): "GREEN"}
    page = sign_in(client, ada).get("/cities/decisions/").content.decode()
    for decision, level in levels.items():
        cell = page.partition(f'href="{decision.get_absolute_url()}"')[2].partition("</th>")[0]
        assert f"TLP:{level}" in cell, level


# Erasure beside a role that begins


def test_a_role_that_begins_while_somebody_is_erased_ends_with_the_account(porto, pia):
    begun = []

    def and_somebody_says_yes(execute, sql, params, many, context):
        if sql.startswith('UPDATE "accounts_user"') and not begun:  # the open roles have been ended already
            begun.append("deputy")
            Representative.objects.create(user=pia, city=porto, role="deputy", since=timezone.now())
        return execute(sql, params, many, context)

    with connection.execute_wrapper(and_somebody_says_yes):
        erasing.erase(whom(pia))
    assert begun and not Representative.objects.open().filter(user=pia).exists()


# Tables that are made to do harm


def test_a_workbook_with_a_row_at_the_end_of_the_world_is_not_walked_through():
    book, file = Workbook(), io.BytesIO()
    for row in (HEADINGS, ["Porto", "PT", "city"]):
        book.active.append(row)
    book.save(file)
    with pytest.raises(Unreadable) as refused:
        far = [b'ref="A1:C2"', b'ref="A1:C900000000"', b'<row r="2"', b'<row r="900000000"']
        list(rows_of(_with(file, *far), "cities"))
    assert refused.value.trouble[0] == "rows"


@pytest.mark.parametrize("change", [(b"</sheetData>", b"</sheet"), (b'<row r="2"', b'<row r="two"')])
def test_a_workbook_whose_sheet_is_broken_is_damaged_and_no_error(change):
    book, file = Workbook(), io.BytesIO()
    for row in (HEADINGS, ["Porto", "PT", "city"]):
        book.active.append(row)
    book.save(file)
    with pytest.raises(Unreadable) as refused:
        list(rows_of(_with(file, *change), "cities"))
    assert refused.value.trouble[0] == "damaged"


def test_a_cell_of_a_csv_without_end_is_damaged_and_no_error():
    with pytest.raises(Unreadable) as refused:
        list(rows_of(io.BytesIO(b'name,country,type\n"' + b"x" * 140_000), "cities"))
    assert refused.value.trouble[0] == "damaged"


def _with(file, *changes):
    """The workbook with other words in its sheet; `changes` are pairs of old and new."""
    changed = io.BytesIO()
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(changed, "w") as new:
        for part in old.infolist():
            content = old.read(part)
            if part.filename == "xl/worksheets/sheet1.xml":
                for before, after in zip(changes[::2], changes[1::2], strict=True):
                    assert before in content
                    content = content.replace(before, after)
            new.writestr(part.filename, content)
    return changed


@pytest.mark.parametrize("noun", ["membership", "representative", "election", "citydomain"])
def test_a_key_that_is_no_number_is_a_wrong_address_at_the_desk(client, dev, noun):
    sign_in(client, dev)
    assert client.get(f"/admin/cities/{noun}/abc/change/").status_code == 404
    assert client.post(f"/admin/cities/{noun}/abc/act/end_role/").status_code == 404
