"""The pages of a round: what members, leads and moderators meet there, and what each refusal says."""

import pytest
from django.urls import reverse

from tests.factories.cities import a_member, a_representative
from tests.factories.twinning import a_group, a_member_abroad, a_profile, a_round, a_run, an_entry, set_on_hold
from tests.signing_in import sign_in
from twinning.models import Entry, Place, StaffMark, Veto

pytestmark = pytest.mark.django_db


def at(name, round, **query):
    address = reverse(f"twinning:{name}", args=[round.slug])
    return f"{address}?{'&'.join(f'{key}={value}' for key, value in query.items())}" if query else address


def text(answer):
    return answer.content.decode()


@pytest.fixture
def lead(client, ana):
    sign_in(client, ana)
    return client


def test_a_draft_is_a_wrong_address_for_members(lead):
    draft = a_round("draft", title="Secret round")
    assert lead.get(at("round_detail", draft)).status_code == 404
    assert "Secret round" not in text(lead.get(reverse("twinning:round_list")))


def test_a_lead_enters_with_the_profile_in_one_form(lead, porto):
    a_profile(porto)
    round = a_round()
    refused = lead.post(at("entry_edit", round), {})
    assert (refused.status_code, Entry.objects.exists()) == (422, False)
    answer = lead.post(at("entry_edit", round), {"consents": "on"}, follow=True)
    assert (Entry.objects.get().city, answer.redirect_chain[0][0]) == (porto, at("round_detail", round))
    assert "takes part" in text(answer).lower()


def test_a_city_without_a_profile_reads_what_is_missing_and_where(lead, porto):
    page = text(lead.get(at("entry_edit", a_round())))
    assert "no profile of needs and offers" in page
    assert reverse("twinning:profile") in page


def test_after_closing_the_form_is_refused_kindly_and_nothing_is_stored(lead, porto):
    a_profile(porto)
    answer = lead.post(at("entry_edit", a_round("closed")), {"consents": "on"})
    assert (answer.status_code, Entry.objects.exists()) == (409, False)
    assert "takes no entries any more" in text(answer)


def test_whoever_leads_two_cities_says_for_which(client, ana, porto):
    braga = a_member("Braga")
    a_representative(braga, ana, "deputy")
    a_profile(braga)
    round = a_round()
    sign_in(client, ana)
    client.post(at("entry_edit", round, city="braga"), {"consents": "on"})
    assert Entry.objects.get().city == braga
    assert client.get(at("entry_edit", round, city="malmo")).status_code == 404


def test_a_city_on_hold_reads_and_does_not_enter(lead, porto):
    a_profile(porto)
    set_on_hold(porto)
    round = a_round()
    assert "on hold" in text(lead.get(at("entry_edit", round)))
    assert lead.post(at("entry_edit", round), {"consents": "on"}).status_code in (403, 409)
    assert not Entry.objects.exists()


def test_the_private_list_names_what_is_wrong(lead, porto, malmo):
    round = a_round()
    entry = an_entry(round, porto)
    address = at("private_list", round)
    for wrong in (porto.pk, 987654):  # the own city, an unknown one
        answer = lead.post(address, {"cities": [wrong]})
        assert (answer.status_code, Veto.objects.exists()) == (422, False)
    lead.post(address, {"cities": [malmo.pk, malmo.pk]})
    assert [each.city for each in entry.vetoes.all()] == [malmo]


def asked(porto, malmo, **more):
    round = a_round("proposed")
    for city in (porto, malmo):
        an_entry(round, city)
    return a_group(a_run(round, "done", chosen=True), [porto, malmo], **more)


def test_entries_of_others_open_with_the_proposal_and_only_those_of_the_own_group(lead, porto, malmo):
    group = asked(porto, malmo)
    outside = an_entry(group.round, a_member_abroad("Faraway"), needs={"prisons": 3})
    page = text(lead.get(at("place_answer", group.round)))
    assert "Malmö" in page
    assert "Faraway" not in page
    assert outside.status == "in"


def test_double_click_on_yes_counts_once(lead, porto, malmo):
    group = asked(porto, malmo)
    form = {"answer": "yes", "note": "", "submission_key": "a" * 32}
    first, second = (lead.post(at("place_answer", group.round), form) for _ in range(2))
    assert (first.status_code, second.status_code, first.url) == (302, 302, second.url)
    assert Place.objects.filter(answer="yes").count() == 1


def test_nobody_reads_how_others_answered_before_the_group_stands(client, linn, porto, malmo):
    group = asked(porto, malmo, answers=["yes"])
    sign_in(client, linn)
    before = text(client.get(at("round_detail", group.round)))
    Place.objects.filter(city=porto).update(answer="none", answered_at=None)
    after = text(client.get(at("round_detail", group.round)))
    assert "Your city said yes" not in before
    assert before.count("Porto") == after.count("Porto")


def test_a_fallen_group_names_no_city(lead, porto, malmo):
    group = asked(porto, malmo, answers=["yes", "no"], status="fallen")
    page = text(lead.get(at("round_detail", group.round)))
    assert "This group did not come together" in page
    assert "Malmö" not in page


@pytest.mark.parametrize("who", ["pia", "mia"])
def test_practitioners_and_staff_do_not_answer_for_a_city(who, request, client, porto, malmo, ana):
    group = asked(porto, malmo)
    sign_in(client, request.getfixturevalue(who))
    answer = client.post(at("place_answer", group.round), {"answer": "yes"})
    assert (answer.status_code, Place.objects.filter(answer="yes").exists()) == (403, False)


def test_a_moderator_marks_and_the_refusal_stands_in_the_form(client, mia, porto, malmo):
    round = a_round("closed")
    an_entry(round, porto, needs={"youth": 3}, offers={"families": 3}, vetoes=[malmo])
    an_entry(round, malmo, needs={"families": 2}, offers={"youth": 3})
    sign_in(client, mia)
    form = {"kind": "lock", "cities": [porto.pk, malmo.pk], "reason": "Both work with the same university."}
    refused = client.post(at("round_mark", round), form)
    assert (refused.status_code, StaffMark.objects.exists()) == (409, False)
    assert "not possible under the rules" in text(refused)
    assert client.post(at("round_mark", round), form | {"kind": "forbid"}).status_code == 302
    assert StaffMark.objects.get().kind == "forbid"


def test_the_page_asks_as_many_queries_for_a_pair_as_for_four(lead, porto, malmo):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def queries(group):
        with CaptureQueriesContext(connection) as found:
            assert lead.get(at("round_detail", group.round)).status_code == 200
        return len(found)

    pair = asked(porto, malmo)
    four = asked(porto, malmo)
    more = a_group(four.run, [a_member_abroad(), a_member_abroad()])
    more.places.update(proposal=four)
    queries(pair)
    assert queries(pair) == queries(four) <= 40
