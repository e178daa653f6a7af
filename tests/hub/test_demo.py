"""The demonstration library is that of the files, was made by the steps that people take, and invents nothing."""

from urllib.parse import urlencode

import pytest
from django.apps import apps
from django.db import transaction
from django.http import QueryDict
from django.test import override_settings

from cities import demo as demo_of_cities
from cities.models import City, Term
from hub import demo
from hub.demo.practices import LESSONS
from hub.demo.tables import examples, several, table
from hub.filters import ResourceFilter
from hub.finding import find
from hub.lifecycle import narrow
from hub.models import Adoption, Collection, Door, Resource, ResourceFile, SavedSearch, Version
from hub.querysets import OPEN_VERSIONS
from hub.readers import EVERYBODY, reader_of
from hub.schema import NOT_STATED
from scn_portal.audit.models import AuditEntry
from scn_portal.jobs.models import Fact
from scn_portal.sharing import Sharing

pytestmark = pytest.mark.django_db
MARKS = {"en": "(Demonstration)", "fr": "(Démonstration)", "es": "(Demostración)", "ar": "(عرض توضيحي)"}


@pytest.fixture(scope="module")
def library(django_db_setup, django_db_blocker, tmp_path_factory):
    """Seeded once for this file; each test undoes what it changes."""
    files = override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media"))
    with django_db_blocker.unblock(), files, transaction.atomic():
        demo_of_cities.seed()
        demo.seed()
        yield
        transaction.set_rollback(True)


@pytest.fixture
def library_rows(library):
    """{id in the table: (row, resource)}"""
    cities = {each.name: each for each in City.objects.all()}
    return {
        row["id"]: (row, Resource.objects.get(city=cities[row["city"]], current_version__content__title=row["title"]))
        for row in table("practices")
    }


def rows_of_all_models():
    found = {
        model.__name__: sorted(map(str, model.objects.values_list("pk", flat=True)))
        for model in apps.get_app_config("hub").get_models()
    }
    return found | {"audit": AuditEntry.objects.count()}


def test_every_row_of_the_table_is_there_with_its_facts(library, library_rows):
    assert len(library_rows) == 47
    assert demo.check() == []
    for row, resource in library_rows.values():
        said = resource.current_version.content
        assert (resource.status, resource.sharing, resource.kind) == ("published", Sharing.CLEAR, row["kind"])
        assert (resource.year or "") == (int(row["started"]) if row["started"] else "")
        assert (said["summary"], said["evidence_level"]) == (row["summary"], row["evidence"])
        assert (said["theme_main"], said["practice_type"]) == (row["themes"].split(";"), row["type"])
        assert [each["url"] for each in said["sources"]] == several(row["sources"])


def test_a_member_owns_what_it_did_and_the_rest_is_recorded_with_the_mark(library, library_rows):
    members = set(City.objects.listed().values_list("name", flat=True))
    for row, resource in library_rows.values():
        wanted = "member" if row["city"] in members else "recorded"
        assert (row["city"], resource.origin) == (row["city"], wanted)
        assert resource.current_version.released_by != resource.current_version.moderator
    assert sum(resource.origin == "recorded" for _row, resource in library_rows.values()) == 12


def test_nothing_is_said_of_a_real_city_that_its_source_does_not_say(library, library_rows):
    for row, resource in library_rows.values():
        given = set(demo.facts(row)) | {"motivation_scope", "audience", "licence", "contact"}
        said = {name: value for name, value in resource.current_version.content.items() if name not in given}
        safeguards = said.pop("safeguards", {})
        assert {answer for each in safeguards.values() for answer in each.values()} <= {NOT_STATED}
        assert set(map(str, said.values())) <= {NOT_STATED, str([NOT_STATED]), "not_stated", "['not_stated']"}, row[
            "id"
        ]
        assert resource.current_version.content.get("contact", "@a.example").endswith(".example")
    assert list(LESSONS) == ["P23"]


def test_a_summary_fits_its_field_and_names_every_term_that_the_lists_know(library):
    known = set(Term.objects.values_list("list", "code"))
    for row in table("practices"):
        assert 40 <= len(row["summary"]) <= 300
        assert {("theme", code) for code in row["themes"].split(";")} <= known
        assert {("audience", code) for code in row["audience"].split(";")} <= known


def test_the_transfers_are_recorded_once_for_each_city_and_groups_stay_words(library, library_rows):
    recorded = Adoption.objects.filter(status="recorded")
    assert recorded.count() == sum(len(several(row["to"])) for row in table("transfers")) == 20
    words = set(recorded.filter(taker=None).values_list("taker_name", flat=True))
    assert words == {"seven municipalities of Trinidad and Tobago", "Lebanese and Jordanian prevention networks"}
    results = recorded.exclude(result=None).values_list("resource__title", "source_name", "taker__name", "result")
    item = {name: resource for name, (_row, resource) in library_rows.items()}
    assert set(results) == {
        (item["P10"].title, "", "Strasbourg", item["P40"].pk),
        (None, "Danish municipalities", "Saida", item["P29"].pk),
        (item["P29"].title, "", "Kumanovo", item["P26"].pk),
        (item["P27"].title, "", "Danilovgrad", item["P28"].pk),
        (item["P20"].title, "", "Kwale", item["P22"].pk),
    }


def test_a_named_group_is_no_city_that_took_something_over(library, library_rows):
    counted = {name: resource.adoptions.counted().count() for name, (_row, resource) in library_rows.items()}
    assert {name: count for name, count in counted.items() if count} == {
        "P10": 1,
        "P12": 5,
        "P20": 3,
        "P27": 1,
        "P29": 1,
    }
    assert library_rows["P44"][1].adoptions.count() == 1


def test_whatever_is_made_up_says_so_in_its_title(library, library_rows):
    facts = [resource.pk for _row, resource in library_rows.values()]
    made_up = Resource.objects.exclude(pk__in=facts)
    assert made_up.count() == len(examples()) == 22
    assert all(each.title.endswith(MARKS[each.language]) for each in made_up)
    assert {each.language for each in made_up} == set(MARKS)
    assert all("(Demonstration)" in each.title for each in Collection.objects.all())
    assert all("(Demonstration)" in each.name for each in SavedSearch.objects.all())
    claimed = Adoption.objects.exclude(status="recorded")
    assert all(each.context.startswith("Demonstration") for each in claimed)


def test_there_is_an_item_of_every_kind_level_of_sharing_and_state(library):
    assert set(Resource.objects.shown().values_list("kind", flat=True)) == set(Resource.Kind.values)
    assert set(Resource.objects.shown().values_list("sharing", flat=True)) == set(Sharing.values)
    states = set(Version.objects.values_list("status", flat=True))
    assert states == {"current", "declined", "changes_asked", "draft", "released", "screening", "approved"}
    assert Version.objects.filter(status__in=OPEN_VERSIONS).count() == 5
    assert set(Resource.objects.values_list("status", flat=True)) == {
        "published",
        "unpublished",
        "archived",
        "withdrawn",
    }
    assert Resource.objects.exclude(embargo_until=None).count() == 1
    assert set(Adoption.objects.values_list("status", flat=True)) == {"recorded", "claimed", "confirmed", "disputed"}
    assert Resource.objects.get(sharing=Sharing.AMBER).resource_cities.count() == 2


def test_the_dataset_brings_its_table(library):
    [row] = ResourceFile.objects.all()
    assert (row.resource.kind, row.file.content_type, row.licence) == ("dataset", "text/csv; charset=utf-8", "CC0 1.0")
    columns = [each["name"] for each in row.resource.current_version.content["columns"]]
    with row.file.content.open() as file:
        assert file.read().decode().splitlines()[0].split(",") == columns


def test_what_is_newest_is_a_public_fact_with_strong_evidence(library):
    newest = Resource.objects.shown().order_by("-published_at")[:3]
    assert {each.evidence for each in newest} == {"independently_evaluated"}
    assert {each.city.name for each in newest} == {"London", "Medellín", "Los Angeles"}


def test_each_item_went_the_way_that_people_go(library):
    published = AuditEntry.objects.filter(action="hub.publish_resource").count()
    assert published == Resource.objects.exclude(status="unpublished").count() == 63
    assert AuditEntry.objects.filter(action="hub.release_version").count() == published + 5
    assert not Version.objects.filter(author=None).exists()


def test_what_cities_did_years_ago_is_told_to_nobody(library, library_rows):
    shown = [str(resource.pk) for _row, resource in library_rows.values()]
    about = Fact.objects.filter(subject_kind="hub.resource", subject_key__in=shown)
    assert about.exists()
    assert not about.filter(delivered_at=None).exists()
    assert Fact.objects.filter(name="hub.changes_asked", delivered_at=None).exists(), "an example may be news"


def test_four_doors_speak_four_languages(library):
    for door in Door.objects.all():
        assert set(door.titles) == set(door.lines) == set(MARKS)
        assert all(door.titles.values()) and all(door.lines.values())
    assert list(Door.objects.values_list("position", flat=True)) == [1, 2, 3, 4]


def test_every_door_and_kept_search_is_canonical_and_finds_something(library):
    queries = [*Door.objects.values_list("query", flat=True), *SavedSearch.objects.values_list("query", flat=True)]
    assert len(queries) == 6
    for query in queries:
        asked = ResourceFilter(QueryDict(query), EVERYBODY)
        assert (asked.canonical, asked.left_out) == (query, [])
        assert find(EVERYBODY, asked.question).total > 5, query


def test_each_language_of_the_demonstration_is_found_by_a_word_of_its_own(library):
    for words, language in {"anti-rumour": "en", "inquiets": "fr", "canchas": "es", "أمسيات": "ar"}.items():
        found = find(EVERYBODY, ResourceFilter(QueryDict(urlencode({"q": words})), EVERYBODY).question)
        first = Resource.objects.get(pk=found.ids[0])
        assert first.language == language, words


def test_what_members_read_is_not_found_by_everybody(library):
    asked = ResourceFilter(QueryDict(urlencode({"q": '"on-call staff"'})), EVERYBODY).question
    assert find(EVERYBODY, asked).ids == []
    [found] = find(reader_of(demo.People().moderator), asked).ids
    assert Resource.objects.get(pk=found).title.startswith("A case round")


def test_seeding_twice_changes_nothing(library, django_assert_max_num_queries):
    before = rows_of_all_models()
    with django_assert_max_num_queries(40):
        demo.seed()
    assert rows_of_all_models() == before


def test_seeding_again_leaves_what_people_changed(library, library_rows):
    resource = library_rows["P04"][1]
    narrow(resource, by=demo.People().lead(resource.city), sharing=Sharing.GREEN)
    Door.objects.filter(position=1).update(query="theme=youth")
    demo.seed()
    assert Resource.objects.get(pk=resource.pk).sharing == Sharing.GREEN
    assert Door.objects.get(position=1).query == "theme=youth"


def test_a_difference_from_the_files_is_named(library, library_rows):
    Adoption.objects.filter(taker_name="seven municipalities of Trinidad and Tobago").delete()
    Door.objects.filter(position=4).delete()
    assert demo.check() == ["19 transfers are recorded, the file names 20", "3 of 4 doors are there"]


def test_the_second_city_can_say_that_it_uses_something(library):
    [(role, person, city)] = demo.cast()
    assert (role, city.slug) == ("lead_contact_of_a_second_city", "malmo")
    assert "(Demonstration)" in person.name
