"""What a member sees after sign-in, and how a city edits its page and invites its people."""

import pytest
from django.urls import reverse

from cities import lifecycle
from cities.completeness import Completeness
from cities.lifecycle.profile import Outdated, profile_of
from cities.models import City, Invitation, ProfileText
from scn_portal.audit.models import AuditEntry
from scn_portal.lifecycle import TransitionRefused
from scn_portal.ui.models import Draft
from tests.factories.cities import a_term
from tests.factories.joining import a_submitted_request
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db
TEXTS = {"summary": "We listen first.", "background": "A port.", "approach": "Schools and police meet weekly."}


def edit_address(city, section="texts"):
    return reverse("cities:city_edit", args=[city.slug, section])


def test_the_dashboard_greets_by_name_and_shows_the_role(client, ana, porto):
    page = sign_in(client, ana).get(reverse("cities:dashboard")).content.decode()
    assert "Ana" in page and "Porto" in page and "lead contact" in page


def test_the_dashboard_of_a_member_asks_as_few_queries_with_one_city_as_with_two(
    client, ana, porto, malmo, django_assert_num_queries
):
    from tests.factories.cities import a_representative

    sign_in(client, ana)
    with django_assert_num_queries(DASHBOARD_QUERIES):
        client.get(reverse("cities:dashboard"))
    a_representative(malmo, ana, "deputy")
    with django_assert_num_queries(DASHBOARD_QUERIES):
        client.get(reverse("cities:dashboard"))


DASHBOARD_QUERIES = 18


def test_somebody_who_asks_to_act_for_the_city_waits_on_the_dashboard_of_its_lead(client, ana, bo, porto):
    request = a_submitted_request(
        kind="new_person", city=porto, proposed_name="", proposed_country=None, proposed_type=None, role_wanted="deputy"
    )
    assert request.city == porto
    page = sign_in(client, ana).get(reverse("cities:dashboard")).content.decode()
    assert "Somebody asks to act for your city" in page
    assert "Somebody asks" not in sign_in(client, bo).get(reverse("cities:dashboard")).content.decode()


def test_a_text_that_is_saved_stands_as_a_new_version_with_its_author(client, ana, porto):
    data = {"language": "en", "seen": 0} | TEXTS
    answer = sign_in(client, ana).post(edit_address(porto), data)
    assert answer.status_code == 302
    text = ProfileText.objects.get(profile__city=porto)
    assert (text.number, text.by, text.summary) == (1, ana, "We listen first.")
    assert AuditEntry.objects.filter(action="cities.write_profile", actor=ana.public_id).count() == 1


def test_saving_over_a_newer_version_keeps_what_was_typed_and_shows_both(client, ana, dora, porto):
    lifecycle.profile.write(profile_of(porto), by=dora, language="en", seen=0, **TEXTS)
    mine = {"language": "en", "seen": 0, "summary": "My own words.", "background": "", "approach": ""}
    answer = sign_in(client, ana).post(edit_address(porto), mine)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "My own words." in page and "We listen first." in page
    assert ProfileText.objects.filter(profile__city=porto).count() == 1
    again = mine | {"seen": answer.context["form"].data["seen"]}
    assert client.post(edit_address(porto), again).status_code == 302
    assert ProfileText.objects.filter(profile__city=porto).count() == 2


def test_what_is_typed_is_kept_on_the_server_for_each_language_until_it_is_saved(client, ana, porto):
    sign_in(client, ana)
    typed = {"language": "fr", "seen": 0, "summary": "Nous écoutons.", "background": "", "approach": ""}
    window = {"submission_key": "a" * 32, "draft_revision": "0"}
    kept = client.post(edit_address(porto), typed | window, headers={"X-Autosave": "1"})
    assert kept.status_code == 200 and kept.json()["revision"] == 1
    assert "Nous écoutons." in client.get(edit_address(porto) + "?language=fr").content.decode()
    assert "Nous écoutons." not in client.get(edit_address(porto) + "?language=en").content.decode()
    assert not ProfileText.objects.exists()
    later = typed | window | {"summary": "Nous écoutons d'abord."}
    assert client.post(edit_address(porto), later).status_code == 302, "the own window is no conflict"
    assert ProfileText.objects.get().summary == "Nous écoutons d'abord."
    assert not Draft.objects.exists()


def test_another_window_that_typed_something_else_is_a_conflict_and_loses_nothing(client, ana, porto):
    sign_in(client, ana)
    typed = {"language": "en", "seen": 0, "background": "", "approach": "", "draft_revision": "0"}
    one = typed | {"summary": "One window.", "submission_key": "a" * 32}
    other = typed | {"summary": "Another window.", "submission_key": "b" * 32}
    client.post(edit_address(porto), one, headers={"X-Autosave": "1"})
    answer = client.post(edit_address(porto), other)
    assert answer.status_code == 409
    assert "One window." in answer.content.decode() and "Another window." in answer.content.decode()


def test_the_same_text_sent_twice_is_one_version(ana, porto):
    for _ in range(2):
        lifecycle.profile.write(profile_of(porto), by=ana, language="en", seen=0, **TEXTS)
    assert ProfileText.objects.filter(profile__city=porto).count() == 1


def test_a_stale_version_is_refused_by_the_lifecycle_itself(ana, porto):
    lifecycle.profile.write(profile_of(porto), by=ana, language="en", seen=0, **TEXTS)
    with pytest.raises(Outdated):
        lifecycle.profile.write(profile_of(porto), by=ana, language="en", seen=0, **(TEXTS | {"summary": "Other"}))


@pytest.mark.parametrize("section", ["texts", "themes", "contact"])
def test_who_does_not_lead_the_city_may_not_edit_its_page(client, linn, eve, porto, section):
    for person in (linn, eve):
        answer = sign_in(client, person).get(edit_address(porto, section))
        assert answer.status_code == 403
        assert "lead contact" in answer.content.decode()


def test_who_leads_a_city_finds_on_its_page_what_may_be_changed_and_others_do_not(client, ana, linn, porto):
    page = sign_in(client, ana).get(porto.get_absolute_url()).content.decode()
    for section in ("texts", "themes", "contact"):
        assert edit_address(porto, section) in page
    assert reverse("cities:city_people", args=[porto.slug]) in page
    assert "/edit/" not in sign_in(client, linn).get(porto.get_absolute_url()).content.decode()


def test_the_mailbox_of_a_city_is_read_by_members_only(client, ana, linn, porto):
    lifecycle.profile.set_contact(profile_of(porto), by=ana, mailbox="prevention@porto.example")
    assert "prevention@porto.example" not in client.get(porto.get_absolute_url()).content.decode()
    page = sign_in(client, linn).get(porto.get_absolute_url()).content.decode()
    assert "prevention@porto.example" in page and "TLP:GREEN" in page


def test_a_page_of_a_section_that_does_not_exist_is_not_found(client, ana, porto):
    assert sign_in(client, ana).get(edit_address(porto, "nonsense")).status_code == 404


def test_at_most_five_themes_can_be_chosen(client, ana, porto):
    themes = [a_term("theme", f"t{number}", f"Theme {number}") for number in range(6)]
    sign_in(client, ana)
    answer = client.post(edit_address(porto, "themes"), {"themes": [theme.pk for theme in themes]})
    assert answer.status_code == 422 and "at most five" in answer.content.decode()
    assert client.post(edit_address(porto, "themes"), {"themes": [themes[0].pk]}).status_code == 302
    assert list(porto.profile.themes.all()) == [themes[0]]


def test_completeness_counts_checks_met_and_links_what_is_missing(ana, porto):
    assert Completeness(porto).percent == 10, "it was confirmed a month ago"
    lifecycle.profile.write(profile_of(porto), by=ana, language="en", seen=0, **TEXTS)
    now = Completeness(City.objects.get(pk=porto.pk))
    assert now.percent == 40
    sections = ["themes", "team", "strategies", "organisations", "contact", "picture"]
    assert [missing.url for missing in now.missing] == [edit_address(porto, section) for section in sections]
    assert now.next_step == now.missing[0]


INVITED = {
    "name": "Ines",
    "email": "ines@porto.example",
    "office": "Youth officer",
    "role": "practitioner",
    "language": "en",
}


def test_a_lead_contact_invites_a_colleague_once(client, ana, porto):
    address = reverse("cities:invitation_create", args=[porto.slug])
    sign_in(client, ana)
    assert client.post(address, INVITED).status_code == 302
    answer = client.post(address, INVITED)
    assert answer.status_code == 422 and "already invited" in answer.content.decode()
    invitation = Invitation.objects.get(email="ines@porto.example")
    assert (invitation.city, invitation.by, invitation.status) == (porto, ana, "open")


def test_an_open_invitation_can_be_taken_back(client, ana, porto):
    invitation = lifecycle.invitations.invite(by=ana, within=porto, **INVITED)
    page = sign_in(client, ana).get(reverse("cities:city_people", args=[porto.slug])).content.decode()
    assert "Ines" in page
    recall = reverse("cities:invitation_recall", args=[porto.slug, invitation.code])
    assert client.get(recall).status_code == 405
    assert client.post(recall).status_code == 302
    invitation.refresh_from_db()
    assert invitation.status == "recalled"


def test_the_people_of_another_city_cannot_be_invited_or_read(client, linn, porto):
    sign_in(client, linn)
    assert client.get(reverse("cities:city_people", args=[porto.slug])).status_code == 404
    assert client.post(reverse("cities:invitation_create", args=[porto.slug]), INVITED).status_code == 403
    assert not Invitation.objects.exists()


def test_a_second_open_invitation_to_the_same_role_is_refused_with_words(ana, porto):
    lifecycle.invitations.invite(by=ana, within=porto, **INVITED)
    with pytest.raises(TransitionRefused, match="already invited"):
        lifecycle.invitations.invite(by=ana, within=porto, **INVITED)
