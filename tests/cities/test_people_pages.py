"""Who acts for a city: the page, what each role may do on it, and how a role ends."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cities import own_rights
from cities.lifecycle import handovers
from cities.models import City, Invitation, Representative
from cities.own_rights import OwnRights
from cities.rules import LEAD_ROLES, reads_green
from scn_portal.lifecycle import may
from scn_portal.notifications.models import OutboxMail
from tests.factories.cities import a_person, a_representative
from tests.factories.joining import an_invitation
from tests.factories.people import a_handover
from tests.reading import words
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db
PAGE = "/cities/porto/people/"
CAST = ("ana", "paulo", "dora", "pia")


@pytest.fixture
def people(ana, paulo, dora, pia):
    return {"ana": ana, "paulo": paulo, "dora": dora, "pia": pia}


def role_of(user):
    return Representative.objects.get(user=user, until=None)


def end_address(user):
    return reverse("cities:role_end", args=["porto", role_of(user).pk])


def test_the_page_names_everybody_with_office_role_and_day(client, people):
    text = words(sign_in(client, people["pia"]).get(PAGE))
    for shown in ("Ana", "Head of prevention", "Mayor", "Youth office", "Political lead", "since 1 Jan 2016"):
        assert shown in text
    assert "Practitioner you since" in text


def test_roles_come_in_their_order_and_an_empty_one_says_so(client, ana, pia):
    text = words(sign_in(client, pia).get(PAGE))
    assert text.index("Lead contact") < text.index("Practitioner you since")
    assert "Political lead Nobody holds this role at present." in text


def test_those_who_acted_before_stay_with_their_years(client, people, rui):
    text = words(sign_in(client, people["pia"]).get(PAGE))
    assert "Who acted before" in text and "Rui" in text and "2016–2021" in text


@pytest.mark.parametrize("who", CAST)
def test_the_table_says_what_each_role_may(client, people, who):
    text = words(sign_in(client, people[who]).get(PAGE))
    assert "Give notice of the membership Yes No No No" in text
    assert "Invite colleagues and end their roles Yes Yes Yes, but not those of the two leads No" in text


def test_the_table_of_rights_says_what_the_rules_hold(porto, people):
    membership, (reads, releases, invites, hands_over, _signs, _notice) = porto.memberships.get(), own_rights.TABLE
    roles = {"paulo": "political_lead", "ana": "lead_contact", "dora": "deputy", "pia": "practitioner"}
    for who, role in roles.items():
        user = people[who]
        assert (getattr(reads, role) == own_rights.YES) == reads_green(user)
        assert (getattr(releases, role) != own_rights.NO) == may(user, "cities.confirm_membership", membership)
        assert (getattr(invites, role) != own_rights.NO) == may(user, "cities.invite_invitation", porto)
        assert (getattr(invites, role) == own_rights.YES) == may(user, "cities.invite_lead_invitation", porto)
        assert (getattr(hands_over, role) != own_rights.NO) == may(user, "cities.start_handover", porto)


STANDINGS = {"active": 0, "confirm_due": 390, "on_hold": 600}  # days from now


@pytest.mark.parametrize("standing", STANDINGS)
def test_what_the_page_offers_is_what_the_rules_allow(porto, people, standing):
    handover = a_handover(porto)
    with time_machine.travel(timezone.now() + timedelta(days=STANDINGS[standing]), tick=False):
        for asking in people.values():
            city = City.objects.visible_to(asking).get(slug="porto")
            rights, membership = OwnRights(asking, city), porto.memberships.get()
            assert city.status == standing
            assert rights.leads == may(asking, "cities.confirm_membership", membership)
            assert rights.invites == may(asking, "cities.invite_invitation", porto)
            assert rights.invites_leads == may(asking, "cities.invite_lead_invitation", porto)
            assert rights.may_take_back(handover) == may(asking, "cities.cancel_handover", handover)
            for meant in map(role_of, people.values()):
                allowed = may(asking, "cities.end_role_representative", meant)
                assert rights.may_end(meant) == allowed, (standing, asking.name, meant.role)
                may_start = may(asking, "cities.start_handover", porto)
                has_way = handovers.way_of(asking, porto, meant.role) is not None
                is_lead_role = meant.role in LEAD_ROLES
                assert rights.may_hand_over(meant.role) == (may_start and has_way and is_lead_role)


QUERIES = 9


def many(porto, number):
    for _each in range(number):
        a_representative(porto, role="practitioner")
        a_representative(porto, role="practitioner", until=datetime(2020, 1, 1, tzinfo=UTC))
        an_invitation(porto)


@pytest.mark.parametrize("rows", [1, 30])
def test_the_page_asks_as_few_queries_with_one_row_as_with_thirty(
    client, porto, people, rows, django_assert_num_queries
):
    many(porto, rows)
    a_handover(porto)
    sign_in(client, people["ana"]).get(PAGE)
    with django_assert_num_queries(QUERIES):
        client.get(PAGE)


def test_another_city_s_people_staff_and_strangers_find_nothing(client, people, linn, eve, dev):
    missing = Client().get("/no-such-page/").content
    for somebody in (linn, eve, dev):
        answer = sign_in(client, somebody).get(PAGE)
        assert answer.status_code == 404
        assert len(answer.content) == len(missing)
    assert Client().get(PAGE).status_code == 302


def test_a_practitioner_reads_no_address_and_is_offered_no_act_on_others(client, porto, people):
    an_invitation(porto, email="ines@porto.example")
    page = sign_in(client, people["pia"]).get(PAGE).content.decode()
    assert "ines@porto.example" not in page and "Ines Invited" in page
    assert "Invite a colleague" not in page and "/recall/" not in page and "/renew/" not in page
    assert re.findall(r"/people/(\d+)/end/", page) == [str(role_of(people["pia"]).pk)]


# Ending a role


def test_the_page_before_the_end_names_person_office_and_effect_and_changes_nothing(client, people):
    text = words(sign_in(client, people["ana"]).get(end_address(people["pia"])))
    for shown in ("Pia", "Youth office", "Practitioner", "ends at once", "cannot be undone"):
        assert shown in text
    assert role_of(people["pia"]).until is None


def test_a_lead_ends_a_role_at_once_and_the_person_is_told(client, people, django_capture_on_commit_callbacks):
    pia = Client()
    sign_in(pia, people["pia"])
    assert pia.get(PAGE).status_code == 200
    sign_in(client, people["ana"])
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(end_address(people["pia"]), follow=True)
    assert "The role of Pia has ended." in words(answer)
    assert "Youth office" in words(answer)  # among those who acted before
    assert pia.get(PAGE).status_code == 404
    assert OutboxMail.objects.filter(kind="cities.role_ended", person=people["pia"]).count() == 1


def test_ending_a_role_twice_finds_nothing_to_end(client, people):
    sign_in(client, people["ana"])
    address = end_address(people["pia"])
    assert [client.post(address).status_code for _ in range(2)] == [302, 404]


def test_who_ends_the_own_role_is_led_home(client, people):
    sign_in(client, people["pia"])
    assert "You cannot undo this." in words(client.get(end_address(people["pia"])))
    answer = client.post(end_address(people["pia"]))
    assert (answer.status_code, answer.url) == (302, "/me/")
    assert "The role of Pia has ended." in words(client.get("/me/"))


def test_the_lead_contact_is_told_to_hand_over(client, people):
    sign_in(client, people["ana"])
    for answer in (client.get(end_address(people["ana"])), client.post(end_address(people["ana"]))):
        assert answer.status_code == 409
        assert reverse("cities:handover_create", args=["porto", "lead_contact"]) in answer.content.decode()
    assert role_of(people["ana"]).until is None


@pytest.mark.parametrize("who, meant", [("dora", "paulo"), ("pia", "dora"), ("pia", "ana")])
def test_who_may_not_end_a_role_is_told_so(client, people, who, meant):
    sign_in(client, people[who])
    address = end_address(people[meant])
    assert [client.get(address).status_code, client.post(address).status_code] == [403, 403]
    assert role_of(people[meant]).until is None


def test_a_role_of_another_city_is_not_found(client, people, bo):
    sign_in(client, people["ana"])
    elsewhere = Representative.objects.get(user=bo).pk
    assert client.post(f"/cities/porto/people/{elsewhere}/end/").status_code == 404
    assert Representative.objects.get(pk=elsewhere).until is None


# Invitations


def test_an_invitation_that_expired_can_be_sent_again_for_two_months(client, porto, people):
    now = timezone.now()
    late = an_invitation(porto, by=people["ana"], status="expired", expires_at=now - timedelta(days=59))
    an_invitation(porto, name="Olga Old", status="expired", expires_at=now - timedelta(days=61))
    page = sign_in(client, people["ana"]).get(PAGE)
    assert "Olga Old" not in words(page) and "Expired" in words(page)
    answer = client.post(reverse("cities:invitation_renew", args=["porto", late.code]), follow=True)
    assert "A new mail is on its way." in words(answer)
    late.refresh_from_db()
    assert (late.status, late.link_issue) == ("open", 2)


def test_inviting_to_a_role_that_is_taken_leads_to_the_handover_and_keeps_what_was_typed(client, people):
    given = {"name": "Nela", "email": "nela@porto.example", "office": "Mayor", "role": "political_lead"}
    answer = sign_in(client, people["paulo"]).post("/cities/porto/people/invite/", given | {"language": "en"})
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "It passes to another person only by a handover." in page
    assert reverse("cities:handover_create", args=["porto", "political_lead"]) in page
    assert 'value="nela@porto.example"' in page and 'value="Mayor"' in page
    assert not Invitation.objects.exists()


def test_a_name_with_signs_of_html_stays_a_name(client, porto, people):
    a_representative(porto, a_person("<b>Bold</b>"), "practitioner", office="<i>Office</i>")
    page = sign_in(client, people["ana"]).get(PAGE).content.decode()
    assert "&lt;b&gt;Bold" in page and "<i>Office" not in page


def test_a_person_with_two_roles_ends_one_and_stays(client, porto, people):
    second = a_representative(porto, people["dora"], "practitioner")
    sign_in(client, people["dora"])
    answer = client.post(reverse("cities:role_end", args=["porto", second.pk]))
    assert answer.url == PAGE
