"""Who may do what to which row: the whole cast, every permission of the app, every status."""

from datetime import timedelta

import pgtrigger
import pytest
import rules
from django.contrib.auth.models import AnonymousUser
from django.db import InternalError, transaction
from django.utils import timezone
from rules.permissions import permissions

from cities.models import (
    CityDomain,
    Election,
    Handover,
    Invitation,
    JoinRequest,
    Membership,
    Profile,
    RegisterImport,
    Representative,
)
from cities.rules import leads, reads_green, represents, tied_to
from scn_portal.lifecycle import SYSTEM, VISITOR, LinkHolder, may
from tests.cities.profile_table import TABLED_WITH_THE_PROFILE
from tests.cities.test_governance_rules import GOVERNED
from tests.cities.test_site_rules import MODELS as SITE_MODELS
from tests.factories.joining import an_invitation
from tests.factories.people import a_suspension

pytestmark = pytest.mark.django_db
Status = JoinRequest.Status

PEOPLE = ["ana", "paulo", "dora", "rui", "bo", "linn", "omar", "eve", "sam", "dev", "rita", "tess", "mia", "ada"]
OTHERS = ["anonymous", "visitor", "clock", "link", "other_link"]
EVERYBODY = {*PEOPLE, *OTHERS}

# Dev holds the request. Tess once represented the city, so she decides nothing about it.
UNTIED = {"dev", "rita", "ada"}
LEADS_OF_PORTO = {"ana", "paulo"}
LINK = {"link"}
INVITED = {"link", "eve"}  # Eve is signed in with the invited address
NOBODY = set()
HOLDER = {"dev"}

# (permission, status) -> who. A status of None stands for every status that has no line of its own.
TABLE = {
    **{
        (f"cities.{verb}_joinrequest", None): LINK
        for verb in ["fill_in", "accept_principle", "ask_code", "prove", "submit", "answer", "withdraw"]
        + ["ask_second_look", "remove_evidence"]
    },
    ("cities.start_joinrequest", None): EVERYBODY - {"anonymous", "sam"},
    ("cities.take_joinrequest", None): UNTIED,
    ("cities.merge_joinrequest", None): UNTIED,
    ("cities.take_over_joinrequest", None): {"rita", "ada"},
    ("cities.look_again_joinrequest", None): {"rita", "ada"},
    ("cities.add_evidence_joinrequest", None): LINK | HOLDER,
    ("cities.expire_joinrequest", None): NOBODY,
    ("cities.open_for_invitation_joinrequest", None): NOBODY,
    ("cities.note_invitation_joinrequest", None): NOBODY,
    **{
        (f"cities.{verb}_joinrequest", status): UNTIED if status in ("approved", "refused", "merged") else HOLDER
        for verb in ["ask", "approve", "refuse", "check_evidence", "record_call"]
        for status in Status.values
    },
    ("cities.invite_invitation", None): LEADS_OF_PORTO | {"dora"} | UNTIED,
    ("cities.invite_lead_invitation", None): LEADS_OF_PORTO | UNTIED,
    **{(f"cities.{verb}_invitation", None): INVITED for verb in ["accept", "send_to_check", "refuse"]},
    **{(f"cities.{verb}_invitation", None): LEADS_OF_PORTO | {"dora"} | UNTIED for verb in ["recall", "renew"]},
    **{(f"cities.{verb}_invitation", None): NOBODY for verb in ["expire", "admit", "admit_signed_in", "turn_down"]},
    ("cities.open_for_handover_joinrequest", None): NOBODY,
    ("cities.note_handover_joinrequest", None): NOBODY,
    # Dora began the handover; Sam, whose account is closed, and the link to its other end object to nothing
    ("cities.start_handover", None): LEADS_OF_PORTO | UNTIED,
    **{(f"cities.{verb}_handover", None): INVITED for verb in ["accept", "send_to_check", "refuse"]},
    **{(f"cities.{verb}_handover", None): LEADS_OF_PORTO | {"dora"} | UNTIED for verb in ["cancel", "renew"]},
    ("cities.object_to_handover", None): LEADS_OF_PORTO | {"dora"},
    **{(f"cities.{verb}_handover", None): NOBODY for verb in ["expire", "admit", "turn_down"]},
    **{
        (f"cities.{verb}_profile", None): LEADS_OF_PORTO | {"dora"}
        for verb in ["write", "choose_themes", "set_contact", "choose_picture", "say_no_strategy"]
    },
    ("cities.invite_from_register_invitation", None): UNTIED,
    ("cities.enter_membership", None): UNTIED,
    **{(f"cities.{verb}_registerimport", None): UNTIED | {"tess"} for verb in ["bring", "take_in", "discard"]},
    **{(f"cities.{verb}_registerimport", None): NOBODY for verb in ["finish_check", "give_up", "finish"]},
    ("cities.confirm_membership", "active"): LEADS_OF_PORTO | {"dora"} | UNTIED,
    ("cities.confirm_membership", "confirm_due"): LEADS_OF_PORTO | {"dora"} | UNTIED,
    ("cities.confirm_membership", "on_hold"): LEADS_OF_PORTO | {"dora"} | UNTIED,
    ("cities.confirm_membership", "ended"): UNTIED,
    ("cities.confirm_membership", "suspended"): UNTIED,
    **{
        (f"cities.{verb}_membership", status): UNTIED if status in ("ended", "suspended") else {"paulo"} | UNTIED
        for verb in ["give_notice", "take_back_notice"]
        for status in ["active", "confirm_due", "on_hold", "suspended", "ended"]
    },
    **{(f"cities.{verb}_membership", None): UNTIED for verb in ["end", "suspend", "lift"]},
    ("cities.note_on_hold_membership", None): NOBODY,
    ("cities.check_again_citydomain", None): UNTIED,
    ("cities.call_for_check_citydomain", None): NOBODY,
    ("cities.record_election", None): LEADS_OF_PORTO | {"dora"} | UNTIED,
    ("cities.remove_election", None): UNTIED,
    # the role is Linn's: whoever holds one may lay it down, but for the last lead contact
    ("cities.end_role_representative", "lead_contact"): UNTIED,
    ("cities.end_role_representative", "political_lead"): LEADS_OF_PORTO | UNTIED | {"linn"},
    ("cities.end_role_representative", "deputy"): LEADS_OF_PORTO | {"dora"} | UNTIED | {"linn"},
    ("cities.end_role_representative", "practitioner"): LEADS_OF_PORTO | {"dora"} | UNTIED | {"linn"},
}
SEEN_BY_REGISTRARS = {
    f"cities.view_{name}"
    for name in ["joinrequest", "evidence", "invitation", "membership", "representative", "confirmation"]
}
STATUSES = {
    "joinrequest": Status.values,
    "invitation": Invitation.Status.values,
    "handover": Handover.Status.values,
    "membership": ["active", "confirm_due", "on_hold", "suspended", "ended"],
    "election": ["without a status"],
    "citydomain": ["without a status"],
    "representative": Representative.Role.values,
    "profile": ["without a status"],
    "registerimport": RegisterImport.Status.values,
}
WITHOUT_A_ROW = {f"cities.{verb}_joinrequest" for verb in ["start", "open_for_invitation", "open_for_handover"]}
ABOUT_THE_CITY = {
    "cities.invite_invitation",
    "cities.invite_lead_invitation",
    "cities.enter_membership",
    "cities.invite_from_register_invitation",
    "cities.start_handover",
    "cities.record_election",
}


@pytest.fixture
def everybody(request, ana, paulo, dora, rui, bo, linn, omar, eve, sam, dev, rita, tess, mia, ada):
    named = {name: request.getfixturevalue(name) for name in PEOPLE}
    return named | {"anonymous": AnonymousUser(), "visitor": VISITOR, "clock": SYSTEM}


def a_row(permission, status, porto, everybody):
    """The row that the permission is asked about, in this status."""
    model = permission.rpartition("_")[2]
    if permission in WITHOUT_A_ROW:
        return None
    if permission in ABOUT_THE_CITY:
        return porto
    if model == "joinrequest":
        dev, decided = everybody["dev"], status in ("approved", "refused", "merged")
        return JoinRequest(
            city=porto,
            email="noor@porto-town.example",
            status=status,
            taken_by=dev,
            decided_at=timezone.now() if decided else None,
            decided_by=dev if decided else None,
            first_refused_by=dev,
            saved_at=timezone.now() - timedelta(hours=1),
        )
    if model == "invitation":
        return Invitation(city=porto, role="practitioner", email="EVE@stranger.example", status=status)
    if model == "handover":
        way = "holder" if permission in ("cities.cancel_handover", "cities.renew_handover") else "forced"
        begun = {"way": way, "started_by": everybody["dora"]}
        return Handover(city=porto, role="lead_contact", email="EVE@stranger.example", status=status, **begun)
    if model == "registerimport":
        return RegisterImport(kind="cities", status=status)
    if model == "profile":
        return Profile(city=porto)
    if model in ("election", "citydomain"):
        return {"election": Election, "citydomain": CityDomain}[model](city=porto)
    if model == "membership":
        return in_status(porto.memberships.get(), status)
    return Representative(city=porto, role=status, user=everybody["linn"])


def in_status(membership, status):
    """The same membership, so old or so ended that it has this status today."""
    months = {"confirm_due": 13, "on_hold": 16}.get(status, 1)
    day = timezone.now().date() - timedelta(days=months * 31)
    with pgtrigger.ignore("cities.Confirmation:confirmation_insert_only"):
        membership.confirmations.update(on=day)
    ended = timezone.now().date() if status == "ended" else None
    Membership.objects.filter(pk=membership.pk).update(ended_on=ended)
    with pgtrigger.ignore("cities.Suspension:suspension_kept"):
        membership.suspensions.all().delete()
    if status == "suspended":
        a_suspension(membership)
    return Membership.objects.get(pk=membership.pk)


def who_may(permission, row, everybody):
    links = {}
    if hasattr(row, "code"):
        label = row._meta.label_lower
        links = {"link": LinkHolder(f"{label}:{row.code}"), "other_link": LinkHolder(f"{label}:somethingelse")}
    else:
        links = {"link": LinkHolder("cities.joinrequest:none"), "other_link": LinkHolder("cities.invitation:none")}
    return {name for name, principal in (everybody | links).items() if may(principal, permission, row)}


@pytest.mark.parametrize("permission", sorted({permission for permission, _ in TABLE}))
def test_exactly_these_may_in_each_status(permission, porto, everybody):
    statuses = STATUSES[permission.rpartition("_")[2]]
    for status in statuses:
        expected = TABLE.get((permission, status), TABLE.get((permission, None)))
        assert expected is not None, f"the table says nothing of {permission} in {status}"
        row = a_row(permission, status, porto, everybody)
        assert who_may(permission, row, everybody) == expected, (permission, status)


def test_the_table_speaks_of_every_permission_of_the_app():
    """Those of the public site, of a city's page and of the bodies have tables of their own, named where imported."""
    of_the_site = {"sitetext", "contactmessage", "city", *SITE_MODELS}
    elsewhere = of_the_site | GOVERNED | TABLED_WITH_THE_PROFILE
    ours = {name for name in permissions if name.startswith("cities.") and name.rpartition("_")[2] not in elsewhere}
    others = {name for name in ours if name.partition("_")[0] in ("cities.view", "cities.change", "cities.add")}
    assert {permission for permission, _ in TABLE} | SEEN_BY_REGISTRARS >= ours - (others - SEEN_BY_REGISTRARS) - {
        "cities.add_evidence_joinrequest"
    }
    assert {permission for permission, _ in TABLE} | SEEN_BY_REGISTRARS <= ours


def test_registrars_and_administrators_see_the_records_of_joining(everybody):
    for permission in SEEN_BY_REGISTRARS:
        seen = {name for name, principal in everybody.items() if may(principal, permission)}
        assert seen == {"dev", "rita", "tess", "ada"}


def test_a_registrar_ends_no_role_of_a_city_that_is_tied_and_a_lead_contact_does_not_simply_leave(porto, ana, tess):
    role = porto.representatives.get(user=ana)
    assert not may(ana, "cities.end_role_representative", role)
    assert not may(tess, "cities.end_role_representative", role)


def test_people_leave_their_own_role_also_where_the_city_is_no_member_any_more(oldtown, omar, malmo, bo):
    assert may(bo, "cities.end_role_representative", malmo.representatives.get(user=bo))
    assert not may(omar, "cities.end_role_representative", oldtown.representatives.get(user=omar))


def test_members_content_is_read_by_staff_and_by_people_of_cities_in_force(everybody):
    readers = {name for name, principal in everybody.items() if reads_green(principal)}
    assert readers == {"ana", "paulo", "dora", "bo", "linn", "dev", "rita", "tess", "mia", "ada"}


def test_rights_end_with_the_next_question_after_the_role(porto, dora, ana):
    assert represents(dora, porto) and leads(dora, porto) and reads_green(dora)
    Representative.objects.filter(user=dora).update(until=timezone.now())
    assert not represents(dora, porto) and not leads(dora, porto) and not reads_green(dora)


def test_a_city_on_hold_reads_but_invites_nobody(porto, everybody):
    in_status(porto.memberships.get(), "on_hold")
    ana = everybody["ana"]
    assert reads_green(ana) and leads(ana, porto)
    assert not may(ana, "cities.invite_invitation", porto)


def test_a_tie_is_a_role_now_or_once_or_an_address_in_a_domain_of_the_city(porto, everybody):
    tied = {name for name in PEOPLE if tied_to(everybody[name], porto)}
    assert tied == {"ana", "paulo", "dora", "rui", "sam", "tess"}
    dev = everybody["dev"]
    for address, expected in [
        ("dev@porto.example", True),
        ("dev@MAIL.porto.example", True),
        ("dev@notporto.example", False),
        ("dev@porto.example.net", False),
    ]:
        dev.email = address
        assert tied_to(dev, porto) is expected, address


@pytest.mark.parametrize("column", ["taken_by", "decided_by"])
def test_the_database_refuses_a_tied_registrar_even_when_the_code_forgets(porto, everybody, column):
    request = JoinRequest.objects.create(kind="new_person", city=porto, email="noor@porto-town.example")
    rows = JoinRequest.objects.filter(pk=request.pk)
    for name in PEOPLE:
        is_tied = tied_to(everybody[name], porto)
        try:
            with transaction.atomic():
                rows.update(**{column: everybody[name]})
        except InternalError as error:
            assert "a registrar tied to the city" in str(error)
            assert is_tied, name
        else:
            assert not is_tied, name
        rows.update(**{column: None})


def test_the_database_lets_nobody_decide_the_own_request(porto, dev):
    with pytest.raises(InternalError, match="tied to the city"):
        JoinRequest.objects.create(kind="new_person", city=porto, email=dev.email.upper(), taken_by=dev)


def test_a_request_for_a_city_on_record_ties_also_where_the_form_only_named_it(porto, tess, dev):
    request = JoinRequest(
        email="noor@porto-town.example",
        proposed_name="PORTO",
        proposed_country=porto.country,
        proposed_type=porto.type,
    )
    assert not may(tess, "cities.take_joinrequest", request)
    assert may(dev, "cities.take_joinrequest", request)


def test_an_invitation_is_answered_with_exactly_the_invited_address(porto, eve, bo):
    invitation = an_invitation(porto, email="eve@stranger.example")
    assert may(eve, "cities.accept_invitation", invitation)
    assert not may(bo, "cities.accept_invitation", invitation)


def test_forcing_one_predicate_open_changes_an_answer(porto, everybody):
    """The control: the matrix can fail."""
    permission = "cities.approve_joinrequest"
    kept = permissions[permission]
    rules.set_perm(permission, rules.always_allow)
    try:
        row = a_row(permission, "checking", porto, everybody)
        assert who_may(permission, row, everybody) != TABLE[permission, "checking"]
    finally:
        rules.set_perm(permission, kept)
