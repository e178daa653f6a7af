"""Who sees what of the twinning: a plain oracle against pages, lists, numbers, search, feeds and the read API, for
everybody x kind x state. Each row carries two words that stand nowhere else: one outside, one inside.
"""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from scn_portal.sharing import Sharing
from tests.cast import member, person, staff
from tests.factories.cities import a_country, a_representative
from tests.factories.twinning import (
    a_guest_of,
    a_partnership,
    a_profile,
    a_project,
    a_round,
    a_text,
    a_visit,
    an_entry,
    an_interest,
)
from tests.security.canaries import words_of
from tests.security.conftest import without_secrets
from tests.security.matrix import routes
from tests.signing_in import sign_in
from twinning.models import Interest, Partnership, Profile, Project, Round, Visit
from twinning.querysets import SHOWN_PARTNERSHIPS, SHOWN_VISITS

pytestmark = pytest.mark.django_db
STAFF, OWN = {"registrar", "moderator"}, {"lead", "practitioner", "partner"}
MEMBERS = OWN | {"member"}
PEOPLE = ["visitor", "stranger", "former", "member", "lead", "practitioner", "partner", "registrar", "moderator"]


# The oracle: sentences of the specification, in Python


def sees(who, kind, state, level):
    if who == "moderator":
        return True
    if kind == "round":
        return state != "draft" and who in MEMBERS | STAFF
    if who in STAFF:
        return True
    if kind == "interest":
        return who in OWN
    if kind == "profile":
        return who in MEMBERS
    if kind == "project":
        return state == "done" or who in MEMBERS
    if who in OWN:
        return True
    if kind == "partnership":
        return state in SHOWN_PARTNERSHIPS and (level == Sharing.CLEAR or who in MEMBERS)
    return state in SHOWN_VISITS and (level == Sharing.CLEAR or who in MEMBERS)


def reads_inside(who, kind):
    """Plans, texts, notes, aims of visits, guests: the cities concerned and staff. Tasks of projects: members."""
    return who in OWN | STAFF or (kind in ("project", "profile") and who in MEMBERS)


def is_linked(who, kind, state, level):
    """Stands in the network: has come about, and may be seen."""
    shown = {"partnership": SHOWN_PARTNERSHIPS, "visit": SHOWN_VISITS}.get(kind, ())
    return state in shown and sees(who, kind, state, level)


class Row:
    """One row with its words; `level` of a visit says whether a public source tells of it."""

    def __init__(self, number, kind, state, level):
        self.kind, self.state, self.level = kind, state, level
        self.first, self.second = words_of(2 * number)
        self.inner = words_of(2 * number + 1)[1]
        self.title = f"{self.first} {self.second}"
        self.row = None

    @property
    def key(self):
        return self.kind, self.state, int(self.level)

    def seen_by(self, who):
        return sees(who, self.kind, self.state, self.level)


def all_rows():
    kinds = [("partnership", state, level) for state in Partnership.Status.values for level in (0, 1)]
    kinds += [("visit", state, 1) for state in Visit.Status.values] + [("visit", "reported", 0)]
    kinds += [("project", state, 1) for state in Project.Status.values]
    kinds += [("round", state, 1) for state in Round.Status.values]
    kinds += [("interest", state, 2) for state in Interest.Status.values]
    kinds.append(("profile", "", 1))
    return [Row(number, *each) for number, each in enumerate(kinds)]


class Links:
    """Porto and Kwale share every row; around them stand people who share less and less."""

    def __init__(self):
        sweden = a_country("SE", "SWE", subregion="Northern Europe")
        self.porto = member("Porto", a_country(), "porto.example")
        self.malmo = member("Malmö", sweden, "malmo.example")
        self.kwale = member("Kwale", a_country("KE", "KEN", "Africa", "Eastern Africa", "002"), "kwale.example")
        gone, rui = timezone.now() - timedelta(days=900), person("Rui", "rui@elsewhere.example")
        pia = person("Pia", "pia@porto.example")
        self.people = {
            "visitor": None,
            "stranger": person("Eve", "eve@stranger.example"),
            "former": a_representative(self.porto, rui, "practitioner", until=gone).user,
            "member": a_representative(self.malmo, person("Linn", "linn@malmo.example")).user,
            "lead": a_representative(self.porto, person("Ana", "ana@porto.example")).user,
            "practitioner": a_representative(self.porto, pia, "practitioner").user,
            "partner": a_representative(self.kwale, person("Mwana", "mwana@kwale.example")).user,
            "registrar": staff("Dev", "registrar"),
            "moderator": staff("Mia", "moderator"),
        }
        self.rows = all_rows()

    def build(self):
        for each in self.rows:
            each.row = getattr(self, each.kind)(each)
        return self

    def partnership(self, each):
        cities = [self.porto, self.kwale]
        given = {"slug": f"{each.first}-{each.second}", "title": each.title, "sharing": Sharing(each.level)}
        row = a_partnership(cities, each.state, **given)
        row.partner_cities.update(note=f"Note {each.inner}.")
        a_text(row, f"Text {each.inner}.")
        row.plans.create(cycle=1, aims=f"Plan {each.inner}.")
        return row

    def visit(self, each):
        recorded = {"is_recorded": True, "source": "A page."} if each.level == 0 else {}
        aims = [f"Aim {each.inner}?"]
        row = a_visit([self.kwale], [self.porto], each.state, title=each.title, aims=aims, **recorded)
        a_guest_of(row, self.porto, f"Guest {each.inner}")
        return row

    def project(self, each):
        row = a_project([self.porto, self.kwale], each.state, slug=f"{each.first}-{each.second}", title=each.title)
        row.tasks.update(words=f"Task {each.inner}")
        return row

    def round(self, each):
        row = a_round(each.state, slug=f"{each.first}-{each.second}", title=each.title)
        an_entry(row, self.porto)
        return row

    def interest(self, each):
        return an_interest(self.porto, self.kwale, status=each.state, aim=f"{each.title} {each.inner}")

    def profile(self, each):
        return a_profile(self.porto, about=f"{each.title} {each.inner}")

    def browser(self, who):
        user = self.people[who]
        return sign_in(Client(), user) if user else Client()

    def seen_in(self, text):
        return {each.key for each in self.rows if each.second in text.lower()}

    def inside_seen_in(self, text):
        return {each.key for each in self.rows if each.inner in text.lower()}

    def keys(self, who, rule, *kinds):
        asked = [each for each in self.rows if not kinds or each.kind in kinds]
        return {each.key for each in asked if rule(who, each.kind, each.state, each.level)}


@pytest.fixture(scope="module")
def links(django_db_setup, django_db_blocker):
    """Built once for this file: nothing here writes."""
    with django_db_blocker.unblock(), transaction.atomic(), pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.conf.settings.PASSWORD_HASHERS", ["django.contrib.auth.hashers.MD5PasswordHasher"])
        yield Links().build()
        transaction.set_rollback(True)


def body_of(answer):
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return body.decode("utf-8", "replace")


MODELS = {
    "partnership": Partnership,
    "visit": Visit,
    "project": Project,
    "round": Round,
    "interest": Interest,
    "profile": Profile,
}


@pytest.mark.parametrize("who", PEOPLE)
def test_the_word_for_visible_rows_says_what_the_oracle_says(links, who):
    user = links.people[who] or AnonymousUser()
    for kind, model in MODELS.items():
        visible = set(model.objects.visible_to(user).values_list("pk", flat=True))
        expected = {each.row.pk for each in links.rows if each.kind == kind and each.seen_by(who)}
        assert visible == expected, kind


@pytest.mark.parametrize("who", PEOPLE)
def test_the_word_for_what_is_inside_says_what_the_oracle_says(links, who):
    user = links.people[who] or AnonymousUser()
    for model in (Partnership, Visit, Project):
        assert model.objects.concerning(user).exists() == reads_inside(who, "visit")


# What is told of all rows at once


def pages_of_everything(links):
    """Every address of twinning that names no row, and the pages of lower floors where twinning hangs something."""
    paths = {}
    for route in routes():
        if route.key.startswith("twinning:") and "<" not in str(route.pattern):
            paths[route.key] = reverse(route.key)
    cities = "city=porto&city=kwale"
    compare = {name: f"{paths[f'twinning:{name}']}?{cities}" for name in ("compare", "compare_csv")}
    around = {"home": "/", "porto": "/cities/porto/", "kwale": "/cities/kwale/", "sitemap": "/sitemap.xml"}
    programs = {"partnerships": "/api/v1/partnerships/?limit=100", "exchanges": "/api/v1/exchanges/?limit=100"}
    return paths | compare | around | programs


@pytest.mark.parametrize("who", PEOPLE)
def test_no_page_tells_of_a_row_that_its_reader_may_not_see(links, who):
    client, told = links.browser(who), {}
    seen = links.keys(who, sees)
    inside = {each.key for each in links.rows if reads_inside(who, each.kind)} & seen
    for name, path in pages_of_everything(links).items():
        text = body_of(client.get(path))
        too_much = (links.seen_in(text) - seen) | {("inside", *key) for key in links.inside_seen_in(text) - inside}
        if too_much:
            told[name] = too_much
    assert told == {}


@pytest.mark.parametrize("who", PEOPLE)
def test_the_network_and_its_numbers_hold_exactly_what_the_reader_may_see(links, who):
    client, expected = links.browser(who), links.keys(who, is_linked)
    text = body_of(client.get(reverse("twinning:network")))
    assert links.seen_in(text) == expected
    assert f"<strong>{len(expected)} links</strong>" in text
    front = body_of(client.get(reverse("twinning:front")))
    active = sum(each[:2] == ("partnership", "active") for each in expected)
    visits = sum(each[0] == "visit" for each in expected)
    numbers = [int(each) for each in re.findall(r"<dd>(\d+)</dd>", front)]
    assert numbers == [2, 2, active, visits, 0]


@pytest.mark.parametrize("who", PEOPLE)
def test_the_search_finds_what_its_reader_may_see_and_no_more(links, who):
    client = links.browser(who)
    rule = {"partnership": is_linked, "visit": is_linked, "project": sees}
    for each in links.rows:
        if each.kind not in rule or each.state not in ("proposed", "active", "planned", "reported", "running", "done"):
            continue
        found = each.second in body_of(client.get(f"/search/?q={each.first}")).lower()
        assert found == rule[each.kind](who, each.kind, each.state, each.level), each.key


def test_what_programs_read_is_public_whoever_asks(links):
    for who in ("visitor", "moderator"):
        client = links.browser(who)
        for kind, path in (("partnership", "partnerships"), ("visit", "exchanges")):
            answer = client.get(f"/api/v1/{path}/?limit=100")
            assert links.seen_in(answer.content.decode()) == links.keys("visitor", is_linked, kind)


def test_search_engines_are_told_of_public_pages_alone(links):
    told = links.seen_in(body_of(Client().get("/sitemap.xml")))
    assert told == links.keys("visitor", is_linked, "partnership") | links.keys("visitor", sees, "project")


# What is told of one row


@pytest.mark.parametrize("who", PEOPLE)
def test_pages_answer_those_alone_who_may_see_the_row_and_else_as_a_wrong_address(links, who):
    client, wrong_ones, differing = links.browser(who), {}, {}
    for each in links.rows:
        if each.kind == "profile":
            continue
        path = each.row.get_absolute_url()
        answer = client.get(path)
        if each.seen_by(who):
            if answer.status_code != 200 or each.second not in body_of(answer):
                differing[each.key] = answer.status_code
            if not reads_inside(who, each.kind) and each.inner in body_of(answer):
                differing[each.key] = "tells what is inside"
            continue
        key = path.rstrip("/").rpartition("/")[2]
        wrong_path = path.replace(key, "no-such-thing")
        if wrong_path not in wrong_ones:
            wrong_ones[wrong_path] = client.get(wrong_path)
        wrong = wrong_ones[wrong_path]
        same = without_secrets(answer).replace(key.encode(), b"no-such-thing") == without_secrets(wrong)
        if answer.status_code != wrong.status_code or answer.status_code == 302 and answer.url.count(key) > 1:
            differing[each.key] = answer.status_code
        elif answer.status_code == 404 and not same:
            differing[each.key] = "other bytes"
    assert differing == {}


def rows_of_route(links, route):
    """The rows whose address this kind of address can hold, each with its path."""
    wanted = re.findall(r"<(?:\w+:)?(\w+)>", str(route.pattern))
    for each in links.rows:
        noun = route.key.partition(":")[2].partition("_")[0]
        field = "slug" if hasattr(each.row, "slug") else "code"
        if each.kind == noun and wanted == [field]:
            try:
                yield each, reverse(route.key, args=[getattr(each.row, field)])
            except NoReverseMatch:
                continue


@pytest.mark.parametrize("who", ["visitor", "stranger", "member", "registrar"])
def test_no_address_below_a_row_tells_of_it_to_whoever_may_not_see_it(links, who):
    client, told = links.browser(who), []
    for route in routes():
        if not route.key.startswith("twinning:"):
            continue
        for each, path in rows_of_route(links, route):
            text = body_of(client.get(path)).lower().replace(path.lower(), "")
            hidden = not each.seen_by(who) and each.second in text
            if hidden or (not reads_inside(who, each.kind) and each.inner in text):
                told.append((route.key, each.key))
    assert told == []


def test_the_search_for_traces_finds_them(links):
    """The control: whoever may see a row finds its words, outside and inside."""
    client, found, inside = links.browser("moderator"), set(), set()
    for route in routes():
        if route.key.startswith("twinning:"):
            for each, path in rows_of_route(links, route):
                text = body_of(client.get(path)).lower()
                found |= {each.kind} if each.second in text else set()
                inside |= {each.kind} if each.inner in text else set()
    assert {"partnership", "visit", "project", "round", "interest"} <= found
    assert {"partnership", "visit", "interest"} <= inside
