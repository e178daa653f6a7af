"""Two records of one authority become one: what moves, what is refused, where the old address leads."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import models
from django.urls import reverse

from cities.lifecycle import merging
from cities.lifecycle.merging import keys_to_city, merge
from cities.models import City, CityDomain, CityName, Election, JoinRequest, NewsItem, OldSlug, Profile, ProfileText
from cities.signals import city_merging
from cities.slugs import free_slug
from cities.targets import target_key
from hub.models import Adoption, Resource, ResourceCity
from hub.receivers import follow_the_city
from scn_portal.audit.models import AuditEntry
from scn_portal.lifecycle import TransitionRefused, may
from tests.cast import PAGE
from tests.factories.cities import a_city
from tests.factories.events import a_delegation, a_registration, an_event
from tests.factories.hub import a_resource
from tests.factories.joining import a_submitted_request
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def oporto(porto):
    return a_city("Oporto", population=231_800, website="https://oporto.example/")


def merged(porto, oporto, dev):
    merge(porto, by=dev, other=oporto, typed=oporto.name)
    return City.objects.get(pk=porto.pk)


def test_the_record_that_goes_leaves_its_names_its_address_and_what_the_other_lacks(porto, oporto, dev):
    CityName.objects.create(city=oporto, language="pt", name="O Porto", kind="official", folded="o porto")
    CityName.objects.create(city=oporto, language="fr", name="Porto", folded="porto")
    kept = merged(porto, oporto, dev)
    assert not City.objects.filter(pk=oporto.pk).exists()
    assert set(kept.names.values_list("name", "kind")) == {("Oporto", "alternate"), ("O Porto", "alternate")}
    assert (kept.population, kept.website) == (231_800, "https://oporto.example/")
    assert OldSlug.objects.get(slug="oporto").city == kept


def test_whatever_named_the_one_names_the_other(porto, oporto, malmo, dev):
    request = JoinRequest(kind="new_person", city=oporto, email="new@town.example")
    request.target = target_key(request)
    request.save()
    domain = CityDomain.objects.create(city=oporto, domain="oporto.example", source_url=PAGE)
    election = Election.objects.create(city=oporto, on="2025-10-12")
    news = NewsItem.objects.create(slug="news")
    news.cities.add(oporto)
    profile = Profile.objects.create(city=oporto)
    child = a_city("Parish", parent=oporto)
    item, taken = a_resource(oporto), a_resource(malmo)
    ResourceCity.objects.create(resource=taken, city=oporto, role="named")
    adoption = Adoption.objects.create(resource=taken, taker=oporto, degree="adapted")
    kept = merged(porto, oporto, dev)
    for row in (request, domain, election, profile, item):
        row.refresh_from_db()
        assert row.city == kept, row
    request.refresh_from_db()
    assert request.target == target_key(request) == f"city:{kept.pk}"
    assert list(news.cities.all()) == [kept]
    assert City.objects.get(pk=child.pk).parent == kept
    assert list(taken.resource_cities.values_list("city", flat=True)) == [kept.pk]
    assert Adoption.objects.get(pk=adoption.pk).taker == kept


def test_of_two_rows_that_say_the_same_one_stays(porto, oporto, dev):
    for city in (porto, oporto):
        Election.objects.create(city=city, on="2025-10-12")
        CityName.objects.create(city=city, language="en", name="Porto City", folded="porto city")
    CityDomain.objects.create(city=oporto, domain="gov.example", kind="shared")
    CityDomain.objects.create(city=porto, domain="gov.example", kind="shared")
    kept = merged(porto, oporto, dev)
    assert (kept.elections.count(), kept.names.count(), kept.domains.count()) == (1, 2, 2)


def test_the_parent_that_goes_leaves_no_city_its_own_parent(porto, oporto, dev):
    City.objects.filter(pk=porto.pk).update(parent=oporto)
    assert merged(porto, oporto, dev).parent is None


def test_a_co_owner_that_becomes_the_owner_is_named_once(porto, oporto, dev):
    item = a_resource(porto)
    ResourceCity.objects.create(resource=item, city=oporto, role="co_owner")
    merged(porto, oporto, dev)
    assert not ResourceCity.objects.filter(resource=item).exists()


def test_two_profiles_with_texts_wait_for_a_person_and_an_empty_one_goes(porto, oporto, dev):
    Profile.objects.create(city=porto)
    empty = Profile.objects.create(city=oporto)
    ProfileText.objects.create(profile=empty, language="en", number=1, summary="We listen.")
    with pytest.raises(TransitionRefused, match="cannot be joined"):
        merge(porto, by=dev, other=oporto, typed="Oporto")
    assert City.objects.filter(pk=oporto.pk).exists()
    lonely = a_city("Lonely")
    Profile.objects.create(city=lonely)
    merged(porto, lonely, dev)


def test_a_practice_that_one_took_over_from_the_other_stops_it(porto, oporto, dev):
    Adoption.objects.create(resource=a_resource(porto), taker=oporto, degree="adapted")
    with pytest.raises(TransitionRefused, match="cannot be joined"):
        merge(porto, by=dev, other=oporto, typed="Oporto")
    assert not OldSlug.objects.exists()


def test_only_one_of_the_two_may_ever_have_been_a_member_and_that_one_stays(porto, oporto, malmo, oldtown, dev):
    for city, other in ((porto, malmo), (oldtown, porto), (porto, oldtown)):
        with pytest.raises(TransitionRefused, match="Two such records"):
            merge(city, by=dev, other=other, typed=other.name)
    with pytest.raises(TransitionRefused, match="Keep that one"):
        merge(oporto, by=dev, other=porto, typed="Porto")
    with pytest.raises(TransitionRefused, match="not two records"):
        merge(porto, by=dev, other=porto, typed="Porto")


def test_the_name_must_be_typed(porto, oporto, dev):
    with pytest.raises(TransitionRefused, match="Type the name"):
        merge(porto, by=dev, other=oporto, typed="Porto")


def test_registrars_without_a_tie_to_either_merge(porto, oporto, ana, tess, dev, rita, ada, mia, eve):
    able = {person.name for person in (ana, tess, dev, rita, ada, mia, eve) if may(person, "cities.merge_city", porto)}
    assert able == {"Dev", "Rita", "Ada"}
    CityDomain.objects.create(city=oporto, domain="network.example", source_url=PAGE)  # of Dev's own address
    with pytest.raises(PermissionDenied):
        merge(porto, by=dev, other=oporto, typed="Oporto")


def test_what_nobody_moves_stops_the_merge(porto, oporto, dev, caplog):
    """The control: without the receiver of the hub its rows would be lost."""
    a_resource(oporto)
    city_merging.disconnect(follow_the_city)
    try:
        with pytest.raises(TransitionRefused, match="still name this record"):
            merge(porto, by=dev, other=oporto, typed="Oporto")
    finally:
        city_merging.connect(follow_the_city)
    assert "hub.Resource" in caplog.text or any("hub.Resource" in str(vars(each)) for each in caplog.records)
    assert Resource.objects.get().city == oporto


def test_every_column_that_names_a_city_belongs_to_an_app_that_moves_its_rows():
    keys = keys_to_city()
    assert {model._meta.app_label for model, _field in keys} == {"cities", "hub", "events", "twinning"}
    by_hand = {
        relation.related_model
        for relation in City._meta.get_fields(include_hidden=True)
        if isinstance(relation, models.ManyToOneRel | models.OneToOneRel) and not relation.related_model._meta.proxy
    }
    assert by_hand == {model for model, _field in keys}


def test_every_key_of_the_app_moves_its_rows_or_says_why_not(porto, oporto, dev):
    assert len(keys_to_city("cities")) >= 18
    assert ("Adoption", "taker") in {(model.__name__, field.name) for model, field in keys_to_city("hub")}


def test_its_meetings_delegations_and_people_follow(porto, oporto, dev):
    event = an_event(host=oporto, named=[oporto, porto])
    stop = event.stops.get()
    delegation, registration = a_delegation(event, oporto), a_registration(event, city=oporto)
    merged(porto, oporto, dev)
    for row in (delegation, registration):
        row.refresh_from_db()
        assert row.city == porto
    assert (stop.hosts.get().city, event.event_cities.get().city) == (porto, porto)


def test_delegations_of_both_to_one_event_stop_it(porto, oporto, dev):
    event = an_event()
    for city in (porto, oporto):
        a_delegation(event, city)
    with pytest.raises(TransitionRefused, match="cannot be joined"):
        merge(porto, by=dev, other=oporto, typed="Oporto")
    assert event.delegations.filter(city=oporto).exists()


def test_both_records_say_in_the_trail_what_became_of_them(porto, oporto, dev):
    merged(porto, oporto, dev)
    kept = AuditEntry.objects.get(action="cities.merge_city")
    gone = AuditEntry.objects.get(action="cities.merge_away_city")
    assert (kept.subject_key, kept.actor) == (str(porto.pk), dev.public_id)
    assert (gone.subject_key, gone.after) == (str(oporto.pk), "porto")


def test_the_old_address_leads_to_the_kept_city_for_whoever_may_see_it(client, porto, oporto, dev):
    merged(porto, oporto, dev)
    answer = client.get("/cities/oporto/")
    assert (answer.status_code, answer["Location"]) == (301, "/cities/porto/")
    assert free_slug("Oporto", "PT") == "oporto-pt"
    hidden = a_city("Hidden")
    OldSlug.objects.create(slug="once-hidden", city=hidden)
    wrong, old = client.get("/cities/no-such/"), client.get("/cities/once-hidden/")
    assert (old.status_code, old.content) == (404, wrong.content)


def test_an_old_address_goes_on_when_the_kept_city_is_merged_in_turn(client, porto, oporto, dev):
    third = a_city("Third")
    merge(oporto, by=dev, other=third, typed="Third")
    merged(porto, City.objects.get(pk=oporto.pk), dev)
    assert client.get("/cities/third/")["Location"] == "/cities/porto/"


def test_a_merge_that_fails_at_its_end_leaves_everything_as_it_was(porto, oporto, dev):
    def object_to_it(**_):
        raise TransitionRefused("Not now.")

    item = a_resource(oporto)
    city_merging.connect(object_to_it)
    try:
        with pytest.raises(TransitionRefused, match="Not now"):
            merge(porto, by=dev, other=oporto, typed="Oporto")
    finally:
        city_merging.disconnect(object_to_it)
    item.refresh_from_db()
    assert item.city == oporto and not porto.names.exists() and not OldSlug.objects.exists()


# The page of staff


def test_a_registrar_looks_at_both_types_the_name_and_is_led_to_the_kept_city(client, porto, oporto, dev):
    sign_in(client, dev)
    page = reverse("admin:cities_city_merge", args=[porto.pk])
    assert page in client.get(reverse("admin:cities_city_change", args=[porto.pk])).content.decode()
    side_by_side = client.get(page, {"other": "/cities/oporto/"}).content.decode()
    assert "Type the name of the record that goes" in side_by_side and "memberships: 1" in side_by_side.lower()
    assert client.post(page, {"other": "oporto", "typed": "Porto"}).status_code == 409
    assert client.post(page, {"other": "oporto", "typed": ""}).status_code == 422
    answer = client.post(page, {"other": "oporto", "typed": "Oporto"})
    assert answer["Location"] == reverse("admin:cities_city_change", args=[porto.pk])
    assert "Merged with another record" in client.get(answer["Location"]).content.decode()


def test_the_page_says_why_two_records_stay_two(client, porto, malmo, dev):
    sign_in(client, dev)
    page = client.get(reverse("admin:cities_city_merge", args=[porto.pk]), {"other": "malmo"}).content.decode()
    assert "Two such records cannot become one" in page and "Type the name" not in page
    unknown = client.get(reverse("admin:cities_city_merge", args=[porto.pk]), {"other": "nowhere"}).content.decode()
    assert "There is no city with this address" in unknown


def test_it_needs_fresh_proof(client, porto, oporto, dev):
    sign_in(client, dev)
    session = client.session
    session["account_authentication_methods"] = [each | {"at": 0} for each in session["account_authentication_methods"]]
    session.save()
    page = reverse("admin:cities_city_merge", args=[porto.pk])
    answer = client.post(page, {"other": "oporto", "typed": "Oporto"})
    assert answer.status_code == 302 and "reauthenticate" in answer["Location"]
    assert City.objects.filter(pk=oporto.pk).exists()


def test_what_happened_before_the_merge_keeps_its_request(porto, oporto, dev):
    request = a_submitted_request("x@town.example", kind="new_city", proposed_name="Oporto")
    merged(porto, oporto, dev)
    assert JoinRequest.objects.get(pk=request.pk).city is None
    assert merging.rows_of(City.objects.get(pk=porto.pk))
