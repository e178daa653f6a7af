"""A practice travels: what the taker says, what the giver answers, and the way that everybody sees."""

import pytest
from django.urls import reverse

from hub.adoption_chain import Chain
from hub.models import Adoption
from scn_portal.sharing import Sharing
from tests.factories.cities import a_member
from tests.factories.hub import a_content, a_resource
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db
SAID = {"degree": "adapted", "core_kept": ["0"], "changed": "We meet in cafés.", "context": "a visit"}
CHANGED = "We meet in cafés."


def form_of(resource):
    return reverse("hub:adoption_create", args=[resource.slug])


def step(adoption, verb):
    return reverse(f"hub:adoption_{verb}", args=[adoption.code])


def taken(resource, taker, **more):
    given = {"degree": "adapted", "status": "recorded", "source_url": "https://source.example/"} | more
    return Adoption.objects.create(resource=resource, taker=taker, **given)


def lines(chain):
    """The drawing in words: depth, name, state."""
    return [(each.depth, each.name, each.adoption.status if each.adoption else "begins") for each in chain.stations]


def test_a_city_says_that_it_uses_a_practice_and_the_giver_confirms(client, porto, malmo, linn, ana, bo):
    practice = a_resource(porto)
    sign_in(client, linn)
    assert "We use this" in client.get(practice.get_absolute_url()).content.decode()
    answer = client.post(form_of(practice), SAID | {"taker": malmo.pk})
    adoption = Adoption.objects.get()
    assert answer["Location"] == reverse("hub:adoption_detail", args=[adoption.code])
    assert (adoption.taker, adoption.status, adoption.core_kept, adoption.context) == (malmo, "claimed", [0], "a visit")
    page = client.get(practice.get_absolute_url()).content.decode()
    assert "1 not yet confirmed, not counted" in page
    assert "We use this" not in page

    sign_in(client, ana)
    assert "Confirm it" in client.get(answer["Location"]).content.decode()
    assert client.get(step(adoption, "confirm")).status_code == 200
    client.post(step(adoption, "confirm"))
    client.logout()
    page = client.get(practice.get_absolute_url()).content.decode()
    assert "1 confirmed by both" in page
    assert CHANGED in client.get(answer["Location"]).content.decode()


def test_the_same_form_sent_twice_says_it_once(client, porto, malmo, linn):
    practice, key = a_resource(porto), "a" * 32
    sign_in(client, linn)
    first, second = (client.post(form_of(practice), SAID | {"taker": malmo.pk, "submission_key": key}) for _ in "12")
    assert first["Location"] == second["Location"]
    assert Adoption.objects.count() == 1


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"degree": "declined"}, "reason"),
        ({"degree": "replicated", "core_kept": ["0"]}, "core_kept"),
        ({"degree": "stolen"}, "degree"),
        ({"taker": "0"}, "taker"),
        ({"from_on": "soon"}, "from_on"),
        ({"core_kept": ["7"]}, "core_kept"),
    ],
)
def test_what_does_not_fit_stands_at_its_question_and_nothing_is_stored(client, porto, malmo, linn, said, field):
    sign_in(client, linn)
    answer = client.post(form_of(a_resource(porto)), SAID | {"taker": malmo.pk} | said)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert not Adoption.objects.exists()


def test_only_who_leads_another_member_city_is_asked(client, porto, ana, bo, eve):
    practice = a_resource(porto)
    for who in (ana, bo, eve):
        sign_in(client, who)
        assert client.get(form_of(practice)).status_code == 403
        assert "We use this" not in client.get(practice.get_absolute_url()).content.decode()


def test_the_core_for_named_cities_is_not_in_the_form_of_others(client, porto, linn):
    practice = a_resource(porto, stricter={"core": Sharing.AMBER})
    page = sign_in(client, linn).get(form_of(practice)).content.decode()
    assert "One mentor for one person" not in page


def test_a_claim_is_told_in_full_to_both_sides_only_until_it_is_confirmed(client, porto, malmo, linn, ana, eve):
    adoption = taken(a_resource(porto), malmo, status="claimed", changed=CHANGED)
    address = reverse("hub:adoption_detail", args=[adoption.code])
    for who, told in ((linn, True), (ana, True), (eve, False)):
        page = sign_in(client, who).get(address).content.decode()
        assert (CHANGED in page) is told


def test_a_disputed_claim_is_seen_by_both_sides_and_nobody_else(client, porto, malmo, linn, ana, eve):
    practice = a_resource(porto)
    adoption = taken(practice, malmo, status="claimed")
    sign_in(client, ana)
    assert client.post(step(adoption, "dispute"), {"reason": ""}).status_code == 422
    client.post(step(adoption, "dispute"), {"reason": "They asked and then did something else."})
    address = reverse("hub:adoption_detail", args=[adoption.code])
    assert "did something else" in sign_in(client, linn).get(address).content.decode()
    assert sign_in(client, eve).get(address).status_code == 404
    assert "Malmö" not in client.get(practice.get_absolute_url()).content.decode()


def test_the_taker_ends_what_was_confirmed_and_says_why(client, porto, malmo, linn, ana):
    adoption = taken(a_resource(porto), malmo, status="confirmed", confirmed_by=ana)
    client.post(step(adoption, "end"), {"reason": "x"})
    sign_in(client, linn).post(step(adoption, "end"), {"reason": "The money ran out."})
    adoption.refresh_from_db()
    assert (adoption.status, adoption.end_reason) == ("ended", "The money ran out.")


def test_the_way_leads_over_the_results_with_every_station_and_its_state(porto, malmo, linn, ana):
    kumanovo, mombasa = a_member("Kumanovo"), a_member("Mombasa")
    first = a_resource(porto)
    second, third = a_resource(malmo), a_resource(kumanovo)
    taken(None, porto, result=first, source_name="Danish municipalities", source_what="a network", period="2016")
    taken(first, malmo, result=second, period="2018")
    taken(second, kumanovo, result=third, period="2019", status="claimed", source_url="")
    taken(first, mombasa, period="2020", status="confirmed", confirmed_by=ana)
    taken(third, None, taker_name="Seven towns", period="2021")
    whole = [
        (0, "Danish municipalities", "begins"),
        (1, "Porto", "recorded"),
        (2, "Malmö", "recorded"),
        (3, "Kumanovo", "claimed"),
        (4, "Seven towns", "recorded"),
        (2, "Mombasa", "confirmed"),
    ]
    assert lines(Chain(first, linn)) == whole
    assert [each.name for each in Chain(third, linn).stations if each.is_here] == ["Kumanovo"]
    assert lines(Chain(third, linn)) == [each for each in whole if each[1] != "Mombasa"]


def test_the_way_ends_where_a_reader_may_not_go_on(porto, malmo, linn, eve):
    first, hidden = a_resource(porto), a_resource(malmo, sharing=Sharing.GREEN)
    taken(first, malmo, result=hidden, period="2018")
    taken(hidden, a_member("Kumanovo"), period="2019")
    assert lines(Chain(first, eve)) == [(0, "Porto", "begins"), (1, "Malmö", "recorded")]
    assert len(Chain(first, linn).stations) == 3
    assert hidden.title not in str([each.resource for each in Chain(first, eve).stations])


def test_a_hidden_beginning_is_left_out(porto, malmo, linn, eve):
    hidden, second = a_resource(porto, sharing=Sharing.GREEN), a_resource(malmo)
    taken(hidden, malmo, result=second)
    assert not Chain(second, eve)
    assert [each.name for each in Chain(second, linn).stations] == ["Porto", "Malmö"]


def test_steps_in_a_circle_come_to_an_end(porto, malmo, linn):
    one, other = a_resource(porto), a_resource(malmo)
    taken(one, malmo, result=other)
    taken(other, porto, result=one)
    assert 2 <= len(Chain(one, linn).stations) <= 3


def test_the_number_counts_cities_that_adapted_or_replicated_and_are_confirmed_or_recorded(porto, ana, eve):
    practice = a_resource(porto)
    for at, (degree, status) in enumerate(
        [
            ("adapted", "recorded"), ("replicated", "confirmed"), ("studied", "confirmed"), ("adapted", "claimed"),
            ("adapted", "unanswered"), ("declined", "recorded"), ("adapted", "ended"),
        ]
    ):  # fmt: skip
        by = {"confirmed_by": ana} if status == "confirmed" else {}
        taken(practice, a_member(f"Taker {at}"), degree=degree, status=status, reason="no", **by)
    taken(practice, None, taker_name="Seven towns")
    chain = Chain(practice, eve)
    assert (len(chain.counted), chain.confirmed, chain.recorded, chain.waiting) == (2, 1, 1, 2)
    assert len(chain.counted) == Adoption.objects.counted().filter(resource=practice).count()


def test_the_drawing_the_map_and_the_table_hold_the_same_cities(client, porto):
    practice = a_resource(porto)
    for at, name in enumerate(("Kumanovo", "Mombasa", "Amman")):
        taken(practice, a_member(name, lat=10 * at, lon=20 * at))
    page = client.get(reverse("hub:adoption_list", args=[practice.slug])).content.decode()
    chain = client.get(reverse("hub:adoption_list", args=[practice.slug])).context["chain"]
    assert {each.name for each in chain.places()} == {"Porto", "Kumanovo", "Mombasa", "Amman"}
    assert len(chain.ties()) == 3
    for name in ("Kumanovo", "Mombasa", "Amman"):
        assert page.count(f"<bdi>{name}</bdi>") == 2


def test_a_city_page_shows_what_it_gave_and_took(client, porto, malmo):
    given = a_resource(porto, content=a_content("Mentors of Porto"))
    taken(given, malmo)
    hidden = a_resource(porto, sharing=Sharing.GREEN, content=a_content("For members only"))
    taken(hidden, a_member("Kumanovo"))
    giver, taker = (client.get(each.get_absolute_url()).content.decode() for each in (porto, malmo))
    assert "Given to the hub" in giver
    assert "Taken over by 1 city" in giver
    assert "For members only" not in giver
    assert "Taken over from others" in taker
    assert "Mentors of Porto" in taker


# What its city does with an item


def act(resource, verb):
    return reverse(f"hub:resource_{verb}", args=[resource.slug])


def test_the_city_confirms_that_it_is_still_true(client, porto, ana):
    resource = a_resource(porto, status="review_due")
    sign_in(client, ana)
    assert "Confirm that it is still true" in client.get(resource.get_absolute_url()).content.decode()
    client.post(act(resource, "confirm"))
    resource.refresh_from_db()
    assert resource.status == "published"


def test_withdrawing_needs_a_reason_and_a_lead(client, porto, ana, dora):
    resource = a_resource(porto)
    assert sign_in(client, dora).get(act(resource, "withdraw")).status_code == 403
    sign_in(client, ana)
    assert client.post(act(resource, "withdraw"), {"reason": " "}).status_code == 422
    client.post(act(resource, "withdraw"), {"reason": "The office was closed."})
    resource.refresh_from_db()
    assert (resource.status, resource.reason) == ("withdrawn", "The office was closed.")


def test_the_lead_of_a_city_takes_over_what_was_recorded_about_it(client, porto, ana):
    resource = a_resource(porto, origin="recorded")
    sign_in(client, ana)
    assert "Your city? Take it over" in client.get(resource.get_absolute_url()).content.decode()
    client.post(act(resource, "claim"))
    assert "Recorded from public sources" not in client.get(resource.get_absolute_url()).content.decode()


def test_fewer_readers_at_once_more_with_a_reason_everybody_after_a_moderator(client, porto, ana):
    resource = a_resource(porto, sharing=Sharing.GREEN)
    sign_in(client, ana)
    assert client.post(act(resource, "sharing"), {"sharing": "1"}).status_code == 422
    client.post(act(resource, "sharing"), {"sharing": "2"})
    resource.refresh_from_db()
    assert resource.sharing == Sharing.AMBER
    assert client.post(act(resource, "sharing"), {"sharing": "1"}).status_code == 422
    client.post(act(resource, "sharing"), {"sharing": "1", "reason": "Others asked for it."})
    client.post(act(resource, "sharing"), {"sharing": "0", "reason": "It is in the paper."})
    resource.refresh_from_db()
    assert (resource.sharing, resource.asked_sharing) == (Sharing.GREEN, Sharing.CLEAR)
    assert "A moderator looks at it." in client.get(act(resource, "sharing")).content.decode()


def test_named_cities_are_chosen_and_co_owners_stay(client, porto, malmo, ana, bo):
    resource = a_resource(porto, sharing=Sharing.AMBER)
    kumanovo = a_member("Kumanovo")
    resource.resource_cities.create(city=kumanovo, role="co_owner")
    sign_in(client, ana).post(act(resource, "sharing"), {"named": [malmo.slug, ""], "named_form": "1"})
    assert {(each.city, each.role) for each in resource.resource_cities.all()} == {
        (malmo, "named"),
        (kumanovo, "co_owner"),
    }
    assert sign_in(client, bo).get(resource.get_absolute_url()).status_code == 200
