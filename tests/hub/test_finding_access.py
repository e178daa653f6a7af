"""What somebody may not read is neither found nor counted, and leaves no trace in what they find."""

from dataclasses import astuple, replace
from datetime import timedelta

import pytest
from django.utils import timezone

from hub import finding
from hub.finding import FACETS, Question
from hub.models import IndexDocument, Resource
from hub.readers import EVERYBODY, Reader
from scn_portal.sharing import Sharing
from tests.factories.cities import a_city
from tests.factories.hub import a_content, a_resource

pytestmark = pytest.mark.django_db
CLEAR, GREEN, AMBER = Sharing
MEMBER, STAFF = Reader(level=GREEN), Reader(level=AMBER, is_staff=True)
ASKED = (
    "football",
    "fotball",
    "how do mentors help",
    "zanzibar football",
    "-night",
    "",
    "zanzibra",
    '"night football"',
)


def an_item(title, city=None, **more):
    content = a_content(title, **more.pop("says", {}))
    resource = a_resource(city, content=content, **more)
    finding.index(resource)
    return resource


def everything(reader):
    """All that this reader can be told, with figures."""
    told = []
    for text in ASKED:
        for sort in finding.SORTS:
            question = Question(text=text, sort=sort)
            result = finding.find(reader, question, FACETS)
            told.append(astuple(replace(result, understood=None, after=None)))
        told.append(finding.highlights(reader, result.ids, question))
    return [*told, [finding.suggest(reader, text) for text in ("fo", "zan", "mentors fo", "zanzibra", "fotbal")]]


def test_who_finds_an_item_follows_from_its_level():
    items = [an_item(f"Football {level.label}", sharing=level).pk for level in Sharing]
    for reader, number in ((EVERYBODY, 1), (MEMBER, 2), (STAFF, 3)):
        assert sorted(finding.find(reader, Question("football")).ids) == items[:number]


def test_people_of_owner_and_named_cities_find_what_is_for_named_cities():
    owner, named, stranger = a_city(), a_city(), a_city()
    item = an_item("Zanzibar football", owner, sharing=AMBER)
    item.resource_cities.create(city=named, role="named")
    finding.index(item)
    found = {
        city: finding.find(Reader(GREEN, frozenset([city.pk])), Question("zanzibar"), FACETS)
        for city in (owner, named, stranger)
    }
    assert [found[city].ids for city in (owner, named, stranger)] == [[item.pk], [item.pk], []]
    assert found[named].facets["city"] == {owner.slug: 1}


def test_a_word_in_a_stricter_field_is_found_by_those_who_may_read_it_and_nobody_else():
    owner = a_city()
    item = an_item("Mentors", owner, says={"need": "The word is zanzibar."}, stricter={"need": int(AMBER)})
    for reader, ids in (
        (EVERYBODY, []),
        (MEMBER, []),
        (STAFF, [item.pk]),
        (Reader(0, frozenset([owner.pk])), [item.pk]),
    ):
        result = finding.find(reader, Question("zanzibar"), ("kind",))
        assert (result.ids, result.total) == (ids, len(ids))
        assert result.facets == {"kind": {"good_practice": 1} if ids else {}}
        excerpt = finding.highlights(reader, [item.pk], Question("zanzibar"))[item.pk].excerpt
        assert ("zanzibar" in excerpt) == bool(ids)


def test_each_reader_meets_one_wording_of_an_item():
    an_item("Mentors", says={"need": "zanzibar"}, stricter={"need": int(AMBER), "action": int(GREEN)})
    assert list(IndexDocument.objects.order_by("level_from").values_list("level_from", "level_to")) == [
        (0, 1),
        (1, 2),
        (2, 3),
    ]
    for reader in (EVERYBODY, MEMBER, STAFF):
        assert finding.find(reader, Question("mentors")).total == finding.find(reader, Question()).total == 1


@pytest.mark.parametrize("reader", [EVERYBODY, MEMBER, Reader(GREEN, frozenset([10**6]))])
def test_a_hidden_item_changes_nothing_that_others_are_told(reader):
    for number in range(4):
        an_item(f"Football {number}", says={"action": "night football " * number}, sharing=number % 2)
    before = everything(reader)
    an_item("Zanzibar night football fotball", a_city("Football"), sharing=AMBER, says={"language": "fr"})
    an_item("Mentors", sharing=CLEAR, embargo_until=timezone.now() + timedelta(days=1), embargo_sharing=AMBER)
    assert everything(reader) == before


def test_a_hidden_field_changes_nothing_that_others_are_told():
    item = an_item("Football", says={"need": "night football"}, stricter={"need": int(GREEN)})
    other = an_item("Mentors and football")
    before = everything(EVERYBODY)
    type(item.current_version).objects.filter(pk=item.current_version_id).update(status="draft")
    version = type(item.current_version).objects.get(pk=item.current_version_id)
    version.content["need"] = "zanzibar zanzibra mentors fotball " * 9
    version.save()
    type(version).objects.filter(pk=version.pk).update(status="current")
    finding.index_many([item, other])
    assert everything(EVERYBODY) == before


def test_an_embargo_opens_at_its_minute_without_any_job():
    item = an_item("Zanzibar", embargo_until=timezone.now() + timedelta(days=1), embargo_sharing=GREEN)
    assert finding.find(EVERYBODY, Question("zanzibar")).ids == []
    opened = timezone.now() - timedelta(seconds=1)
    Resource.objects.filter(pk=item.pk).update(embargo_until=opened)
    IndexDocument.objects.update(embargo_until=opened)  # as the clock would: nothing was written anew
    result = finding.find(EVERYBODY, Question(), ("sharing", "kind"))
    assert (result.ids, result.total) == ([item.pk], 1)
    assert result.facets == {"sharing": {"clear": 1}, "kind": {"good_practice": 1}}
    assert finding.count_opened() == 1
    assert finding.find(EVERYBODY, Question("zanzibar")).ids == [item.pk]
    assert finding.differences() == []


def test_the_open_list_counts_what_it_shows_for_every_reader():
    own = a_city()
    for level in Sharing:
        an_item(f"Football {level.label}", own if level == AMBER else None, sharing=level, stricter={"action": 2})
    for reader in (EVERYBODY, MEMBER, STAFF, Reader(CLEAR, frozenset([own.pk])), Reader(GREEN, frozenset([own.pk]))):
        result = finding.find(reader, Question(), FACETS)
        assert result.total == len(result.ids)
        for facet, values in result.facets.items():
            for value, hits in values.items():
                chosen = finding.find(reader, Question(filters={facet: [value]}))
                assert (facet, value, chosen.total, len(chosen.ids)) == (facet, value, hits, hits)


@pytest.mark.parametrize("reader", [EVERYBODY, MEMBER])
@pytest.mark.parametrize("text", ["", "football night", '"night football"', "-garden"])
def test_a_count_shows_what_the_click_gives_beside_other_choices(text, reader):
    cities = [a_city(), a_city()]
    for number in range(12):
        an_item(
            ("Football", "Night football", "Garden")[number % 3],
            cities[number % 2],
            sharing=number % 2,
            says={
                "prevention_level": [("primary", "secondary")[number % 4 // 2]],
                "audience": ["residents", "families"],
            },
        )
    chosen = {"level": ["primary"], "city": [cities[0].slug], "sharing": ["clear"]}
    told = finding.find(reader, Question(text, chosen), FACETS)
    assert told.total == len(told.ids)
    for facet, values in told.facets.items():
        for value, hits in values.items():
            clicked = finding.find(reader, Question(text, chosen | {facet: [value]}))
            assert (facet, value, hits) == (facet, value, clicked.total)
