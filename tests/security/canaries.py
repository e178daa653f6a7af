"""Canaries: items of every level and state, each with two words of its own that stand nowhere else.

A test asks for the first word and looks for the second: whoever may not read the canary must find no trace of it.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from itertools import product

from django.utils import timezone

from hub import finding
from hub.models import Adoption, Collection, CollectionItem, ResourceCity
from scn_portal.sharing import Sharing
from tests.cast import member, person, staff
from tests.factories.cities import a_country, a_representative
from tests.factories.hub import a_content, a_draft, a_file, a_findable

EVERYBODY = frozenset({"visitor", "stranger", "member", "named", "owner", "moderator"})
MEMBERS = frozenset({"member", "named", "owner", "moderator"})
OWNER = frozenset({"owner", "moderator"})
SYLLABLES = [a + b + c for a, b, c in product("bdfgk", "aeiou", "lmnrt")]


def words_of(number):
    """Two words that nobody has ever written."""
    first, second = SYLLABLES[number], SYLLABLES[-1 - number]
    return f"quab{first}ez", f"vryn{second}ox"


@dataclass
class Canary:
    """What it hides, who may read it, and whether lists show it to them."""

    name: str
    item: object
    first: str
    second: str
    readers: frozenset
    is_listed: bool = True
    file: object = None
    adoption: object = None
    hides_item: bool = True  # else only a field of it


@dataclass
class Aviary:
    """The cities, the people, and all canaries."""

    people: dict = field(default_factory=dict)
    canaries: list = field(default_factory=list)
    collection: object = None

    def build_people(self):
        self.porto = member("Porto", a_country(), "porto.example")
        self.malmo = member("Malmö", a_country("SE", "SWE", subregion="Northern Europe"), "malmo.example")
        self.kwale = member("Kwale", a_country("KE", "KEN", "Africa", "Eastern Africa", "002"), "kwale.example")
        self.people = {
            "visitor": None,
            "stranger": person("Eve", "eve@stranger.example"),
            "member": a_representative(self.malmo, person("Linn", "linn@malmo.example")).user,
            "named": a_representative(self.kwale, person("Mwana", "mwana@kwale.example")).user,
            "owner": a_representative(self.porto, person("Ana", "ana@porto.example")).user,
            "moderator": staff("Mia", "moderator"),
        }
        return self

    def build_public(self):
        """What everybody reads: without it the answers would be empty."""
        a_findable(self.porto, content=a_content("Mentors for young people"))
        self._shown("clear", EVERYBODY)
        self._shown("archived", EVERYBODY, status="archived")
        self.collection = Collection.objects.create(slug="all", title="All", intro="Everything.")
        return self._collect()

    def build_hidden(self):
        self._with_adoption(self._shown("green", MEMBERS, sharing=Sharing.GREEN))
        self._shown("green and due", MEMBERS, sharing=Sharing.GREEN, status="review_due")
        self._shown("amber", OWNER, sharing=Sharing.AMBER)
        named = self._shown("amber with a named city", OWNER | {"named"}, sharing=Sharing.AMBER)
        ResourceCity.objects.create(resource=named.item, city=self.kwale, role="named")
        finding.index(named.item)
        until = {"embargo_until": timezone.now() + timedelta(days=1), "embargo_sharing": Sharing.AMBER}
        self._shown("under embargo", OWNER, **until)
        for status in ("withdrawn", "taken_down"):
            self._shown(status, OWNER, is_listed=False, status=status, reason="The office was closed.")
        first, second = words_of(len(self.canaries))
        draft = a_draft(self.porto, self.people["owner"], content=a_content(f"{first} {second}"))
        self._add("draft", draft.resource, first, second, frozenset({"owner"}), is_listed=False)
        self._stricter("need for members", "need", Sharing.GREEN, MEMBERS)
        self._stricter("results for its own people", "results", Sharing.AMBER, OWNER)
        self._with_file()
        return self._collect()

    def _collect(self):
        """All that is there stands in one public collection, the public items first."""
        for position, item in enumerate(dict.fromkeys(each.item for each in self.canaries)):
            values = {"position": position, "note": "Read it."}
            CollectionItem.objects.get_or_create(collection=self.collection, resource=item, defaults=values)
        return self

    def _with_adoption(self, canary):
        """Its taker says what it changed, in the words of the canary."""
        values = {"taker": self.malmo, "degree": "adapted", "changed": f"The {canary.first} and the {canary.second}."}
        canary.adoption = Adoption.objects.create(resource=canary.item, **values)

    def _shown(self, name, readers, is_listed=True, **more):
        first, second = words_of(len(self.canaries))
        content = a_content(f"{first} {second}", summary=f"The {second} of the {first} stands in this summary for all.")
        return self._add(name, a_findable(self.porto, content=content, **more), first, second, readers, is_listed)

    def _stricter(self, name, place, level, readers):
        first, second = words_of(len(self.canaries))
        content = a_content("Open doors", **{place: f"The {first} and the {second}."})
        item = a_findable(self.porto, content=content, stricter={"contact": 1, place: level})
        self._add(name, item, first, second, readers).hides_item = False

    def _with_file(self):
        first, second = words_of(len(self.canaries))
        item = a_findable(self.porto, content=a_content("Papers of an office"))
        row = a_file(item.current_version, by=self.people["owner"], title=f"{first} {second}", sharing=Sharing.GREEN)
        canary = self._add("file for members", item, first, second, MEMBERS, is_listed=False)
        canary.file, canary.hides_item = row.file, False

    def _add(self, name, item, first, second, readers, is_listed=True):
        self.canaries.append(Canary(name, item, first, second, readers, is_listed))
        return self.canaries[-1]
