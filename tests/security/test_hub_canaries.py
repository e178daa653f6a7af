"""Nobody finds a trace of what is not theirs: not in a list, a count, a suggestion, a highlight, a correction, a feed,
an answer for programs, a page, a file, a mail; nor in the bytes or the time of any answer."""

import re
import statistics
import time

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from hub.alerts import send_alerts
from hub.models import SavedSearch
from scn_portal.notifications.models import KeptMail
from tests.security.canaries import EVERYBODY, Aviary
from tests.security.conftest import without_secrets
from tests.security.matrix import routes
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db
LIST = "/hub/resources/"
# Every address of the hub: here with its path, or below with the reason why it shows no item of others.
BROWSED = {
    "hub:resource_list": [LIST, *(f"{LIST}?sort={sort}" for sort in ("newest", "confirmed", "taken_over", "title"))],
    "hub:resource_list_csv": ["/hub/resources.csv"],
    "hub:resource_feed": ["/hub/feed.atom"],
    "hub:home": ["/hub/"],
    "hub:collection_list": ["/hub/collections/"],
    "hub:collection_detail": ["/hub/collections/all/"],
    "api:resources": ["/api/v1/resources/"],
    "api:collections": ["/api/v1/collections/"],
    "api:terms": ["/api/v1/terms/"],
    "api:schema": ["/api/v1/openapi.json"],
    "cities:home": ["/"],
    "cities:city_detail": ["/cities/porto/"],
    "cities:sitemap_xml": ["/sitemap.xml"],
    "cities:site_map": ["/sitemap/"],
}
ASKED = {  # with the first word
    "hub:resource_list": [f"{LIST}?q=%s", f"{LIST}?q=%s&literal=1", f"{LIST}?q=%s&sort=newest", f'{LIST}?q="%s"'],
    "hub:resource_list_csv": ["/hub/resources.csv?q=%s"],
    "hub:resource_feed": ["/hub/feed.atom?q=%s"],
    "api:resources": ["/api/v1/resources/?q=%s"],
    "hub:suggestions": ["/hub/suggestions/?q=%s"],
    "search:search": ["/search/?q=%s"],
}
OPENED = {  # with the slug or the code of the item
    "hub:resource_detail": [f"{LIST}%s/"],
    "hub:resource_cite": [f"{LIST}%s/cite/"],
    "hub:resource_bibtex": [f"{LIST}%s/cite.bib"],
    "hub:resource_jsonld": [f"{LIST}%s/item.jsonld"],
    "hub:version_detail": [f"{LIST}%s/versions/1/"],
    "hub:adoption_list": [f"{LIST}%s/adoptions/"],
    "hub:adoption_create": [f"{LIST}%s/adoptions/new/"],
    "hub:resource_files": [f"{LIST}%s/files/"],
    "api:resource": ["/api/v1/resources/%s/"],
}
WITHOUT_ITEMS_OF_OTHERS = {
    "hub:search_list": "one's own searches",
    "hub:search_create": "the form of a search",
    "hub:search_edit": "the form of a search",
    "hub:search_delete": "a question about a search",
}
SHOWING = ("hub:resource_list", "hub:resource_list_csv", "api:resources", "search:search")
CORRECTED = ("hub:resource_list", "hub:suggestions", "search:search")
BY_CODE = ("hub:resource_detail", "api:resource")


@pytest.fixture
def aviary(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return Aviary().build_people().build_public()


def browser_of(aviary, who):
    user = aviary.people[who]
    return sign_in(Client(), user) if user else Client()


def words_at(client, path):
    """What an answer says, its headers included, in small letters."""
    answer = client.get(path)
    assert answer.status_code in (200, 302, 403, 404, 410), (path, answer.status_code)
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return (body.decode("utf-8", "replace") + str(answer.headers)).lower()


def misspelt(word):
    return word[:4] + word[5:]


def traces(client, canary, browsed):
    """The addresses at which this browser finds a trace of the canary; `browsed` are the words of those that all share.

    Where the word itself was asked for, its fellow is looked for; where it was misspelt, either of them.
    """
    told = [canary.second] + ([canary.item.slug, canary.item.code.lower()] if canary.hides_item else [])
    found = [path for path, words in browsed.items() if any(sign in words for sign in [*told, canary.first])]
    paths = {path % canary.first: told for paths in ASKED.values() for path in paths}
    paths |= {ASKED[name][0] % misspelt(canary.first): [*told, canary.first] for name in CORRECTED}
    if not is_as_a_wrong_address(canary):
        paths |= {path % canary.item.slug: [canary.second] for paths in OPENED.values() for path in paths}
    paths |= {OPENED[name][0] % canary.item.code: [canary.second] for name in BY_CODE}
    if canary.adoption:
        paths[f"/hub/adoptions/{canary.adoption.code}/"] = [canary.second]
    if canary.file:
        paths[f"/files/{canary.file.code}/"] = [canary.file.name]
    return found + [path for path, signs in paths.items() if any(sign in words_at(client, path) for sign in signs)]


def is_as_a_wrong_address(canary):
    """Whether those who may not read it get the answer to a wrong address, which a test of its own compares."""
    return canary.hides_item and canary.name != "withdrawn"  # those who could read it once are told that it is gone


@pytest.mark.parametrize("who", sorted(EVERYBODY))
def test_whoever_may_not_read_a_canary_finds_no_trace_of_it(aviary, who):
    aviary.build_hidden()
    client = browser_of(aviary, who)
    hidden = [canary for canary in aviary.canaries if who not in canary.readers]
    browsed = {path: words_at(client, path) for paths in BROWSED.values() for path in paths}
    assert hidden or who == "owner"
    assert {canary.name: found for canary in hidden if (found := traces(client, canary, browsed))} == {}


@pytest.mark.parametrize("who", sorted(EVERYBODY))
def test_whoever_may_read_a_canary_finds_it(aviary, who):
    aviary.build_hidden()
    client, missed = browser_of(aviary, who), []
    for canary in aviary.canaries:
        if who in canary.readers and canary.is_listed:
            paths = [ASKED[name][0] % canary.first for name in SHOWING if canary.hides_item or name == SHOWING[0]]
            paths += [LIST + f"{canary.item.slug}/", f"/api/v1/resources/{canary.item.code}/"]
            missed += [(canary.name, path) for path in paths if canary.second not in words_at(client, path)]
    assert missed == []


def test_a_correction_is_offered_to_those_alone_who_may_read_the_word(aviary):
    aviary.build_hidden()
    canary = next(each for each in aviary.canaries if each.name == "need for members")
    asked = f"{LIST}?q={misspelt(canary.first)}"
    assert canary.first in words_at(browser_of(aviary, "member"), asked)
    assert canary.first not in words_at(browser_of(aviary, "stranger"), asked)


@pytest.mark.parametrize("who", ["visitor", "stranger"])
def test_an_outsider_gets_the_same_bytes_whether_hidden_items_exist_or_not(aviary, who):
    with time_machine.travel(timezone.now(), tick=False):
        client = browser_of(aviary, who)
        paths = [path for paths in BROWSED.values() for path in paths]
        paths += [path % word for paths in ASKED.values() for path in paths for word in ("mentors", "mentros", "the")]
        client.get("/")
        before = {path: without_secrets(client.get(path)) for path in paths}
        aviary.build_hidden()
        added = {each.item.title for each in aviary.canaries if not each.hides_item}
        assert added == {"Open doors", "Papers of an office"}
        for canary in aviary.canaries:
            if not canary.hides_item:
                aviary.collection.items.filter(resource=canary.item).delete()
                take_away(canary.item)
        assert {path for path in paths if without_secrets(client.get(path)) != before[path]} == set()


def take_away(item):
    """Items that are public but for a field are not hidden: they leave before the bytes are compared."""
    from hub import finding
    from hub.models import Resource

    Resource.objects.filter(pk=item.pk).update(status="taken_down")
    finding.index(item)


@pytest.mark.parametrize("who", ["visitor", "stranger", "member"])
def test_a_hidden_item_and_a_wrong_address_differ_in_no_byte(aviary, who):
    aviary.build_hidden()
    client = browser_of(aviary, who)
    for canary in aviary.canaries:
        if who in canary.readers or not is_as_a_wrong_address(canary):
            continue
        for path in [path for paths in OPENED.values() for path in paths]:
            hidden, wrong = client.get(path % canary.item.slug), client.get(path % "no-such-item")
            assert hidden.status_code == wrong.status_code, path
            assert without_secrets(hidden) == without_secrets(wrong).replace(b"no-such-item", canary.item.slug.encode())


def test_no_mail_holds_what_its_reader_may_not_read(aviary, mailbox):
    aviary.build_hidden()
    told = timezone.now() - timezone.timedelta(days=1)
    for user in filter(None, aviary.people.values()):
        for canary in aviary.canaries:
            row = {"query": f"q={canary.first}", "name": "A search", "rhythm": "daily", "told_until": told}
            SavedSearch.objects.create(user=user, **row)
    send_alerts()
    mailbox.collect()
    for who, user in aviary.people.items():
        if user is None:
            continue
        mails = KeptMail.objects.filter(address=user.email)
        text = " ".join(mail.subject + mail.text + mail.html for mail in mails).lower()
        may = {each.name for each in aviary.canaries if who in each.readers and each.is_listed and each.hides_item}
        named = {each.name for each in aviary.canaries if each.second in text}
        linked = {each.name for each in aviary.canaries if each.item.code.lower() in text}
        above_green = {"amber", "amber with a named city", "under embargo"} & may
        assert named == may - above_green, who
        assert linked == above_green, who


@pytest.mark.nightly
def test_the_time_of_an_answer_does_not_tell_a_hidden_item_from_a_wrong_address(aviary):
    aviary.build_hidden()
    client = browser_of(aviary, "visitor")
    hidden = next(each for each in aviary.canaries if each.name == "amber").item.slug
    took = {hidden: [], "no-such-item": []}
    for _round in range(60):
        for slug, times in took.items():
            began = time.perf_counter()
            client.get(f"{LIST}{slug}/")
            times.append(time.perf_counter() - began)
    one, other = (statistics.median(times) for times in took.values())
    assert max(one, other) / min(one, other) < 1.5


def test_every_address_of_the_hub_is_listed_here():
    told = {*BROWSED, *ASKED, *OPENED, *WITHOUT_ITEMS_OF_OTHERS, "hub:adoption_detail"}
    known = {route.key for route in routes() if route.key.startswith("hub:")}
    assert {key for key in known if not re.match(WRITES, key)} - told == set()


# Pages of people who write or decide: each asks `owned_by` or a permission first, which the matrix holds.
WRITES = "|".join(
    (
        "hub:file_",
        "hub:desk",
        "hub:version_(?!detail)",
        "hub:adoption_(confirm|dispute|withdraw|end)",
        "hub:resource_(start|edit|check|preview|revise|confirm|withdraw|sharing|claim)",
    )
)
