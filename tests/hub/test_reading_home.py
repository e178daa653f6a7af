"""The front page of the hub, its doors and collections, what it hangs on other pages, and how an item is cited."""

import json
from datetime import timedelta

import pytest
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from hub import citation
from hub.content import content_for
from hub.doors import open_doors
from hub.filters import ResourceFilter
from hub.finding import find
from hub.models import Adoption, Collection, Door
from hub.readers import EVERYBODY
from scn_portal.sharing import Sharing
from tests.factories.cities import a_member
from tests.factories.hub import a_content, a_findable, a_resource
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db


def a_door(position, query, title="Engage young people"):
    return Door.objects.create(position=position, titles={"en": title, "fr": "Les jeunes"}, lines={}, query=query)


def a_collection(*resources, slug="first", **more):
    collection = Collection.objects.create(slug=slug, title=f"Steps {slug}", intro="Read **this**.", **more)
    for at, resource in enumerate(resources):
        collection.items.create(resource=resource, position=at, note=f"Note {at}")
    return collection


# Doors


def test_a_door_shows_as_many_as_the_list_behind_it(porto, malmo):
    for theme, level in (
        ("youth", "primary"),
        ("youth", "secondary"),
        ("schools", "primary"),
        ("families", "tertiary"),
    ):
        a_findable(porto, content=a_content(f"{theme} {level}", theme_main=[theme], prevention_level=[level]))
    a_findable(malmo, kind="toolkit", content={"title": "A toolkit", "theme_main": ["youth"], "licence": "CC0 1.0"})
    a_findable(porto, sharing=Sharing.GREEN)
    queries = ["theme=youth&theme=schools", "theme=youth&level=primary", "kind=toolkit", "q=families"]
    for position, query in enumerate(queries, 1):
        a_door(position, query)
    behind = [find(EVERYBODY, ResourceFilter(QueryDict(query), EVERYBODY).question).total for query in queries]
    assert [door.number for door in open_doors()] == behind
    assert behind == [4, 1, 1, 1]


def test_a_door_behind_which_the_public_finds_nothing_hides_itself(client, porto, bo):
    a_resource(porto, sharing=Sharing.GREEN)
    a_door(1, "theme=youth")
    for who in (None, bo):
        if who:
            sign_in(client, who)
        assert "Engage young people" not in client.get("/hub/").content.decode()
    a_resource(porto)
    assert "Engage young people" in client.get("/hub/").content.decode()


def test_a_door_speaks_the_readers_language_else_english(client, porto):
    a_resource(porto)
    a_door(1, "theme=youth")
    for language, words in (("fr", "Les jeunes"), ("es", "Engage young people")):
        assert words in client.get("/hub/", headers={"accept-language": language}).content.decode()


# The front page


def test_the_front_page_costs_as_much_for_thirty_items_as_for_one(client, porto, bo, django_assert_num_queries):
    def grow(number):
        for _at in range(number):
            resource = a_resource(porto)
            taker = a_member(f"Taker {resource.pk}")
            given = {"degree": "adapted", "status": "recorded", "source_url": "https://source.example/"}
            Adoption.objects.create(resource=resource, taker=taker, **given)
            a_collection(resource, slug=f"c{resource.pk}")

    for position in (1, 2, 3, 4):
        a_door(position, "theme=youth")
    grow(1)
    client.get("/hub/")
    for _round in range(2):
        for path, queries in (("/hub/", 6), ("/hub/collections/", 2)):
            with django_assert_num_queries(queries):
                client.get(path)
        grow(29)
    sign_in(client, bo)
    client.get("/hub/")
    with django_assert_num_queries(10):
        client.get("/hub/")


def test_the_portals_own_front_page_shows_the_newest_and_the_figures(client, porto):
    a_resource(porto, content=a_content("Mentors of Porto"))
    a_resource(porto, sharing=Sharing.GREEN, content=a_content("For members only"))
    answer = client.get("/")
    assert "Mentors of Porto" in answer.content.decode()
    assert "For members only" not in answer.content.decode()
    assert answer.context["figures"]["practices"]["number"] == 1


# Collections


def test_a_collection_with_a_release_date_ahead_is_hidden_until_its_minute(client, porto, mia):
    collection = a_collection(a_resource(porto), release_at=timezone.now() + timedelta(minutes=1))
    address = collection.get_absolute_url()
    assert client.get(address).status_code == 404
    assert collection.title not in client.get("/hub/").content.decode()
    Collection.objects.update(release_at=timezone.now() - timedelta(minutes=1))
    assert client.get(address).status_code == 200
    assert collection.title in client.get("/hub/").content.decode()
    assert address in client.get("/sitemap.xml").content.decode()


def test_a_collection_shows_order_and_notes_and_only_what_the_reader_may_open(client, porto, bo):
    public, green = a_resource(porto), a_resource(porto, sharing=Sharing.GREEN)
    address = a_collection(green, public).get_absolute_url()
    page = client.get(address).content.decode()
    assert green.title not in page
    assert "Note 0" not in page
    page = sign_in(client, bo).get(address).content.decode()
    assert page.index(green.title) < page.index(public.title)
    assert "1 item" not in client.get("/hub/collections/").content.decode()


def test_an_ended_collection_says_so_and_leaves_the_front_page(client, porto):
    collection = a_collection(a_resource(porto), closed_on=timezone.now().date())
    assert "This collection ended on" in client.get(collection.get_absolute_url()).content.decode()
    assert collection.title not in client.get("/hub/").content.decode()


def test_a_collection_for_members_is_a_wrong_address_for_others(client, porto, bo):
    address = a_collection(a_resource(porto), sharing=Sharing.GREEN).get_absolute_url()
    assert client.get(address).status_code == 404
    assert sign_in(client, bo).get(address).status_code == 200


# Citation


@pytest.fixture
def cited(porto):
    content = a_content("50 % off: {young} people & cities_2 \\ #1", sources=[{"url": "https://city.example/plan"}])
    return a_resource(porto, content=content)


def test_the_text_names_city_year_title_number_version_and_address(cited, ana):
    text = citation.as_text(content_for(ana, cited))
    year = cited.published_at.year
    assert text.startswith(f"Porto ({year}). 50 % off: {{young}} people")
    for part in (cited.code, "version 1", cited.get_absolute_url(), "Good practice"):
        assert part in text


def test_bibtex_is_balanced_and_no_sign_of_a_title_is_a_command(client, cited):
    answer = client.get(reverse("hub:resource_bibtex", args=[cited.slug]))
    entry = answer.content.decode()
    assert answer["Content-Type"] == "application/x-bibtex; charset=utf-8"
    assert r"50 \% off: \{young\} people \& cities\_2 \textbackslash{} \#1" in entry
    bare = entry.replace(r"\{", "").replace(r"\}", "")
    assert bare.count("{") == bare.count("}")
    assert entry.startswith(f"@misc{{{cited.code.lower()},\n")


def test_the_data_for_machines_are_schema_org_and_linked_from_the_page(client, cited):
    address = reverse("hub:resource_jsonld", args=[cited.slug])
    assert (
        f'<link rel="alternate" type="application/ld+json" href="{address}">'
        in client.get(cited.get_absolute_url()).content.decode()
    )
    answer = client.get(address)
    data = json.loads(answer.content)
    assert answer["Content-Type"] == "application/ld+json"
    assert (data["@context"], data["@type"], data["identifier"]) == ("https://schema.org", "Article", cited.code)
    assert data["author"] == {
        "@type": "GovernmentOrganization",
        "name": "Porto",
        "address": {"@type": "PostalAddress", "addressCountry": "PT"},
    }
    assert data["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert (data["temporalCoverage"], data["isBasedOn"]) == ("2019/..", ["https://city.example/plan"])
    assert data["about"] == ["Youth"]
    assert data["url"].startswith("http")
    assert "email" not in answer.content.decode()


@pytest.mark.parametrize(
    ("kind", "content", "expected"),
    [
        ("toolkit", {"steps": ["Call"]}, {"@type": "HowTo", "step": [{"@type": "HowToStep", "text": "Call"}]}),
        ("dataset", {"columns": [{"name": "year"}]}, {"@type": "Dataset", "variableMeasured": ["year"]}),
        ("webinar", {"film": "https://f.example/", "held_on": "2020-05"}, {"contentUrl": "https://f.example/"}),
        ("report", {}, {"@type": "Report"}),
        ("strategy_document", {"period_from": "2020", "period_to": "2024"}, {"temporalCoverage": "2020/2024"}),
    ],
)
def test_each_kind_has_its_type(client, porto, kind, content, expected):
    resource = a_resource(porto, kind=kind, content={"title": "T", "licence": "X"} | content)
    data = client.get(reverse("hub:resource_jsonld", args=[resource.slug])).json()
    assert {name: data[name] for name in expected} == expected


def test_of_a_public_record_the_city_is_not_the_author(client, porto):
    resource = a_resource(porto, origin="recorded")
    data = client.get(reverse("hub:resource_jsonld", args=[resource.slug])).json()
    assert data["author"]["name"] == "Strong Cities Network"
