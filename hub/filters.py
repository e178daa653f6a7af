"""What may be asked of the library. The address is the question: parameters in one order, one value each way.

A value that nobody knows is left out; the list says so in one line, feed and read API answer 400.
"""

from django import forms
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from cities.countries import country_name, language_name
from scn_portal.sharing import Sharing

from . import labels
from .finding import Question, is_key

ON_ONE_PAGE = 20
LAST_PAGE = 25
LONGEST = 8_000  # signs of a query that are looked at at all; the search itself says when it cuts
SORTS = {
    "best": _("Best match first"),
    "newest": _("Newest first"),
    "confirmed": _("Lately confirmed first"),
    "taken_over": _("Most taken over first"),
    "title": _("Title"),
}
BY_RANK = ("best",)  # pages; the other orders go on from the last row shown, however far
FACETS = {
    "theme": _("Theme"),
    "kind": _("Kind"),
    "region": _("Region"),
    "evidence": _("Evidence"),
    "level": _("Level of prevention"),
    "audience": _("Who it is for"),
    "type": _("Type of practice"),
    "motivation": _("Form of violent extremism"),
    "country": _("Country"),
    "city": _("City"),
    "review": _("Review"),
    "taken_over": _("Taken over"),
    "language": _("Language"),
    "year": _("Year"),
    "sharing": _("Sharing"),
}
OPEN_AT_FIRST = ("theme", "kind", "region", "evidence")
IN_THEIR_ORDER = ("evidence", "level", "review", "sharing")  # others: the most frequent first
OTHERS = {"q": _("Search"), "sort": _("Order"), "page": _("Page"), "after": _("Place in the list")}
ASKED = ("q", *FACETS, "sort", "literal")


class ResourceFilter:
    """A question to the library: what is known of it, what was left out, and its one canonical address.

    `place` names the parameters that say where in the list one is; `usual_sort` the order where none is asked for.
    """

    def __init__(self, query, reader, place=("page", "after"), usual_sort=""):
        self.reader, self.left_out = reader, []
        self.words = " ".join(query.get("q", "")[:LONGEST].split())
        self.literal = query.get("literal") == "1" and bool(self.words)
        self.chosen = {name: self._known(name, query.getlist(name)) for name in FACETS}
        self.usual_sort = usual_sort or ("best" if self.words else "newest")
        self.sort = self._sort(query.get("sort", ""))
        self.page = self._page(query.get("page", "") if "page" in place else "")
        self.after = self._after(query.get("after", "") if self.goes_by_key and "after" in place else "")
        unknown = [name for name in query if name not in ASKED and name not in place]
        self.left_out += [(name[:40], query.get(name, "")[:40]) for name in unknown]

    def _known(self, name, values):
        values = [each for each in dict.fromkeys(values) if each]
        known = [each for each in values if is_known(name, each, self.reader)]
        self.left_out += [(name, each[:40]) for each in values if each not in known]
        return sorted(known)

    def _sort(self, value):
        if value and value not in SORTS:
            self.left_out.append(("sort", value[:40]))
        return value if value in SORTS else self.usual_sort

    def _page(self, value):
        if not value or (value.isascii() and value.isdigit() and len(value) <= 6 and 1 <= int(value) <= LAST_PAGE):
            return int(value or 1)
        self.left_out.append(("page", value[:40]))
        return 1

    def _after(self, value):
        if is_key(self.sort, value[:400]):
            return value[:400]
        self.left_out.append(("after", value[:40]))
        return ""

    @property
    def left_out_in_words(self):
        return [((FACETS | OTHERS).get(name, name), value) for name, value in self.left_out]

    @property
    def goes_by_key(self):
        return self.sort not in BY_RANK

    @property
    def narrows(self):
        """Whether anything is asked at all."""
        return bool(self.words) or any(self.chosen.values())

    @cached_property
    def question(self):
        return Question(
            text=self.words,
            filters={name: values for name, values in self.chosen.items() if values},
            sort=self.sort,
            page=self.page,
            after=self.after or None,
            size=ON_ONE_PAGE,
            language=(get_language() or "en")[:2],
            literal=self.literal,
        )

    def after_row(self, after):
        """The same question, from a place in the list on."""
        self.__dict__.pop("question", None)
        self.after = after
        return self

    # The address

    def address(self, **changes):
        """The canonical query of this question with changes: `theme=[…]`, `sort=…`, `literal=True`, `after=…`.
        Page and place are left out unless they are given."""
        query = QueryDict(mutable=True)
        asked = {"q": self.words, **self.chosen, "sort": self.sort, "literal": self.literal} | changes
        if asked["q"]:
            query["q"] = asked["q"]
        for name in FACETS:
            if asked[name]:
                query.setlist(name, sorted(asked[name]))
        if asked["sort"] != ("best" if asked["q"] else "newest"):
            query["sort"] = asked["sort"]
        if asked["literal"] and asked["q"]:
            query["literal"] = "1"
        for name in ("page", "after"):
            if asked.get(name) and asked[name] != 1:
                query[name] = asked[name]
        return query.urlencode()

    @cached_property
    def canonical(self):
        """The question without its page: what is saved, fed and downloaded."""
        return self.address()

    @cached_property
    def here(self):
        """The question with its page or place."""
        return self.address(page=0 if self.goes_by_key else self.page, after=self.after)

    # What narrows the list

    def chips(self):
        """What narrows the list now, each with the address of the list without it."""
        found = []
        if self.words:
            kept = self.sort if self.sort != "best" else "newest"
            found.append(chip(OTHERS["q"], f"“{self.words}”", self.address(q="", literal=False, sort=kept)))
        for name, values in self.chosen.items():
            for value in values:
                without = [each for each in values if each != value]
                found.append(chip(FACETS[name], labels.label_of(name, value), self.address(**{name: without})))
        return found

    def facets(self, counts):
        """The facets with their choices and the number of items behind each; those with nothing to choose are not."""
        made = (Facet(name, counts.get(name, {}), self.chosen[name]) for name in FACETS)
        return [each for each in made if each.choices and (each.name != "sharing" or reads_more(self.reader))]


def chip(label, words, query):
    return {"label": label, "words": words, "query": query}


def reads_more(reader):
    """Whether this reader reads anything that not everybody does."""
    return reader.level > Sharing.CLEAR or bool(reader.cities)


def is_known(name, value, reader):
    """Whether a value means something to this reader. It never tells whether anything hidden carries it."""
    if name in labels.LISTS:
        return labels.terms()[labels.LISTS[name]].get(value, ("", False))[1]
    if name == "city":
        return labels.cities().get(value, ("", labels.NEVER))[1] <= reader.level
    if name in ("region", "country"):
        return country_name(value, "en") != value
    if name == "language":
        return language_name(value, "en") != value
    if name == "year":
        return value.isascii() and value.isdigit() and 1900 <= int(value[:5]) <= 2100
    if name == "sharing" and not reads_more(reader):
        return False
    return value in labels.NAMED[name]


class Facet:
    """One filter: its choices, each with its number of items as the other filters leave them."""

    def __init__(self, name, counts, chosen):
        self.name, self.label, self.chosen = name, FACETS[name], chosen
        counts = {str(value): number for value, number in counts.items() if number} | {
            value: counts.get(value, 0) for value in chosen
        }
        self.choices = [
            {"value": value, "label": labels.label_of(name, value), "number": number, "is_chosen": value in chosen}
            for value, number in sorted(counts.items(), key=self._place)
        ]

    def _place(self, counted):
        value, number = counted
        if self.name == "year":
            return -int(value), ""
        if self.name in IN_THEIR_ORDER:
            return self._rank(value), value
        return -number, str(labels.label_of(self.name, value))

    def _rank(self, value):
        known = labels.terms()[labels.LISTS[self.name]] if self.name in labels.LISTS else labels.NAMED[self.name]
        return list(known).index(value) if value in known else len(known)

    @property
    def is_open(self):
        return self.name in OPEN_AT_FIRST or bool(self.chosen)


class SuggestionForm(forms.Form):
    """What stands in the box while somebody types. Longer texts are questions: nothing is suggested for them."""

    q = forms.CharField(min_length=2, max_length=80)


FORMS = {
    "sort": [*SORTS],
    "page": [f"1–{LAST_PAGE}"],
    "year": ["1900–2100"],
    "country": ["ISO 3166-1 alpha-2"],
    "region": ["UN M49"],
    "language": ["BCP 47"],
}


def allowed_values(name):
    """What a parameter of feed and read API may be, for the answer to what it may not be."""
    if name in labels.LISTS:
        return [code for code, (_label, is_open) in labels.terms()[labels.LISTS[name]].items() if is_open]
    if name in labels.NAMED:
        return [*labels.NAMED[name]]
    if name == "city":
        return [slug for slug, (_name, known_from) in labels.cities().items() if known_from == Sharing.CLEAR]
    return FORMS.get(name) or [*ASKED]


def asked_again(search, reader):
    """The question of a saved search, as its reader may ask it now."""
    return ResourceFilter(QueryDict(search.query), reader)
