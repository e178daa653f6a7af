"""Find a place by what people type: other names, other scripts, typing errors, the country before or behind."""

from functools import cache

from django.contrib.postgres.aggregates import BoolOr
from django.contrib.postgres.search import TrigramSimilarity
from django.db import connection
from django.db.models import Max, Q

from ..models import Place, PlaceName
from .query import readings

WHOLE, BEGINNING, LATER_WORD = 0, 1, 2  # a typing error ranks behind, by the number of slips
SHORTEST_FOR_SLIPS = 4
_CANDIDATES = 150


def find_places(query, limit=10):
    """The places that `query` most likely means, best first, at most `limit`, each with its `near` place loaded.

    Whole names come before beginnings, beginnings before later words, these before names with a slip of the hand.
    Within one rank the place with more people comes first. Fewer than two signs find nothing.
    """
    meanings = readings(query)
    ranked = {}
    for meaning in meanings:
        _keep(ranked, _whole_or_beginning(meaning, limit))
    if len(ranked) < limit:
        for meaning in meanings:
            _keep(ranked, _later_words_and_slips(meaning, limit))
    best = sorted(ranked, key=ranked.get)[:limit]
    places = Place.objects.select_related("near").in_bulk(best)
    return [places[key] for key in best]


def _keep(ranked, hits):
    for place, rank in hits:
        ranked[place] = min(rank, ranked.get(place, rank))


def _names(meaning):
    names = PlaceName.objects.all()
    return names.filter(country_code__in=meaning.countries) if meaning.countries else names


def _whole_or_beginning(meaning, limit):
    hits = (
        _names(meaning)
        .filter(folded__startswith=meaning.name)
        .values("place_id")
        .annotate(whole=BoolOr(Q(folded=meaning.name)), most=Max("weight"))
        .order_by("-whole", "-most", "place_id")[:limit]
    )
    return [(hit["place_id"], (WHOLE if hit["whole"] else BEGINNING, -hit["most"])) for hit in hits]


def _later_words_and_slips(meaning, limit):
    """Names with a later word like it, alike by their groups of three letters, or with two neighbours changed over."""
    if len(meaning.name) < SHORTEST_FOR_SLIPS:
        return
    columns = ("place_id", "folded", "weight")
    names = _names(meaning).order_by("-weight")
    if meaning.name.isascii() or _letters_are_known():
        later = names.filter(folded__contains=f" {meaning.name}").values_list(*columns)[: 3 * limit]
        yield from ((place, (LATER_WORD, -weight)) for place, _, weight in later)
        alike = names.filter(folded__trigram_similar=meaning.name)
        alike = alike.annotate(likeness=TrigramSimilarity("folded", meaning.name)).order_by("-likeness", "-weight")
    else:
        alike = names.none()
    for candidates in (alike, names.filter(folded__in=neighbours_changed_over(meaning.name))):
        for place, name, weight in candidates.values_list(*columns)[:_CANDIDATES]:
            if (number := slips(name, meaning.name)) <= 1 + len(meaning.name) // 5:
                yield place, (LATER_WORD + number, -weight)


@cache
def _letters_are_known():
    """Whether the database's locale tells letters past ASCII; one made with LC_CTYPE=C would read its whole index."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT cardinality(show_trgm('ب')) > 0")
        return cursor.fetchone()[0]


def neighbours_changed_over(name):
    """Every spelling of `name` in which two neighbouring letters stand in each other's place."""
    spellings = {name[:at] + name[at + 1] + name[at] + name[at + 2 :] for at in range(len(name) - 1)}
    return sorted(spellings - {name})


def slips(one, other):
    """How many letters must be put in, left out, replaced or changed over with a neighbour to turn one into the other.

    The restricted Damerau-Levenshtein distance.
    """
    before, previous = [], list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        current = [row]
        for column, sign in enumerate(other, 1):
            best = min(previous[column] + 1, current[-1] + 1, previous[column - 1] + (letter != sign))
            if row > 1 < column and letter == other[column - 2] and one[row - 2] == sign:
                best = min(best, before[column - 2] + 1)
            current.append(best)
        before, previous = previous, current
    return previous[-1]
