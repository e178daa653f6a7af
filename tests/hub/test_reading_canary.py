"""No reader meets a word of a stricter field: a canary stands in every field at every level, and every page is read.

The oracle is plain: a word is open where the stricter of record and field is not above what the reader may read.
"""

import pytest

from hub.models import Adoption, Collection, Resource, ResourceCity
from hub.schema import SAFEGUARDS, Type, fields_of
from tests.factories.cities import a_member, a_representative
from tests.factories.hub import a_resource
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db
NEVER_STRICTER = {"title", "summary", "language", "licence"}
FORMATS = ("", "cite/", "cite.bib", "item.jsonld", "versions/1/", "adoptions/")
SHARED = ("/", "/hub/", "/hub/collections/", "/hub/collections/first/", "/sitemap.xml")
KINDS = [kind for kind in Resource.Kind.values if kind != "position_paper"]  # it has the fields of a report


def canary(record, name, level):
    return f"zq{record}{name.replace('_', '')}q{level}z"


def a_value(field, word):
    """A well-formed value of the field with the word in it, or None where it holds no free words."""
    return {
        Type.LINE: word,
        Type.TEXT: word,
        Type.MARKDOWN: f"Some **{word}** text.",
        Type.BLOCKS: [word],
        Type.LINKS: [{"title": word, "url": f"https://source.example/{word}"}],
        Type.ROWS: [{name: word for name, _label in field.columns}],
        Type.REACH: {"number": 3, "unit": word, "year": 2020},
        Type.SAFEGUARDS: {SAFEGUARDS[0]: {"answer": word}, SAFEGUARDS[1]: {"not_applicable": word}},
    }.get(field.type)


def planted(kind, record, city):
    """An item of that kind and level whose fields take turns at the three levels; {word: its level}."""
    content, stricter, words = {}, {}, {}
    for turn, field in enumerate(fields_of(kind).values()):
        level = 0 if field.name in NEVER_STRICTER else turn % 3
        word = canary(record, field.name, level)
        if field.name == "film":
            word = f"https://film.example/{word}"
        if field.name == "language" or (value := a_value(field, word)) is None:
            continue
        content[field.name], words[word] = value, max(record, level)
        if level:
            stricter[field.name] = level
    return a_resource(city, kind=kind, sharing=record, content=content | {"language": "en"}, stricter=stricter), words


@pytest.fixture
def kumanovo(db):
    """The city to which the items are named."""
    return a_member("Kumanovo")


@pytest.fixture
def people(bo, kumanovo):
    """{name: (person, what they read)}."""
    return {"visitor": (None, 0), "bo": (bo, 1), "named": (a_representative(kumanovo, role="practitioner").user, 2)}


def readers(client, people):
    """Signs each of them in, in turn."""
    for name, (person, clearance) in people.items():
        client.logout()
        if person:
            sign_in(client, person)
        yield name, clearance


@pytest.mark.parametrize("kind", KINDS)
def test_no_page_or_format_of_an_item_says_a_word_above_the_reader(client, porto, kumanovo, people, kind):
    items = [planted(kind, record, porto) for record in (0, 1, 2)]
    whole = {word: level for _item, words in items for word, level in words.items()}
    met = {name: set() for name in people}
    for item, _words in items:
        ResourceCity.objects.create(resource=item, city=kumanovo, role="named")
    for name, clearance in readers(client, people):
        for item, words in items:
            for path in FORMATS if kind == "good_practice" else FORMATS[:1]:
                page = client.get(item.get_absolute_url() + path).content.decode()
                said = {word for word in words if word in page}
                assert {word for word in said if words[word] > clearance} == set(), (name, path)
                met[name] |= said
    assert met == {name: {word for word in whole if whole[word] <= level} for name, (_person, level) in people.items()}


def test_lists_and_neighbouring_pages_say_no_word_above_the_reader(client, porto, malmo, kumanovo, people):
    items = [planted("good_practice", record, porto) for record in (0, 1, 2)]
    collection = Collection.objects.create(slug="first", title="First", intro="Read.")
    for at, (item, _words) in enumerate(items):
        ResourceCity.objects.create(resource=item, city=kumanovo, role="named")
        collection.items.create(resource=item, position=at)
        Adoption.objects.create(
            resource=item, taker=malmo, degree="adapted", status="recorded", source_url="https://source.example/"
        )
    words = {word: level for _item, own in items for word, level in own.items()}
    for name, clearance in readers(client, people):
        for path in (*SHARED, porto.get_absolute_url(), malmo.get_absolute_url()):
            page = client.get(path).content.decode()
            assert {word for word in words if word in page and words[word] > clearance} == set(), (name, path)
        page = client.get("/hub/").content.decode()
        assert [item.title in page for item, _words in items] == [record <= clearance for record in (0, 1, 2)]
